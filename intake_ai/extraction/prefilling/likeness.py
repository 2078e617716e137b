"""How far what was read of handwriting may be a value that is known from elsewhere."""

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from intake_ai.extraction.runs import plain
from intake_ai.terms import FieldKind

_DATES: frozenset[FieldKind] = frozenset({"date_of_birth", "id_issue_date", "issue_date", "expiry_date"})
_NUMBERS: frozenset[FieldKind] = frozenset({"id_number", "phone", "tax_code"})
_DIGITS_FOR = str.maketrans(
    {letter: digit for digit, letters in {
        "0": "oOQDôÔ", "1": "lLiI|!", "2": "zZ", "4": "uU", "5": "sS", "6": "b", "7": "?T", "8": "B", "9": "gq",
    }.items() for letter in letters}
)  # fmt: skip
"""Letters that OCR makes of written figures, as seen on the development forms."""
_FEWEST_TO_CONTRADICT = 6
_HOUSE_WEIGHT = 0.5
_ONE_WITHOUT_NUMBER = 0.6


def likeness(kind: FieldKind, read: str, known: str) -> float:
    """Likeness of a reading to a known value of its kind: 0 nothing in common, 1 equal but for accents and case."""
    if kind in _NUMBERS:
        return _likeness_of_digits(read, re.sub(r"\W", "", known))
    if kind in _DATES:
        return _likeness_of_digits(_date_part(read), known.replace("/", ""))
    if kind == "address":
        return _likeness_of_addresses(read, known)
    return fuzz.ratio(plain(read), plain(known)) / 100


def is_readable(kind: FieldKind, read: str) -> bool:
    """Whether so much was read that it can speak against a value."""
    if kind in _NUMBERS or kind in _DATES:
        return len(re.sub(r"\D", "", read)) >= _FEWEST_TO_CONTRADICT
    return len(plain(read)) >= _FEWEST_TO_CONTRADICT or (kind == "sex" and read in ("Nam", "Nữ"))


def _likeness_of_digits(read: str, known: str) -> float:
    digits = re.sub(r"[\s.,/:;-]", "", read).translate(_DIGITS_FOR)
    return Levenshtein.normalized_similarity(digits, known) if digits else 0.0


def _date_part(read: str) -> str:
    """The figures of a date, whatever words stand between them ("ngày 15 tháng 03 năm 2026")."""
    return re.sub(r"\b(?:ngay|thang|nam)\b", " ", plain(read)) if any(map(str.isalpha, read)) else read


def _likeness_of_addresses(read: str, known: str) -> float:
    """Of the whole and of the house or village apart: neighbours share all but that."""
    whole = fuzz.ratio(plain(read), plain(known)) / 100
    first_read, first_known = (text.split(",", maxsplit=1)[0] for text in (read, known))
    house = fuzz.ratio(plain(first_read), plain(first_known)[: max(len(plain(first_read)), 4)]) / 100
    house = min(house, _likeness_of_figures(first_read, first_known))
    return _HOUSE_WEIGHT * min(whole, house) + (1 - _HOUSE_WEIGHT) * whole


def _likeness_of_figures(read: str, known: str) -> float:
    """Of the number of a house or village; 1 where neither has one."""
    figures = re.sub(r"\D", "", known)
    written = [word.translate(_DIGITS_FOR) for word in read.split() if any(map(str.isdigit, word))]
    if not figures or not written:
        return 1.0 if not figures and not written else _ONE_WITHOUT_NUMBER
    return Levenshtein.normalized_similarity("".join(written), figures)
