"""Write pages as the files that people hand in: JPEG photos, scans in a PDF, born-digital PDF."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from classifiers.synthetic.degrading import Shot

EXIF_ORIENTATION, EXIF_MAKE, EXIF_MODEL, EXIF_TIME = 0x0112, 0x010F, 0x0110, 0x0132


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page ready for a PDF: JPEG bytes, size in pixels, resolution, grey or colour."""

    jpeg: bytes
    size: tuple[int, int]
    dpi: int
    grey: bool


def scanned_page(shot: Shot, dpi: int, *, grey: bool, quality: int) -> ScannedPage:
    """Compress a scan as scanners do."""
    picture = Image.fromarray(shot.pixels)
    return ScannedPage(_jpeg(picture.convert("L") if grey else picture, quality, dpi), picture.size, dpi, grey)


def photo_file(shot: Shot, quality: int, taken_at: datetime, orientation: int = 1) -> bytes:
    """A phone's JPEG. With orientation 6 the pixels are stored turned and the tag says how to show them."""
    picture = Image.fromarray(shot.pixels)
    if orientation == 6:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[EXIF_MAKE], exif[EXIF_MODEL], exif[EXIF_ORIENTATION] = "MAU", "MAU 1", orientation
    exif[EXIF_TIME] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def pdf_of_scans(pages: Sequence[ScannedPage]) -> bytes:
    """A PDF with one picture a page, as a scanner writes it: nothing in it but the JPEGs."""
    kids = " ".join(f"{3 + place * 3} 0 R" for place in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()]
    for place, page in enumerate(pages):
        objects += _page_objects(page, first=3 + place * 3)
    return _assembled(objects)


def _page_objects(page: ScannedPage, first: int) -> list[bytes]:
    width, height = (pixels / page.dpi * 72 for pixels in page.size)
    box = f"[0 0 {width:.2f} {height:.2f}]"
    resources = f"<< /XObject << /Scan {first + 2} 0 R >> >>"
    head = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {resources} /Contents {first + 1} 0 R >>"
    drawing = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Scan Do Q".encode()
    space = "/DeviceGray" if page.grey else "/DeviceRGB"
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {page.size[0]} /Height {page.size[1]} /ColorSpace {space} "
        f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(page.jpeg)} >>"
    ).encode()
    return [head.encode(), _stream(f"<< /Length {len(drawing)} >>".encode(), drawing), _stream(picture, page.jpeg)]


def _stream(head: bytes, body: bytes) -> bytes:
    return head + b"\nstream\n" + body + b"\nendstream"


def _assembled(objects: Sequence[bytes]) -> bytes:
    """Objects with their cross-reference table (ISO 32000-1, 7.5)."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for offset in offsets:
        out.write(f"{offset:010d} 00000 n \n".encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _jpeg(picture: Image.Image, quality: int, dpi: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, dpi=(dpi, dpi), optimize=True)
    return out.getvalue()
