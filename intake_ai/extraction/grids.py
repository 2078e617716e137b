"""Values in tables whose rows are numbered: "TT | Họ và tên | Quan hệ ..." over the rows 1, 2, 3.

The head tells the columns; what stands level with a row and between the bounds of a column is the value of its cell.
Rows are told apart after the slope of the page is taken out: over the width of a table it may be a row's height.
"""

import re
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

_NUMBER = re.compile(r"0?\d{1,2}[.)]?")
# Fractions of the page: a line is long enough to tell the slope; a number stands under the middle of its heading.
_LONG = 0.15
_NUMBER_REACH = 0.025
_UNDER_NUMBERS = 0.012
# In heights of a letter: lines of one row or cell stand nearer than rows of a table do.
_LEVEL = 0.6
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


@dataclass(frozen=True)
class _Placed:
    """A word with the number of its line and its height on the page as if that were level."""

    word: Word
    line: int
    level: float

    @property
    def middle(self) -> float:
        return self.word.box.centre[0]


_Row = list[_Placed]


def grids_of(lines: Sequence[Line]) -> Iterator[Grid]:
    """The tables with numbered rows of a page, from the top."""
    placed = _placed(lines)
    if not placed:
        return
    height = median(each.word.box.height for each in placed)
    rows = _rows(placed, height * _LEVEL)
    position = 0
    while position < len(rows):
        found = _grid(rows, position, height)
        if found is None:
            position += 1
            continue
        grid, position = found
        yield grid


def _placed(lines: Sequence[Line]) -> list[_Placed]:
    slope = _slope(lines)
    return [
        _Placed(word, index, word.box.centre[1] - slope * word.box.centre[0])
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


def _rows(placed: Sequence[_Placed], apart: float) -> list[_Row]:
    rows: list[_Row] = []
    for each in sorted(placed, key=lambda each: each.level):
        if rows and each.level - sum(other.level for other in rows[-1]) / len(rows[-1]) < apart:
            rows[-1].append(each)
        else:
            rows.append([each])
    return [sorted(row, key=lambda each: each.middle) for row in rows]


def _level(row: _Row) -> float:
    return median(each.level for each in row)


def _grid(rows: Sequence[_Row], position: int, height: float) -> tuple[Grid, int] | None:
    anchor = _anchor(rows, position, height)
    if anchor is None:
        return None
    first = _first_of_body(rows, position, anchor, height)
    if first is None:
        return None
    start = position - (position > 0 and _is_above(rows[position - 1], rows[position], height))
    head = [each for row in rows[start:first] for each in row if abs(each.middle - anchor) > _NUMBER_REACH]
    columns = _columns([each.word for each in head], height)
    body, end = _body(rows, first, anchor, height)
    if len(columns) < 2:
        return None
    pairs = tuple(_pairs(head, columns, body, anchor))
    used = frozenset(each.line for row in rows[start:end] for each in row)
    return Grid(min(used), used, pairs), end


def _anchor(rows: Sequence[_Row], position: int, height: float) -> float | None:
    """Where the heading of running numbers stands: "TT", or what was read of it over the numbers, beside others."""
    row = rows[position]
    first = row[0]
    if len(row) < _FEWEST_HEAD_WORDS or any(each.word.text.endswith(":") for each in row):
        return None
    below = rows[position + 1 : position + 1 + _MOST_HEAD_ROWS + 2]
    numbers = [row[0].word.text for row in below if _is_number(row, first.middle) and not _numbers_columns(row)]
    is_heading = plain(first.word.text) in phrases(__file__, "tables.yaml", "numbers")
    is_apart = row[1].word.box.left - first.word.box.right > _COLUMN_GAP * height
    is_short = is_apart and len(first.word.text) <= _MOST_LETTERS and first.word.text[0].isalpha()
    if (is_heading and (numbers or _names_columns(row))) or (is_short and len(numbers) > 1 and numbers[0] < numbers[1]):
        return first.middle
    return None


def _names_columns(row: _Row) -> bool:
    """Whether a row holds words of a known label: what stands under it is a table though no number was read."""
    return meaning_of(" ".join(each.word.text for each in row[1:])) is not None


_FEWEST_HEAD_WORDS = 3
_MOST_LETTERS = 3


def _is_above(row: _Row, below: _Row, height: float) -> bool:
    """Whether a row stands so close above that of "TT" that both are of the head."""
    return _level(below) - _level(row) < _MOST_IN_HEAD * height and not any(each.word.text[-1] in ":." for each in row)


def _is_number(row: _Row, anchor: float) -> bool:
    """Whether a row opens with a number under that heading; the number of the form's next label is larger."""
    text = row[0].word.text
    is_short = _NUMBER.fullmatch(text) is not None and abs(row[0].middle - anchor) < _NUMBER_REACH
    return is_short and (text.isdigit() or _value(row) <= _MOST_WITH_STOP)


def _first_of_body(rows: Sequence[_Row], position: int, anchor: float, height: float) -> int | None:
    """The row of the number 1, or where that was not read the one as far above as the first number that was tells.

    Where no number was read, the first row that stands off the lines of the head.
    """
    for index in range(position + 1, min(position + 1 + _MOST_HEAD_ROWS, len(rows))):
        distance = _level(rows[index]) - _level(rows[index - 1])
        if _is_number(rows[index], anchor) and not _numbers_columns(rows[index]):
            return _climb(rows, index, position, height)
        if distance > _MOST_HEAD * height:
            break
    distances = [
        _level(below) - _level(above) for above, below in pairwise(rows[position : position + _MOST_HEAD_ROWS])
    ]
    first = next((number for number, distance in enumerate(distances) if distance > _ROWS_APART * height), None)
    return None if first is None or distances[first] > _MOST_HEAD * height else position + 1 + first


def _climb(rows: Sequence[_Row], index: int, position: int, height: float) -> int:
    missing = _value(rows[index]) - 1
    while missing and index - 1 > position and _level(rows[index]) - _level(rows[index - 1]) > _ROWS_APART * height:
        index, missing = index - 1, missing - 1
    return index


_MOST_WITH_STOP = 3


def _value(row: _Row) -> int:
    return int(re.sub(r"\D", "", row[0].word.text))


def _numbers_columns(row: _Row) -> bool:
    """Whether a row only numbers the columns: "1 2 3 4"."""
    return (
        len(row) > 2
        and all(_NUMBER.fullmatch(each.word.text.strip("()")) for each in row)
        and ([int(re.sub(r"\D", "", each.word.text)) for each in row] == list(range(1, len(row) + 1)))
    )


def _body(rows: Sequence[_Row], first: int, anchor: float, height: float) -> tuple[list[_Row], int]:
    """The rows of the table, each with the lines that its cells go on on, and where what stands below it begins."""
    body: list[_Row] = []
    end = first
    pitch = _MOST_BETWEEN * height
    while end < len(rows):
        row = rows[end]
        if end > first and (_level(row) - _level(rows[end - 1]) > pitch or _is_below(row, anchor)):
            break
        if not body and _is_below(row, anchor):
            break
        if _is_number(row, anchor) or not body or _opens_row(row, rows[end - 1], body, height):
            body.append(list(row))
        else:
            body[-1] += row
        end += 1
    return body, end


def _is_below(row: _Row, anchor: float) -> bool:
    """Whether a row stands below a table: it opens left of it or with words under its numbers, or it holds a label."""
    first = row[0]
    if any(each.word.text.endswith(":") for each in row):
        return True
    left = first.word.box.left < anchor + _UNDER_NUMBERS
    return left and not _is_number(row, anchor)


def _opens_row(row: _Row, above: _Row, body: Sequence[_Row], height: float) -> bool:
    """Whether a row whose number was not read is one of its own: as far from the one above as rows are."""
    distance = _level(row) - _level(above)
    return len(row) > 2 and distance > _ROWS_APART * height and len(body) > 0


def _columns(head: Sequence[Word], height: float) -> list[tuple[float, float]]:
    """Left and right end of each column's heading: headings stand further apart than words do."""
    words = sorted(head, key=lambda word: word.box.left)
    columns: list[tuple[float, float]] = []
    for word in words:
        if columns and word.box.left - columns[-1][1] <= _COLUMN_GAP * height:
            columns[-1] = (columns[-1][0], max(columns[-1][1], word.box.right))
        else:
            columns.append((word.box.left, word.box.right))
    return columns


_COLUMN_GAP = 0.7
"""In fractions of the page's width per height of a letter; words of one heading stand 0.4 to 0.63 apart."""


def _pairs(
    head: Sequence[_Placed], columns: Sequence[tuple[float, float]], body: Sequence[_Row], anchor: float
) -> Iterator[Pair]:
    values = [[each for each in row if not (_is_running(each, anchor))] for row in body]
    bounds = _bounds(columns, [each.word for row in [head, *values] for each in row])
    labels = [_text(cell) for cell in _cells(head, bounds)]
    for row in values:
        cells = _cells(row, bounds)
        role = _role(labels, cells)
        for label, cell in zip(labels, cells, strict=True):
            if cell and label:
                words = Run(tuple(each.word for each in _in_order(cell)))
                yield Pair(label, meaning_of(label), words, [cell[0].line], closed=True, role=role)


def _is_running(each: _Placed, anchor: float) -> bool:
    return _NUMBER.fullmatch(each.word.text) is not None and abs(each.middle - anchor) < _NUMBER_REACH


def _bounds(columns: Sequence[tuple[float, float]], words: Sequence[Word]) -> list[float]:
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


def _cells(row: Sequence[_Placed], bounds: Sequence[float]) -> list[list[_Placed]]:
    cells: list[list[_Placed]] = [[] for _ in range(len(bounds) + 1)]
    for each in row:
        cells[sum(each.middle >= bound for bound in bounds)].append(each)
    return cells


def _in_order(cell: Sequence[_Placed]) -> list[_Placed]:
    """The words of a cell line by line."""
    height = median(each.word.box.height for each in cell)
    return [each for row in _rows(cell, height * _LEVEL) for each in row]


def _text(cell: Sequence[_Placed]) -> str:
    return " ".join(each.word.text for each in _in_order(cell)).strip(" .:") if cell else ""


def _role(labels: Sequence[str], cells: Sequence[Sequence[_Placed]]) -> str | None:
    """Whose row it is, by what it says of the relationship: a father's, a mother's, else any member's.

    None where the table lists no persons. What somebody is to the head of a household tells nothing of the applicant.
    """
    roles = {key: role for role, key in (entry.split(": ") for entry in phrases(__file__, "tables.yaml", "relations"))}
    for label, cell in zip(labels, cells, strict=True):
        meaning = meaning_of(label) if label else None
        if meaning is not None and meaning.kind == "relationship":
            return "member" if role_in(label) == "household_head" else roles.get(plain(_text(cell)), "member")
    meanings = [meaning_of(label) for label in labels if label]
    return "member" if any(each is not None and each.kind == "full_name" for each in meanings) else None
