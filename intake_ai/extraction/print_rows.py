"""Brings together what was read as several lines and the form prints on one: a label and the value typed behind it.

What is typed or written on a dotted line stands a little above the print, in letters of another size, so that it is
read as a line of its own.
"""

from collections.abc import Sequence

from ocr.page import Box, Line, Mark, Word

# Fractions of the page's width between two pieces of one row; columns stand further apart. Dots bridge any gap.
_MOST_GAP = 0.06
_LEAST_LEVEL = 0.35
_MOST_OVERLAP = 0.012
_MOST_SPECKS, _SPECK = 3, 3
_LINES = frozenset({"empty_line", "filled_line"})


def rows_of_print(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Line]:
    """The lines of a page with the pieces of each row joined, from left to right."""
    rows = [list(line.words) for line in lines]
    blocks = [line.block for line in lines]
    dots = [mark.box for mark in marks if mark.kind in _LINES]
    index = 0
    while index < len(rows):
        behind = _piece_behind(rows, index, dots)
        if behind is None:
            index += 1
            continue
        other, first = behind
        rows[index] += rows[other][first:]
        keep, drop = sorted((index, other))
        rows[keep] = rows[index]
        del rows[drop], blocks[drop]
        index = keep
    return [Line(tuple(words), block) for words, block in zip(rows, blocks, strict=True)]


def _piece_behind(rows: Sequence[Sequence[Word]], index: int, dots: Sequence[Box]) -> tuple[int, int] | None:
    """The nearest row that goes on to the right of the row `index`, if any, and the first of its words that does."""
    end = rows[index][-1].box
    best: tuple[float, int, int] | None = None
    for other, words in enumerate(rows):
        if other == index or words[-1].box.right <= end.right or words[0].box.top > end.bottom:
            continue
        first = _first_behind(words, end)
        if first is None or not _is_level(end, words[first].box):
            continue
        gap = words[first].box.left - end.right
        if (gap <= _MOST_GAP or _bridged(end, words[first].box, dots)) and (best is None or gap < best[0]):
            best = (gap, other, first)
    return best[1:] if best else None


def _first_behind(words: Sequence[Word], end: Box) -> int | None:
    """The first of `words` that stands behind `end`; ahead of it may stand specks read from a footnote mark."""
    for first, word in enumerate(words[: _MOST_SPECKS + 1]):
        if word.box.left - end.right >= -_MOST_OVERLAP:
            return first
        if len(word.text) > _SPECK or word.box.left < end.left - _MOST_OVERLAP:
            return None
    return None


def _is_level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _LEAST_LEVEL * min(one.height, other.height)


def _bridged(left: Box, right: Box, dots: Sequence[Box]) -> bool:
    """Whether dots reach from the one piece to the other."""
    return any(
        box.left < left.right + _MOST_GAP / 2 and box.right > right.left - _MOST_GAP / 2 and _is_level(box, left)
        for box in dots
    )
