"""The upright sheet on which marks are looked for, a miniature of it, and the marks in its pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Transform
from ocr.page import Mark, MarkKind
from ocr.pictures import Pixels
from ocr.recognition import SeenWord

Grey = NDArray[np.uint8]
#: 0 or 255 in each pixel.
Plane = NDArray[np.uint8]

#: Dots per inch of the miniature, about: a pen's stroke is 1.5 pixels wide there, a letter of 10 points 10 high.
_COARSE = 100
#: Print of a weak copy is at 150 after the light is made even; bleed-through stays above.
_STROKE = 165
#: Thin strokes lose contrast in the miniature.
_THIN_STROKE = 188
#: How much the red channel outshines the others in ink more than in the paper around it.
_REDDER = 16
_BLUER = 16


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark in pixels of the upright sheet; `detail` as in `ocr.page.Mark`."""

    kind: MarkKind
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    detail: str = ""

    def on_page(self, to_page: Transform) -> Mark:
        box = to_page.box(self.left, self.top, self.right, self.bottom)
        return Mark(self.kind, box, self.confidence, self.detail)

    def overlap(self, other: "Spot") -> float:
        """Shared area as a fraction of the smaller of the two, 0-1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        smaller = min(self.area, other.area)
        return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True)
class Surface:
    """What marks are looked for in: the upright sheet in colour and as even grey, and the words read from it."""

    colour: Pixels
    grey: Grey
    dots_per_inch: float
    words: Sequence[SeenWord]


@dataclass(frozen=True)
class Miniature:
    """A surface reduced to about 100 dots an inch, with the planes that all detectors share.

    Attributes:
        reduction: Pixels of the surface to one of the miniature, along each side.
        inch: Pixels of the miniature to an inch.
        colour: Height x width x 3, RGB.
        grey: Height x width, paper at 250.
        ink: Strokes darker than paper.
        red, blue: Ink of that colour.
    """

    reduction: int
    inch: float
    colour: Pixels
    grey: Grey
    ink: Plane
    red: Plane
    blue: Plane

    def spot(
        self, kind: MarkKind, sides: tuple[float, float, float, float], confidence: float, detail: str = ""
    ) -> Spot:
        """A mark, given by left, top, right and bottom in the miniature, in pixels of the surface."""
        left, top, right, bottom = (max(0, round(side * self.reduction)) for side in sides)
        return Spot(kind, left, top, right, bottom, round(confidence, 2), detail)


def reduction_for(dots_per_inch: float) -> int:
    """By how much to reduce a picture for the miniature; whole numbers, for which averaging is fast."""
    return max(1, round(dots_per_inch / _COARSE))


def reduced(pixels: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Averages squares of `factor` x `factor` pixels; a rest at the right and the bottom is cut off."""
    if factor == 1:
        return pixels
    height, width = (max(factor, side - side % factor) for side in pixels.shape[:2])
    size = width // factor, height // factor
    return np.asarray(cv2.resize(pixels[:height, :width], size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def miniature(surface: Surface) -> Miniature:
    """The reduced copy of a surface."""
    factor = reduction_for(surface.dots_per_inch)
    colour, grey = reduced(surface.colour, factor), reduced(surface.grey, factor)
    red, blue = coloured_inks(colour)
    ink = np.asarray(cv2.inRange(grey, 0, _THIN_STROKE if factor > 1 else _STROKE), dtype=np.uint8)
    return Miniature(factor, surface.dots_per_inch / factor, colour, grey, ink, red, blue)


def coloured_inks(colour: Pixels) -> tuple[Plane, Plane]:
    """Where ink is red and where it is blue; tinted paper is neither."""
    # fringes of black print, red on one side and blue on the other, cancel out
    red, green, blue = cv2.split(cv2.blur(colour, (3, 3)))
    redness = cv2.subtract(red, cv2.max(green, blue))
    blueness = cv2.subtract(blue, cv2.max(red, cv2.addWeighted(red, 0.5, green, 0.5, 0)))
    return (
        _beyond_paper(np.asarray(redness, dtype=np.uint8), _REDDER),
        _beyond_paper(np.asarray(blueness, dtype=np.uint8), _BLUER),
    )


def _beyond_paper(chroma: NDArray[np.uint8], least: int) -> Plane:
    """Where the chroma exceeds that of the paper, the median of the neighbourhood, by at least so much."""
    if not np.any(chroma > least):
        return np.zeros(chroma.shape, np.uint8)
    size = max(1, chroma.shape[1] // 16), max(1, chroma.shape[0] // 16)
    coarse = cv2.resize(chroma, size, interpolation=cv2.INTER_NEAREST)
    if float(np.percentile(coarse, 60)) < 6:  # white paper: nothing to subtract
        return np.asarray(cv2.inRange(chroma, least, 255), dtype=np.uint8)
    paper = cv2.medianBlur(np.ascontiguousarray(coarse), 11)
    paper = cv2.resize(paper, (chroma.shape[1], chroma.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.inRange(cv2.subtract(chroma, paper), least, 255), dtype=np.uint8)
