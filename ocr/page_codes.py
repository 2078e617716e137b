"""A quick look at a page for codes alone: which pages of a batch are sheets that part dossiers.

Drawn as coarse as a glance, a page costs 20 to 60 ms instead of the second that its reading takes.
"""

from dataclasses import asdict, dataclass
from typing import Literal

import cv2
import numpy as np
import zxingcpp

from ocr.limits import Limits
from ocr.opening import Upload, page_for_sandbox, seconds_with_converting
from ocr.patch_codes import find_patch_codes
from ocr.pictures import COARSE, StoredPage, load_picture
from ocr.sandbox import Sandbox

_FORMATS = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128))


@dataclass(frozen=True, slots=True)
class PageCode:
    """A code on a page; of a patch code the text is its name, such as ``T``."""

    symbology: Literal["qr", "code128", "patch"]
    text: str


def codes_of_page(upload: Upload, page: int, limits: Limits, sandbox: Sandbox) -> tuple[PageCode, ...]:
    """Large QR codes, barcodes and patch codes on a page.

    Args:
        upload: The file, opened.
        page: Counts from 1.
        limits: What the page may cost.
        sandbox: Where to look.

    Raises:
        TaskFailed: The page cannot be drawn.
    """
    seconds = seconds_with_converting(limits.page_seconds, upload, limits)
    stored = page_for_sandbox(upload, page, sandbox)
    found = sandbox.call("page_codes", seconds, page=stored, limits=asdict(limits))
    return tuple(PageCode(symbology, str(text)) for symbology, text in found)


def look_for_codes(page: StoredPage, limits: Limits) -> list[tuple[str, str]]:
    """Kind and text of each code; runs in the sandbox.

    Raises:
        PictureError: The page cannot be decoded or is too large.
    """
    pixels = load_picture(page, limits, COARSE).pixels
    grey = np.ascontiguousarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    names = {zxingcpp.BarcodeFormat.QRCode: "qr", zxingcpp.BarcodeFormat.Code128: "code128"}
    codes = zxingcpp.read_barcodes(grey, formats=_FORMATS, try_invert=False)
    found = [(names.get(code.format, "qr"), code.text) for code in codes]
    return found + [("patch", name) for name in find_patch_codes(pixels)]
