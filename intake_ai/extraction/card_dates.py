"""Which day on a card is the holder's birth date, by the year that the card's number has in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from intake_ai.extraction.agreement import CODES
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import fits_birth, is_personal_number
from intake_ai.extraction.runs import plain

_CREDIBLE = 0.7
"""Confidence of a printed number, that no birth date bears out yet, from which its year puts one right."""
_FIRST_CHIP_CARD = 2021
_DATE = len("04/05/1990")


def settle_dates(fields: Sequence[Field]) -> list[Field]:
    """`fields` of a card whose birth dates fit its number.

    The label of the day of issue, "Ngày, tháng, năm", loses its last word easily and is then like that of a birth date.
    """
    numbers = [each for each in fields if each.kind == "id_number" and is_personal_number(each.value)]
    days = {each.value for each in fields if each.kind == "id_issue_date"}
    return [settled for each in fields for settled in _settled(each, numbers, days)]


def _settled(field: Field, numbers: Sequence[Field], days: set[str]) -> Iterator[Field]:
    is_printed_birth = field.kind == "date_of_birth" and field.source not in CODES and len(field.value) == _DATE
    if not is_printed_birth or any(fits_birth(number.value, field.value) for number in numbers):
        yield field
    elif _is_of_issue(field, numbers):
        if field.value not in days:
            days.add(field.value)
            yield replace(field, kind="id_issue_date")
    else:
        yield _with_year_of(field, numbers)


def _is_of_issue(field: Field, numbers: Sequence[Field]) -> bool:
    """Whether a day that no number bears out is that of a chip card's issue."""
    label = plain(field.label)
    is_asked = any(word in label for word in ("cap", "issue", "month")) or label.endswith("nam")
    return int(field.value[-4:]) >= _FIRST_CHIP_CARD and (is_asked or bool(numbers))


def _with_year_of(field: Field, numbers: Sequence[Field]) -> Field:
    """A birth date of which one figure of the year was misread, with the year of a printed number that was not.

    Where a code tells the number it tells the birth date too.
    """
    for number in numbers:
        year = str(1900 + 100 * (int(number.value[3]) // 2) + int(number.value[4:6]))
        is_slip = Levenshtein.distance(year, field.value[-4:]) == 1
        if is_slip and number.source not in CODES and number.confidence > max(_CREDIBLE, field.confidence):
            return replace(field, value=f"{field.value[:-4]}{year}")
    return field
