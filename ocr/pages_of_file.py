"""How many pages a file has and whether they can be read at all; runs in the sandbox."""

from pathlib import Path

from ocr.formats import Kind
from ocr.limits import Limits
from ocr.pictures import PictureError, open_image, open_pdf, picture_size, told_as_broken


def count_pages(path: Path, kind: Kind, limits: Limits) -> int:
    """The number of pages of a file whose first page can be decoded.

    Raises:
        PictureError: file-encrypted, file-broken, file-without-pages, too-many-pages or page-too-large.
    """
    pages = _pages_of_pdf(path) if kind == "pdf" else _pages_of_image(path, kind, limits)
    if pages > limits.pages:
        raise PictureError("too-many-pages", pages=pages, limit=limits.pages)
    return pages


def _pages_of_pdf(path: Path) -> int:
    with open_pdf(path) as document:
        if len(document) == 0:
            raise PictureError("file-without-pages")
        return len(document)


def _pages_of_image(path: Path, kind: Kind, limits: Limits) -> int:
    with open_image(path, kind) as image, told_as_broken():
        # Only TIFF holds pages; the further frames of other kinds are animations, thumbnails and depth maps.
        frames = int(getattr(image, "n_frames", 1)) if kind == "tiff" else 1
        picture_size(image, kind, limits)
        if frames <= limits.pages:
            image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
            image.load()  # a truncated file shows itself only now
        return frames
