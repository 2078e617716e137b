"""Makes print easier to read: even light, no seal ink, no rule lines, no leader dots."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pictures import Pixels
from ocr.recognition import SeenWord

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: After the light is made even, paper is at 255; print of a weak copy reaches 190.
INK = 190


def even_light(plane: Grey) -> Grey:
    """Divides by the ground, so that shadows and yellow paper become white.

    The ground is the brightest of each neighbourhood, smoothed; it is measured in a small copy.
    """
    small = cv2.resize(plane, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 9)
    ground = cv2.GaussianBlur(ground, (0, 0), 3)
    full = cv2.resize(ground, (plane.shape[1], plane.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(plane, np.maximum(full, 40), scale=250), dtype=np.uint8)


def full_contrast(grey: Grey) -> Grey:
    """Darkens the print of a weak copy to that of a good one, so that the same levels tell ink from paper.

    The ground is at 250 (`even_light`); dust is darker than weak print, hence a quarter and not the darkest.
    """
    border = max(1, min(grey.shape) // 30)
    inner = grey[border:-border:2, border:-border:2]
    print_ = inner[inner < 205]
    if len(print_) < 0.0005 * inner.size:
        return grey
    core = min(150.0, float(np.percentile(print_, 25)))
    if core <= 90:
        return grey
    levels = 250 - (250 - np.arange(256)) * (190 / (250 - core))
    return np.asarray(cv2.LUT(grey, np.clip(levels, 0, 255).astype(np.uint8)), dtype=np.uint8)


def red_ink(colour: Pixels) -> Mask:
    """Pixels of red or purple-red ink, also pale."""
    hsv = cv2.cvtColor(colour, cv2.COLOR_RGB2HSV)
    hue, saturation, value = hsv[:, :, 0], hsv[:, :, 1], hsv[:, :, 2]
    return np.asarray(((hue <= 10) | (hue >= 160)) & (saturation >= 50) & (value >= 70), dtype=np.bool_)


def blue_ink(colour: Pixels) -> Mask:
    """Pixels of blue or violet ink."""
    hsv = cv2.cvtColor(colour, cv2.COLOR_RGB2HSV)
    hue, saturation, value = hsv[:, :, 0], hsv[:, :, 1], hsv[:, :, 2]
    return np.asarray((hue >= 95) & (hue <= 150) & (saturation >= 55) & (value >= 40), dtype=np.bool_)


def rule_lines(grey: Grey, dots_per_inch: float) -> Mask:
    """Pixels of long thin horizontal and vertical lines, where no letter crosses them."""
    ink = (grey < INK).astype(np.uint8)
    thickness = max(4, round(0.05 * dots_per_inch))
    # upright: the sides of boxes for single figures are 0.3 inches long
    across_length, upright_length = round(0.4 * dots_per_inch), round(0.28 * dots_per_inch)
    result = np.zeros(grey.shape, dtype=np.bool_)
    for line, across in (((across_length, 1), (1, thickness)), ((1, upright_length), (thickness, 1))):
        # closed first: a worn line has gaps of a pixel or two
        bridged = cv2.morphologyEx(
            ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 1) if line[0] > 1 else (1, 3))
        )
        lines = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, line))
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, across))
        rim = cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3) if line[0] > 1 else (3, 1))
        result |= (cv2.dilate(lines, rim) > 0) & (strokes == 0)
    return result


def leader_dots(grey: Grey, dots_per_inch: float) -> Mask:
    """Pixels of dots that stand in a row of five or more, as on forms to be filled in."""
    ink = (grey < INK).astype(np.uint8)
    _, labels, boxes, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    largest = 0.035 * dots_per_inch
    small = (boxes[:, cv2.CC_STAT_WIDTH] <= largest) & (boxes[:, cv2.CC_STAT_HEIGHT] <= largest)
    small[0] = False
    rows = np.zeros(grey.shape, np.uint8)
    columns = centres[small].round().astype(np.int64)
    rows[np.clip(columns[:, 1], 0, grey.shape[0] - 1), np.clip(columns[:, 0], 0, grey.shape[1] - 1)] = 1
    reach = max(3, round(0.075 * dots_per_inch))
    joined = cv2.dilate(rows, np.ones((3, reach), np.uint8))
    _, groups, extents, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    numbers = groups[np.clip(columns[:, 1], 0, grey.shape[0] - 1), np.clip(columns[:, 0], 0, grey.shape[1] - 1)]
    dots_in = np.bincount(numbers, minlength=len(extents))
    is_row = (dots_in >= 5) & (extents[:, cv2.CC_STAT_WIDTH] >= 0.2 * dots_per_inch)
    is_row &= extents[:, cv2.CC_STAT_HEIGHT] <= 0.06 * dots_per_inch
    is_row[0] = False
    chosen = np.zeros(len(boxes), dtype=np.bool_)
    chosen[np.flatnonzero(small)] = is_row[numbers]
    return np.asarray(chosen[labels], dtype=np.bool_)


def without(grey: Grey, mask: Mask) -> Grey:
    """A copy with the masked pixels, and a rim of one pixel, white."""
    cleaned = grey.copy()
    cleaned[cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    return cleaned


def parted_by_rules(row: Sequence[SeenWord], grey: Grey) -> list[list[SeenWord]]:
    """Parts the words of a line, left to right, where a vertical rule taller than the line runs between two of them."""
    parts = [[row[0]]]
    for before, after in pairwise(row):
        if _rule_between(before, after, grey):
            parts.append([])
        parts[-1].append(after)
    return parts


def _rule_between(before: SeenWord, after: SeenWord, grey: Grey) -> bool:
    top, bottom = min(before.top, after.top), max(before.bottom, after.bottom)
    height = bottom - top
    # the rule may have been taken for a part of either word; letters do not reach so far up and down
    left, right = before.right - height // 4, after.left + height // 4
    columns = slice(max(0, left), max(left + 1, right))
    higher, lower = slice(max(0, top - height // 2), bottom), slice(top, bottom + height // 2)
    return any(float((grey[rows, columns] < INK).mean(axis=0).max(initial=0.0)) > 0.95 for rows in (higher, lower))
