"""A table as a person sees it: rows of text with their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    """One sheet of a workbook, or a text file with columns; without empty rows."""

    name: str
    rows: tuple[SheetRow, ...]

    def __iter__(self) -> Iterator[SheetRow]:
        return iter(self.rows)
