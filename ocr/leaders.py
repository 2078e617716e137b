"""Finds leader dots: rows of dots and dashes on forms, to be written on."""

import cv2
import numpy as np

from ocr.text_components import Components, Flags, Numbers

#: Inches. Dots of 14 points are 0.03 wide; where they touch, or in rows of dashes, they are longer.
_DOT, _FLAT, _LONGEST = 0.035, 0.028, 0.3
#: Inches from a dot's middle to the next one's.
_PITCH = 0.075
#: A row has at least so many dots (a long dash counts as several), and is so many inches long and high.
_FEWEST, _SHORTEST, _HIGHEST = 5, 0.2, 0.06
#: On a photo of a curled sheet rows rise and fall by up to this share of their length.
_BENT = 0.04
#: Rows are looked for in cells of so many pixels.
_ACROSS, _DOWN = 4, 2
#: Inches from the upper dot of a colon down to its lower one, and how far they may stand askew.
_COLON, _ASKEW = 0.1, 0.015


def leaders(parts: Components, inch: float) -> Flags:
    """Which components are dots or dashes in a row of five or more; the lower dot of a colon before it is none.

    Args:
        parts: Components of the page.
        inch: Pixels to an inch.
    """
    width, height = parts.width / inch, parts.height / inch
    small = ((width <= _DOT) & (height <= _DOT)) | ((height <= _FLAT) & (width <= _LONGEST))
    small[0] = False
    dots = np.flatnonzero(small)
    result = np.zeros(len(small), dtype=np.bool_)
    if not len(dots):
        return result
    row = _rows(parts, dots, inch)
    # a dash as long as three dots counts as three
    count = np.bincount(row, weights=np.maximum(1, parts.width[dots] / (0.05 * inch)))
    sides = [np.full(len(count), start) for start in (10**6, 10**6, 0, 0)]
    for side, values, take in zip(
        sides,
        (parts.left, parts.top, parts.right, parts.bottom),
        (np.minimum, np.minimum, np.maximum, np.maximum),
        strict=True,
    ):
        take.at(side, row, values[dots])
    left, top, right, bottom = sides
    long = (right - left >= _SHORTEST * inch) & (bottom - top <= _HIGHEST * inch + _BENT * (right - left))
    chosen = (long & (count >= _FEWEST))[row]
    result[dots[chosen]] = True
    first = dots[chosen & (parts.left[dots] == left[row])]
    result[first[_below_a_dot(parts, first, dots[~chosen], inch)]] = False
    return result


def _rows(parts: Components, dots: Numbers, inch: float) -> Numbers:
    """The number of the row that each dot stands in."""
    height, width = parts.labels.shape
    canvas = np.zeros((height // _DOWN + 1, width // _ACROSS + 1), dtype=np.uint8)
    down = (parts.top + parts.bottom)[dots] // (2 * _DOWN)
    across = (parts.left + parts.right)[dots] // (2 * _ACROSS)
    canvas[down, across] = 1
    for long in np.flatnonzero(parts.width[dots] > 2 * _ACROSS).tolist():
        number = dots[long]
        canvas[down[long], parts.left[number] // _ACROSS : parts.right[number] // _ACROSS + 1] = 1
    reach = max(1, round(_PITCH * inch / _ACROSS))
    joined = cv2.dilate(canvas, np.ones((2, reach + 1), np.uint8))
    _, rows = cv2.connectedComponents(joined, connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(rows[down, across], dtype=np.int64)


def _below_a_dot(parts: Components, lower: Numbers, upper: Numbers, inch: float) -> Flags:
    if not len(lower) or not len(upper):
        return np.zeros(len(lower), dtype=np.bool_)
    apart = parts.top[lower, None] - parts.bottom[upper]
    askew = np.abs((parts.left + parts.right)[lower, None] - (parts.left + parts.right)[upper]) / 2
    return np.asarray(((apart > 0) & (apart <= _COLON * inch) & (askew <= _ASKEW * inch)).any(axis=1), dtype=np.bool_)
