"""Until when a paper is valid by its own words, where no label names the day: on cards, and in sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import WITHOUT_END
from ocr.page import Box, Line, PageRef, enclosing

_CERTAIN_BIRTH = 0.9
_YOUNGEST = 13
"""Years: no card is issued that ends before its holder is older."""
_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_ZONE = re.compile(r"(\d{6})(\d)[MF<](\d{6})(\d)VNM")
_WELL_READ = 0.85
_WEIGHTS = (7, 3, 1)
_LETTERS_OF_SENTENCE = 220


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a paper and where it stands."""

    paper: str
    day: date
    page: PageRef
    box: Box


def last_day(paper: Paper, fields: Sequence[Field]) -> LastDay | None:
    """The last day that a paper states; None where it states none that is surely read.

    Args:
        fields: Of the dossier.
    """
    if paper.type is PaperType.IDENTITY_CARD:
        births = [field.value for field in fields if field.paper == paper.id and _is_certain_birth(field)]
        return next(_on_card(paper, births[0]), None) if births else None
    return next(_in_sentences(paper), None) if paper.type not in _WITHOUT_TERM else None


_WITHOUT_TERM = frozenset({PaperType.APPLICATION_FORM, PaperType.CONTRACT, PaperType.PHOTO, PaperType.DRAWING})
"""Papers that speak of terms other than their own."""


def _is_certain_birth(field: Field) -> bool:
    return field.kind == "date_of_birth" and len(field.value) == 10 and field.confidence >= _CERTAIN_BIRTH


def _on_card(paper: Paper, birth: str) -> Iterator[LastDay]:
    """A birthday of the holder in a later year: identity cards end on one, and nothing else on them falls on one."""
    born = _day(birth[:2], birth[3:5], birth[6:])
    if born is None:
        return
    for page in paper.pages:
        for line in page.reading.lines:
            for found, box in _days_in(line):
                is_birthday = (found.day, found.month) == (born.day, born.month)
                if is_birthday and found.year > born.year + _YOUNGEST:
                    yield LastDay(paper.id, found, page.ref, box)
            end = _in_zone(line.text, born)
            if end is not None:
                yield LastDay(paper.id, end, page.ref, line.box)


def _in_zone(text: str, born: date) -> date | None:
    """The last day that a line of a machine-readable zone states of the holder; None where it states none."""
    zone = _ZONE.search(text.replace(" ", ""))
    if zone is None or zone[1] != f"{born:%y%m%d}" or zone[3] == WITHOUT_END or not _is_checked(zone[3], zone[4]):
        return None
    return _day(zone[3][4:], zone[3][2:4], f"20{zone[3][:2]}")


def _days_in(line: Line) -> Iterator[tuple[date, Box]]:
    for word in line.words:
        match = _DATE.search(word.text)
        if match and word.confidence >= _WELL_READ and (day := _day(*match.groups())) is not None:
            yield day, word.box


def _is_checked(digits: str, check: str) -> bool:
    """Whether the check digit of a machine-readable zone is right (ICAO 9303)."""
    return sum(int(digit) * _WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10 == int(check)


def _in_sentences(paper: Paper) -> Iterator[LastDay]:
    """Days behind words of validity ("Thời hạn ủy quyền: ... đến ngày ..."), over the ends of lines."""
    for page in paper.pages:
        lines = [line for line in page.reading.lines if line.confidence >= _WELL_READ]
        for place, line in enumerate(lines):
            rest = " ".join(fold(each.text) for each in lines[place : place + 2])[:_LETTERS_OF_SENTENCE]
            match = next((found for pattern in _terms() if (found := pattern.search(rest))), None)
            if match and match.start() < len(line.text) and (day := _day(*match.groups())) is not None:
                yield LastDay(paper.id, day, page.ref, enclosing([each.box for each in lines[place : place + 1]]))


@cache
def _terms() -> tuple[re.Pattern[str], ...]:
    loaded = yaml.safe_load(Path(__file__).with_name("terms_of_validity.yaml").read_text(encoding="utf-8"))
    return tuple(re.compile(pattern) for pattern in loaded)


def _day(day: str, month: str, year: str) -> date | None:
    """The day of the calendar; None where it is none, as in a text that was misread."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
