"""What a chip card prints, told by where it stands, for cards whose small labels could not be read.

All three kinds of chip card print from top to bottom and in one column: number, name in capitals, birth date, then sex
and nationality on one line. Number, name, dates and sex are printed larger than their labels, and are read where these
are not.
"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from intake_ai.extraction.identity import Sex, is_personal_number, sex_of
from intake_ai.extraction.lexicon import opens_with_surname
from intake_ai.extraction.parts import Part
from intake_ai.extraction.runs import Run, fold, plain, run_of
from intake_ai.extraction.values import as_date, looks_like_name, trim
from ocr.page import Box, Line, Page

_MARK = re.compile(r"<{2,}|VNM\d")
_NAME_WITHIN = 6.0
"""Heights of the number's figures; on all three kinds of chip card the name stands two to four below the number."""
_BIRTH_WITHIN = 7.0
"""Heights of the name's letters; the birth date stands one to four below the name, the sex one line below that."""
_COLUMN = 0.12
"""Of the page's width: what belongs to the column may begin so far to the left of the name."""
_HEADING = (len("can cuoc"), len("can cuoc cong dan") + 4)
"""Letters of the card's heading, with a speck or two."""
_MOSTLY = 0.6
"""Share of capitals in what was printed in capitals alone; a reader takes single large letters for small ones."""
_LEAST_READ = 0.3
"""Confidence below which words are guessed from specks."""
_LEAST_LIKE_ZONE = 80.0
_SURE = 0.4
"""Confidence of a word from which it is taken though nothing else bears it out; on 24 development cards without
readable labels all dates above it were right, of those below one of two."""
_CERTAINTY, _BORNE_OUT = 0.75, 0.85
_DAY = re.compile(r"(?<!\d)(?P<day>\d{2})\D{0,2}(?P<month>\d{2})\D{0,2}(?P<year>\d{3,4})(?!\d)")
_COUNTRY = re.compile(r"v[il1]?[e6o]t$")
"""The first word of "Việt Nam", folded; the second is no sex."""


def heading_of(page: Page) -> Box | None:
    """The name of the card, "CĂN CƯỚC" or "CĂN CƯỚC CÔNG DÂN", in capitals."""
    for line in _print(page):
        text = plain(line.text)
        if line.text == line.text.upper() and _HEADING[0] <= len(text) <= _HEADING[1] and text.startswith("can cuoc"):
            return line.box
    return None


def name_below(page: Page, place: Box | None, zone: str) -> Part | None:
    """The name: the line that comes nearest to that of the zone, else the first in capitals below a place.

    Args:
        place: Of the printed number or, where it could not be read, of the heading; None without either.
        zone: The name as the machine-readable zone has it, in capitals without accents; empty where it was not read.
    """
    names = [words for line in _print(page) if (words := _capitals(line))]
    if zone:
        near = max(names, key=lambda words: fuzz.ratio(plain(words.text), plain(zone)), default=None)
        if near is not None and fuzz.ratio(plain(near.text), plain(zone)) >= _LEAST_LIKE_ZONE:
            return Part("full_name", "", near.text.upper(), near, _BORNE_OUT)
    if place is None:
        return None
    reach = place.bottom + _NAME_WITHIN * (place.bottom - place.top)
    below = [words for words in names if place.bottom <= words.box.centre[1] <= reach]
    first = next((words for words in below if opens_with_surname(words.text)), None)
    return Part("full_name", "", first.text.upper(), first, _CERTAINTY) if first is not None else None


def birth_below(page: Page, name: Box, number: str) -> Part | None:
    """The first date below the name whose year is that of the number; strokes between its figures may be lost.

    Where no number is known it must be a birthday of the day that the card ends on.
    """
    for line in lines_below(page, name):
        run = run_of(line.words)
        found = _DAY.search(run.text)
        value = _day(found, number) if found else None
        if found is not None and value is not None:
            words = run.slice(found.start(), found.end())
            borne_out = _ends_on(page, line, value)
            if borne_out or (words.worst >= _SURE and is_personal_number(number)):
                return Part("date_of_birth", "", value, words, _BORNE_OUT if borne_out else _CERTAINTY)
    return None


def sex_below(page: Page, name: Box, number: str) -> Part | None:
    """The first word below the name that is a sex, or nearly is and the number says so."""
    told = _sex_in(number)
    for line in lines_below(page, name):
        run = run_of(line.words)
        for before, word in zip(("", *(word.text for word in run.words)), run.words, strict=False):
            text = word.text.strip(".,;:'’")
            if _COUNTRY.search(fold(before)):
                break
            sex = sex_of(text) if len(text) > 1 else None
            if sex is None and told is not None and _is_nearly(text, told):
                sex = told
            if sex is not None and told in (None, sex):
                return Part("sex", "", sex, trim(Run((word,))), _CERTAINTY)
    return None


def lines_below(page: Page, place: Box) -> Sequence[Line]:
    """The print of the column close below a place, from top to bottom."""
    reach = place.bottom + _BIRTH_WITHIN * (place.bottom - place.top)
    column = [line for line in _print(page) if line.box.left > place.left - _COLUMN]
    below = [line for line in column if place.bottom <= line.box.centre[1] <= reach]
    return sorted(below, key=lambda line: line.box.top)


def _print(page: Page) -> Iterator[Line]:
    return (line for line in page.reading.lines if not _MARK.search(line.text))


def _capitals(line: Line) -> Run | None:
    words = trim(Run(tuple(word for word in line.words if len(re.sub(r"\W", "", word.text)) > 1)))
    letters = [letter for letter in words.text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    is_name = looks_like_name(words.text.upper()) and capitals >= _MOSTLY * len(letters)
    return words if is_name and words.confidence >= _LEAST_READ else None


def _day(found: re.Match[str], number: str) -> str | None:
    """The date whose year the number has too; a figure of the year may be lost or misread."""
    year = _year_in(number) if is_personal_number(number) else int(found["year"])
    if Levenshtein.distance(found["year"], str(year)) > 1:
        return None
    return as_date(int(found["day"]), int(found["month"]), year)


def _year_in(number: str) -> int:
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def _sex_in(number: str) -> Sex | None:
    if not is_personal_number(number):
        return None
    return "Nữ" if int(number[3]) % 2 else "Nam"


def _is_nearly(text: str, sex: Sex) -> bool:
    """Whether a word of capital and one or two letters is the sex but for one letter."""
    likely = text[:1] == "N" and 1 < len(text) <= len("Nam")
    return likely and Levenshtein.distance(plain(text), plain(sex)) <= 1


def _ends_on(page: Page, line: Line, birth: str) -> bool:
    """Whether the card ends on a birthday (Luật Căn cước 2023, Điều 21: at the age of 14, 25, 40 or 60)."""
    years = {str(int(birth[-4:]) + age) for age in (14, 25, 40, 60)}
    for other in _print(page):
        for found in _DAY.finditer(other.text):
            if other is not line and found["year"] in years and f"{found['day']}/{found['month']}" == birth[:5]:
                return True
    return False
