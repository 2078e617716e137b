"""Finds the small boxes of forms that are ticked or left empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import MarkKind
from ocr.recognition import SeenWord
from ocr.surface import Grey, Plane, Spot, reduced

#: Inches: boxes on forms are 2 to 6 mm wide; room for worn lines and for copies made smaller or larger.
_SMALLEST, _LARGEST = 0.075, 0.28
#: Inches: how far from a corner a stroke may cross the sides.
_CORNER = 0.045
#: Height to width.
_SQUARE = (0.76, 1.32)
#: Share of a wall, and of a level side, whose outer edge is straight: a tick may run across it.
_DRAWN, _COVERED = 0.72, 0.65
#: Share of each side that is inked.
_CLOSED = 0.93
#: Inches of a straight edge that boxes are looked for by, and the share of a side that the shortest pieces have.
_STRAIGHT, _PIECE = 0.055, 0.3
#: Boxes are looked for at about this resolution: a side is one or two pixels thick there.
_FINE = 200
#: Share of the paper that shows close to the sides: within a ticked box, and around a box among print.
_BARE_INSIDE, _BARE_AROUND = 0.4, 0.55
#: Inches: capitals and figures of 16 points are no wider.
_LETTER = 0.16
#: Letters of a word that is read rightly are this sure in the mean.
_SURE_LETTER = 0.92

#: Ink inside a box is darker than this; the blur of its sides is not.
_INSIDE = 175
#: A stroke is as long as this share of the box, and inks this share of it; dust does not.
_STROKE, _INKED = 0.3, 0.025


@dataclass(frozen=True, slots=True)
class _Sides:
    """The outer edges of a box, and how thick its sides are drawn."""

    left: int
    top: int
    right: int
    bottom: int
    thick: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True)
class _Ground:
    """The page that boxes are looked for on; `dark` is where it is drawn upon."""

    grey: Grey
    dark: Plane
    inch: float


@dataclass(frozen=True)
class _Edges:
    """Ink with paper on the side that is named."""

    above: Plane
    below: Plane


def find_tick_boxes(grey: Grey, dots_per_inch: float, words: Sequence[SeenWord]) -> list[Spot]:
    """Squares drawn in thin lines that stand alone; those with a cross, a tick or a blot inside are ticked.

    Args:
        grey: The upright page, paper at 250.
        dots_per_inch: Of it.
        words: Words of print in its pixels; a square amid their letters is a letter.
    """
    factor = max(1, round(dots_per_inch / _FINE))
    fine = reduced(grey, factor)
    dark = np.asarray(cv2.inRange(fine, 0, _faint(fine)), dtype=np.uint8)
    ground = _Ground(fine, dark, dots_per_inch / factor)
    found: list[Spot] = []
    for sides in _squares(ground):
        if not _stands_alone(ground, sides) or _is_finder(ground, sides) or _among_letters(ground, sides):
            continue
        ticked = _is_ticked(ground, sides)
        if ticked is None:
            continue
        kind: MarkKind = "ticked_box" if ticked else "empty_box"
        edges = [side * factor for side in (sides.left, sides.top, sides.right, sides.bottom)]
        spot = Spot(kind, edges[0], edges[1], edges[2], edges[3], 0.85)
        if not any(other.overlap(spot) > 0.5 for other in found) and not _is_letter(spot, words):
            found.append(spot)
    return found


def _is_letter(spot: Spot, words: Sequence[SeenWord]) -> bool:
    """Whether the middle of a square lies between the first and the last letter of a word or on one of them.

    A box before or behind a word may be read as its first or last letter, but not surely; alone as a word or two.
    """
    x, y, width = (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2, spot.right - spot.left
    for word in words:
        letters = sum(letter.isalnum() for letter in word.text)
        taller = _is_sure(word) and word.bottom - word.top >= 1.3 * (spot.bottom - spot.top)
        if (letters >= 2 or taller) and word.left <= x <= word.right and word.top <= y <= word.bottom:
            at_end = min(x - word.left, word.right - x) <= 0.8 * width
            as_high = spot.bottom - spot.top <= 1.05 * (word.bottom - word.top)
            if not at_end or (as_high and _is_sure(word) and width <= 0.75 * (word.right - word.left)):
                return True
    return False


def _is_sure(word: SeenWord) -> bool:
    return word.confidence > 0 and word.confidence ** (1 / len(word.text)) >= _SURE_LETTER


def _faint(grey: Grey) -> int:
    """The level up to which thin lines count as drawn; paper is at 250."""
    return 205 if float(grey[::4, ::4].mean()) > 180 else 170


def _dilated(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.dilate(plane, np.ones(size, np.uint8)), dtype=np.uint8)


def _edges(dark: Plane) -> _Edges:
    """Where ink has paper directly above, and directly below."""
    blank = cv2.bitwise_not(dark)
    above, below = dark.copy(), dark.copy()
    cv2.bitwise_and(dark[1:], blank[:-1], dst=above[1:])
    cv2.bitwise_and(dark[:-1], blank[1:], dst=below[:-1])
    return _Edges(above, below)


def _squares(ground: _Ground) -> Iterator[_Sides]:
    """Level edges one under the other with upright ones at either end, about as high as wide."""
    edges = _edges(ground.dark)
    tops, bottoms = _bars(edges.above, ground.inch), _bars(edges.below, ground.inch)
    if not len(tops) or not len(bottoms):
        return
    height = bottoms[None, :, 3] - tops[:, None, 1]
    shared = np.minimum(tops[:, None, 2], bottoms[None, :, 2]) - np.maximum(tops[:, None, 0], bottoms[None, :, 0])
    width = np.maximum(tops[:, None, 2], bottoms[None, :, 2]) - np.minimum(tops[:, None, 0], bottoms[None, :, 0])
    slack = 2 * round(_CORNER * ground.inch)
    fits = (height >= _SMALLEST * ground.inch) & (height <= _LARGEST * ground.inch + 2) & (shared >= _PIECE * height)
    fits &= (height <= _SQUARE[1] * (width + slack)) & (height >= _SQUARE[0] * (width - slack))
    for upper, lower in np.argwhere(fits).tolist():
        sides = _between(ground, edges, tops[upper], bottoms[lower])
        if sides is not None:
            yield sides


def _bars(edge: Plane, inch: float) -> NDArray[np.int32]:
    """Left, top, right and bottom of short level edges, one a row."""
    # a side that slopes by a pixel is still one
    level = cv2.morphologyEx(_dilated(edge, (2, 1)), cv2.MORPH_OPEN, np.ones((1, round(_STRAIGHT * inch)), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(level, connectivity=8, ltype=cv2.CV_16U)
    fits = (boxes[:, cv2.CC_STAT_WIDTH] <= _LARGEST * inch + 2) & (boxes[:, cv2.CC_STAT_HEIGHT] <= 5)
    fits[0] = False
    chosen = boxes[fits]
    return np.column_stack([chosen[:, :2], chosen[:, :2] + chosen[:, 2:4]]).astype(np.int32)


def _between(ground: _Ground, edges: _Edges, upper: NDArray[np.int32], lower: NDArray[np.int32]) -> _Sides | None:
    """The box between two bars, if walls run from one to the other at their ends."""
    # a bar of dilated edges ends a pixel late; strokes across a corner shorten it
    top, bottom, reach = int(upper[1]), int(lower[3]) - 1, round(_CORNER * ground.inch)
    start, end = min(int(upper[0]), int(lower[0])), max(int(upper[2]), int(lower[2]))
    first = _wall(ground.dark[top:bottom], start, reach, inside=1)
    last = _wall(ground.dark[top:bottom], end - 1, reach, inside=-1)
    if first is None or last is None:
        return None
    width, height = last + 1 - first, bottom - top
    if not _SQUARE[0] * width <= height <= _SQUARE[1] * width or width < _SMALLEST * ground.inch:
        return None
    level = (
        edges.above[max(0, top - 1) : top + 3, first : last + 1],
        edges.below[bottom - 3 : bottom + 1, first : last + 1],
    )
    if any(float(side.any(axis=0).mean()) < _COVERED for side in level) or not _is_closed(
        ground.dark[top:bottom, first : last + 1]
    ):
        return None
    sides = _Sides(first, top, last + 1, bottom, _thickness(ground.dark[top:bottom, first : last + 1]))
    return sides if _has_corners(ground.dark, sides) else None


def _is_closed(box: Plane) -> bool:
    """Whether all sides are inked from end to end; the serifs of an H leave a gap."""
    sides = box[:3].any(axis=0), box[-3:].any(axis=0), box[:, :3].any(axis=1), box[:, -3:].any(axis=1)
    return all(float(side.mean()) >= _CLOSED for side in sides)


def _has_corners(dark: Plane, sides: _Sides) -> bool:
    """Whether the corners, or all but one, are inked; those of round letters are not."""
    size = max(2, sides.thick)
    across = slice(sides.left, sides.left + size), slice(sides.right - size, sides.right)
    down = slice(sides.top, sides.top + size), slice(sides.bottom - size, sides.bottom)
    return sum(float((dark[rows, columns] > 0).mean()) >= 0.4 for rows in down for columns in across) >= 3


def _wall(dark: Plane, start: int, reach: int, *, inside: int) -> int | None:
    """The column near `start`, and as near as can be, in which the outer edge of a side runs down nearly all rows.

    Args:
        dark: The rows of the box.
        start: Column where a bar ends.
        reach: How far from there to look.
        inside: The direction in which the box lies, 1 or -1.
    """
    first = max(2, start - reach)
    columns = dark[:, first - 2 : start + reach + 2] > 0
    outside = columns[:, :-2] if inside > 0 else columns[:, 2:]
    window = columns[:, 1:-1] & ~outside
    if window.shape[1] < 3:
        return None
    near = window[:, :-2] | window[:, 1:-1] | window[:, 2:]
    places = np.flatnonzero(near.mean(axis=0) >= _DRAWN)
    if not len(places):
        return None
    nearest = int(places[np.abs(places + first - start).argmin()])
    around = window[:, max(0, nearest - 1) : nearest + 4].sum(axis=0)
    return first - 1 + max(0, nearest - 1) + int(around.argmax())


def _thickness(box: Plane) -> int:
    """Of its upper side and its left one, whichever is thinner; at most a quarter of the box."""
    most = max(2, min(box.shape) // 4)
    return max(2, min(int(np.percentile((side[:most] > 0).sum(axis=0), 40)) for side in (box, box.T)))


def _stands_alone(ground: _Ground, sides: _Sides) -> bool:
    """Whether its sides end at its corners; those of a cell in a table or of a box for a digit run on.

    The strokes of a cross may lengthen a side or two, but not two on the same side.
    """
    reach, dark = max(4, round(0.05 * ground.inch)), ground.dark
    left, top, right, bottom = sides.left, sides.top, sides.right, sides.bottom
    before, after = slice(max(0, left - reach), max(0, left - 1)), slice(right + 1, right + reach)
    above, below = slice(max(0, top - reach), max(0, top - 1)), slice(bottom + 1, bottom + reach)
    upper, lower = slice(top, top + sides.thick), slice(bottom - sides.thick, bottom)
    first, second = slice(left, left + sides.thick), slice(right - sides.thick, right)
    arms = (
        (dark[upper, before], dark[lower, before]),
        (dark[upper, after], dark[lower, after]),
        (dark[above, first].T, dark[above, second].T),
        (dark[below, first].T, dark[below, second].T),
    )
    running_on = [[bool(arm.size) and float(arm.max(axis=0).mean()) > 255 * 0.8 for arm in pair] for pair in arms]
    return sum(map(sum, running_on)) <= 2 and not any(all(pair) for pair in running_on)


def _among_letters(ground: _Ground, sides: _Sides) -> bool:
    """Whether ink stands close on both sides at half the height, as beside a letter or a figure."""
    if sides.width > _LETTER * ground.inch:
        return False
    near, quarter = max(3, round(0.035 * ground.inch)), sides.height // 4
    rows = slice(sides.top + quarter, sides.bottom - quarter)
    before, after = ground.dark[rows, max(0, sides.left - near) : sides.left - 1], sides.right + 1
    return bool(before.any()) and bool(ground.dark[rows, after : after + near - 1].any())


def _is_ticked(ground: _Ground, sides: _Sides) -> bool | None:
    """Whether a stroke runs through the box; None where so much ink is at its sides that it is no box."""
    rim = sides.thick + (1 if sides.width < 0.12 * ground.inch else 2)  # lines slope and blur
    inner = ground.grey[sides.top + rim : sides.bottom - rim, sides.left + rim : sides.right - rim] < _INSIDE
    if min(inner.shape) < 4 or _bare_around(ground, sides) < _BARE_AROUND:
        return None
    close = np.concatenate([inner[:2].ravel(), inner[-2:].ravel(), inner[:, :2].ravel(), inner[:, -2:].ravel()])
    solid = float(inner.mean()) > 0.6  # a box that was blackened
    if not solid and 1 - float(close.mean()) < _BARE_INSIDE:
        return None
    air = max(1, round(0.06 * sides.width))
    core = np.ascontiguousarray(inner[air:-air, air:-air]).astype(np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(core, connectivity=8)
    extents = boxes[1:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1, initial=0)
    return bool(extents.max(initial=0) >= _STROKE * min(core.shape) and float(core.mean()) >= _INKED)


def _bare_around(ground: _Ground, sides: _Sides) -> float:
    """Share of the paper that shows two to four pixels outside the box."""
    left, top, right, bottom = sides.left - 4, sides.top - 4, sides.right + 4, sides.bottom + 4
    if left < 0 or top < 0:
        return 0.0
    around = ground.grey[top:bottom, left:right] < _INSIDE
    strips = (around[:3].ravel(), around[-3:].ravel(), around[:, :3].ravel(), around[:, -3:].ravel())
    return 1 - float(np.concatenate(strips).mean())


def _is_finder(ground: _Ground, sides: _Sides) -> bool:
    """Whether a solid block stands in the middle of the square with paper around it, as in the corners of QR codes."""
    inner = ground.grey[sides.top : sides.bottom, sides.left : sides.right] < _INSIDE
    aside, down = round(0.32 * sides.width), round(0.32 * sides.height)
    middle = inner[down:-down, aside:-aside]
    # a cross is inked where the corners of the white band are
    rows = slice(round(0.16 * sides.height), round(0.27 * sides.height)), slice(-round(0.27 * sides.height), -down // 2)
    columns = (
        slice(round(0.16 * sides.width), round(0.27 * sides.width)),
        slice(-round(0.27 * sides.width), -aside // 2),
    )
    corners = [float(inner[row, column].mean()) for row in rows for column in columns if inner[row, column].size]
    return bool(middle.size) and float(middle.mean()) >= 0.8 and float(np.mean(corners or [0.0])) < 0.5
