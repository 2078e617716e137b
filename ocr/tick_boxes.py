"""Finds the small boxes of forms that are ticked or left empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.page import MarkKind
from ocr.recognition import SeenWord
from ocr.surface import Grey, Miniature, Plane, Spot

#: Inches: boxes on forms are 2.5 to 6 mm wide; room for worn lines and for copies made smaller or larger.
_SMALLEST, _LARGEST = 0.09, 0.27
#: Ink along each side, and height to width.
_DRAWN, _SQUARE = 0.8, (0.78, 1.28)
#: Share of the inside that is inked from which a box is ticked: dust has less, a thin x or v has 0.08 and more.
_TICKED = 0.045

#: Ink inside a box is darker than this; the blur of its sides is not.
_INSIDE = 175


@dataclass(frozen=True, slots=True)
class _Bar:
    """A short level line."""

    left: int
    top: int
    right: int
    bottom: int


def find_tick_boxes(small: Miniature, words: Sequence[SeenWord]) -> list[Spot]:
    """Squares drawn in thin lines that stand alone; those with a cross, a tick or a blot inside are ticked.

    Args:
        small: The page.
        words: Its words of print; a square amid their letters is a letter.
    """
    dark = np.asarray(cv2.inRange(small.grey, 0, _faint(small.grey)), dtype=np.uint8)
    length = max(4, round(0.8 * _SMALLEST * small.inch))
    bars = list(_bars(dark, length, small.inch))
    found: list[Spot] = []
    for upper, lower in _pairs(bars, small.inch):
        sides = (min(upper.left, lower.left), upper.top, max(upper.right, lower.right), lower.bottom)
        if _has_walls(dark, sides) and _stands_alone(dark, sides, small.inch) and not _is_finder(small.grey, sides):
            share = _inked_inside(small.grey, sides, upper, lower)
            kind: MarkKind = "ticked_box" if share >= _TICKED else "empty_box"
            doubtful = 0.5 * _TICKED < share < 2 * _TICKED
            spot = small.spot(kind, sides, 0.6 if doubtful else 0.85)
            if not any(other.overlap(spot) > 0.5 for other in found) and not _is_letter(spot, words):
                found.append(spot)
    return found


def _is_letter(spot: Spot, words: Sequence[SeenWord]) -> bool:
    """Whether the middle of a square lies between the first and the last letter of a word or on one of them.

    A box before a word may be read as its first letter, but then it is as wide as a letter is not.
    """
    x, y = (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2
    for word in words:
        letters = sum(letter.isalnum() for letter in word.text)
        if letters >= 2 and word.left <= x <= word.right and word.top <= y <= word.bottom:
            reach = 0.8 * (spot.right - spot.left)
            at_end = min(x - word.left, word.right - x) <= reach
            if not at_end or (spot.bottom - spot.top <= 1.05 * (word.bottom - word.top) and word.confidence >= 0.85):
                return True
    return False


def _faint(grey: Grey) -> int:
    """The level up to which thin lines count as drawn; paper is at 250."""
    return 205 if float(grey.mean()) > 180 else 170


def _bars(dark: Plane, length: int, inch: float) -> Iterator[_Bar]:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1))
    level = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    widths, heights = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]
    fits = (widths >= _SMALLEST * inch) & (widths <= _LARGEST * inch + 2) & (heights <= 0.05 * inch + 1)
    fits[0] = False
    for left, top, width, height, _ in boxes[fits].tolist():
        yield _Bar(left, top, left + width, top + height)


def _pairs(bars: list[_Bar], inch: float) -> Iterator[tuple[_Bar, _Bar]]:
    """Bars one under the other that may be top and bottom of a square."""
    near = max(2, round(0.025 * inch))
    by_left: dict[int, list[_Bar]] = {}
    for bar in bars:
        by_left.setdefault(bar.left // near, []).append(bar)
    for upper in bars:
        for key in range(upper.left // near - 1, upper.left // near + 2):
            for lower in by_left.get(key, ()):
                height, width = lower.bottom - upper.top, max(upper.right, lower.right) - min(upper.left, lower.left)
                ends = abs(upper.right - lower.right) <= near and abs(upper.left - lower.left) <= near
                square = _SQUARE[0] * width <= height <= _SQUARE[1] * width
                if lower.top > upper.bottom and ends and square and _SMALLEST * inch <= width <= _LARGEST * inch + 1:
                    yield upper, lower


def _has_walls(dark: Plane, sides: tuple[int, int, int, int]) -> bool:
    """Whether a line runs down each side, nearly without a gap."""
    left, top, right, bottom = sides
    for edge in (slice(max(0, left - 1), left + 2), slice(right - 2, right + 1)):
        wall = dark[top:bottom, edge]
        if wall.size == 0 or float(wall.any(axis=1).mean()) < 0.9 or float(wall.mean(axis=0).max()) < 255 * _DRAWN:
            return False
    return True


def _stands_alone(dark: Plane, sides: tuple[int, int, int, int], inch: float) -> bool:
    """Whether its sides end at its corners; those of a cell in a table or of a box for a digit run on."""
    left, top, right, bottom = sides
    reach, rows, columns = max(3, round(0.05 * inch)), dark.shape[0], dark.shape[1]
    arms = (
        dark[top : top + 2, max(0, left - reach) : left - 1],
        dark[bottom - 2 : bottom, max(0, left - reach) : left - 1],
        dark[top : top + 2, right + 1 : min(columns, right + reach)],
        dark[bottom - 2 : bottom, right + 1 : min(columns, right + reach)],
        dark[max(0, top - reach) : top - 1, left : left + 2].T,
        dark[max(0, top - reach) : top - 1, right - 2 : right].T,
        dark[bottom + 1 : min(rows, bottom + reach), left : left + 2].T,
        dark[bottom + 1 : min(rows, bottom + reach), right - 2 : right].T,
    )
    running_on = sum(bool(arm.size) and float(arm.max(axis=0).mean()) > 255 * 0.8 for arm in arms)
    return running_on <= 2


def _inked_inside(grey: Grey, sides: tuple[int, int, int, int], upper: _Bar, lower: _Bar) -> float:
    left, _, right, _ = sides
    rim = max(2, round((0.2 if right - left > 13 else 0.28) * (right - left)))
    inside = grey[upper.bottom + rim - 1 : lower.top - rim + 1, left + rim : right - rim]
    return float((inside < _INSIDE).mean()) if inside.size else 0.0


def _is_finder(grey: Grey, sides: tuple[int, int, int, int]) -> bool:
    """Whether a solid block stands in the middle of the square, as in the corners of QR codes."""
    left, top, right, bottom = sides
    aside, down = round(0.3 * (right - left)), round(0.3 * (bottom - top))
    middle = grey[top + down : bottom - down, left + aside : right - aside]
    whole = grey[top:bottom, left:right]
    return bool(middle.size) and float((middle < _INSIDE).mean()) >= 0.9 and float((whole < _INSIDE).mean()) >= 0.4
