"""The tables of a page: those whose rows are numbered, "TT | Họ và tên | Quan hệ ..." over 1, 2, 3, and all others.

The head tells the columns; what stands level with a row and between the bounds of a column is the value of its cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from intake_ai.extraction.cells import (
    COLUMN_GAP,
    LEVEL,
    Placed,
    Row,
    columns_of,
    level_of,
    placed_words,
    rows_by_level,
    table_pairs,
)
from intake_ai.extraction.lexicon import meaning_of
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.running_numbers import is_of_running_numbers
from intake_ai.extraction.unnumbered import table_at
from ocr.page import Line

_NUMBER = re.compile(r"0?\d{1,2}[.)]?")
# Fractions of the page: a number stands under the middle of its heading.
_NUMBER_REACH = 0.025
_UNDER_NUMBERS = 0.012
# In heights of a letter: lines of one row or cell stand nearer than rows of a table do.
_MOST_IN_HEAD = 1.3
_ROWS_APART = 1.3
_MOST_HEAD = 2.6
_MOST_BETWEEN = 4.0
_MOST_HEAD_ROWS = 5


@dataclass(frozen=True)
class Grid:
    """A table: where its first line stands among the lines, which lines it takes up, and its values."""

    start: int
    lines: frozenset[int]
    pairs: tuple[Pair, ...]


def grids_of(lines: Sequence[Line]) -> Iterator[Grid]:
    """The tables of a page with heads above their columns, from the top."""
    placed = placed_words(lines)
    if not placed:
        return
    height = median(each.word.box.height for each in placed)
    rows = rows_by_level(placed, height * LEVEL)
    position = 0
    while position < len(rows):
        found = _grid(rows, position, height)
        if found is None:
            position += 1
            continue
        grid, position = found
        yield grid


def _grid(rows: Sequence[Row], position: int, height: float) -> tuple[Grid, int] | None:
    return _numbered(rows, position, height) or _unnumbered(rows, position, height)


def _unnumbered(rows: Sequence[Row], position: int, height: float) -> tuple[Grid, int] | None:
    found = table_at(rows, position, height)
    if found is None or any(
        _anchor(rows, below, height) is not None and (below >= found.head_end or _has_numbers(rows, below))
        for below in range(position + 1, found.end)
    ):
        return None
    used = frozenset(each.line for row in rows[position : found.end] for each in row)
    return Grid(min(used), used, found.pairs), found.end


def _numbered(rows: Sequence[Row], position: int, height: float) -> tuple[Grid, int] | None:
    anchor = _anchor(rows, position, height)
    if anchor is None:
        return None
    first = _first_of_body(rows, position, anchor, height)
    if first is None:
        return None
    start = position - (position > 0 and _is_above(rows[position - 1], rows[position], height))
    head = [each for row in rows[start:first] for each in row if abs(each.middle - anchor) > _NUMBER_REACH]
    columns = columns_of([each.word for each in head], height)
    body, end = _body(rows, first, anchor, height)
    if len(columns) < 2:
        return None
    rows_of_values = [[each for each in row if not _is_running(each, anchor)] for row in body]
    pairs = tuple(table_pairs(head, columns, rows_of_values))
    used = frozenset(each.line for row in rows[start:end] for each in row)
    return Grid(min(used), used, pairs), end


def _anchor(rows: Sequence[Row], position: int, height: float) -> float | None:
    """Where the heading of running numbers stands: "TT", or what was read of it over the numbers, beside others."""
    row = rows[position]
    first = row[0]
    if len(row) < _FEWEST_HEAD_WORDS or any(each.word.text.endswith(":") for each in row):
        return None
    below = rows[position + 1 : position + 1 + _MOST_HEAD_ROWS + 2]
    numbers = [row[0].word.text for row in below if _is_number(row, first.middle) and not _numbers_columns(row)]
    is_heading = is_of_running_numbers(first.word.text)
    is_apart = row[1].word.box.left - first.word.box.right > COLUMN_GAP * height
    is_short = is_apart and len(first.word.text) <= _MOST_LETTERS and first.word.text[0].isalpha()
    if (is_heading and (numbers or _names_columns(row))) or (is_short and len(numbers) > 1 and numbers[0] < numbers[1]):
        return first.middle
    return None


def _has_numbers(rows: Sequence[Row], position: int) -> bool:
    """Whether running numbers were read below their heading."""
    middle = rows[position][0].middle
    return any(_is_number(row, middle) for row in rows[position + 1 : position + 1 + _MOST_HEAD_ROWS + 2])


def _names_columns(row: Row) -> bool:
    """Whether a row holds words of a known label: what stands under it is a table though no number was read."""
    return meaning_of(" ".join(each.word.text for each in row[1:])) is not None


_FEWEST_HEAD_WORDS = 3
_MOST_LETTERS = 3


def _is_above(row: Row, below: Row, height: float) -> bool:
    """Whether a row stands so close above that of "TT" that both are of the head."""
    return level_of(below) - level_of(row) < _MOST_IN_HEAD * height and not any(
        each.word.text[-1] in ":." for each in row
    )


def _is_number(row: Row, anchor: float) -> bool:
    """Whether a row opens with a number under that heading; the number of the form's next label is larger."""
    text = row[0].word.text
    is_short = _NUMBER.fullmatch(text) is not None and abs(row[0].middle - anchor) < _NUMBER_REACH
    return is_short and (text.isdigit() or _value(row) <= _MOST_WITH_STOP)


def _first_of_body(rows: Sequence[Row], position: int, anchor: float, height: float) -> int | None:
    """The row of the number 1, or where that was not read the one as far above as the first number that was tells.

    Where no number was read, the first row that stands off the lines of the head.
    """
    for index in range(position + 1, min(position + 1 + _MOST_HEAD_ROWS, len(rows))):
        distance = level_of(rows[index]) - level_of(rows[index - 1])
        if _is_number(rows[index], anchor) and not _numbers_columns(rows[index]):
            return _climb(rows, index, position, height)
        if distance > _MOST_HEAD * height:
            break
    distances = [
        level_of(below) - level_of(above) for above, below in pairwise(rows[position : position + _MOST_HEAD_ROWS])
    ]
    first = next((number for number, distance in enumerate(distances) if distance > _ROWS_APART * height), None)
    return None if first is None or distances[first] > _MOST_HEAD * height else position + 1 + first


def _climb(rows: Sequence[Row], index: int, position: int, height: float) -> int:
    missing = _value(rows[index]) - 1
    while missing and index - 1 > position and level_of(rows[index]) - level_of(rows[index - 1]) > _ROWS_APART * height:
        index, missing = index - 1, missing - 1
    return index


_MOST_WITH_STOP = 3


def _value(row: Row) -> int:
    return int(re.sub(r"\D", "", row[0].word.text))


def _numbers_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: "1 2 3 4"."""
    return (
        len(row) > 2
        and all(_NUMBER.fullmatch(each.word.text.strip("()")) for each in row)
        and ([int(re.sub(r"\D", "", each.word.text)) for each in row] == list(range(1, len(row) + 1)))
    )


def _body(rows: Sequence[Row], first: int, anchor: float, height: float) -> tuple[list[Row], int]:
    """The rows of the table, each with the lines that its cells go on on, and where what stands below it begins."""
    body: list[Row] = []
    end = first
    pitch = _MOST_BETWEEN * height
    while end < len(rows):
        row = rows[end]
        if end > first and (level_of(row) - level_of(rows[end - 1]) > pitch or _is_below(row, anchor)):
            break
        if not body and _is_below(row, anchor):
            break
        if _is_number(row, anchor) or not body or _opens_row(row, rows[end - 1], body, height):
            body.append(list(row))
        else:
            body[-1] += row
        end += 1
    return body, end


def _is_below(row: Row, anchor: float) -> bool:
    """Whether a row stands below a table: it opens left of it or with words under its numbers, or it holds a label."""
    first = row[0]
    if any(each.word.text.endswith(":") for each in row):
        return True
    left = first.word.box.left < anchor + _UNDER_NUMBERS
    return left and not _is_number(row, anchor)


def _opens_row(row: Row, above: Row, body: Sequence[Row], height: float) -> bool:
    """Whether a row whose number was not read is one of its own: as far from the one above as rows are."""
    distance = level_of(row) - level_of(above)
    return len(row) > 2 and distance > _ROWS_APART * height and len(body) > 0


def _is_running(each: Placed, anchor: float) -> bool:
    return _NUMBER.fullmatch(each.word.text) is not None and abs(each.middle - anchor) < _NUMBER_REACH
