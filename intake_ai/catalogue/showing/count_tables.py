"""Tables of counts: what is counted, on one line each, and numbers beside it."""

from rich.console import Console
from rich.table import Table

from intake_ai.catalogue.showing.lines import WIDEST, cut

_GAP = 2
_NARROWEST_NAME = 20


class CountTable:
    """A table whose first column takes the room that the numbers leave; longer names are cut.

    Args:
        title: Of the first column.
        columns: Titles of the columns of numbers.
    """

    def __init__(self, title: str, *columns: str) -> None:
        self._console = Console(highlight=False)
        self._console.width = min(self._console.width, WIDEST)
        self._columns = columns
        self._rows: list[tuple[str, ...]] = []
        self._title = title

    def add(self, name: str, *numbers: str) -> None:
        self._rows.append((name, *numbers))

    def print(self) -> None:
        """To standard output."""
        widths = [max(map(len, column)) for column in zip(self._columns, *(row[1:] for row in self._rows), strict=True)]
        room = max(_NARROWEST_NAME, self._console.width - sum(widths) - _GAP * len(widths))
        table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
        table.add_column(cut(self._title, room - 1), no_wrap=True, header_style="bold")
        for column, width in zip(self._columns, widths, strict=True):
            table.add_column(column, justify="right", no_wrap=True, width=width)
        for name, *numbers in self._rows:
            table.add_row(cut(name, room - 1), *numbers)
        self._console.print(table)
