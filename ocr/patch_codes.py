"""Patch codes: four broad bars, near an edge, that scanners and sheets between dossiers speak with.

Two of the bars are wide (0.20 inch) and two narrow (0.08 inch), as are the spaces between them, at least 2 inches long
(Kodak Scanners Patch Code Information, 2006). There is no check digit, so bars count only where they run side by side
for longer than the code is high and nothing else stands close to them.
"""

from collections import Counter
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pictures import Pixels

_Ink = NDArray[np.bool_]

#: Wide bars are 1; upside down 1 and 6 change places, T and 3 too.
_PATTERNS = {"1100": "1", "1001": "2", "1010": "3", "0110": "4", "0011": "6", "0101": "T"}
_RUNS = 7
_STEP = 4
"""Pixels between two lines that are looked at; a narrow bar is 10 pixels wide at 130 dpi."""
_WIDE_TO_NARROW = 2.5
_TOLERANCE = 0.35
"""Of a bar's breadth: copiers make bars broader and spaces narrower."""
_QUIET = 1.5
"""Narrow bars of white before and behind the code; sheets keep more, but scanners cut edges off."""
_NARROWEST, _SHORTEST = 3, 1.6
"""Pixels of a narrow bar; length of the bars in breadths of the whole code (2.5 on sheets as they are sold)."""


def find_patch_codes(pixels: Pixels) -> tuple[str, ...]:
    """The names of the patch codes on a page, such as ``T``; in either direction of reading, so T may be told as 3.

    Args:
        pixels: Height x width x 3, RGB, at 100 dpi or more.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    _, black = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    ink: _Ink = np.asarray(black, dtype=np.bool_)
    return tuple(sorted({*_in_columns(ink), *_in_columns(ink.T)}))


def _in_columns(ink: _Ink) -> Iterator[str]:
    """Codes whose bars lie across the columns, each seen in many of them at about the same place."""
    seen: Counter[tuple[str, int]] = Counter()
    size: dict[tuple[str, int], float] = {}
    for column in range(0, ink.shape[1], _STEP):
        for name, start, breadth in _along(ink[:, column]):
            # a sheet lies askew: neighbouring columns see the code a little higher or lower
            key = name, round(start / max(1.0, breadth))
            seen[key] += 1
            size[key] = breadth
    for (name, place), times in seen.items():
        beside = seen[name, place + 1]
        if (times + beside) * _STEP >= _SHORTEST * size[name, place]:
            yield name


def _along(line: _Ink) -> Iterator[tuple[str, int, float]]:
    """Codes along one line of pixels: name, where each starts, and how broad the whole of it is."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], line, [False])).astype(np.int8)))
    if len(edges) < _RUNS + 1:
        return
    runs = np.diff(edges)  # ink, white, ink, …: the first edge is where ink begins
    for first in range(0, len(runs) - _RUNS + 1, 2):
        window = runs[first : first + _RUNS]
        before = edges[first] - (edges[first - 1] if first else 0)
        behind = (edges[first + _RUNS + 1] if first + _RUNS + 1 < len(edges) else len(line)) - edges[first + _RUNS]
        name = _name(window, min(before, behind))
        if name is not None:
            yield name, int(edges[first]), float(window.sum())


def _name(runs: NDArray[np.int64], quiet: int) -> str | None:
    """The code of seven runs, None where they are none."""
    narrow = float(runs.sum()) / (2 * _WIDE_TO_NARROW + 2 + 3)
    if narrow < _NARROWEST or quiet < _QUIET * narrow:
        return None
    slack = _TOLERANCE * narrow + 1.0
    if np.abs(runs[1::2] - narrow).max() > slack:
        return None
    bars = runs[0::2]
    wide = bars > narrow * (1 + _WIDE_TO_NARROW) / 2
    wanted = np.where(wide, narrow * _WIDE_TO_NARROW, narrow)
    if np.abs(bars - wanted).max() > slack:
        return None
    return _PATTERNS.get("".join("1" if bar else "0" for bar in wide))
