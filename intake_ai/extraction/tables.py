"""Values in tables: a column for each person with the labels at the left, or a row for each under labels at the top."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from intake_ai.extraction.grids import grids_of
from intake_ai.extraction.labelled import Pair, pairs_of
from intake_ai.extraction.lexicon import Label, lexicon, match_label, opens_with
from intake_ai.extraction.role_words import role_in
from intake_ai.extraction.runs import Run, plain, run_of
from ocr.page import Line, Word

# Fractions of the page's width: words of one cell stand at most this far apart, cells of a table further.
_CELL_GAP = 0.015
_ROLE_WORDS = 4
_MEMBER = "member"


@dataclass(frozen=True)
class Row:
    """Lines that stand side by side; `index` is that of the first in the page's lines."""

    index: int
    count: int
    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        return min(word.box.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.box.bottom for word in self.words)

    @property
    def height(self) -> float:
        return sorted(word.box.height for word in self.words)[len(self.words) // 2]


@dataclass
class _Column:
    left: float
    right: float
    words: list[Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        return run_of(self.words).text


@dataclass(frozen=True)
class _Table:
    """The lines `start` to before `end` are a table of these pairs."""

    start: int
    end: int
    pairs: list[Pair]


def page_pairs(lines: Sequence[Line]) -> list[Pair]:
    """All pairs of a page: those of its tables, and between the tables those of its lines."""
    pairs: list[Pair] = []
    done = 0
    taken: frozenset[int] = frozenset()
    for grid in grids_of(lines):
        pairs.extend(_pairs_between([line for index, line in enumerate(lines[: grid.start]) if index >= done]))
        pairs.extend(grid.pairs)
        done, taken = grid.start, taken | grid.lines
    return pairs + _pairs_between([line for index, line in enumerate(lines) if index >= done and index not in taken])


def _pairs_between(lines: Sequence[Line]) -> list[Pair]:
    pairs: list[Pair] = []
    done = 0
    for table in _tables(rows_of(lines)):
        pairs.extend(pairs_of(lines[done : table.start]))
        pairs.extend(table.pairs)
        done = table.end
    return pairs + pairs_of(lines[done:])


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Consecutive lines gathered by height: a line belongs to the row whose middle it covers."""
    rows: list[Row] = []
    for index, line in enumerate(lines):
        middle = (rows[-1].top + rows[-1].bottom) / 2 if rows else -1.0
        if rows and line.box.top < middle < line.box.bottom:
            last = rows.pop()
            rows.append(Row(last.index, last.count + 1, (*last.words, *line.words)))
        else:
            rows.append(Row(index, 1, line.words))
    return rows


def _tables(rows: Sequence[Row]) -> Iterator[_Table]:
    position = 0
    while position < len(rows):
        found = _person_columns(rows, position) or _labelled_columns(rows, position)
        if found is None:
            position += 1
            continue
        table, position = found
        yield table


def _cells(words: Sequence[Word]) -> list[_Column]:
    """The words of one or more rows gathered into cells by the white between them."""
    cells: list[_Column] = []
    for word in sorted(words, key=lambda each: each.box.left):
        if cells and word.box.left - cells[-1].right <= _CELL_GAP:
            cells[-1].right = max(cells[-1].right, word.box.right)
            cells[-1].words.append(word)
        else:
            cells.append(_Column(word.box.left, word.box.right, [word]))
    for cell in cells:
        cell.words.sort(key=lambda each: (round(each.box.top / 0.008), each.box.left))
    return cells


# A column for each person ----------------------------------------------------------------------------------------


def _person_columns(rows: Sequence[Row], position: int) -> tuple[_Table, int] | None:
    """Two or more columns of values under "Bên nữ | Bên nam", the labels in a column at the left."""
    people = [cell for cell in _cells(rows[position].words) if len(cell.words) <= _ROLE_WORDS and role_in(cell.text)]
    roles = [role_in(cell.text) or "" for cell in people]
    if len(people) < 2 or len(set(roles)) < len(roles):
        return None
    edges = _edges(people)
    labelled: list[tuple[str, Label | None, list[list[Word]]]] = []
    end = position + 1
    while end < len(rows):
        first, *cells = _split(rows[end].words, edges)
        found = match_label(tuple(plain(run_of(first).text).split())) if first else None
        if found is not None and any(cells):
            labelled.append((run_of(first).text, found.label, cells))
        elif not first and labelled:
            for column, words in zip(labelled[-1][2], cells, strict=True):
                column.extend(words)
        else:
            break
        end += 1
    if len(labelled) < 2:
        return None
    pairs = [
        Pair(printed.strip(" .:"), label, run_of(cells[number]), [rows[position].index], closed=True, role=role)
        for number, role in enumerate(roles)
        for printed, label, cells in labelled
    ]
    last = rows[end - 1]
    return _Table(rows[position].index, last.index + last.count, pairs), end


def _edges(people: Sequence[_Column]) -> list[float]:
    """Where each person's column opens: the columns are as wide as their headings' middles are apart."""
    middles = [(cell.left + cell.right) / 2 for cell in people]
    width = (middles[-1] - middles[0]) / (len(middles) - 1)
    return [middle - width / 2 - _CELL_GAP / 2 for middle in middles]


def _split(words: Sequence[Word], edges: Sequence[float]) -> list[list[Word]]:
    """Words before the first edge, then those of each column."""
    columns: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        middle = (word.box.left + word.box.right) / 2
        columns[sum(middle >= edge for edge in edges)].append(word)
    return columns


# A row for each person -------------------------------------------------------------------------------------------


def _labelled_columns(rows: Sequence[Row], position: int) -> tuple[_Table, int] | None:
    """A head of labels, perhaps on several lines, over rows of values."""
    end = _head_end(rows, position)
    columns = _cells([word for row in rows[position:end] for word in row.words])
    labels = [match_label(tuple(plain(column.text).split())) for column in columns]
    known = [found for found in labels if found is not None and found.label.kind != "other"]
    if len(columns) < 3 or len(known) < 2 or not any(found.label.kind == "full_name" for found in known):
        return None
    pairs: list[Pair] = []
    head_bottom = rows[end - 1].bottom
    while end < len(rows) and _is_entry(rows[end], head_bottom):
        cells = _under(rows[end].words, columns)
        pairs.extend(
            Pair(column.text, found.label, Run(tuple(cell)), [rows[end].index], closed=True, role=_MEMBER)
            for column, found, cell in zip(columns, labels, cells, strict=True)
            if found is not None and cell
        )
        head_bottom = rows[end].bottom
        end += 1
    if not pairs:
        return None
    last = rows[end - 1]
    return _Table(rows[position].index, last.index + last.count, pairs), end


def _head_end(rows: Sequence[Row], position: int) -> int:
    """After the rows that go on with what the cells of the first one began: in small letters."""
    end = position + 1
    while end < len(rows) and rows[end].top - rows[end - 1].bottom < rows[end - 1].height:
        if not all(cell.text[:1].islower() for cell in _cells(rows[end].words)):
            break
        end += 1
    return end


def _is_entry(row: Row, above: float) -> bool:
    """Whether a row below the head holds values: close to it, of several cells, and no printed sentence."""
    text = run_of(row.words).text
    close = row.top - above < 4 * row.height
    return close and len(_cells(row.words)) > 1 and ":" not in text and not opens_with(text, lexicon().sentences)


def _under(words: Sequence[Word], columns: Sequence[_Column]) -> list[list[Word]]:
    """The words under each column; the bounds lie midway between the heads."""
    bounds = [(left.right + right.left) / 2 for left, right in pairwise(columns)]
    return _split(sorted(words, key=lambda word: word.box.left), bounds)
