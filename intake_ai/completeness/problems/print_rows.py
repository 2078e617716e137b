"""The rows of a page: lines that stand on one height together, also where the page lies a little askew."""

from collections.abc import Sequence
from statistics import median

from ocr.page import Line, Page

_SAME_HEIGHT = 0.6
"""Of a line's height: so near lie the middles of what stands in one row."""
_WIDE = 0.2
"""Of the page's width: shorter lines do not tell how far the page is tilted."""
_LEAST_WORDS = 3


def rows_of(page: Page) -> list[list[Line]]:
    """The lines of a page by rows, each from the left, and so down the page."""
    slope = tilt(page.reading.lines)
    rows: list[list[Line]] = []
    for line in sorted(page.reading.lines, key=lambda each: _height(each, slope)):
        if rows and _height(line, slope) - _height(rows[-1][0], slope) < _SAME_HEIGHT * _letters(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def tilt(lines: Sequence[Line]) -> float:
    """How far lines fall from left to right: fraction of the page's height by fraction of its width, median."""
    long = [line for line in lines if line.box.width > _WIDE and len(line.words) >= _LEAST_WORDS]
    wide = [line for line in long if line.words[-1].box.centre[0] > line.words[0].box.centre[0]]
    return median(map(_fall, wide)) if wide else 0.0


def _fall(line: Line) -> float:
    first, last = line.words[0].box, line.words[-1].box
    return (last.centre[1] - first.centre[1]) / (last.centre[0] - first.centre[0])


def _height(line: Line, slope: float) -> float:
    """Where the line's middle would stand, were the page level."""
    across, down = line.box.centre
    return down - slope * across


def _letters(line: Line) -> float:
    """Height of the line's words: its box is higher where it is tilted."""
    return median(word.box.height for word in line.words)
