"""Cuts pages out of a file as a working copy without loss: pictures in a PDF byte for byte, of a TIFF pixel for pixel.

The file itself is only read. Signatures, actions, links and attachments of a PDF are of the whole file, so none of them
is taken along; what is drawn on the page is. The copy is for reading, the original is what counts.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from ocr.limits import Limits
from ocr.opening import Upload
from ocr.pictures import PictureError, StoredPage, open_image, told_as_broken
from ocr.sandbox import Sandbox


def save_pages(upload: Upload, first: int, last: int, target: Path, limits: Limits, sandbox: Sandbox) -> None:
    """Write some pages of a file; cutting happens in the sandbox.

    Args:
        upload: A PDF or TIFF file, opened.
        first: Page, counted from 1.
        last: The last one of the copy.
        target: Where to write; of the kind of the file.
        limits: What it may cost.
        sandbox: Where to cut.

    Raises:
        TaskFailed: It could not be done.
    """
    seconds = limits.opening_seconds + limits.page_seconds
    page = str(upload.path.resolve()), upload.kind, first, None
    sandbox.call("cut_pages", seconds, page=page, last=last, target=str(target.resolve()))


def cut_pages(page: StoredPage, last: int, target: Path) -> None:
    """Write the pages from `page` to `last`; runs in the sandbox.

    Raises:
        PictureError: The file cannot be cut.
    """
    numbers = range(page.number - 1, last)
    if page.kind == "pdf":
        _cut_pdf(page.path, numbers, target)
    elif page.kind == "tiff":
        _cut_tiff(page, numbers, target)
    else:
        raise PictureError("file-without-pages", f"{page.kind} has one page")


def _cut_pdf(path: Path, numbers: Sequence[int], target: Path) -> None:
    import pikepdf  # noqa: PLC0415  most children of the sandbox cut nothing

    try:
        with pikepdf.open(path) as source, pikepdf.new() as copy:
            for number in numbers:
                _part_from_file(source.pages[number].obj)  # in memory; before it brings other pages along
                copy.pages.append(source.pages[number])
            copy.save(target, deterministic_id=True)
    except (pikepdf.PdfError, IndexError, ValueError, TypeError, RuntimeError) as error:
        raise PictureError("file-broken", f"{type(error).__name__}: {error}") from error


def _part_from_file(leaf: Any) -> None:
    """Takes away what points from a page into the whole file, and would bring it along."""
    for name in ("/B", "/AA", "/StructParents"):
        if name in leaf:
            del leaf[name]
    if "/Annots" not in leaf:
        return
    drawn = [mark for mark in leaf["/Annots"] if str(mark.get("/Subtype")) != "/Link"]
    for mark in drawn:
        for name in ("/A", "/AA", "/Dest", "/P", "/Parent", "/Popup", "/StructParent"):
            if name in mark:
                del mark[name]
    del leaf["/Annots"][:]
    leaf["/Annots"].extend(drawn)


def _cut_tiff(page: StoredPage, numbers: Sequence[int], target: Path) -> None:
    with open_image(page.path, page.kind) as image, told_as_broken():
        frames = _frames(image, numbers)
        first = next(frames)
        lossless = "group4" if first.mode == "1" else "tiff_adobe_deflate"
        first.save(target, "TIFF", compression=lossless, save_all=True, append_images=frames, dpi=first.info.get("dpi"))


def _frames(image: Image.Image, numbers: Sequence[int]) -> Iterator[Image.Image]:
    """The frames one after another, so that only one is in memory."""
    for number in numbers:
        image.seek(number)
        yield image.copy()
