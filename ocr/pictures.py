"""From a page of a file to pixels: PDF pages rendered, images decoded and turned as their EXIF says."""

import contextlib
import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ocr.formats import Kind
from ocr.limits import Limits

Pixels = NDArray[np.uint8]

# We check sizes ourselves, from the header; Pillow's own limit only warns up to twice its value.
Image.MAX_IMAGE_PIXELS = None
_PILLOW_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "tiff": ("TIFF",), "webp": ("WEBP",), "heic": ("HEIF",)}
#: What Pillow raises on broken files; each of them was seen (benchmarks/fuzz_opening.py) or stands in its code.
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError, AttributeError),
    *(AssertionError, RuntimeError, struct.error, zlib.error),
)

_CODE_OF_PDFIUM_ERROR = {
    pdfium.FPDF_ERR_PASSWORD: "file-encrypted",
    pdfium.FPDF_ERR_SECURITY: "file-encrypted",
    pdfium.FPDF_ERR_FILE: "file-without-pages",
    pdfium.FPDF_ERR_SUCCESS: "file-without-pages",
}
#: 160, 200 and 300 dpi give the same error rate on 13 real pages; 300 costs 50% more time (design.md).
READING_DPI = 200.0
#: Small pages (an ID card scanned as a page) hold small print: they are read finer, up to this.
FINEST_DPI = 300.0
_LONG_SIDE_OF_A4 = 11.7
#: A scan that leaves no more of a side of its page uncovered, as a fraction, is the page.
_SCAN_MARGIN = 0.03
#: Images of unknown size in inches keep this much: codes and MRZ on photographed cards need more than words do.
LONGEST_SIDE = 4000
#: An A3 sheet at `READING_DPI`; larger plans are read coarser, so that a process stays below 400 MB.
MOST_RENDERED = 8_000_000


class PictureError(Exception):
    """A page that cannot be turned into pixels; `code` is one of `ocr.errors.UnreadableFile`."""

    def __init__(self, code: str, detail: str = "", **values: object) -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
        self.values = values


@dataclass(frozen=True)
class Picture:
    """The pixels of a page as stored.

    Attributes:
        pixels: Height x width x 3, RGB.
        dots_per_inch: Of these pixels; None where the header of an image does not say it or not truly.
    """

    pixels: Pixels
    dots_per_inch: float | None


@contextlib.contextmanager
def open_pdf(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Opens a PDF, with the empty user password where it is encrypted.

    Raises:
        PictureError: file-encrypted, file-without-pages or file-broken.
    """
    # pdfium sets no error for a document without pages: the one before it, which we provoke, then still stands
    pdfium.FPDF_LoadDocument(b"", None)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise PictureError(_CODE_OF_PDFIUM_ERROR.get(error.err_code, "file-broken"), str(error)) from error
    try:
        yield document
    finally:
        document.close()


@contextlib.contextmanager
def told_as_broken() -> Iterator[None]:
    """What a decoder raises on a broken file becomes a `PictureError` of code file-broken."""
    try:
        yield
    except _BROKEN as error:
        raise PictureError("file-broken", f"{type(error).__name__}: {error}") from error


@cache
def _register_heif() -> None:
    import pillow_heif  # noqa: PLC0415 - 6 MB and 0.05 s that other pictures need not pay

    pillow_heif.register_heif_opener()


@contextlib.contextmanager
def open_image(path: Path, kind: Kind) -> Iterator[Image.Image]:
    """Reads an image's header.

    Raises:
        PictureError: file-broken.
    """
    if kind == "heic":
        _register_heif()
    with told_as_broken():
        image = Image.open(path, formats=_PILLOW_FORMATS[kind])
    with image:
        yield image


def picture_size(image: Image.Image, kind: Kind, limits: Limits) -> tuple[int, int]:
    """Width and height that decoding will give, judged before it happens.

    Raises:
        PictureError: page-too-large.
    """
    # libjpeg decodes to an eighth of each side at no more than the cost of the result
    smallest = 8 if kind == "jpeg" else 1
    if (image.width // smallest) * (image.height // smallest) > limits.pixels:
        raise PictureError(
            "page-too-large", f"{image.width} x {image.height} pixels", width=image.width, height=image.height
        )
    return image.width, image.height


@dataclass(frozen=True, slots=True)
class StoredPage:
    """Where a page is: its file, what kind of file that is, and its number, counted from 1."""

    path: Path
    kind: Kind
    number: int


@dataclass(frozen=True, slots=True)
class Detail:
    """How finely a page is looked at.

    Attributes:
        dots_per_inch: Of rendered pages.
        longest_side: Pixels that larger images are reduced towards, by whole factors.
    """

    dots_per_inch: float
    longest_side: int


FULL = Detail(READING_DPI, LONGEST_SIDE)
#: Letters of 10 points are 13 pixels high: titles and headers can be read, tone marks of small print not surely.
COARSE = Detail(130.0, 1600)


def load_picture(page: StoredPage, limits: Limits, detail: Detail = FULL) -> Picture:
    """The pixels of a page, within the limits.

    Raises:
        PictureError: The page cannot be decoded or is too large.
    """
    return _page_of_pdf(page, limits, detail) if page.kind == "pdf" else _page_of_image(page, limits, detail)


def _page_of_pdf(page: StoredPage, limits: Limits, detail: Detail) -> Picture:
    with open_pdf(page.path) as document:
        try:
            document.init_forms()  # so that what was typed into its fields is drawn
            leaf = document[page.number - 1]
            if detail == COARSE and (scan := _reduced_scan(leaf)) is not None:
                return scan
            dpi = _useful_dpi(leaf, limits, detail)
            bitmap = leaf.render(scale=dpi / 72, rev_byteorder=True, draw_annots=True, may_draw_forms=True)
        except (pypdfium2.PdfiumError, IndexError, ValueError) as error:  # ValueError: a page without area
            raise PictureError("file-broken", str(error)) from error
        pixels = bitmap.to_numpy()
    return Picture(_as_rgb(pixels), dpi)


def _useful_dpi(leaf: Any, limits: Limits, detail: Detail) -> float:
    """Resolution to render at: fine enough to read, no finer than a scan holds, never beyond the pixel limit."""
    width, height = (max(side, 1.0) / 72 for side in leaf.get_size())
    wanted = detail.dots_per_inch * min(max(1.0, _LONG_SIDE_OF_A4 / max(width, height)), FINEST_DPI / READING_DPI)
    own = _resolution_of_scan(leaf, width * height)
    if own is not None:
        wanted = min(wanted, max(own, 72.0))
    return float(min(wanted, math.sqrt(min(limits.pixels, MOST_RENDERED) / (width * height))))


def _resolution_of_scan(leaf: Any, square_inches: float) -> float | None:
    """Dots per inch of the one image that fills the page, None where the page is not such a scan."""
    for image in leaf.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        inches = (right - left) / 72 * (top - bottom) / 72
        if inches > 0.8 * square_inches:
            columns, rows = image.get_px_size()
            return math.sqrt(columns * rows / inches)
    return None


def _reduced_scan(leaf: Any) -> Picture | None:
    """The JPEG that fills a page, decoded at a fraction of its size, which takes a fraction of the time.

    What else is drawn on the page, such as the frame of a digital signature, is not on it. None where the page is no
    upright scan of this kind.
    """
    width, height = leaf.get_size()
    images = list(leaf.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    if len(images) != 1 or leaf.get_rotation() or images[0].get_filters() != ["DCTDecode"]:
        return None
    across, turn, other_turn, up, left, bottom = images[0].get_matrix().get()
    margins = (left / width, bottom / height, (width - left - across) / width, (height - bottom - up) / height)
    if turn or other_turn or max(map(abs, margins)) > _SCAN_MARGIN:
        return None
    try:
        with Image.open(BytesIO(bytes(images[0].get_data(decode_simple=False))), formats=["JPEG"]) as image:
            wanted = COARSE.dots_per_inch / 72
            if image.mode not in {"L", "RGB"} or max(image.size) > LONGEST_SIDE:
                return None
            image.draft(None, (round(width * wanted), round(height * wanted)))
            image.load()
            return Picture(_as_rgb(np.asarray(image)), 72 * image.width / across)
    except _BROKEN:
        return None  # pdfium may still make something of it


def _page_of_image(page: StoredPage, limits: Limits, detail: Detail) -> Picture:
    with open_image(page.path, page.kind) as image, told_as_broken():
        if page.number > 1:
            image.seek(page.number - 1)
        width, height = picture_size(image, page.kind, limits)
        scale = detail.longest_side / max(width, height)
        if scale < 1:
            image.draft("RGB", (max(1, round(width * scale)), max(1, round(height * scale))))
        image.load()
        pixels = _upright_rgb(image, detail.longest_side)
        return Picture(pixels, _believable_dpi(image, max(width, height), max(pixels.shape[:2])))


def _believable_dpi(image: Image.Image, stored_side: int, side: int) -> float | None:
    """What the header says, if it makes the page as long as a card to a plan; 72 and 96 are what no one set."""
    try:
        stated = float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    if not 97 <= stated <= 1200 or not 3 <= stored_side / stated <= 17:
        return None
    return stated * side / stored_side


def _upright_rgb(image: Image.Image, longest_side: int) -> Pixels:
    """The image as 8-bit RGB on white, reduced towards `longest_side` but not below, turned as its EXIF says."""
    excess = max(math.ceil(max(image.size) / LONGEST_SIDE), max(image.size) // longest_side)
    exif_turned = ImageOps.exif_transpose(image.reduce(excess) if excess > 1 and image.mode in {"L", "RGB"} else image)
    if exif_turned.mode.startswith(("I", "F")):
        exif_turned = _eight_bits(exif_turned)
    if exif_turned.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in exif_turned.info:
        clear = exif_turned.convert("RGBA")
        exif_turned = Image.new("RGB", clear.size, "white")
        exif_turned.paste(clear, mask=clear.getchannel("A"))
    return _as_rgb(np.asarray(exif_turned.convert("RGB")))


def _eight_bits(image: Image.Image) -> Image.Image:
    values = np.asarray(image, dtype=np.float32)
    low, high = float(values.min(initial=0)), float(values.max(initial=0))
    span = (65535.0 if high > 255 else 255.0) if low >= 0 and high <= 65535 else max(high - low, 1.0)
    return Image.fromarray(np.clip((values - min(low, 0.0)) * (255.0 / span), 0, 255).astype(np.uint8))


def _as_rgb(pixels: NDArray[np.uint8]) -> Pixels:
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    return np.ascontiguousarray(pixels[:, :, :3])
