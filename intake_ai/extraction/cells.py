"""The words of a page as rows and columns: what tables are made of.

Rows are told apart after the slope of the page is taken out: over the width of a table it may be a row's height.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import meaning_of
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.role_words import role_in
from intake_ai.extraction.runs import Run, plain
from intake_ai.wordlists import phrases
from ocr.page import Line, Word

# Fraction of the page's width: a line is long enough to tell the slope.
_LONG = 0.15
LEVEL = 0.6
"""In heights of a letter: what stands level is nearer than this."""


@dataclass(frozen=True)
class Placed:
    """A word with the number of its line and its height on the page as if that were level."""

    word: Word
    line: int
    level: float

    @property
    def middle(self) -> float:
        return self.word.box.centre[0]


Row = list[Placed]


def placed_words(lines: Sequence[Line]) -> list[Placed]:
    slope = _slope(lines)
    return [
        Placed(word, index, word.box.centre[1] - slope * word.box.centre[0])
        for index, line in enumerate(lines)
        for word in line.words
        if not is_leader(word) and any(letter.isalnum() for letter in word.text)
    ]


def _slope(lines: Sequence[Line]) -> float:
    """How far the lines of a page fall over its whole width."""
    slopes = []
    for line in lines:
        words = [word for word in line.words if not is_leader(word)]
        if len(words) > 1 and words[-1].box.centre[0] - words[0].box.centre[0] > _LONG:
            (left, high), (right, low) = words[0].box.centre, words[-1].box.centre
            slopes.append((low - high) / (right - left))
    return median(slopes) if slopes else 0.0


def rows_by_level(placed: Sequence[Placed], apart: float) -> list[Row]:
    rows: list[Row] = []
    for each in sorted(placed, key=lambda each: each.level):
        if rows and each.level - sum(other.level for other in rows[-1]) / len(rows[-1]) < apart:
            rows[-1].append(each)
        else:
            rows.append([each])
    return [sorted(row, key=lambda each: each.middle) for row in rows]


def level_of(row: Row) -> float:
    return median(each.level for each in row)


def columns_of(head: Sequence[Word], height: float) -> list[tuple[float, float]]:
    """Left and right end of each column's heading: headings stand further apart than words do."""
    words = sorted(head, key=lambda word: word.box.left)
    columns: list[tuple[float, float]] = []
    for word in words:
        if columns and word.box.left - columns[-1][1] <= COLUMN_GAP * height:
            columns[-1] = (columns[-1][0], max(columns[-1][1], word.box.right))
        else:
            columns.append((word.box.left, word.box.right))
    return columns


COLUMN_GAP = 0.7
"""In fractions of the page's width per height of a letter; words of one heading stand 0.4 to 0.63 apart."""


def table_pairs(head: Sequence[Placed], columns: Sequence[tuple[float, float]], body: Sequence[Row]) -> Iterator[Pair]:
    """The cells of a table's rows as pairs with the heads of their columns; empty ones are left out."""
    bounds = bounds_between(columns, [each.word for row in [head, *body] for each in row])
    labels = [text_of(cell) for cell in cells_of(head, bounds)]
    for row in body:
        cells = cells_of(row, bounds)
        role = row_role(labels, cells)
        for label, cell in zip(labels, cells, strict=True):
            if cell and label:
                words = Run(tuple(each.word for each in in_order(cell)))
                yield Pair(label, meaning_of(label), words, [cell[0].line], closed=True, role=role)


def bounds_between(columns: Sequence[tuple[float, float]], words: Sequence[Word]) -> list[float]:
    """Between each two columns the middle of the widest white that no word of head and rows stands in."""
    bounds = []
    for (left, one), (other, right) in pairwise(columns):
        low, high = (left + one) / 2, (other + right) / 2
        spans = sorted(
            (word.box.left, word.box.right) for word in words if word.box.right > low and word.box.left < high
        )
        best, floor = (one + other) / 2, low
        widest = 0.0
        for start, end in [*spans, (high, high)]:
            if start - floor > widest:
                widest, best = start - floor, (start + floor) / 2
            floor = max(floor, end)
        bounds.append(best)
    return bounds


def cells_of(row: Sequence[Placed], bounds: Sequence[float]) -> list[list[Placed]]:
    cells: list[list[Placed]] = [[] for _ in range(len(bounds) + 1)]
    for each in row:
        cells[sum(each.middle >= bound for bound in bounds)].append(each)
    return cells


def in_order(cell: Sequence[Placed]) -> list[Placed]:
    """The words of a cell line by line."""
    height = median(each.word.box.height for each in cell)
    return [each for row in rows_by_level(cell, height * LEVEL) for each in row]


def text_of(cell: Sequence[Placed]) -> str:
    return " ".join(each.word.text for each in in_order(cell)).strip(" .:") if cell else ""


def row_role(labels: Sequence[str], cells: Sequence[Sequence[Placed]]) -> str | None:
    """Whose row it is, by what it says of the relationship: a father's, a mother's, else any member's.

    None where the table lists no persons. What somebody is to the head of a household tells nothing of the applicant.
    """
    roles = {key: role for role, key in (entry.split(": ") for entry in phrases(__file__, "tables.yaml", "relations"))}
    for label, cell in zip(labels, cells, strict=True):
        meaning = meaning_of(label) if label else None
        if meaning is not None and meaning.kind == "relationship":
            return "member" if role_in(label) == "household_head" else roles.get(plain(text_of(cell)), "member")
    meanings = [meaning_of(label) for label in labels if label]
    return "member" if any(each is not None and each.kind == "full_name" for each in meanings) else None
