"""Lines of text with a hanging indent, as wide as the terminal or the page they are piped to."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

WIDEST: Final = 110
"""Columns; longer lines of running text are hard to follow."""

_NARROWEST: Final = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph.

    Attributes:
        text: Without line breaks; a no-break space keeps words on one line.
        lead: Stands before the first line; the others are indented by its length.
        style: Of rich; colours appear only at a terminal.
    """

    text: str
    lead: str = ""
    style: str = ""

    def wrapped(self, width: int) -> Iterator[str]:
        """The paragraph in lines of at most `width` columns; no line ends in blanks."""
        room = max(width, _NARROWEST)
        indent = " " * len(self.lead)
        lines = textwrap.wrap(
            self.text, room, initial_indent=self.lead, subsequent_indent=indent, break_on_hyphens=False
        )
        yield from (line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in lines or [self.lead])


def print_lines(lines: Iterable[Line]) -> None:
    """Print to standard output."""
    console = Console(highlight=False)
    width = min(console.width, WIDEST)
    for line in lines:
        for part in line.wrapped(width):
            console.print(Text(part, style=line.style), soft_wrap=True)


def cut(words: str, most: int | None) -> str:
    """The words as they are, or their beginning of at most `most` characters, whole words, and an ellipsis."""
    if most is None or len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
