"""Finds ruled lines: sides of tables and boxes, underlines, lines to write on; also worn, broken and sloping ones."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_Plane = NDArray[np.uint8]

#: Paper is at 255 after the light is made even; print of a weak copy reaches 190.
_INK = 190
#: Inches. Upright: the sides of boxes for single figures are 0.3 long; level: serifs of a word touch for 0.3.
_LEVEL_LENGTH, _UPRIGHT_LENGTH = 0.4, 0.28
#: Inches; double rules below a title are 0.03 thick.
_THICKEST = 0.045
#: How far a rule may climb in its length.
_STEEPEST = 0.01
#: Share of a rule's length that is inked; worn ones have gaps.
_UNBROKEN = 0.92
#: Along a rule the darkness changes less than between the strokes of small print that runs together: share of contrast.
_EVEN = 0.5
_PAPER = 250.0
#: Rules are looked for in every so many columns (rows for upright ones).
_STEP = 8


def rule_lines(grey: Grey, dots_per_inch: float) -> Mask:
    """Pixels of long thin level and upright lines, where no letter crosses them.

    Args:
        grey: Height x width, evenly lit, straight to within half a degree.
        dots_per_inch: Of `grey`.
    """
    level = _level_rules(grey, dots_per_inch, _LEVEL_LENGTH)
    upright = _level_rules(np.asarray(cv2.transpose(grey), dtype=np.uint8), dots_per_inch, _UPRIGHT_LENGTH)
    return np.asarray(cv2.bitwise_or(level, cv2.transpose(upright)).view(np.bool_), dtype=np.bool_)


def _level_rules(grey: Grey, inch: float, shortest: float) -> _Plane:
    ink = np.asarray(cv2.inRange(grey, 0, _INK - 1), dtype=np.uint8)
    result = np.zeros(grey.shape, dtype=np.uint8)
    length = round(shortest * inch) | 1
    share = cv2.blur(ink, (length, 1), borderType=cv2.BORDER_CONSTANT)
    samples = max(1, grey.shape[1] // _STEP)
    sampled = cv2.resize(share, (samples, grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    sampled = cv2.inRange(sampled, round(255 * _UNBROKEN), 255)
    if not cv2.hasNonZero(sampled):
        return result
    reached = cv2.dilate(sampled, np.ones((1, length // (2 * _STEP) * 2 + 1), np.uint8))
    for rows, columns, own in _thin(np.asarray(reached, dtype=np.uint8), inch):
        if _is_even(grey[rows, columns], own):
            result[rows, columns] |= own & (ink[rows, columns] > 0) & ~_crossings(ink, rows, columns, inch)
    return result


def _thin(reached: _Plane, inch: float) -> Iterator[tuple[slice, slice, Mask]]:
    """Windows of the page with what may be one rule in each, a rim of a pixel above and below included."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(reached, connectivity=8, ltype=cv2.CV_32S)
    thickest = max(3.0, _THICKEST * inch)
    for number, (left, top, width, height, _area) in enumerate(boxes.tolist()):
        if number == 0 or height > thickest + _STEEPEST * width * _STEP:
            continue
        rows = slice(max(0, top - 1), top + height + 1)
        columns = slice(left, left + width)
        own = (labels[rows, columns] == number).astype(np.uint8)
        wide = np.repeat(cv2.dilate(own, np.ones((3, 1), np.uint8)), _STEP, axis=1) > 0
        yield rows, slice(left * _STEP, (left + width) * _STEP), np.asarray(wide, dtype=np.bool_)


def _is_even(grey: Grey, own: Mask) -> bool:
    """Whether what may be a rule is as dark between as it is at its darkest; small print is not."""
    along = np.where(own, grey, 255).min(axis=0)
    inked = np.flatnonzero(along < _INK)  # it is followed beyond its ends
    along = along[inked[0] : inked[-1] + 1] if len(inked) else along
    dark, pale = np.percentile(along, (10, 92)).tolist()
    return bool(pale - dark <= _EVEN * (_PAPER - dark))


def _crossings(ink: NDArray[np.uint8], rows: slice, columns: slice, inch: float) -> Mask:
    """Where in a window a stroke taller than a rule is thick runs through it."""
    tall = max(4, round(0.05 * inch))
    above = min(tall, rows.start)
    strokes = cv2.morphologyEx(
        ink[rows.start - above : rows.stop + tall, columns], cv2.MORPH_OPEN, np.ones((tall, 1), np.uint8)
    )
    return np.asarray(strokes[above : above + rows.stop - rows.start] > 0, dtype=np.bool_)
