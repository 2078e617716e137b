"""Draws a page, or a part of it, for people to look at; runs in the sandbox."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image

from ocr.limits import Limits
from ocr.pictures import FULL, Detail, StoredPage, load_picture

Encoding = Literal["jpeg", "png"]
Crop = tuple[float, float, float, float]
_JPEG_QUALITY = 85
_INCHES_OF_A4 = 11.7
_LEAST_PIXELS = 1


@dataclass(frozen=True, slots=True)
class PageView:
    """What of a page is drawn and how large.

    Attributes:
        long_side: Most pixels of the longer side; nothing is drawn larger than it was scanned.
        rotation: Clockwise degrees to turn the stored page by: 0, 90, 180 or 270.
        crop: Left, top, right, bottom of the part, in fractions of the page so turned; None for all of it.
    """

    long_side: int
    rotation: int = 0
    crop: Crop | None = None
    encoding: Encoding = "jpeg"


def save_page_view(page: StoredPage, target: Path, view: PageView, limits: Limits) -> tuple[int, int]:
    """Writes a view of a page to `target`.

    Returns:
        Width and height of the written picture.

    Raises:
        PictureError: The page cannot be decoded or is too large.
    """
    image = Image.fromarray(load_picture(page, limits, _detail(view)).pixels).rotate(-view.rotation, expand=True)
    if view.crop is not None:
        image = image.crop(_pixels_of(view.crop, image.size))
    image.thumbnail((view.long_side, view.long_side))
    if view.encoding == "png":
        image.save(target, "PNG")
    else:
        image.save(target, "JPEG", quality=_JPEG_QUALITY)
    return image.size


def _detail(view: PageView) -> Detail:
    """No finer than the view shows: a thumbnail is drawn in a fraction of the time of a page for reading."""
    if view.crop is not None:
        return FULL
    return Detail(min(FULL.dots_per_inch, view.long_side / _INCHES_OF_A4), min(FULL.longest_side, view.long_side))


def _pixels_of(crop: Crop, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part in pixels: inside the picture, and never empty."""
    width, height = size
    left = min(max(0, int(crop[0] * width)), width - _LEAST_PIXELS)
    top = min(max(0, int(crop[1] * height)), height - _LEAST_PIXELS)
    right = min(max(left + _LEAST_PIXELS, round(crop[2] * width)), width)
    bottom = min(max(top + _LEAST_PIXELS, round(crop[3] * height)), height)
    return left, top, right, bottom
