"""What single lines of a card's machine-readable zone still tell where the zone as a whole was misread.

Each item of a zone has a check digit of its own, and a Vietnamese card states its number twice in it, so a line may be
right though another one is not (ICAO 9303-5, TD1). What is told here was read from a picture: it is no code.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from intake_ai.extraction.identity import fits_birth, is_personal_number, sex_of
from intake_ai.extraction.values import as_date
from intake_ai.terms import FieldKind
from ocr.mrz import check_digit
from ocr.page import Box, Page

_FIRST = re.compile(r"VNM(?P<document>\d{9})(?P<check>\d)(?P<number>\d{12})<")
_SECOND = re.compile(r"(?P<birth>\d{6})(?P<check>\d)(?P<sex>[MF])(?P<expiry>\d{6})\d?VNM")
_NAME = re.compile(r"(?P<family>[A-Z]+)<<(?P<given>[A-Z]+(?:<[A-Z]+)*)<<")
_FILLERS = re.compile(r"(?<=<)[CKES<]*(?=<)")
_FEWEST = 20
"""Signs of a line of the zone; it has thirty, and a few may be lost."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a line of the zone tells; names are in capitals without accents."""

    kind: FieldKind
    value: str
    raw: str
    box: Box


def zone_number(page: Page) -> Told | None:
    """The number, told twice or once with a right check digit."""
    return _first(page, "id_number", _number)


def zone_name(page: Page) -> Told | None:
    """The name without its accents."""
    return _first(page, "full_name", _name)


def zone_birth(page: Page, number: str) -> Iterator[Told]:
    """Birth date and sex with a right check digit and as the card's number has them."""
    for text, box in _lines(page):
        found = _SECOND.search(text)
        if found is None or not is_personal_number(number) or str(check_digit(found["birth"])) != found["check"]:
            continue
        digits, sex = found["birth"], sex_of(found["sex"]) or ""
        year = 1900 + 100 * (int(number[3]) // 2) + int(digits[:2])
        birth = as_date(int(digits[4:]), int(digits[2:4]), year) or ""
        if birth and fits_birth(number, birth, sex):
            yield Told("date_of_birth", birth, text, box)
            yield Told("sex", sex, text, box)
            return


def _first(page: Page, kind: FieldKind, read: Callable[[str], str]) -> Told | None:
    told = (Told(kind, value, text, box) for text, box in _lines(page) if (value := read(text)))
    return next(told, None)


def _lines(page: Page) -> Iterator[tuple[str, Box]]:
    zone = page.reading.mrz
    if zone is not None:
        yield from ((text, zone.box) for text in zone.lines)
    for line in page.reading.lines:
        text = "".join(line.text.split())
        if len(text) >= _FEWEST and ("<<" in text or "VNM" in text):
            yield _FILLERS.sub(lambda run: "<" * len(run.group()), text.upper()), line.box


def _number(text: str) -> str:
    """The number that a line tells; all open with 0, for provinces are numbered 001 to 096."""
    found = _FIRST.search(text)
    if found is None:
        return ""
    number, document = f"0{found['number'][1:]}", found["document"]
    if number[3:] != document and str(check_digit(document)) == found["check"]:
        number = number[:3] + document
    return number if number[3:] == document and is_personal_number(number) else ""


def _name(text: str) -> str:
    found = _NAME.search(text)
    return f"{found['family']} {found['given'].replace('<', ' ')}" if found else ""
