"""Rows of small adjacent boxes with a digit in each, as forms have for the number of an identity card.

Tesseract takes the walls for letters. Here the rows are found by their walls, the digits are cut out of the boxes,
set side by side as print and read with an alphabet of digits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleaning import INK, Grey
from ocr.recognition import Approach, recognise

_MM = 1 / 25.4  # inches

#: Boxes are 4.5 to 8 mm wide and high on the forms in use; the bounds leave room for copies made smaller or larger.
_NARROWEST, _WIDEST = 3.0, 12.0
_FEWEST = 6
#: Width over height of a box.
_SQUARE = (0.55, 1.8)
_DIGITS = Approach(segmentation=7, language="eng", alphabet="0123456789")
#: Pixels of a digit's height at which it is shown to Tesseract.
_DIGIT_HEIGHT = 36


@dataclass(frozen=True, slots=True)
class Cell:
    """The inside of a box between its walls, in pixels; `right` and `bottom` lie outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Digits:
    """What stands in a row of boxes: pixels of the filled boxes; confidence 0-1."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


@dataclass(frozen=True, slots=True)
class _Post:
    """A piece of a vertical line that stands between two horizontal lines."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def level_with(self, other: "_Post") -> bool:
        height = max(self.height, other.height)
        return abs(self.y - other.y) < 0.2 * height and abs(self.height - other.height) < 0.2 * height


def find_box_rows(grey: Grey, dots_per_inch: float) -> list[tuple[Cell, ...]]:
    """Rows of at least six adjacent boxes of one size, about square, that are not part of a larger table.

    Args:
        grey: The upright straightened page, rule lines in it.
        dots_per_inch: Of `grey`.

    Returns:
        The cells of every row from left to right; rows top to bottom.
    """
    mm = dots_per_inch * _MM
    ink = (grey < INK).astype(np.uint8)
    level = _runs(cv2.dilate(ink, np.ones((3, 1), np.uint8)), (round(8 * mm), 1))
    if not level.any():
        return []
    upright = _runs(ink, (1, round(2.3 * mm)))
    rows = []
    for chain in _chains(_posts(level, upright, mm), mm):
        for row in _regular_runs(chain, mm):
            if not _part_of_table(row, upright, mm):
                rows.append(_cells(row))
    return sorted(rows, key=lambda row: row[0].top)


def _runs(ink: Grey, line: tuple[int, int]) -> Grey:
    """Ink in unbroken lines of at least this width and height; a worn line has gaps of a pixel or two."""
    gap = (3, 1) if line[0] > 1 else (1, 3)
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
    return np.asarray(
        cv2.morphologyEx(bridged, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, line)), dtype=np.uint8
    )


def _posts(level: Grey, upright: Grey, mm: float) -> list[_Post]:
    """Vertical lines cut where horizontal ones cross them; those that touch one above and one below."""
    crossing = cv2.dilate(level, np.ones((3, 1), np.uint8))
    # outlines of few spots take a fifth of the time of numbering every pixel
    outlines, _ = cv2.findContours(cv2.bitwise_and(upright, 1 - crossing), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return []
    left, top, width, height = np.array([cv2.boundingRect(outline) for outline in outlines]).T
    near = cv2.dilate(level, np.ones((2 * round(0.6 * mm) + 1, 1), np.uint8))
    middle, last = left + width // 2, np.minimum(top + height, level.shape[0] - 1)
    fits = (near[top, middle] > 0) & (near[last, middle] > 0) & (width <= 1.2 * mm)
    fits &= (height >= (_NARROWEST - 1) * mm) & (height <= _WIDEST * mm)
    return [
        _Post(int(left[i]), int(top[i]), int(left[i] + width[i]), int(top[i] + height[i])) for i in np.flatnonzero(fits)
    ]


def _chains(posts: Sequence[_Post], mm: float) -> list[list[_Post]]:
    """Posts that stand level with their neighbours, each chain from left to right."""
    chains: list[list[_Post]] = []
    for post in sorted(posts, key=lambda post: post.x):
        for chain in chains:
            if post.level_with(chain[-1]) and post.x - chain[-1].x < 2.2 * _WIDEST * mm:
                chain.append(post)
                break
        else:
            chains.append([post])
    return [chain for chain in chains if len(chain) >= _FEWEST]


def _regular_runs(chain: Sequence[_Post], mm: float) -> Iterator[list[_Post]]:
    """The parts of a chain in which posts stand at equal distances, as the walls of enough boxes."""
    start = 0
    while start < len(chain) - _FEWEST + 1:
        run = max((_regular(chain, start, second, mm) for second in (start + 1, start + 2)), key=len)
        if len(run) > _FEWEST and _about_square(run):
            yield run
            start = chain.index(run[-1])  # the last wall of one row may be the first of the next
        else:
            start += 1


def _regular(chain: Sequence[_Post], first: int, second: int, mm: float) -> list[_Post]:
    """Posts from `first` on at the distance of `second`; a missing wall is put in, at most one at a place."""
    if second >= len(chain):
        return []
    run, pitch = [chain[first]], chain[second].x - chain[first].x
    if not _NARROWEST * mm <= pitch <= _WIDEST * mm:
        return run
    for post in chain[second:]:
        steps = (post.x - run[-1].x) / pitch
        if abs(steps - 2) < 0.15:
            run.append(_between(run[-1], post))
            steps -= 1
        if abs(steps - 1) < 0.15:
            run.append(post)
            pitch = (run[-1].x - run[0].x) / (len(run) - 1)
        elif steps > 1:
            break
    return run


def _between(first: _Post, second: _Post) -> _Post:
    middle, top, bottom = (
        round((first.x + second.x) / 2),
        (first.top + second.top) // 2,
        (first.bottom + second.bottom) // 2,
    )
    return _Post(middle - 1, top, middle + 1, bottom)


def _about_square(run: Sequence[_Post]) -> bool:
    pitch = (run[-1].x - run[0].x) / (len(run) - 1)
    height = float(np.median([post.height for post in run]))
    return _SQUARE[0] <= pitch / height <= _SQUARE[1]


def _part_of_table(run: Sequence[_Post], upright: Grey, mm: float) -> bool:
    """Whether most of the walls between the boxes run on above or below."""
    inner = run[1:-1]
    reach, side = round(1.5 * mm), round(0.4 * mm)
    for rows in (lambda p: p.top - reach, lambda p: p.bottom + reach):
        going_on = 0
        for post in inner:
            row = min(max(rows(post), 0), upright.shape[0] - 1)
            going_on += bool(upright[row, max(0, post.left - side) : post.right + side].any())
        if going_on > 0.5 * len(inner):
            return True
    return False


def _cells(run: Sequence[_Post]) -> tuple[Cell, ...]:
    return tuple(
        Cell(before.right, max(before.top, after.top), after.left, min(before.bottom, after.bottom))
        for before, after in zip(run, run[1:], strict=False)
    )


def read_box_row(cells: Sequence[Cell], grey: Grey, dots_per_inch: float) -> Digits | None:
    """The digits in a row of boxes; None where all of them are empty.

    Raises:
        RuntimeError: Tesseract took too long or failed.
    """
    mm = dots_per_inch * _MM
    filled = [(cell, digit) for cell in cells if (digit := _digit(grey, cell, mm)) is not None]
    if not filled:
        return None
    text, confidence = _read([digit for _, digit in filled])
    boxes = [cell for cell, _ in filled]
    return Digits(
        text,
        boxes[0].left,
        min(c.top for c in boxes),
        boxes[-1].right,
        max(c.bottom for c in boxes),
        confidence,
    )


@dataclass(frozen=True)
class _Digit:
    """The ink in a box: pixels of its columns over the whole height of the box; where it begins and ends in height."""

    pixels: Grey
    top: int
    bottom: int


def _digit(grey: Grey, cell: Cell, mm: float) -> _Digit | None:
    """What stands in a box, None if nothing as large as a digit does."""
    rim = max(1, round(0.15 * mm))
    inside = grey[cell.top + rim : cell.bottom - rim, cell.left + rim : cell.right - rim].copy()
    _, labels, boxes, _ = cv2.connectedComponentsWithStats((inside < INK).astype(np.uint8), connectivity=8)
    height, width = inside.shape
    kept = [i for i in range(1, len(boxes)) if _like_digit(boxes[i], (height, width))]
    if not kept:
        return None
    mask = np.isin(labels, kept)
    inside[cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0] = 255
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    cut = inside[:, max(0, columns[0] - 1) : columns[-1] + 2]
    return _Digit(cut, int(rows[0]), int(rows[-1]) + 1)


def _like_digit(box: NDArray[np.int32], size: tuple[int, int]) -> bool:
    """Large enough for a stroke of a digit, and not the rim of a wall."""
    left, top, width, height, area = (int(value) for value in box)
    if height < 0.22 * size[0] or area < 0.01 * size[0] * size[1]:
        return False
    at_side = left == 0 or left + width == size[1]
    return not (at_side and width <= 0.12 * size[1])


def _read(digits: Sequence[_Digit]) -> tuple[str, float]:
    strip = _strip(digits, 0.35)
    words = recognise(strip, 300, _DIGITS)
    text = "".join(word.text for word in words)
    if not text:
        return "", 0.0
    confidence = sum(word.confidence * len(word.text) for word in words) / len(text)
    return text, confidence


def _strip(digits: Sequence[_Digit], spacing: float) -> Grey:
    """The digits side by side on white, as high as Tesseract reads best, `spacing` heights apart."""
    top, bottom = min(digit.top for digit in digits), max(digit.bottom for digit in digits)
    scale = _DIGIT_HEIGHT / float(np.median([digit.bottom - digit.top for digit in digits]))
    gap = np.full((bottom - top, max(1, round(spacing * _DIGIT_HEIGHT / scale))), 255, np.uint8)
    parts = [gap]
    for digit in digits:
        column = np.full((bottom - top, digit.pixels.shape[1]), 255, np.uint8)
        piece = digit.pixels[top:bottom]
        column[: len(piece)] = piece
        parts += [column, gap]
    strip = cv2.resize(np.hstack(parts), None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.copyMakeBorder(strip, 16, 16, 10, 10, cv2.BORDER_CONSTANT, value=255), dtype=np.uint8)
