"""Two pages side by side on one stored page: an open booklet on the glass, or photographed.

The report knows stored pages only, so such a page stays one reading; its left page is read before its right one.
"""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.line_samples import LineBox, line_boxes
from ocr.recognition import SeenWord
from ocr.skew import Letters, letters_of

Grey = NDArray[np.uint8]

_OVERVIEW = 1170
#: Two pages of any usual format side by side are this much wider than high (A4: 1.41, A5 on A3's glass: up to 1.7).
_NARROWEST, _WIDEST = 1.15, 1.85
#: The white between the pages: where it may lie and how wide it must be, as fractions of the width.
_FIRST, _LAST, _GUTTER = 0.42, 0.58, 0.022
#: Each page holds so many lines, one of them over this share of the height: two cards side by side do not.
_FEWEST_LINES, _LEAST_SPAN = 4, 0.45
#: Lines of a page fill most of its type area; cells of a table do not. So many on one of the pages.
_FULL_LINES = 3


def find_gutter(grey: Grey) -> float | None:
    """Where the white between two facing pages runs.

    Args:
        grey: Height x width, upright and straight, rules still in it.

    Returns:
        Pixels from the left; None where the picture shows one page.
    """
    height, width = grey.shape
    if not _NARROWEST <= width / height <= _WIDEST:
        return None
    scale = min(1.0, _OVERVIEW / max(grey.shape))
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    letters = letters_of(small)
    strip = _white_strip(letters, small.shape[1])
    if strip is None or _is_crossed_by_rules(small[:, strip[0] : strip[1]]):
        return None
    middle = (strip[0] + strip[1]) / 2
    lines = line_boxes(letters, small.shape)
    left, right = ([line for line in lines if (line.left < middle) == is_left] for is_left in (True, False))
    both_hold_text = min(len(left), len(right)) >= _FEWEST_LINES
    return middle / scale if both_hold_text and any(_is_page(half, small.shape[0]) for half in (left, right)) else None


def parted(words: Iterable[SeenWord], gutter: float) -> tuple[list[SeenWord], list[SeenWord]]:
    """The words of the left and of the right page, each in the order given."""
    pages: tuple[list[SeenWord], list[SeenWord]] = ([], [])
    for word in words:
        pages[(word.left + word.right) / 2 >= gutter].append(word)
    return pages


def _white_strip(letters: Letters, width: int) -> tuple[int, int] | None:
    """The widest strip near the middle that no letter reaches into."""
    covered = np.zeros(width + 1, dtype=np.int64)
    np.add.at(covered, letters.left.astype(np.int64), 1)
    np.add.at(covered, letters.right.astype(np.int64), -1)
    first, last = round(_FIRST * width), round(_LAST * width)
    # dust: a single spot in a column is no text
    taken = np.flatnonzero(np.cumsum(covered)[first:last] > 1) + first
    bounds = np.concatenate([[first - 1], taken, [last]])
    widest = int(np.diff(bounds).argmax())
    start, end = int(bounds[widest]) + 1, int(bounds[widest + 1])
    return (start, end) if end - start >= _GUTTER * width else None


def _is_crossed_by_rules(strip: Grey) -> bool:
    """Lines of a table or under a heading run from one side to the other; the shadow of a fold does not."""
    full = (strip < 200).mean(axis=1) > 0.9
    starts = np.count_nonzero(full[1:] & ~full[:-1])
    return bool(starts >= 2)


def _is_page(lines: list[LineBox], height: int) -> bool:
    span = max(line.bottom for line in lines) - min(line.top for line in lines)
    type_area = max(line.right for line in lines) - min(line.left for line in lines)
    full = sum(line.right - line.left >= 0.7 * type_area for line in lines)
    return span >= _LEAST_SPAN * height and full >= _FULL_LINES
