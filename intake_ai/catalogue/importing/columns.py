"""Finds the header of a list of procedures among its title rows, and what each column holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.vietnamese import fold, syllables
from intake_ai.catalogue.importing.sheet import Sheet, SheetRow

_TITLE_ROWS = 40
"""A header stands below an agency's name, a title, the number of a decision: within the first page."""
_LONGEST_HEADING = 120
_EQUAL, _BEGINS, _CONTAINS = 300, 200, 100

NATIONAL_CODE = re.compile(r"\d\.\d{6,9}(?:\.\S+)?")
"""1.001193; with what a province adds 1.001193.H36; the national file has four of other lengths."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's rows begin, and its columns by what they hold.

    Attributes:
        after: Number of the last header row.
        width: Columns of the header rows; what stands beyond them belongs to no column.
        headings: The texts of the header rows.
    """

    after: int
    width: int
    headings: frozenset[str]
    columns: Mapping[str, int]

    def column(self, name: str) -> int | None:
        return self.columns.get(name)


def header_of(sheet: Sheet) -> Header | None:
    """The row among the first that names most columns, a code or a name among them; None where there is none."""
    best: tuple[int, int, dict[str, int]] | None = None
    for position, row in enumerate(sheet.rows[:_TITLE_ROWS]):
        columns = _columns(row)
        if {"code", "name"} & set(columns) and not any(map(NATIONAL_CODE.fullmatch, row.cells)):
            merged = _with_second_row(sheet, position, columns)
            if best is None or len(merged[1]) > len(best[2]):
                best = (sheet.rows[merged[0]].number, position, merged[1])
    if best is None:
        return None
    after, position, columns = best
    rows = [row for row in sheet.rows[position:] if row.number <= after]
    headings = frozenset(cell for row in rows for cell in row.cells if cell)
    return Header(after, max(len(row.cells) for row in rows), headings, columns)


def score(sheet: Sheet) -> int:
    """How many columns are recognised; for choosing a delimiter."""
    header = header_of(sheet)
    return len(header.columns) if header else 0


def is_header_again(row: SheetRow, header: Header) -> bool:
    """The header repeated at the head of a page, or the row of column numbers below it: (1) (2) (3)."""
    if len(set(row.cells) & header.headings) >= 2 and set(filter(None, row.cells)) <= header.headings:
        return True
    filled = [cell.strip("() .") for cell in row.cells if cell]
    numbers = [int(cell) for cell in filled if cell.isdecimal() and cell.isascii() and len(cell) < 3]
    return (
        len(filled) >= 3
        and len(numbers) == len(filled)
        and numbers == list(range(numbers[0], numbers[0] + len(filled)))
    )


def level_of(words: str, *, known: bool = False) -> tuple[str, ...]:
    """The levels that a cell names, as catalogues write them; a word that is not known stays, unless `known`."""
    said = f" {' '.join(syllables(fold(words)))} "
    found = tuple(level for level, names in _words()["levels"].items() if any(f" {name} " in said for name in names))
    return found or ((words,) if words and not known else ())


def _with_second_row(sheet: Sheet, position: int, columns: dict[str, int]) -> tuple[int, dict[str, int]]:
    """Headings in two rows: "Số lượng" above "Bản chính" and "Bản sao"."""
    below = sheet.rows[position + 1] if position + 1 < len(sheet.rows) else None
    if below is None or any(map(NATIONAL_CODE.fullmatch, below.cells)):
        return position, columns
    fresh = [column for column, cell in enumerate(below.cells) if cell and column not in below.covered]
    second = {name: column for name, column in _columns(below).items() if column in fresh}
    known = set(second.values())
    if not second or not all(column in known or len(below.cells[column]) < 4 for column in fresh):
        return position, columns
    if any(columns.get(name) in known and name not in second for name in ("code", "name", "papers")):
        return position, columns  # a paper "Lĩnh vực …" below the heading of papers
    kept = {name: column for name, column in columns.items() if column not in known}
    return position + 1, kept | {name: column for name, column in second.items() if name not in kept}


def _columns(row: SheetRow) -> dict[str, int]:
    """The columns that a row names, each by its best heading; of columns with one meaning the first."""
    scored: dict[str, tuple[int, int]] = {}
    for column, cell in enumerate(row.cells):
        if cell and len(cell) <= _LONGEST_HEADING and (column == 0 or cell != row.cells[column - 1]):
            name, points = _meaning(cell)
            if name and points > scored.get(name, (0, 0))[0]:
                scored[name] = (points, column)
    return {name: column for name, (_, column) in scored.items()}


@cache
def _meaning(cell: str) -> tuple[str, int]:
    said = " ".join(syllables(fold(cell)))
    best = ("", 0)
    for name, headings in _words()["columns"].items():
        for heading in headings:
            kind = (
                _EQUAL
                if said == heading
                else _BEGINS
                if said.startswith(f"{heading} ")
                else _CONTAINS
                if f" {heading} " in f" {said} " and " " in heading
                else 0
            )
            if kind and kind + len(heading) > best[1]:
                best = (name, kind + len(heading))
    return best


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    with Path(__file__).with_name("columns.yaml").open(encoding="utf-8") as file:
        words: dict[str, dict[str, list[str]]] = yaml.safe_load(file)
    return words
