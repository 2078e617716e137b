"""Reads dates out of text: in figures, in three blanks, in words; tolerant to dots, lost strokes and misreadings."""

import re
from collections.abc import Iterator
from datetime import date

from intake_ai.extraction.runs import fold

# One or two figures, perhaps with a dot of the line they were typed on between them; "O" and "Q" are noughts.
_FIGURES = r"\d(?:[.…]?[\doq])?|[oq]\d"
# Four figures that make a year, in whatever pieces the form prints it: "20 26", "201.1", "20..26..".
_YEAR = r"(?:1[.…]?[89]|2[.…]?[0o])[\s.…]{0,4}[\doq][\s.…]?[\doq]"
_FILLER = r"[\s.…_,:;•·-]{0,9}"
_STROKE = r"[\s.…]{0,12}[/⁄][/⁄\s.…]{0,12}"
# "ngày 14.. tháng 04.. năm 2026", "tháng 01 năm 2014" broken over a line
_WORDED = re.compile(
    rf"(?:(?<![a-z])ngay)?{_FILLER}(?<!\d)(?P<day>{_FIGURES}){_FILLER}t{{1,2}}hang{_FILLER}(?P<month>{_FIGURES}){_FILLER}"
    rf"nam{_FILLER}(?P<year>{_YEAR})(?!\d)"
)
# "14 / 07 /1990", "18/05//1973", and with what is left of the dots: ".23./..02 / …… 1979", "08/1.1/1.982"
_STROKED = re.compile(
    rf"(?<![\d/⁄])(?P<day>{_FIGURES}){_STROKE}(?P<month>{_FIGURES}){_STROKE}(?P<year>{_YEAR})(?![\d/⁄])"
)
# "14.07.1990", "14 - 07 - 1990"
_DASHED = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2})\s?[./-]{1,2}\s?(?P<month>\d{1,2})\s?[./-]{1,2}\s?(?P<year>(?:1[89]|20)\s?\d{2})(?![\d/])"
)
# Strokes lost between the figures of a date that was asked for: "ngày 16052016", "sinh: 24 06 2023"
_BARE = re.compile(r"(?P<day>\d{2})\s?[/⁄]?\s?(?P<month>\d{2})\s?[/⁄]?\s?(?P<year>(?:19|20)\d[\s.]?\d)(?!\d)")
_ASKING = re.compile(r"(?:ngay|sinh)(?: cap| sinh)?[\s.…:;]{0,4}$")
_UNITS = {
    "khong": 0, "linh": 0, "le": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip


def as_date(day: int, month: int, year: int) -> str | None:
    """dd/mm/yyyy, or None where there is no such day between 1850 and 2150."""
    try:
        return date(year, month, day).strftime("%d/%m/%Y") if 1850 <= year <= 2150 else None
    except ValueError:
        return None


def find_dates(text: str, *, asked: bool = False) -> list[tuple[int, int, str]]:
    """Dates in `text` as (start, end, dd/mm/yyyy), in the order they stand; impossible days are left out.

    Args:
        text: Of a line or value.
        asked: The text opens where a date was asked for, so that its figures need no strokes between them.
    """
    folded = fold(text)
    found: list[tuple[int, int, str]] = []
    for match in _matches(folded, asked=asked):
        value = as_date(*(_number(match[name]) for name in ("day", "month", "year")))
        start = _skip_filler(folded, match.start())
        if value is not None and all(match.end() <= other[0] or start >= other[1] for other in found):
            found.append((start, match.end(), value))
    return sorted(found)


def _matches(folded: str, *, asked: bool) -> Iterator[re.Match[str]]:
    for pattern in (_WORDED, _STROKED, _DASHED):
        yield from pattern.finditer(folded)
    for match in _BARE.finditer(folded):
        ahead = folded[: match.start()]
        if _ASKING.search(ahead) or (asked and not ahead.strip(" .…:;,")):
            yield match


def _number(figures: str) -> int:
    return int(re.sub(r"\D", "", figures.replace("o", "0").replace("q", "0")))


def _skip_filler(folded: str, start: int) -> int:
    while start < len(folded) and folded[start] in " .…_:;,•·-":
        start += 1
    return start


def year_in(text: str) -> tuple[int, int, str] | None:
    """The only year of four digits in `text` as (start, end, year)."""
    match = re.search(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)", text)
    return (match.start(), match.end(), match.group()) if match else None


def number_in_words(words: str) -> int | None:
    """A Vietnamese number below 10,000 in words: "hai nghìn không trăm hai mươi bốn" -> 2024; None if it is none."""
    total, current, seen = 0, 0, False
    for word in fold(words).split():
        if word in ("nghin", "ngan"):
            total, current = total + max(current, 1) * 1000, 0
        elif word == "tram":
            total, current = total + current * 100, 0
        elif word in ("muoi", "chuc"):
            current = max(current, 1) * 10
        elif word in _UNITS:
            current = current + _UNITS[word] if current % 10 == 0 else current * 10 + _UNITS[word]
        else:
            return None
        seen = True
    return total + current if seen else None


def date_in_words(text: str) -> str | None:
    """A date like "ngày mười tháng tám năm hai nghìn không trăm mười" as dd/mm/yyyy, else None."""
    match = re.fullmatch(
        r"(?:ngay\s)?(?:m[uo]ng\s)?(?P<day>[a-z ]+?)\sthang\s(?P<month>[a-z ]+?),?\snam\s(?P<year>[a-z ]+?)[\s.,;]*",
        fold(text).strip(),
    )
    if not match:
        return None
    month_words = {"gieng": "mot", "chap": "muoi hai"}.get(match["month"], match["month"])
    day, month, year = (number_in_words(words) for words in (match["day"], month_words, match["year"]))
    return as_date(day, month, year) if day and month and year else None
