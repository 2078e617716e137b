"""Finds portraits on cards and forms."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.surface import Grey, Miniature, Spot, reduced

#: The miniature is reduced further by this.
_COARSER = 2
#: Inches: of portraits on cards (20 x 27 mm, of which at times only head and shoulders stand out) to those on forms
#: (4 x 6 cm), with room for copies made smaller or larger.
_NARROWEST, _WIDEST, _LOWEST, _HIGHEST = 0.42, 2.2, 0.5, 3.0
#: The strokes of print, a QR code's modules and a seal's rim are thinner; a face is not.
_STROKE = 0.16
_GROUND = 2.4
_CONTRAST = 22


def find_photos(small: Miniature) -> list[Spot]:
    """Upright blots of the size of a portrait, solid and of several shades, darker than the card around them."""
    inch = small.inch / _COARSER
    darkest = np.ascontiguousarray(reduced(small.colour, _COARSER).min(axis=2))
    width = round(_STROKE * inch) | 1
    solid = np.asarray(cv2.morphologyEx(darkest, cv2.MORPH_CLOSE, np.ones((width, width), np.uint8)), dtype=np.uint8)
    ground = _ground(solid, inch)
    blots = np.asarray(cv2.inRange(cv2.subtract(ground, solid), _CONTRAST, 255), dtype=np.uint8)
    if not blots.any():
        return []
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(blots, connectivity=8)
    found = []
    for number in range(1, len(boxes)):
        left, top, wide, high, area = (int(value) for value in boxes[number])
        if not _is_portrait(wide / inch, high / inch, area / (wide * high)):
            continue
        touches_rim = left == 0 or top == 0 or left + wide == solid.shape[1] or top + high == solid.shape[0]
        window = slice(top, top + high), slice(left, left + wide)
        if not touches_rim and _is_shaded(darkest[window], labels[window] == number, float(ground[window].mean())):
            sides = (left * _COARSER, top * _COARSER, (left + wide) * _COARSER, (top + high) * _COARSER)
            found.append(small.spot("photo", sides, 0.8))
    return found


def _ground(solid: Grey, inch: float) -> Grey:
    """The tone of the paper or card around each place: the median of a neighbourhood much larger than a portrait."""
    factor = 2
    coarse = reduced(solid, factor)
    width = min(round(_GROUND * inch / factor) | 1, min(coarse.shape) - 1 | 1)
    ground = cv2.medianBlur(np.ascontiguousarray(coarse), width)
    return np.asarray(cv2.resize(ground, (solid.shape[1], solid.shape[0])), dtype=np.uint8)


def _is_portrait(width: float, height: float, filled: float) -> bool:
    """Whether a blot so many inches wide and high, of whose box so much is filled, may be a portrait."""
    sized = _NARROWEST <= width <= _WIDEST and _LOWEST <= height <= _HIGHEST
    return sized and 0.5 <= width / height <= 0.95 and filled >= 0.5 and width * height >= 0.33


def _is_shaded(tones: Grey, own: NDArray[np.bool_], ground: float) -> bool:
    """Face, hair and clothes differ, in smooth areas, and some of them are dark.

    A printed disc has one tone, a barcode is nowhere smooth, a watermark pale.
    """
    low, high = (float(value) for value in np.percentile(tones[own], (8, 92)))
    steep = cv2.morphologyEx(tones, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) > 40
    dark = ground - low >= 60
    return dark and high - low >= 30 and float(steep[own].mean()) <= 0.4
