"""Makes print easier to read: even light, no seal ink, no rule lines, no leader dots."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.leaders import leaders
from ocr.recognition import SeenWord
from ocr.rules import rule_lines
from ocr.text_components import Components, components_of

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: After the light is made even, paper is at 255; print of a weak copy reaches 190.
INK = 190
_WHITE = 255


def even_light(plane: Grey) -> Grey:
    """Divides by the ground, so that shadows and yellow paper become white.

    The ground is the brightest of each neighbourhood, smoothed; it is measured in a small copy.
    """
    size = max(1, round(plane.shape[1] / 8)), max(1, round(plane.shape[0] / 8))
    small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
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
    if len(print_) <= 0.0005 * inner.size:
        return grey
    core = min(150.0, float(np.percentile(print_, 25)))
    if core <= 90:
        return grey
    levels = 250 - (250 - np.arange(256)) * (190 / (250 - core))
    return np.asarray(cv2.LUT(grey, np.clip(levels, 0, 255).astype(np.uint8)), dtype=np.uint8)


@dataclass(frozen=True)
class CleanPrint:
    """A page without rules and leader dots.

    Attributes:
        grey: Height x width; paper where they stood.
        rules: Pixels of the rules.
        parts: What is left, as connected components.
    """

    grey: Grey
    rules: Mask
    parts: Components


def clean_print(grey: Grey, dots_per_inch: float) -> CleanPrint:
    """Takes rules and leader dots out; the components are measured once, for the dots and for the lines of text."""
    rules = rule_lines(grey, dots_per_inch)
    cleaned = without(grey, rules)
    parts = components_of(cleaned, dots_per_inch)
    dots = np.flatnonzero(leaders(parts, dots_per_inch))
    sides = (side[dots].tolist() for side in (parts.left, parts.top, parts.right, parts.bottom))
    for number, left, top, right, bottom in zip(dots.tolist(), *sides, strict=True):
        window = slice(max(0, top - 1), bottom + 1), slice(max(0, left - 1), right + 1)
        labels = parts.labels[window]
        # the rim of a dot is greyer than ink, that of a letter beside it is left as it is
        cleaned[window][(labels == number) | (labels == 0)] = _WHITE
        labels[labels == number] = 0
    parts.area[dots] = 0
    return CleanPrint(cleaned, rules, parts)


def without(grey: Grey, mask: Mask) -> Grey:
    """A copy with the masked pixels, and a rim of one pixel, white."""
    cleaned = grey.copy()
    cleaned[cv2.dilate(mask.view(np.uint8), np.ones((3, 3), np.uint8)).view(np.bool_)] = _WHITE
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
