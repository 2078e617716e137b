"""Connected components of a page's ink, told apart by size: letters, marks above and below them, drawings."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

#: After cleaning, paper is at 255 and print of a weak copy reaches 190.
_INK = 190
#: Inches around a pixel, and by how much ink is darker than the mean of it.
_NEIGHBOURHOOD, _DARKER = 0.15, 25.0
#: Inches. Small letters of 5 points are 0.032 high; titles on certificates are set in up to 40 points.
_LEAST_LETTER, _MOST_LETTER = 0.025, 0.6
_LONGEST = 3.0  # letters of a worn or a joined-up line that touch
#: Inches. Higher and wider than this are pen strokes and pictures: letters so large seldom touch.
_LARGE = 0.22, 0.8
#: Inches: cells in which the usual height of letters is taken.
_CELL_WIDTH, _CELL_HEIGHT = 0.5, 0.15
#: From the foot of g to the top of Ấ, in heights of small letters, is 2.6; two lines that touch are higher.
_TALLEST = 2.7


@dataclass(frozen=True)
class Components:
    """Connected components of ink; number 0 is the paper.

    Attributes:
        labels: Height x width, the number of the component at each pixel.
        left, top, right, bottom: Sides of each, in pixels; right and bottom just beyond it.
        area: Inked pixels of each.
    """

    labels: NDArray[np.int32]
    left: Numbers
    top: Numbers
    right: Numbers
    bottom: Numbers
    area: Numbers

    @property
    def width(self) -> Numbers:
        return self.right - self.left

    @property
    def height(self) -> Numbers:
        return self.bottom - self.top


@dataclass(frozen=True)
class Sizes:
    """What each component is by its size.

    Attributes:
        letter: Letters and runs of touching ones.
        mark: Dots, tone marks, commas, dashes; specks too.
        tall: Letters of two lines that touch, or letters much larger than those around them.
        drawing: Larger than print.
        usual: Usual height of the letters around each, in pixels.
    """

    letter: Flags
    mark: Flags
    tall: Flags
    drawing: Flags
    usual: NDArray[np.float64]


def components_of(grey: Grey, inch: float) -> Components:
    """The connected components of what is darker than paper and than most of its neighbourhood.

    Args:
        grey: Height x width, evenly lit.
        inch: Pixels to an inch.
    """
    ink = cv2.bitwise_and(cv2.inRange(grey, 0, _INK - 1), _dark_for_its_place(grey, inch))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    left, top, width, height, area = np.asarray(boxes, dtype=np.int64).T
    return Components(np.asarray(labels, dtype=np.int32), left, top, left + width, top + height, area)


def _dark_for_its_place(grey: Grey, inch: float) -> Grey:
    """Where small print runs together it is paler between the letters than on them; of pictures only edges count."""
    side = round(_NEIGHBOURHOOD * inch) | 1
    inked = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, _DARKER)
    return np.asarray(inked, dtype=np.uint8)


def least_letter(inch: float) -> float:
    """Pixels that the smallest letters are high."""
    return max(4.0, _LEAST_LETTER * inch)


def sizes_of(parts: Components, inch: float) -> Sizes:
    """Sorts components into letters, marks and drawings.

    Args:
        parts: Of a page.
        inch: Pixels to an inch.
    """
    height, width = parts.height, parts.width
    drawing = (height > _MOST_LETTER * inch) | (width > _LONGEST * inch)
    drawing |= (height > _LARGE[0] * inch) & (width > _LARGE[1] * inch)
    drawing[0] = True
    high = height >= least_letter(inch)
    letter = high & ~drawing & (width <= 14 * height) & (parts.area >= 4) & (height <= 12 * width)
    usual = _usual_heights(parts, letter, inch)
    # a comma is half as high as a small letter, a stack of two tone marks nearly as high as one
    small = height < np.maximum(0.62 * usual, least_letter(inch))
    tall = letter & (height > _TALLEST * usual)
    return Sizes(letter & ~small & ~tall, ~drawing & (small | ~letter), tall, drawing, usual)


def _usual_heights(parts: Components, letter: Flags, inch: float) -> NDArray[np.float64]:
    """For each component the usual height of the letters in its cell of the page and the eight around it.

    Half of the summed height is in letters that are less high; so many small marks do not count as much as letters.
    """
    across = ((parts.left + parts.right) / (2 * _CELL_WIDTH * inch)).astype(np.int64) + 1
    down = ((parts.top + parts.bottom) / (2 * _CELL_HEIGHT * inch)).astype(np.int64) + 1
    columns, rows = int(across.max()) + 2, int(down.max()) + 2
    cell = down * columns + across
    heights = parts.height[letter]
    if not len(heights):
        return np.full(len(cell), 0.1 * inch)
    order = np.argsort(heights)
    heights, places = heights[order], cell[letter][order]
    page = float(heights[np.searchsorted(np.cumsum(heights), heights.sum() / 2)])
    places = np.concatenate([places + step + row * columns for step in (-1, 0, 1) for row in (-1, 0, 1)])
    values = np.tile(heights, 9)
    order = np.lexsort((values, places))
    places, values = places[order], values[order]
    sums = np.cumsum(values)
    bounds = np.searchsorted(places, np.arange(rows * columns + 1))
    before = np.append(0, sums)[bounds]
    middle = np.searchsorted(sums, (before[:-1] + before[1:]) / 2)
    # few letters say little: an initial, a figure beside a seal
    found = values[np.minimum(middle, len(values) - 1)]
    counts = np.diff(bounds)
    usual = np.where(counts >= 6, found, np.where(counts > 0, np.maximum(found, page), page))
    return np.asarray(usual[cell], dtype=np.float64)


def nearest_owner(
    parts: Components, owner: Numbers, marks: Numbers, reach: int, *, upwards: bool
) -> tuple[Numbers, Numbers]:
    """What owns the nearest owned component straight above (or below) each mark, and how many pixels away it is.

    Args:
        parts: Of a page.
        owner: Of each component, -1 for none.
        marks: Numbers of components.
        reach: How many pixels to look.
        upwards: Above rather than below.

    Returns:
        -1 and a great distance where there is none.
    """
    height, width = parts.labels.shape
    start = parts.top[marks] - 1 if upwards else parts.bottom[marks]
    down = np.clip(start[:, None] + np.arange(reach) * (-1 if upwards else 1), 0, height - 1)
    best, distance = np.full(len(marks), -1), np.full(len(marks), 9999)
    each = np.arange(len(marks))
    for share in (0.1, 0.5, 0.9):
        across = (parts.left[marks] + share * (parts.width[marks] - 1)).astype(np.int64)
        seen = owner[parts.labels[down, np.clip(across, 0, width - 1)[:, None]]]
        first = (seen >= 0).argmax(axis=1)
        found = seen[each, first]
        nearer = (found >= 0) & (first < distance)
        best[nearer], distance[nearer] = found[nearer], first[nearer]
    return best, distance
