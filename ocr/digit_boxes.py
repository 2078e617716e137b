"""Reads the digits in rows of small boxes, as forms have for the number of an identity card.

Tesseract takes the walls for letters. Here the digits are cut out of the boxes, set side by side as print and read
with an alphabet of digits.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.box_rows import MM, Cell, find_box_rows
from ocr.cleaning import INK, Grey
from ocr.geometry import Transform
from ocr.page import Box, Line, Word, enclosing
from ocr.recognition import Approach, recognise

#: The data for English and for Vietnamese read all of 135 rows of synthetic forms rightly.
_DIGITS = Approach(segmentation=7, language="eng", alphabet="0123456789")
#: Pixels of a digit's height at which it is shown to Tesseract.
_DIGIT_HEIGHT = 36
#: Distances of the digits, in their heights, in which a row is shown to Tesseract, the second only in doubt.
#: Of 380 drawn rows of many fonts, sizes and resolutions 376 are read wholly right.
_SPACINGS = (0.35, 0.6)
#: Readings less sure than this are doubtful; with more or fewer digits than boxes they are at most `_MISCOUNTED` sure.
_SURE, _MISCOUNTED = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Digits:
    """What stands in a row of boxes: pixels of the filled boxes; confidence 0-1."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


def with_digit_boxes(
    lines: Sequence[Line], grey: Grey, dots_per_inch: float, to_page: Transform, *, known: bool = False
) -> tuple[Line, ...]:
    """The lines of a page with one word for each row of boxes, on the line of the label to its left.

    What Tesseract made of the boxes is dropped. Rows in which no digits can be read stay as they are.

    Args:
        lines: In reading order.
        grey: The upright straightened page, rule lines in it.
        dots_per_inch: Of `grey`.
        to_page: From its pixels to fractions of the page.
        known: The words are the page's own text: those in the boxes are joined instead of read.

    Raises:
        RuntimeError: Tesseract took too long or failed.
    """
    result = tuple(lines)
    for cells in find_box_rows(grey, dots_per_inch):
        area = to_page.box(cells[0].left, cells[0].top, cells[-1].right, cells[-1].bottom)
        if known:
            digits = _joined(word for line in result for word in line.words if _inside(word, area) > 0.5)
        else:
            digits = _word(read_box_row(cells, grey, dots_per_inch), to_page)
        if digits is None or digits.text:
            result = _put(result, area, digits)
    return result


def _word(digits: Digits | None, to_page: Transform) -> Word | None:
    if digits is None:
        return None
    box = to_page.box(digits.left, digits.top, digits.right, digits.bottom)
    return Word(digits.text, box, digits.confidence)


def _joined(words: Iterable[Word]) -> Word | None:
    ordered = sorted(words, key=lambda word: word.box.left)
    if not ordered:
        return None
    text = "".join(word.text for word in ordered)
    return Word(text, enclosing([word.box for word in ordered]), min(word.confidence for word in ordered))


def _inside(word: Word, area: Box) -> float:
    """Share of a word that lies in an area."""
    width = min(word.box.right, area.right) - max(word.box.left, area.left)
    height = min(word.box.bottom, area.bottom) - max(word.box.top, area.top)
    own = word.box.width * word.box.height
    return width * height / own if width > 0 and height > 0 and own > 0 else 0.0


def _put(lines: Sequence[Line], area: Box, digits: Word | None) -> tuple[Line, ...]:
    """Replaces all words in the area by `digits`."""
    cleared = [replace(line, words=tuple(_cleared(line.words, area))) for line in lines]
    kept = [line for line in cleared if line.words]
    if digits is None:
        return tuple(kept)
    place = _line_of_label(kept, area)
    if place is None:
        place = next((n for n, line in enumerate(kept) if line.box.centre[1] > area.centre[1]), len(kept))
        return (*kept[:place], Line((digits,), kept[place - 1].block if place else 0), *kept[place:])
    words = sorted((*kept[place].words, digits), key=lambda word: word.box.left)
    return (*kept[:place], replace(kept[place], words=tuple(words)), *kept[place + 1 :])


def _cleared(words: Sequence[Word], area: Box) -> Iterator[Word]:
    """The words outside an area; of one that reaches into it from the left, as much as lies before it."""
    for word in words:
        share = _inside(word, area)
        if share < 0.1:
            yield word
        elif word.box.left < area.left - 0.2 * word.box.height and share < 0.9:
            before = (area.left - word.box.left) / word.box.width
            text = word.text[: round(before * len(word.text))].rstrip("|[]")
            if text:
                yield replace(word, text=text, box=replace(word.box, right=area.left))
        elif share < 0.5:
            yield word


def _line_of_label(lines: Sequence[Line], area: Box) -> int | None:
    """The line whose words stand level with the area and next to it on the left."""
    nearest: tuple[float, int] | None = None
    for number, line in enumerate(lines):
        for word in line.words:
            level = area.top <= word.box.centre[1] <= area.bottom
            if level and word.box.centre[0] < area.left and (nearest is None or word.box.right > nearest[0]):
                nearest = word.box.right, number
    return nearest[1] if nearest else None


def read_box_row(cells: Sequence[Cell], grey: Grey, dots_per_inch: float) -> Digits | None:
    """The digits in a row of boxes; None where all of them are empty.

    Raises:
        RuntimeError: Tesseract took too long or failed.
    """
    mm = dots_per_inch * MM
    found = [_digit(grey, cell, mm) for cell in cells]
    filled = [place for place, digit in enumerate(found) if digit is not None]
    if not filled:
        return None
    text, confidence = _read([digit for digit in found if digit is not None])
    boxes = [cells[place] for place in filled]
    if boxes != list(cells[filled[0] : filled[-1] + 1]):  # a box left out in a number: rather a digit too weak to see
        confidence = min(confidence, _MISCOUNTED)
    return Digits(
        text,
        boxes[0].left,
        min(c.top for c in boxes),
        boxes[-1].right,
        max(c.bottom for c in boxes),
        confidence,
    )


def _digit(grey: Grey, cell: Cell, mm: float) -> Grey | None:
    """The ink in a box, cut out closely; None if nothing as large as a digit stands there."""
    rim = max(1, round(0.15 * mm))
    inside = grey[cell.top + rim : cell.bottom - rim, cell.left + rim : cell.right - rim].copy()
    # the print of a worn copy is broken: what stands half a millimetre apart belongs together
    reach = max(3, round(0.5 * mm))
    ink = cv2.morphologyEx((inside < INK).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = inside.shape
    kept = [i for i in range(1, len(boxes)) if _like_digit(boxes[i], (height, width))]
    if not kept:
        return None
    mask = np.isin(labels, kept)
    inside[cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0] = 255
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return inside[max(0, rows[0] - 1) : rows[-1] + 2, max(0, columns[0] - 1) : columns[-1] + 2]


def _like_digit(box: NDArray[np.int32], size: tuple[int, int]) -> bool:
    """Large enough for a stroke of a digit, and not the rim of a wall."""
    left, _, width, height, area = (int(value) for value in box)
    if height < 0.22 * size[0] or area < 0.01 * size[0] * size[1]:
        return False
    at_side = left == 0 or left + width == size[1]
    return not (at_side and width <= 0.12 * size[1])


def _read(digits: Sequence[Grey]) -> tuple[str, float]:
    """The digits and how sure they are; read twice, differently spaced, where the first time gives cause for doubt."""
    best = "", 0.0
    for spacing in _SPACINGS:
        words = recognise(_strip(digits, spacing), 300, _DIGITS)
        text = "".join(word.text for word in words)
        confidence = sum(word.confidence * len(word.text) for word in words) / max(1, len(text))
        if len(text) != len(digits):
            confidence = min(confidence, _MISCOUNTED)
        if confidence > best[1]:
            best = text, round(confidence, 4)
        if best[1] >= _SURE:
            break
    return best


def _strip(digits: Sequence[Grey], spacing: float) -> Grey:
    """The digits side by side on one base line, as high as Tesseract reads best, `spacing` heights apart."""
    middle = float(np.median([len(digit) for digit in digits]))
    height, gap = max(len(digit) for digit in digits), max(1, round(spacing * middle))
    white = np.full((height, gap), 255, np.uint8)
    parts = [white]
    for digit in digits:
        parts += [np.vstack([np.full((height - len(digit), digit.shape[1]), 255, np.uint8), digit]), white]
    scale = _DIGIT_HEIGHT / middle
    strip = cv2.resize(np.hstack(parts), None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.copyMakeBorder(strip, 16, 16, 10, 10, cv2.BORDER_CONSTANT, value=255), dtype=np.uint8)
