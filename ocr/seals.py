"""Finds seals: impressions in red ink, round or rectangular, and round ones on grey copies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.leftover import Leftover
from ocr.pictures import Pixels
from ocr.surface import Miniature, Plane, Spot, coloured_inks, reduced, reduction_for

Shape = Literal["round", "rectangular"]

#: Inches. Seals of agencies are 36 mm wide (Thông tư 21/2012/TT-BCA, Art. 5), of others 30 mm and more; the picture of
#: one in the frame of a digital signature may be reduced to 11 mm (14 letters).
_SMALLEST, _LARGEST = 0.42, 2.4
_SLIMMEST = 0.28  # of a rectangular one: MẬT, SAO Y, ĐÃ THU PHÍ
_LONGEST = 3.2
_SECTORS = 48
#: Share of a side along which the line of a frame runs; the letters of a bold title have up to 0.8.
_LINED = 0.87
_FLATTEST = 0.62  # lesser side to larger side of a round seal, worn on one side


@dataclass(frozen=True, slots=True)
class Impression:
    """A seal in pixels of the miniature: its sides, what it looks like, 0-1 how sure."""

    shape: Shape
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


def coloured_seals(colour: Pixels, dots_per_inch: float) -> list[Spot]:
    """Round seals in red ink, in pixels of `colour`: what has to be taken out before print can be read."""
    factor = reduction_for(dots_per_inch)
    red, _ = coloured_inks(reduced(colour, factor))
    found = red_impressions(red, dots_per_inch / factor)
    return [
        Spot("seal", s.left * factor, s.top * factor, s.right * factor, s.bottom * factor, s.confidence, s.shape)
        for s in found
        if s.shape == "round"
    ]


def find_seals(small: Miniature, leftover: Leftover) -> list[Spot]:
    """All seals of a page.

    Args:
        small: The page.
        leftover: Its ink without print, rules and red ink.
    """
    found = red_impressions(small.red, small.inch)
    if not any(seal.shape == "round" for seal in found):
        found += _grey_rings(small, leftover)
    return [small.spot("seal", (s.left, s.top, s.right, s.bottom), s.confidence, s.shape) for s in found]


# Red ink ---------------------------------------------------------------------------------------------------------


def red_impressions(red: Plane, inch: float) -> list[Impression]:
    """Seals in a plane of red ink: as large as a seal and made of strokes, unlike an emblem or a title."""
    if not red.any():
        return []
    reach = max(3, round(0.06 * inch))
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for number in range(1, len(boxes)):
        left, top, width, height = (int(value) for value in boxes[number, :4])
        if not _may_be_seal(width / inch, height / inch):
            continue
        window = slice(top, top + height), slice(left, left + width)
        own = (red[window] > 0) & (labels[window] == number)
        shape = _shape_of(own, inch)
        if shape:
            found.append(Impression(shape, left, top, left + width, top + height, 0.9))
    return _outermost(found)


def _may_be_seal(width: float, height: float) -> bool:
    """Whether something so many inches wide and high has the size of a round or of a rectangular seal."""
    low, high = min(width, height), max(width, height)
    return (low >= _SMALLEST and high <= _LARGEST) or (low >= _SLIMMEST and 0.7 <= high <= _LONGEST)


def _shape_of(own: NDArray[np.bool_], inch: float) -> Shape | None:
    """What kind of seal the ink in a window is; None where it is none."""
    height, width = own.shape
    density = float(own.mean())
    if not 0.035 <= density <= 0.75 or _is_solid(own, inch):
        return None
    if _FLATTEST <= width / height <= 1 / _FLATTEST and min(own.shape) >= _SMALLEST * inch:
        reach, corners = _outline(own)
        # letters of a large red word reach up to 0.85 of a circle; seals of that size are printed, not worn
        if reach >= (0.75 if max(own.shape) >= 0.95 * inch else 0.9) and corners < 0.3:
            return "round"
    return "rectangular" if _framed(own, inch) else None


def _is_solid(own: NDArray[np.bool_], inch: float) -> bool:
    """A filled disc or bold title instead of strokes: much of it is left after 0.8 mm are taken off all round.

    Of seals up to 0.35 is left, stars and emblems in their middle included, of emblems and titles from 0.6 on (24
    dossiers, 14 letters).
    """
    width = 2 * round(0.03 * inch) + 1
    core = cv2.erode(own.astype(np.uint8), np.ones((width, width), np.uint8), borderValue=0)
    return float(core.sum()) > 0.48 * float(own.sum())


def _outline(own: NDArray[np.bool_]) -> tuple[float, float]:
    """Share of the directions in which the ink reaches a circle in the window, and in which it goes beyond it."""
    height, width = own.shape
    down, across = np.nonzero(own)
    x, y = (across + 0.5) / width * 2 - 1, (down + 0.5) / height * 2 - 1
    distance, angle = np.hypot(x, y), np.arctan2(y, x)
    sector = ((angle + np.pi) / (2 * np.pi) * _SECTORS).astype(np.int64) % _SECTORS
    furthest = np.zeros(_SECTORS)
    np.maximum.at(furthest, sector, distance)
    return float((furthest >= 0.82).mean()), float((furthest > 1.14).mean())


def _framed(own: NDArray[np.bool_], inch: float) -> bool:
    """Whether straight lines run along all four sides, turned by a few degrees at most."""
    padded = np.pad(own, 1).astype(np.uint8)
    points = cv2.findNonZero(padded)
    (_, (first, second), angle) = cv2.minAreaRect(points)
    tilt = (angle + 45) % 90 - 45
    if abs(tilt) > 12 or min(first, second) < _SLIMMEST * inch:
        return False
    turned = _levelled(padded, tilt)
    band = max(2, round(0.05 * inch))
    rows, columns = np.flatnonzero(turned.any(axis=1)), np.flatnonzero(turned.any(axis=0))
    if len(rows) < 3 * band or len(columns) < 3 * band:
        return False
    inner = turned[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return all(_lined(side, band) for side in (inner, inner[::-1], inner.T, inner.T[::-1]))


def _lined(own: NDArray[np.bool_], band: int) -> bool:
    """Whether a straight line runs along the top, in the first third; an accent may reach out of the frame."""
    reach = max(band + 1, len(own) // 3)
    return any(float(own[top : top + band].any(axis=0).mean()) >= _LINED for top in range(reach - band))


def _levelled(own: NDArray[np.uint8], degrees: float) -> NDArray[np.bool_]:
    height, width = own.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    room = round(0.25 * max(width, height))
    turn[:, 2] += room
    size = width + 2 * room, height + 2 * room
    return np.asarray(cv2.warpAffine(own * 255, turn, size, flags=cv2.INTER_LINEAR) > 100, dtype=np.bool_)


def _outermost(found: Sequence[Impression]) -> list[Impression]:
    """The inner circle of a seal is no seal of its own."""

    def inside(one: Impression, other: Impression) -> bool:
        across = other.left <= one.left and one.right <= other.right
        return one is not other and across and other.top <= one.top and one.bottom <= other.bottom

    return [one for one in found if not any(inside(one, other) for other in found)]


# Grey copies -----------------------------------------------------------------------------------------------------

#: Inches; on copies only full-size seals can be told from other rings.
_LEAST_RADIUS, _MOST_RADIUS = 0.4, 0.85
_DIRECTIONS = np.linspace(0, 2 * np.pi, 96, endpoint=False)
#: Share of the circle that must be inked where no print hides it, and share that may be hidden.
_RIM, _BLIND = 0.74, 0.55


def _grey_rings(small: Miniature, leftover: Leftover) -> list[Impression]:
    """Round stamps on grey scans: where the strokes left over lie on a circle of a seal's size, nearly all round it."""
    factor = 2
    inked = _halved(leftover.ink)
    inch = small.inch / factor
    windows = list(_windows(inked, inch))
    if not windows:
        return []
    hidden = _halved(leftover.hidden)
    found: list[Impression] = []
    for left, top, right, bottom in windows:
        window = slice(top, bottom), slice(left, right)
        ring = _ring_in(inked[window], hidden[window], inch)
        if ring is not None:
            x, y, radius = _refined(
                leftover.ink, (ring.x + left + 0.5) * factor, (ring.y + top + 0.5) * factor, ring.radius * factor
            )
            sides = [max(0, round(value)) for value in (x - radius, y - radius, x + radius, y + radius)]
            found.append(Impression("round", sides[0], sides[1], sides[2], sides[3], min(0.9, ring.share)))
    return _outermost(found)


def _refined(ink: Plane, x: float, y: float, radius: float) -> tuple[float, float, float]:
    """Moves a circle that was found in half the resolution to where most of it is inked; the outermost of equals."""
    best, place = 0.0, (x, y, radius)
    for trial in np.arange(radius - 3, radius + 3.1, 1.0).tolist():
        for down in range(-3, 4):
            for across in range(-3, 4):
                columns = (x + across + trial * np.cos(_DIRECTIONS)).round().astype(np.int64)
                rows = (y + down + trial * np.sin(_DIRECTIONS)).round().astype(np.int64)
                inside = (columns >= 0) & (rows >= 0) & (columns < ink.shape[1]) & (rows < ink.shape[0])
                share = float((ink[rows[inside], columns[inside]] > 0).sum())
                if share >= best:
                    best, place = share, (x + across, y + down, trial)
    return place


def _halved(plane: Plane) -> Plane:
    coarse = cv2.resize(plane, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.inRange(coarse, 60, 255), dtype=np.uint8)


def _windows(inked: Plane, inch: float) -> Iterator[tuple[int, int, int, int]]:
    """Where enough strokes stand together for a ring: left, top, right, bottom."""
    reach = max(3, round(0.1 * inch))
    joined = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    least, margin = 2 * _LEAST_RADIUS * inch * 0.8, round(0.35 * inch)  # a side may lie hidden
    for left, top, width, height, _ in boxes[1:].tolist():
        if width >= least and height >= least and max(width, height) <= 5 * inch:
            yield max(0, left - margin), max(0, top - margin), left + width + margin, top + height + margin


@dataclass(frozen=True, slots=True)
class _Ring:
    """A circle in a window, and the share of it that is inked."""

    x: int
    y: int
    radius: float
    share: float


def _ring_in(inked: Plane, hidden: Plane, inch: float) -> _Ring | None:
    """The fullest circle in a window that stands free; None where none is full enough.

    Strokes vote for centres, radius by radius (Duda and Hart 1972), in a window of some 100 x 100 pixels.
    """
    strokes = np.asarray(cv2.dilate(inked, np.ones((2, 2), np.uint8)) > 0, dtype=np.uint8)
    covered = np.asarray(hidden > 0, dtype=np.uint8)
    strokes &= 1 - covered
    fullest, free = 0.0, list[_Ring]()
    for radius in np.arange(_LEAST_RADIUS * inch, min(_MOST_RADIUS * inch, min(strokes.shape) / 2), 1.25).tolist():
        ring = _fullest(strokes, covered, radius)
        fullest = max(fullest, ring.share)
        if ring.share >= _RIM and _stands_free(strokes, ring):
            free.append(ring)
    # in a barcode no circle that stands free is as full as those within
    return next((ring for ring in reversed(free) if ring.share >= fullest - 0.1), None)


def _fullest(strokes: Plane, covered: Plane, radius: float) -> _Ring:
    votes = _votes(strokes, radius)
    if covered.any():
        blind = _votes(covered, radius)
        votes = np.where(blind <= _BLIND, votes / np.maximum(1 - blind, 1 - _BLIND), 0)
    y, x = (int(place) for place in np.unravel_index(int(votes.argmax()), votes.shape))
    return _Ring(x, y, radius, float(votes[y, x]))


def _stands_free(strokes: Plane, ring: _Ring) -> bool:
    """Whether little ink lies just beyond the circle and paper shows within; in a barcode neither is so."""
    return _inked(strokes, ring, 1.22) <= 0.3 and _inked(strokes, ring, 0.8) <= 0.9


def _inked(strokes: Plane, ring: _Ring, factor: float) -> float:
    """Share of the points of a circle `factor` times as large that are inked; none are outside the window."""
    across = (ring.x + factor * ring.radius * np.cos(_DIRECTIONS)).round().astype(np.int64)
    down = (ring.y + factor * ring.radius * np.sin(_DIRECTIONS)).round().astype(np.int64)
    inside = (across >= 0) & (down >= 0) & (across < strokes.shape[1]) & (down < strokes.shape[0])
    return float(strokes[down[inside], across[inside]].sum()) / len(_DIRECTIONS)


def _votes(strokes: NDArray[np.uint8], radius: float) -> NDArray[np.float32]:
    """For each centre the share of a circle's points that are inked."""
    reach = int(np.ceil(radius)) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    across = (reach + radius * np.cos(_DIRECTIONS)).round().astype(np.int64)
    down = (reach + radius * np.sin(_DIRECTIONS)).round().astype(np.int64)
    np.add.at(kernel, (down, across), np.float32(1 / len(_DIRECTIONS)))
    return np.asarray(cv2.filter2D(strokes, cv2.CV_32F, kernel, borderType=cv2.BORDER_CONSTANT), dtype=np.float32)
