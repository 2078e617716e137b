"""Words to lines in reading order; cells that stand side by side become lines of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.page import Line, Word, enclosing

#: A gap this many line heights wide may part two columns; words of one line rarely stand further apart.
_GUTTER = 1.6


def split_at_gutters(rows: Sequence[tuple[int, Sequence[Word]]], aspect: float) -> tuple[Line, ...]:
    """Parts lines where a gap runs on through the next or previous line: two cells of a header, two signatures.

    Args:
        rows: Block number and words, left to right, of every line from top to bottom.
        aspect: Width of the page over its height (boxes are fractions of each).
    """
    gaps = [_wide_gaps(words, aspect) for _, words in rows]
    result: list[Line] = []
    for index, (block, words) in enumerate(rows):
        neighbours = [
            near for near in (index - 1, index + 1) if 0 <= near < len(rows) and _adjacent(rows[near][1], words)
        ]
        nearby = [gap for near in neighbours for gap in gaps[near]]
        cuts = [gap.position for gap in gaps[index] if any(gap.runs_on_in(other) for other in nearby)]
        bounds = [0, *cuts, len(words)]
        result += [
            Line(tuple(words[start:end]), block * 10 + part) for part, (start, end) in enumerate(pairwise(bounds))
        ]
    return tuple(result)


@dataclass(frozen=True, slots=True)
class _Gap:
    """White before the word at `position`, from `left` to `right` (fractions of the page)."""

    position: int
    left: float
    right: float

    def runs_on_in(self, other: "_Gap") -> bool:
        return min(self.right, other.right) - max(self.left, other.left) > 0.01


def _wide_gaps(words: Sequence[Word], aspect: float) -> list[_Gap]:
    """The gaps in a line that are wide for its height."""
    heights = sorted(word.box.height for word in words)
    wide = _GUTTER * heights[len(heights) // 2] / aspect
    return [
        _Gap(position, before.box.right, after.box.left)
        for position, (before, after) in enumerate(pairwise(words), start=1)
        if after.box.left - before.box.right > wide
    ]


def _adjacent(first: Sequence[Word], second: Sequence[Word]) -> bool:
    centre_of = [sum(word.box.centre[1] for word in words) / len(words) for words in (first, second)]
    height = max(word.box.height for word in (*first, *second))
    return abs(centre_of[0] - centre_of[1]) < 3 * height


def in_reading_order(parts: Sequence[tuple[int, Sequence[Word]]]) -> list[tuple[int, Sequence[Word]]]:
    """Lines (block number and words) row by row from the top, each row from the left.

    Tesseract's own order of blocks is by columns and sometimes wild; labels and values of forms stand in rows.
    """
    rows: list[list[tuple[int, Sequence[Word]]]] = []
    for part in sorted(parts, key=lambda part: _middle(part[1])):
        if rows and _overlaps(rows[-1][0][1], part[1]):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [part for row in rows for part in sorted(row, key=lambda part: part[1][0].box.left)]


def _middle(words: Sequence[Word]) -> float:
    return sum(word.box.centre[1] for word in words) / len(words)


def _overlaps(first: Sequence[Word], second: Sequence[Word]) -> bool:
    height = min(enclosing([w.box for w in first]).height, enclosing([w.box for w in second]).height)
    return abs(_middle(first) - _middle(second)) < 0.4 * height


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Gathers words into lines by their vertical overlap, lines top to bottom, words left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.box.centre[1], word.box.left)):
        row = next((row for row in reversed(rows[-4:]) if _same_row(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [sorted(row, key=lambda word: word.box.left) for row in rows]


def _same_row(row: Sequence[Word], word: Word) -> bool:
    top, bottom = (sum(values) / len(row) for values in ([w.box.top for w in row], [w.box.bottom for w in row]))
    shared = min(bottom, word.box.bottom) - max(top, word.box.top)
    return shared > 0.5 * min(bottom - top, word.box.height)
