"""Finds signatures: strokes of a pen that are neither print, rules, rims of seals, frames nor pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.leftover import Leftover
from ocr.surface import Miniature, Plane, Spot

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Strokes:
    """Strokes that stand together, in the miniature.

    Attributes:
        box: Around all: left, top, right, bottom.
        ink: Height x width of the box.
        core: The ink of the connected stroke that takes the most room, in its own box.
    """

    box: Box
    ink: NDArray[np.bool_]
    core: NDArray[np.bool_]

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]


#: Inches.
_SPECK = 0.05
_NEAR = 0.1
_BESIDE, _BELOW = 0.35, 0.35
_FLAT = 0.035
_LETTER = 0.3  # of the words in a seal


def strokes_of(small: Miniature, leftover: Leftover, seals: Sequence[Spot]) -> list[Strokes]:
    """The leftover strokes of a page, grouped: those of one hand lie close together."""
    ink = _without_rims(leftover.ink, small, seals)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    inch = small.inch
    widths, heights = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]
    kept = (np.maximum(widths, heights) >= _SPECK * inch) & (heights >= _FLAT * inch)
    kept[0] = False
    numbers = np.flatnonzero(kept)
    if not len(numbers):
        return []
    corners = np.stack([boxes[:, 0], boxes[:, 1], boxes[:, 0] + widths, boxes[:, 1] + heights], axis=1)
    lookup = np.zeros(count, np.bool_)
    found = []
    for group in _grouped(corners[numbers], round(_NEAR * inch)):
        members = numbers[group]
        left, top = (int(value) for value in corners[members, :2].min(axis=0))
        right, bottom = (int(value) for value in corners[members, 2:].max(axis=0))
        lookup[members] = True
        own = lookup[labels[top:bottom, left:right]]
        lookup[members] = False
        biggest = members[int(np.argmax(widths[members] * heights[members]))]
        x, y, end, foot = corners[biggest].tolist()
        found.append(Strokes((left, top, right, bottom), own, labels[y:foot, x:end] == biggest))
    return found


def _grouped(corners: NDArray[np.int32], reach: int) -> list[NDArray[np.int64]]:
    """Indices of boxes that lie within `reach` of one another."""
    parent = list(range(len(corners)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    order = np.argsort(corners[:, 1])
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if corners[other, 1] > corners[one, 3] + reach:
                break
            if corners[other, 0] <= corners[one, 2] + reach and corners[one, 0] <= corners[other, 2] + reach:
                parent[root(int(one))] = root(int(other))
    roots = np.array([root(one) for one in range(len(corners))])
    return [np.flatnonzero(roots == value) for value in np.unique(roots)]


def _without_rims(ink: Plane, small: Miniature, seals: Sequence[Spot]) -> Plane:
    """Takes out the circles of seals, not what is written across them."""
    ink = ink.copy()
    for seal in seals:
        if seal.detail != "round" or _is_red(seal, small):
            continue
        x, y = (seal.left + seal.right) / 2 / small.reduction, (seal.top + seal.bottom) / 2 / small.reduction
        radius = (seal.right - seal.left + seal.bottom - seal.top) / 4 / small.reduction
        reach = round(1.1 * radius) + 2
        top, left = max(0, round(y) - reach), max(0, round(x) - reach)
        window = ink[top : round(y) + reach, left : round(x) + reach]
        down, across = np.ogrid[: window.shape[0], : window.shape[1]]
        distance = np.hypot(across + left - x, down + top - y).round().astype(np.int64)
        rings = np.bincount(distance.ravel(), weights=window.ravel() > 0, minlength=reach + 2)
        share = rings / np.maximum(1, np.bincount(distance.ravel(), minlength=reach + 2))
        rim = share > 0.45
        rim[: round(0.4 * radius)] = False
        rim = np.convolve(rim, np.ones(5), mode="same") > 0
        window[rim[distance]] = 0
        # what is left of its letters and emblem does not reach out of it
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(window, connectivity=8)
        inner = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) < _LETTER * small.inch
        inner[0] = False
        window[inner[labels] & (distance < 1.02 * radius)] = 0
    return ink


def _is_red(seal: Spot, small: Miniature) -> bool:
    window = small.red[
        seal.top // small.reduction : seal.bottom // small.reduction,
        seal.left // small.reduction : seal.right // small.reduction,
    ]
    return float((window > 0).mean()) > 0.03


def find_signatures(small: Miniature, leftover: Leftover, seals: Sequence[Spot]) -> list[Spot]:
    """The signatures of a page."""
    found = [strokes for strokes in strokes_of(small, leftover, seals) if is_signature(strokes, small.inch)]
    spots = [small.spot("signature", strokes.box, 0.9 if _is_blue(strokes, small) else 0.75) for strokes in found]
    return joined(spots, small.inch * small.reduction)


def joined(spots: Sequence[Spot], inch: float) -> list[Spot]:
    """Strokes of one hand lie side by side or touch: they are one signature."""
    result: list[Spot] = []
    for spot in spots:
        merged = spot
        for other in list(result):
            across = max(other.left, merged.left) - min(other.right, merged.right)
            down = max(other.top, merged.top) - min(other.bottom, merged.bottom)
            beside = across <= _BESIDE * inch and down <= 0
            if beside or (
                across <= -0.5 * min(spot.right - spot.left, other.right - other.left) and down <= _BELOW * inch
            ):
                result.remove(other)
                sides = (min(other.left, merged.left), min(other.top, merged.top))
                ends = (max(other.right, merged.right), max(other.bottom, merged.bottom))
                merged = Spot("signature", *sides, *ends, max(other.confidence, merged.confidence))
        result.append(merged)
    return result


def is_signature(strokes: Strokes, inch: float) -> bool:
    """Whether strokes look drawn in one go by a pen: long, thin, open, and neither lines of text nor a frame.

    Bounds in inches and shares as measured on 42 signatures of 24 dossiers and 14 letters, at 100 dots an inch.
    Strokes that loop around their own zigzag cross a column up to 3.3 times (signatures drawn for the samples); of 259
    groups of strokes on 100 pages of these dossiers and letters that bound changes none.
    """
    width, height = strokes.width / inch, strokes.height / inch
    longest = max(strokes.core.shape) / inch
    if not (0.35 <= max(width, height) <= 3.2 and 0.1 <= height <= 2.2 and width >= 0.3 and longest >= 0.22):
        return False
    if float(strokes.core.mean()) > 0.32 or _thickness(strokes.core) > 3.0 or float(strokes.ink.mean()) > 0.3:
        return False
    across, down = _crossings(strokes.core), _crossings(strokes.core.T)
    # a large drawing that crosses itself often is a plan or a frame
    lines = 2.3 if float(strokes.core.mean()) > 0.2 else 3.4  # of text that touch have more ink
    return across <= 5.5 and down <= lines and (height < 1 or across + down < 3.6) and not _is_frame(strokes.core)


def _thickness(ink: NDArray[np.bool_]) -> float:
    """Half the width of the thick strokes, pixels."""
    depth = cv2.distanceTransform(np.pad(ink.astype(np.uint8), 1), cv2.DIST_L2, 3)
    return float(np.percentile(depth[depth > 0], 90))


def _crossings(ink: NDArray[np.bool_]) -> float:
    """How many strokes a row crosses, on average over rows with ink."""
    starts = np.diff(np.pad(ink, ((0, 0), (1, 0))).astype(np.int8), axis=1) == 1
    counts = starts.sum(axis=1)
    return float(counts[counts > 0].mean()) if counts.any() else 0.0


def _is_frame(ink: NDArray[np.bool_]) -> bool:
    """Straight sides only: a box or a corner of a table whose lines were not all taken out."""
    rows, columns = ink.mean(axis=1), ink.mean(axis=0)
    in_sides = ink[rows > 0.6, :].sum() + ink[:, columns > 0.6].sum()
    return float(in_sides) > 0.6 * float(ink.sum())


def _is_blue(strokes: Strokes, small: Miniature) -> bool:
    left, top, right, bottom = strokes.box
    return float((small.blue[top:bottom, left:right][strokes.ink] > 0).mean()) > 0.4
