"""The picture of a page for its searchable copy, as scanned where that is possible; runs in the sandbox.

A JPEG that was uploaded, or that alone makes up a page of a PDF, is handed on byte for byte. All else is decoded or
rendered, then packed without loss where the page is mostly plain white (print from a word processor, black and white
scans) and as JPEG where it is not.
"""

import ctypes
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ocr.limits import Limits
from ocr.page_placement import AS_STORED, OF_EXIF, Encoding, PageScan, Placement, then, turned_square
from ocr.pictures import Picture, Pixels, StoredPage, load_picture, open_image, open_pdf

_ORIENTATION = 274
_JPEG_QUALITY = 82
_LONG_SIDE_OF_A4 = 842.0
"""Points; how long a page of unknown size is taken to be."""
_SHORTEST, _LONGEST = 3.0, 14_400.0
"""Points; sides that a page may have (ISO 32000-1, annex C.2)."""
_MOST_PIXELS = 40_000_000
"""Of a picture packed anew: an A4 page at 600 dpi is 35 million."""
_COLOURLESS = 12
"""Most difference between the channels of a grey pixel; JPEG and scaling leave some."""
_PLAIN_WHITE = 0.5
"""Share of pure white from which a grey page is packed without loss."""
_COMPARED_SIDE = 160
_MOST_DIFFERENCE = 48
"""Of 255, between a picture and the page that it alone should make up, after scaling both to `_COMPARED_SIDE`."""
_INVISIBLE = 3


def save_page_scan(page: StoredPage, target: Path, limits: Limits) -> PageScan:
    """Writes the picture of a page to `target`.

    Raises:
        PictureError: The page cannot be decoded or is too large.
    """
    picture = load_picture(page, limits)
    own = _pdf_scan(page, picture, target) if page.kind == "pdf" else _image_scan(page, picture, target)
    return own or _packed(picture.pixels, target, AS_STORED, _page_size(picture))


def _page_size(picture: Picture) -> tuple[float, float]:
    height, width = picture.pixels.shape[:2]
    points = 72 / picture.dots_per_inch if picture.dots_per_inch else _LONG_SIDE_OF_A4 / max(width, height)
    return _allowed(width * points, height * points)


def _allowed(width: float, height: float) -> tuple[float, float]:
    return min(max(width, _SHORTEST), _LONGEST), min(max(height, _SHORTEST), _LONGEST)


def _image_scan(page: StoredPage, picture: Picture, target: Path) -> PageScan | None:
    """An uploaded JPEG as it is; None for other kinds, and where a page of PDF cannot show it as it is."""
    if page.kind != "jpeg":
        return None
    with open_image(page.path, page.kind) as image:
        # the further pictures of an MPO would follow in the copy
        if image.format != "JPEG" or image.mode not in {"L", "RGB"}:
            return None
        placement = OF_EXIF.get(int(image.getexif().get(_ORIENTATION, 1)), AS_STORED)
        width, height, channels = image.width, image.height, len(image.mode)
    target.write_bytes(page.path.read_bytes())
    return PageScan("jpeg", width, height, channels, 8, placement, _page_size(picture))


def _pdf_scan(page: StoredPage, rendered: Picture, target: Path) -> PageScan | None:
    """The picture that alone makes up a page of a PDF; None where there is more, or where it looks different alone."""
    with open_pdf(page.path) as document:
        leaf = document[page.number - 1]
        size = _allowed(*leaf.get_size())
        image = _only_image(leaf)
        if image is None:
            return _packed(rendered.pixels, target, AS_STORED, size)
        placement = _placement(image, leaf)
        jpeg = _jpeg_of(image)
        try:
            pixels = _decoded(image, jpeg)
        except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError):
            pixels = None
    if pixels is None or not _looks_like(pixels, placement, rendered.pixels):
        return _packed(rendered.pixels, target, AS_STORED, size)
    if jpeg is None:
        return _packed(pixels, target, placement, size)
    target.write_bytes(jpeg)
    height, width = pixels.shape[:2]
    return PageScan("jpeg", width, height, 1 if pixels.ndim == 2 else 3, 8, placement, size)


def _only_image(leaf: Any) -> Any | None:
    """The one picture of a page on which nothing else can be seen: no drawing, no visible text, no annotation."""
    images = []
    for thing in leaf.get_objects(max_depth=4):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            images.append(thing)
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(thing.raw) != _INVISIBLE:
                return None
        elif thing.type != pdfium.FPDF_PAGEOBJ_FORM:
            return None
    return images[0] if len(images) == 1 and not any(_annotated_areas(leaf)) else None


def _annotated_areas(leaf: Any) -> Iterator[float]:
    """Square points that each annotation covers: 0 for an invisible signature."""
    for number in range(pdfium.FPDFPage_GetAnnotCount(leaf.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(leaf.raw, number)
        area = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(area))
        pdfium.FPDFPage_CloseAnnot(annotation)
        yield abs((area.right - area.left) * (area.top - area.bottom))


def _placement(image: Any, leaf: Any) -> Placement:
    left, bottom, right, top = leaf.get_bbox()
    a, b, c, d, e, f = image.get_matrix().get()
    width, height = max(right - left, 1e-3), max(top - bottom, 1e-3)
    upright = (1 / width, 0.0, 0.0, 1 / height, -left / width, -bottom / height)
    return then(then((a, b, c, d, e, f), upright), turned_square(leaf.get_rotation()))


def _jpeg_of(image: Any) -> bytes | None:
    if image.get_filters() != ["DCTDecode"]:
        return None
    return bytes(image.get_data(decode_simple=False))


def _decoded(image: Any, jpeg: bytes | None) -> Pixels | None:
    """Grey or RGB pixels at full size; None where they are too many or of another kind."""
    columns, rows = image.get_px_size()
    if columns * rows > _MOST_PIXELS:
        return None
    if jpeg is None:
        return np.ascontiguousarray(np.asarray(image.get_bitmap(render=False).to_pil().convert("RGB"), dtype=np.uint8))
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as stored:
        return np.asarray(stored, dtype=np.uint8) if stored.mode in {"L", "RGB"} else None


def _looks_like(pixels: Pixels, placement: Placement, page: Pixels) -> bool:
    """Whether a picture, placed upon white, gives the page: false where a mask, a colour space or a clip changes it."""
    height, width = page.shape[:2]
    scale = _COMPARED_SIDE / max(width, height)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    a, b, c, d, e, f = placement
    # from pixels of the picture (y downwards) to pixels of the small page (y downwards)
    source = np.array([[0, 0], [1, 0], [0, 1]], dtype=np.float32)
    corners = [((a * x + c * (1 - y) + e) * columns, (1 - (b * x + d * (1 - y) + f)) * rows) for x, y in source]
    small = cv2.resize(pixels, _reduced(pixels, corners), interpolation=cv2.INTER_AREA)
    small = small if small.ndim == 3 else cv2.cvtColor(small, cv2.COLOR_GRAY2RGB)
    # half a pixel: corners are between pixels, OpenCV counts from the middle of the first one
    own = source * np.array([small.shape[1], small.shape[0]], dtype=np.float32) - 0.5
    matrix = cv2.getAffineTransform(own, np.array(corners, dtype=np.float32) - 0.5)
    placed = cv2.warpAffine(small, matrix, (columns, rows), borderValue=(255, 255, 255))
    seen = cv2.resize(page, (columns, rows), interpolation=cv2.INTER_AREA)
    difference = cv2.blur(cv2.absdiff(placed, seen), (3, 3))
    return bool(difference.max() <= _MOST_DIFFERENCE)


def _reduced(pixels: Pixels, corners: list[tuple[float, float]]) -> tuple[int, int]:
    """Columns and rows that bring the picture near its size on the small page."""
    (x, y), (right_x, right_y), (low_x, low_y) = corners
    columns, rows = np.hypot(right_x - x, right_y - y), np.hypot(low_x - x, low_y - y)
    height, width = pixels.shape[:2]
    return max(1, min(width, round(columns))), max(1, min(height, round(rows)))


def _packed(pixels: Pixels, target: Path, placement: Placement, size: tuple[float, float]) -> PageScan:
    grey = pixels if pixels.ndim == 2 else _grey(pixels)
    image = Image.fromarray(pixels if grey is None else grey)
    bits = 8
    if grey is not None and _black_and_white(grey):
        image, bits = image.convert("1"), 1
    exact = bits == 1 or (grey is not None and float(np.mean(grey == 255)) > _PLAIN_WHITE)
    if exact:
        target.write_bytes(_pixels_of_png(image))
    else:
        image.save(target, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    encoding: Encoding = "png" if exact else "jpeg"
    return PageScan(encoding, image.width, image.height, len(image.getbands()), bits, placement, size)


def _grey(pixels: Pixels) -> Pixels | None:
    if int((pixels.max(axis=2) - pixels.min(axis=2)).max(initial=0)) > _COLOURLESS:
        return None
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _black_and_white(grey: Pixels) -> bool:
    return bool(np.all((grey == 0) | (grey == 255)))


def _pixels_of_png(image: Image.Image) -> bytes:
    """The IDAT of a PNG file, which PDF takes as it is (ISO 32000-1, 7.4.4.4)."""
    buffer = BytesIO()
    image.save(buffer, "PNG")
    content, place, packed = buffer.getvalue(), 8, b""
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        if content[place + 4 : place + 8] == b"IDAT":
            packed += content[place + 8 : place + 8 + length]
        place += length + 12
    return packed
