"""How far the text lines of a page are turned, told from where its letters stand."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_STEEPEST = 12.0  # degrees
_COARSE, _FINE, _FINEST = 0.6, 0.12, 0.03  # degrees between trial angles
#: Fewer letters than three short words tell no angle.
_FEWEST_LETTERS = 12
#: More add time, not precision (gold pages).
_MOST_LETTERS = 6000
#: Pages are sideways whose lines are this much sharper across than along; upright pages stay below 0.8.
_CLEARLY = 1.15


@dataclass(frozen=True)
class Letters:
    """Boxes of the letter-sized spots of ink of a page, in its pixels, one entry each."""

    left: Points
    top: Points
    right: Points
    bottom: Points

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True)
class Skew:
    """How the print of a page is turned.

    Attributes:
        degrees: Clockwise, at most `_STEEPEST` either way.
        sideways: The text lines run vertically.
        sure: 0 to 1: how much sharper the lines stand out this way than the other.
    """

    degrees: float
    sideways: bool
    sure: float


def letters_of(grey: NDArray[np.uint8]) -> Letters:
    """The spots of ink as large as letters are in a page about 1,100 pixels long."""
    chosen, boxes, _ = _letter_spots(grey)
    left, top, width, height = (
        boxes[chosen, column].astype(np.float64)
        for column in (cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)
    )
    return Letters(left, top, left + width, top + height)


def letter_mask(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Ink of spots as large as letters are in a page about 1,100 pixels long."""
    chosen, _, labels = _letter_spots(grey)
    return np.asarray(chosen[labels], dtype=np.bool_)


def _letter_spots(grey: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.int32], NDArray[np.int32]]:
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    widths, heights, areas = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT], boxes[:, cv2.CC_STAT_AREA]
    letters = (np.maximum(widths, heights) <= 40) & (np.minimum(widths, heights) >= 2) & (areas >= 8)
    letters[0] = False
    return np.asarray(letters, dtype=np.bool_), np.asarray(boxes, np.int32), np.asarray(labels, np.int32)


def measure_skew(letters: Letters) -> Skew:
    """The angle at which the feet of the letters line up best (Baird 1987, The skew angle of printed documents).

    Rules, pictures and borders are no letters and do not vote.
    """
    if len(letters) < _FEWEST_LETTERS:
        return Skew(0.0, sideways=False, sure=0.0)
    level, level_sharpness = _best_angle(letters)
    upright, upright_sharpness = _best_angle(_quarter_turned(letters))
    sideways = upright_sharpness > _CLEARLY * level_sharpness
    weaker, stronger = sorted((level_sharpness, upright_sharpness))
    return Skew(upright if sideways else level, sideways, 1 - weaker / stronger)


def _quarter_turned(letters: Letters) -> Letters:
    """The letters of the page turned clockwise by 90 degrees, about its top left corner."""
    return Letters(-letters.bottom, letters.left, -letters.top, letters.right)


def _best_angle(letters: Letters) -> tuple[float, float]:
    step = max(1, len(letters) // _MOST_LETTERS)
    across = ((letters.left + letters.right) / 2)[::step]
    # which side of the letters stands on the line is not known yet: tops line up nearly as well as feet
    edges = [letters.bottom[::step], letters.top[::step]]
    centre = 0.0
    for reach, stride in ((_STEEPEST, _COARSE), (_COARSE, _FINE), (_FINE, _FINEST)):
        angles = np.arange(centre - reach, centre + reach + stride / 2, stride)
        # coarse steps need wide bins, or lines fall between two angles
        bin_height = max(1.0, 0.35 * np.deg2rad(stride) * float(np.ptp(across)) / 2)
        sharpness = np.array([max(_sharpness(across, edge, angle, bin_height) for edge in edges) for angle in angles])
        centre = float(angles[int(sharpness.argmax())])
    return max(-_STEEPEST, min(_STEEPEST, centre)), float(sharpness.max())


def _sharpness(across: Points, down: Points, degrees: float, bin_height: float) -> float:
    """Mean share of the letters that stand in the same row: high where rows and gaps part clearly."""
    angle = np.deg2rad(degrees)
    rows = (down * np.cos(angle) - across * np.sin(angle)) / bin_height
    whole = np.floor(rows).astype(np.int64)
    part = rows - whole
    whole -= whole.min()
    size = int(whole.max()) + 2
    # each letter is shared between two bins: the measure must not jump as rows wander over a bin's edge
    counts = np.bincount(whole, 1 - part, size) + np.bincount(whole + 1, part, size)
    return float(np.square(counts).sum()) / len(down) ** 2
