"""Papers that were taken for later pages of the paper before them, told by a heading in the words of a row.

Parting papers goes by what pages look like and knows no procedure. Where a row's paper is missed, a later page that
bears the row's own words as its heading may be it: nobody is sent away for a paper that lies in the stack.
"""

from collections.abc import Iterator

from classifiers.papers import Paper
from classifiers.ranking.matching import row_head
from classifiers.vietnamese import fold
from classifiers.wording import opens_with_any
from intake_ai.catalogue.models import Requirement
from intake_ai.completeness.placing import is_called_as, unnumbered
from ocr.page import Line, PageReading

_HEAD = 0.5
"""Of the page's height: headings stand above."""
_CENTRED = 0.12
"""Of the page's width that the middle of a heading lies beside the middle of the page at most."""
_CAPITALS = 0.8
"""Share of capitals among the letters of a heading; a list of enclosures that names the paper is in small letters."""
_TELLING = 4
"""Words that a heading has at least where the row goes on behind them: "BẢN SAO" begins many rows."""
_SAME = 0.9
_LINES = 4
"""That a heading may run over."""


def is_headed_inside(paper: Paper, row: Requirement) -> bool:
    """Whether a page of the paper beyond its first bears a heading that calls it as the row asks for its paper."""
    later = (page.reading for page in paper.pages[1:])
    return any(_names(heading, row.name) for reading in later for heading in _headings(reading))


def _names(heading: str, row: str) -> bool:
    """Whether a heading calls a paper in the row's words, or in those that the row begins with."""
    opens = len(heading.split()) >= _TELLING and opens_with_any((fold(heading),), row_head(unnumbered(row)), _SAME)
    return opens or is_called_as(heading, row)


def _headings(reading: PageReading) -> Iterator[str]:
    """Every run of up to four heading lines at the top of a page, as one text."""
    run: list[str] = []
    for line in reading.lines:
        run = [*run, line.text] if _is_heading(line) else []
        yield from (" ".join(run[-count:]) for count in range(1, min(len(run), _LINES) + 1))


def _is_heading(line: Line) -> bool:
    letters = [letter for letter in line.text if letter.isalpha()]
    middle = (line.box.left + line.box.right) / 2
    return (
        bool(letters)
        and line.box.bottom < _HEAD
        and abs(middle - 0.5) <= _CENTRED
        and sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)
    )
