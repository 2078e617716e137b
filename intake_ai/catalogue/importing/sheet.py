"""A table as a person sees it: rows of text with their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing.record import Fault

MOST_ROWS = 100_000
MOST_COLUMNS = 60
"""What is beyond is no list of procedures: the whole country has 5,664, and they have five papers on average."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row.

    Attributes:
        number: From 1, as the spreadsheet program counts.
        cells: Texts, empty for empty cells; those that a merge covers repeat the merged cell's text.
        covered: Columns whose text comes from a merge with the row above.
    """

    number: int
    cells: tuple[str, ...]
    covered: frozenset[int] = frozenset()

    def cell(self, column: int | None) -> str:
        """The text in `column`, empty beyond the last one or for None."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a text file with columns; without empty rows.

    Attributes:
        faults: What of it could not be read.
    """

    name: str
    rows: tuple[SheetRow, ...]
    faults: tuple[Fault, ...] = ()

    def __iter__(self) -> Iterator[SheetRow]:
        return iter(self.rows)


def too_many_rows(file: str) -> UnreadableCatalogue:
    return UnreadableCatalogue("catalogue-file-too-many-rows", file, most=MOST_ROWS)


def beyond_columns(sheet: str, row: int) -> Fault:
    """That a row has text in columns that are not read."""
    return Fault(row, "row", "catalogue-fault-beyond-columns", {"most": MOST_COLUMNS}, lost=True, sheet=sheet)


def beyond_rows(sheet: str, row: int) -> Fault:
    """That a row with text stands so far down that it is not read."""
    return Fault(row, "row", "catalogue-fault-beyond-rows", {"most": MOST_ROWS}, lost=True, sheet=sheet)
