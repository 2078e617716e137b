"""Brings together what was read as several lines and the form prints on one: a label and the value typed behind it.

What is typed or written on a dotted line stands a little above the print, in letters of another size, so that it is
read as a line of its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ocr.page import Box, Line, Mark, Word

# Fractions of the page's width between two pieces of one row; columns stand further apart. Dots bridge any gap.
_MOST_GAP = 0.06
_LEAST_LEVEL = 0.35
_MOST_OVERLAP = 0.012
# Of the height of the page's words: what is lower was read from dots and dashes.
_LEAST_HEIGHT = 0.4
_FEWEST_DOTS = 3
LEADER = "……"
"""The text of a word that stands for a dotted line."""
UNSURE = 0.5
"""Confidence of dots on which there may be ink that was not read."""
_LINES = frozenset({"empty_line", "filled_line"})


def rows_of_print(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Line]:
    """The lines of a page with the pieces of each row joined, from left to right, and without specks."""
    rows = [list(line.words) for line in _without_specks(lines)]
    blocks = [line.block for line in _without_specks(lines)]
    dots = [mark.box for mark in marks if mark.kind in _LINES]
    joined = True
    while joined:
        joined = False
        for index in range(len(rows)):
            other = _piece_behind(rows, index, dots)
            if other is not None:
                rows[index] = [*rows[index], *rows[other]]
                keep, drop = sorted((index, other))
                rows[keep] = rows[index]
                del rows[drop], blocks[drop]
                joined = True
                break
    return [Line(tuple(words), block) for words, block in zip(rows, blocks, strict=True)]


def _without_specks(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that are lower than letters: dots taken for figures become dots again, specks go."""
    heights = [word.box.height for line in lines for word in line.words]
    usual = median(heights) if heights else 0.0
    kept = []
    for line in lines:
        lowest = max(word.box.height for word in line.words) < _LEAST_HEIGHT * usual
        if not lowest:
            kept.append(line)
        elif len(line.words) >= _FEWEST_DOTS:
            box = replace(line.box, top=max(0.0, line.box.bottom - usual))
            kept.append(Line((Word(LEADER, box, UNSURE),), line.block))
    return kept


def _piece_behind(rows: Sequence[Sequence[Word]], index: int, dots: Sequence[Box]) -> int | None:
    """The nearest row that goes on to the right of the row `index`, if any."""
    end = rows[index][-1].box
    best: tuple[float, int] | None = None
    for other, words in enumerate(rows):
        start = words[0].box
        gap = start.left - end.right
        if other == index or gap < -_MOST_OVERLAP or not _is_level(end, start):
            continue
        if (gap <= _MOST_GAP or _bridged(end, start, dots)) and (best is None or gap < best[0]):
            best = (gap, other)
    return best[1] if best else None


def _is_level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _LEAST_LEVEL * min(one.height, other.height)


def _bridged(left: Box, right: Box, dots: Sequence[Box]) -> bool:
    """Whether dots reach from the one piece to the other."""
    return any(
        box.left < left.right + _MOST_GAP / 2 and box.right > right.left - _MOST_GAP / 2 and _is_level(box, left)
        for box in dots
    )
