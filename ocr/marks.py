"""Marks on a page besides print: seals, signatures, photos; and how much of the ink is handwriting."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleaning import Mask, blue_ink, leader_dots, red_ink, rule_lines
from ocr.geometry import Transform
from ocr.page import Mark, MarkKind
from ocr.pictures import Pixels
from ocr.recognition import SeenWord
from ocr.syllables import is_syllable

Grey = NDArray[np.uint8]

#: Print of a weak copy is at 150 after the light is made even; bleed-through stays above.
_STROKE = 165
#: A reading this sure is print; signatures are read as words too, but not surely.
_SURELY_PRINT = 0.6


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark in pixels of the upright sheet."""

    kind: MarkKind
    left: int
    top: int
    right: int
    bottom: int
    confidence: float

    def on_page(self, to_page: Transform) -> Mark:
        return Mark(self.kind, to_page.box(self.left, self.top, self.right, self.bottom), self.confidence)

    def encloses(self, other: "Spot") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True)
class Surface:
    """What marks are looked for in: the upright sheet in colour and as even grey, and the words read from it."""

    colour: Pixels
    grey: Grey
    dots_per_inch: float
    words: Sequence[SeenWord]


def find_spots(surface: Surface) -> list[Spot]:
    """All marks of a page."""
    seals = coloured_seals(surface.colour, surface.dots_per_inch) or _grey_seals(surface)
    photos = _photos(surface)
    return [*seals, *photos, *_signatures(surface, seals, photos)]


# Seals -----------------------------------------------------------------------------------------------------------


def coloured_seals(colour: Pixels, dots_per_inch: float) -> list[Spot]:
    """Round or square impressions in red ink: as large as a seal, mostly empty inside, unlike an emblem or a title.

    Seals of agencies are 36 mm wide (Thông tư 21/2012/TT-BCA, Art. 5), of others 30 mm and more.
    """
    red = red_ink(colour).astype(np.uint8)
    inch = dots_per_inch
    reach = max(3, round(0.06 * inch))
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    seals = []
    for left, top, width, height, _area in boxes[1:].tolist():
        if not (0.6 * inch <= min(width, height) and max(width, height) <= 2.4 * inch and 0.6 <= width / height <= 1.7):
            continue
        density = float(red[top : top + height, left : left + width].mean())
        if 0.04 <= density <= 0.55:
            seals.append(Spot("seal", left, top, left + width, top + height, 0.9))
    # the inner circle of a seal is no seal of its own
    return [seal for seal in seals if not any(other.encloses(seal) for other in seals if other is not seal)]


def _grey_seals(surface: Surface) -> list[Spot]:
    """Round stamps on grey scans: circles of a seal's size whose rim is inked nearly all the way round."""
    scale = 75 / surface.dots_per_inch
    small = cv2.resize(surface.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    circles = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, dp=1.5, minDist=40, param1=120, param2=38, minRadius=26, maxRadius=62
    )
    seals: list[Spot] = []
    for x, y, radius in [] if circles is None else np.asarray(circles, dtype=np.float64).reshape(-1, 3).tolist():
        inked, finer = _inked_rim(np.asarray(small, dtype=np.uint8), x, y, radius)
        if inked < 0.7 or any(seal.holds(x / scale, y / scale) for seal in seals):
            continue
        sides = np.array([x - finer, y - finer, x + finer, y + finer]) / scale
        seals.append(_spot("seal", sides, round(min(0.9, inked), 2)))
    return seals


def _spot(kind: MarkKind, sides: NDArray[np.float64], confidence: float) -> Spot:
    left, top, right, bottom = (max(0, round(float(side))) for side in sides)
    return Spot(kind, left, top, right, bottom, confidence)


def _inked_rim(small: Grey, x: float, y: float, radius: float) -> tuple[float, float]:
    """Largest share of the directions in which a rim near `radius` is inked, and the radius of that rim."""
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    best = 0.0, radius
    for trial in np.arange(radius - 3, radius + 3.1, 1.0):
        dark = np.zeros(len(angles), dtype=np.bool_)
        for offset in (-1.0, 0.0, 1.0):
            across = (x + (trial + offset) * np.cos(angles)).round().astype(np.int64)
            down = (y + (trial + offset) * np.sin(angles)).round().astype(np.int64)
            inside = (across >= 0) & (down >= 0) & (across < small.shape[1]) & (down < small.shape[0])
            dark[inside] |= small[down[inside], across[inside]] < 215
        best = max(best, (float(dark.mean()), float(trial)))
    return best


# Photos ----------------------------------------------------------------------------------------------------------


def _photos(surface: Surface) -> list[Spot]:
    """Upright rectangles, filled, of the size of a portrait, with many shades."""
    inch = surface.dots_per_inch
    scale = 60 / inch
    small = cv2.resize(
        cv2.cvtColor(surface.colour, cv2.COLOR_RGB2GRAY), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
    )
    ground = float(np.percentile(small, 80))
    dark = small < ground - 25
    filled = np.asarray(
        cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), dtype=np.uint8
    )
    filled = np.asarray(cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8)), dtype=np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(filled, connectivity=8)
    photos = []
    for left, top, width, height, area in boxes[1:].tolist():
        shades = float(np.std(small[top : top + height, left : left + width]))
        portrait = 0.55 <= width / height <= 1.0 and 0.5 <= width / 60 <= 2.6
        touches_rim = left == 0 or top == 0 or left + width == small.shape[1] or top + height == small.shape[0]
        # between the lines of a paragraph there is paper, in a portrait there is none
        solid = float(dark[top : top + height, left : left + width].mean()) >= 0.7
        if portrait and solid and not touches_rim and area >= 0.75 * width * height and shades >= 25:
            sides = np.array([left, top, left + width, top + height]) / scale
            photos.append(_spot("photo", sides, 0.7))
    return photos


# Signatures ------------------------------------------------------------------------------------------------------


def _signatures(surface: Surface, seals: Sequence[Spot], photos: Sequence[Spot]) -> list[Spot]:
    """Long thin strokes, larger than letters, that are not print, rules, rims of seals or frames."""
    inch = surface.dots_per_inch
    strokes = _stroke_mask(surface, seals, photos)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(strokes.astype(np.uint8), connectivity=8)
    extents: NDArray[np.int32] = np.asarray(boxes, dtype=np.int32)
    print_ = _print_mask(surface)
    blue = blue_ink(surface.colour)
    found = []
    for number in _stroke_like(extents, inch):
        left, top, width, height = extents[number, :4].tolist()
        window = slice(top, top + height), slice(left, left + width)
        own = labels[window] == number
        printed = float(print_[window][own].mean())
        blueness = float(blue[window][own].mean())
        if printed > (0.75 if blueness > 0.5 else 0.45) or not _is_thin(own, inch) or _is_frame(own):
            continue
        found.append(Spot("signature", left, top, left + width, top + height, 0.9 if blueness > 0.4 else 0.7))
    return _joined(found, round(0.12 * inch))


def _stroke_mask(surface: Surface, seals: Sequence[Spot], photos: Sequence[Spot]) -> Mask:
    inch = surface.dots_per_inch
    ink = surface.grey < _STROKE
    ink |= blue_ink(surface.colour) & (surface.grey < 225)
    ink &= ~(rule_lines(surface.grey, inch) | leader_dots(surface.grey, inch))
    ink &= ~red_ink(surface.colour)
    for photo in photos:
        ink[photo.top : photo.bottom, photo.left : photo.right] = False
    down, across = np.ogrid[: ink.shape[0], : ink.shape[1]]
    for seal in seals:
        x, y = (seal.left + seal.right) / 2, (seal.top + seal.bottom) / 2
        radius = (seal.right - seal.left) / 2
        distance = np.hypot(across - x, down - y)
        # the outer rim and the inner circle of the seal, not what is written across them
        for rim in (radius, 0.93 * radius, 0.62 * radius):
            ink &= ~(np.abs(distance - rim) < 0.02 * inch)
    return np.asarray(cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)) > 0)


def _stroke_like(boxes: NDArray[np.int32], inch: float) -> list[int]:
    """Numbers of the components that are larger than letters, smaller than a drawing, and mostly empty inside."""
    widths, heights, areas = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT], boxes[:, cv2.CC_STAT_AREA]
    # a word of joined letters is up to 0.2 inches high and 0.45 wide (24 dossiers, 8 to 14 points)
    large = (widths >= 0.28 * inch) & (heights >= 0.1 * inch) & ((widths >= 0.45 * inch) | (heights >= 0.22 * inch))
    small = (widths <= 3.2 * inch) & (heights <= 1.6 * inch)
    empty = areas <= 0.42 * widths * heights
    chosen = large & small & empty
    chosen[0] = False
    return [int(number) for number in np.flatnonzero(chosen)]


def _print_mask(surface: Surface) -> Mask:
    mask = np.zeros(surface.grey.shape, dtype=np.bool_)
    usual = float(np.median([word.bottom - word.top for word in surface.words] or [0]))
    for word in surface.words:
        # a signature may be read as a word, but as a big one
        normal = word.bottom - word.top <= 1.8 * usual
        if normal and (word.confidence >= _SURELY_PRINT or (word.confidence >= 0.3 and is_syllable(word.text))):
            mask[word.top : word.bottom, word.left : word.right] = True
    return mask


def _is_thin(own: Mask, inch: float) -> bool:
    """A pen's stroke is 0.3 to 1 mm wide; pictures, borders and bold titles are wider."""
    padded = np.pad(own.astype(np.uint8), 1)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 3)
    return float(np.percentile(depth[padded > 0], 90)) <= max(2.2, 0.022 * inch)


def _is_frame(own: Mask) -> bool:
    """Straight sides only: a box or a corner of a table whose lines were not all taken out."""
    rows, columns = own.sum(axis=1) / own.shape[1], own.sum(axis=0) / own.shape[0]
    in_sides = own[rows > 0.6, :].sum() + own[:, columns > 0.6].sum()
    return float(in_sides) > 0.6 * float(own.sum())


def _joined(spots: Sequence[Spot], reach: int) -> list[Spot]:
    """Strokes of one hand lie close together: they are one signature."""
    joined: list[Spot] = []
    for spot in spots:
        merged = spot
        for other in list(joined):
            apart = max(
                other.left - merged.right,
                merged.left - other.right,
                other.top - merged.bottom,
                merged.top - other.bottom,
            )
            if apart <= reach:
                joined.remove(other)
                merged = Spot(
                    "signature",
                    min(other.left, merged.left),
                    min(other.top, merged.top),
                    max(other.right, merged.right),
                    max(other.bottom, merged.bottom),
                    max(other.confidence, merged.confidence),
                )
        joined.append(merged)
    return joined


# Handwriting -----------------------------------------------------------------------------------------------------


def handwriting_share(surface: Surface, spots: Sequence[Spot]) -> float:
    """Share of the ink, 0-1, that is blue or was read so badly that it is no print; marks do not count.

    A first estimate: it tells a form filled in by pen from a typed one, not one hand from another.
    """
    ink = surface.grey < _STROKE
    for spot in spots:
        ink[spot.top : spot.bottom, spot.left : spot.right] = False
    blue = blue_ink(surface.colour) & (surface.grey < 225)
    doubtful = np.zeros(ink.shape, dtype=np.bool_)
    text = np.zeros(ink.shape, dtype=np.bool_)
    for word in surface.words:
        window = slice(word.top, word.bottom), slice(word.left, word.right)
        text[window] = True
        doubtful[window] |= word.confidence < _SURELY_PRINT
    written = int(np.count_nonzero(text & ink & (doubtful | blue)))
    return round(written / max(1, int(np.count_nonzero(text & ink))), 3)
