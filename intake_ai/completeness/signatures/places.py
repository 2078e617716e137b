"""The places of a paper where somebody signs: the words that name who, what asks for it, and the space under them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.papers import Paper
from classifiers.vietnamese import fold
from intake_ai.completeness.signatures.words import Side, instruction_at, length_of_role, side_of
from intake_ai.extraction.values import looks_like_name
from ocr.page import Box, Line, Page, Word, enclosing

PLACE_HEIGHT = 0.17
"""Fraction of the page that a signature and the name under it take (measured on official blank forms)."""
_HALF_WIDTH = 0.19
_NEAR_MIDDLE = 0.1
_GAP = 0.03
_LEAST_HEIGHT = 0.035
"""Of the page: nobody signs in less between two lines."""
_LONGEST_NAME = 6
"""Words of a Vietnamese name; longer runs of capitals are headings."""
_LONGEST_INSTRUCTION = 16
_LONGEST_HEAD = 9
_MOST_HEAD_LINES = 5
_NEXT_LINE = 0.034
"""Of the page: top to top of two lines that belong together."""
_DATE = re.compile(r"\b(?:ngay\b.{0,16}\bthang|thang)\b.{0,16}\bnam\b")
_WELL_READ = 0.6


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """A place where somebody signs.

    Attributes:
        role: The words that name who signs, as printed; empty where none were read.
        head: Around the words above the place.
        place: Where the signature and the name under it go.
        is_sure: It can be nothing else: it asks for a signature, or names who signs right under place and date.
    """

    page: Page
    role: str
    side: Side
    head: Box
    place: Box
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a line that no wide gap parts."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return enclosing([word.box for word in self.words])

    @property
    def confidence(self) -> float:
        return sum(word.confidence for word in self.words) / len(self.words)


def signing_places(paper: Paper) -> tuple[SigningPlace, ...]:
    """The places where a paper is signed, in reading order."""
    return tuple(place for page in paper.pages for place in _places_on(page))


def _places_on(page: Page) -> list[SigningPlace]:
    runs = [run for line in page.reading.lines for run in runs_of(line)]
    heads = list(_with_instruction(runs))
    taken = [head.box for head in heads]
    dates = [box for line in page.reading.lines for box in _dates_in(line)]
    heads += [head for head in _under_a_date(runs, dates) if all(head.box.overlap(other) < 0.3 for other in taken)]
    heads.sort(key=lambda head: (round(head.box.top, 2), head.box.left))
    places = [_place(page, head, heads, runs) for head in heads]
    return [place for place in places if place.place.height >= _LEAST_HEIGHT or _reaches_the_foot(place)]


def _reaches_the_foot(place: SigningPlace) -> bool:
    return place.place.bottom >= 1 - _LEAST_HEIGHT


@dataclass(frozen=True, slots=True)
class _Head:
    role: str
    box: Box
    is_sure: bool


def _with_instruction(runs: Sequence[Run]) -> Iterator[_Head]:
    """Heads of the places that ask for a signature in so many words."""
    for run in runs:
        start = instruction_at(run.text) if len(run.words) <= _LONGEST_INSTRUCTION else None
        if start is None or (start > 0 and length_of_role(run.text) == 0 and not run.text.startswith("(")):
            continue
        above = _lines_above(run, runs)
        below = _rest_below(run, runs)
        own = " ".join(word.text for word in run.words) if start > 0 else ""
        role = " ".join([*(one.text for one in above), own]).strip()
        is_sure = run.text.startswith("(") or side_of(role) != "unknown"  # a column of a table asks for signatures, too
        yield _Head(role, enclosing([run.box, *(one.box for one in (*above, *below))]), is_sure)


def _lines_above(run: Run, runs: Sequence[Run]) -> list[Run]:
    """The short lines right above a run and in its middle, from the top."""
    found: list[Run] = []
    lowest = run
    for other in sorted(runs, key=lambda each: -each.box.top):
        gap = lowest.box.top - other.box.top
        if not 0.004 < gap < _NEXT_LINE or not _is_in_column(other, run):
            continue
        if len(found) == _MOST_HEAD_LINES or not (_is_head(other) or (not found and _is_centred_above(other, run))):
            break
        found.append(other)
        lowest = other
    return found[::-1]


def _is_centred_above(other: Run, run: Run) -> bool:
    """Whether a line of whatever words stands as a head does: short, right in the middle over the instruction."""
    is_label = other.text.rstrip().endswith((":", ".", ";", ",")) or bool(_DATE.search(fold(other.text)))
    return len(other.words) <= _LONGEST_NAME and abs(other.box.centre[0] - run.box.centre[0]) < 0.04 and not is_label


def _rest_below(run: Run, runs: Sequence[Run]) -> list[Run]:
    """The next line of an instruction that runs over two: "(Ký, ghi rõ họ tên, / đóng dấu)"."""
    if run.text.rstrip(".").endswith(")") or "(" not in run.text:
        return []
    below = (other for other in runs if 0.004 < other.box.top - run.box.top < _NEXT_LINE and _is_in_column(other, run))
    return [other for other in below if ")" in other.text][:1]


def _is_in_column(other: Run, run: Run) -> bool:
    middle, own = other.box.centre[0], run.box.centre[0]
    return abs(middle - own) < 0.12 and other.box.width < 0.5


def _is_head(run: Run) -> bool:
    """Whether a line may name who signs: short, no sentence, no place and date."""
    if len(run.words) > _LONGEST_HEAD or _DATE.search(fold(run.text)):
        return False
    is_name_of_side = length_of_role(run.text) > 0 or side_of(run.text) != "unknown"
    return is_name_of_side or run.text.isupper() or run.text.startswith("(")


def _dates_in(line: Line) -> Iterator[Box]:
    """Where a line says "..., ngày ... tháng ... năm ...", filled in or not."""
    folded = [fold(word.text) for word in line.words]
    starts = [sum(len(word) + 1 for word in folded[:index]) for index in range(len(folded))]
    for match in _DATE.finditer(" ".join(folded)):
        own = [
            word.box for word, start in zip(line.words, starts, strict=True) if match.start() - 3 <= start < match.end()
        ]
        if own:
            yield enclosing(own)


def _under_a_date(runs: Sequence[Run], dates: Sequence[Box]) -> Iterator[_Head]:
    """Heads that ask for nothing but name who signs, right under place and date."""
    for run in runs:
        length = length_of_role(run.text)
        if not length or len(run.words) > length + 3 or ":" in run.text:
            continue
        if any(0.004 < run.box.top - date.top < 2 * _NEXT_LINE and _is_under(run.box, date) for date in dates):
            yield _Head(run.text, run.box, is_sure=True)


def _is_under(box: Box, date: Box) -> bool:
    return abs(box.centre[0] - date.centre[0]) < _HALF_WIDTH


def _place(page: Page, head: _Head, heads: Sequence[_Head], runs: Sequence[Run]) -> SigningPlace:
    """The place under a head, down to the next head or to the text that goes on below."""
    middle = head.box.centre[0]
    left, right = _column(head, heads)
    column = Box(left, head.box.bottom, right, min(1.0, head.box.bottom + PLACE_HEIGHT))
    below = [other.box.top for other in heads if other.box.top > head.box.bottom and left < other.box.centre[0] < right]
    text = [run.box.top for run in runs if run.box.top > head.box.bottom - 0.004 and _goes_on(run, column, middle)]
    bottom = min([column.bottom, *below, *text])
    place = Box(left, min(head.box.bottom, bottom), right, bottom)
    return SigningPlace(page, head.role, side_of(head.role), head.box, place, head.is_sure)


def _column(head: _Head, heads: Sequence[_Head]) -> tuple[float, float]:
    """Left and right edge of a place: half-way to its neighbours on the same height."""
    middle = head.box.centre[0]
    beside = [other.box.centre[0] for other in heads if other is not head and _is_beside(other.box, head.box)]
    left = max([0.0, middle - _HALF_WIDTH, *((one + middle) / 2 for one in beside if one < middle)])
    right = min([1.0, middle + _HALF_WIDTH, *((one + middle) / 2 for one in beside if one > middle)])
    return left, right


def _is_beside(one: Box, other: Box) -> bool:
    return abs(one.top - other.top) < 0.05 and abs(one.centre[0] - other.centre[0]) > 0.1


def _goes_on(run: Run, column: Box, middle: float) -> bool:
    """Whether a line below a head is text that goes on and neither a name nor ink misread as letters."""
    is_under = run.box.left < middle + _NEAR_MIDDLE and run.box.right > middle - _NEAR_MIDDLE
    if run.confidence < _WELL_READ or not is_under or run.box.overlap(column) < 0.3:
        return False
    is_centred = abs(run.box.centre[0] - middle) < _NEAR_MIDDLE
    is_short = len(run.words) <= _LONGEST_NAME and not run.text.rstrip().endswith(":")
    return not (is_centred and (is_short or is_name(run)))


def is_name(run: Run) -> bool:
    """Whether a run is a person's name and not the words of a heading or an office."""
    capitals = all(word.text[:1].isupper() for word in run.words) and not any(map(str.isdigit, run.text))
    is_long = 2 <= len(run.words) <= _LONGEST_NAME
    return is_long and capitals and length_of_role(run.text) == 0 and looks_like_name(run.text)


def runs_of(line: Line) -> Iterator[Run]:
    """The parts of a line that wide gaps part: words of two places side by side."""
    run: list[Word] = []
    for word in line.words:
        if run and word.box.left - run[-1].box.right > _GAP:
            yield Run(tuple(run))
            run = []
        run.append(word)
    if run:
        yield Run(tuple(run))
