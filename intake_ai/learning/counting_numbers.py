"""Numbers that count the parts of a text, pages and forms, or cite a law: the only ones that a lesson keeps."""

import re
from collections.abc import Iterator, Sequence

from classifiers.vietnamese import fold, normalise
from intake_ai.learning.masking_rules import rules

_MOST_DIGITS = 3
"""A kept number has no more, but for a law's: an identity number, a date or a telephone number has more."""
_ENUMERATION = re.compile(r"\W*\d{1,2}(?:[.)]\d{0,2})*\W*")
_PAGE = re.compile(r"\W*(?:trang|page)\W*(\d{1,2})(?:\s*/\s*(\d{1,2}))?\W*|\W*(\d{1,2})(?:\s*/\s*(\d{1,2}))?\W*", re.I)
_FOOTNOTE = re.compile(r"\(\d{1,2}\)\W*")
_LAW = re.compile(r"\W*\d{1,4}/(?:19|20)\d{2}/([a-z]{2,5})\d{0,2}(?:-[a-z]{2,10}){0,3}\W*")
_FORM_NUMBER = re.compile(r"\W*[A-ZĐ]{1,4}[-.]?\d{1,3}[a-zđ]?(?:[-/.][A-ZĐa-zđ]{1,6}\d{0,2}){0,3}\W*")
_SMALL = re.compile(r"\d{1,3}[a-zđ]?(?:[-/.](?:\d{1,2}|[A-ZĐa-zđ]{1,6}\d{0,2})){0,3}")
_PUNCTUATION = "()[].,;:"


def counting(texts: Sequence[str]) -> Iterator[int]:
    """Places of words, of those of a line, whose numbers stay."""
    for place, text in enumerate(texts):
        if cites_law(text) or (_is_small(text) and _counts(texts, place)):
            yield place


def is_page_number(text: str) -> bool:
    """Whether a line is the number of its page: "Trang 2/3", "- 2 -"; a first one above the second is none."""
    match = _PAGE.fullmatch(text)
    if match is None or not _is_small(text):
        return False
    number, total = (match[1], match[2]) if match[1] else (match[3], match[4])
    return total is None or int(number) <= int(total)


def cites_law(text: str) -> bool:
    """Whether a word is the number of a law, which is public: "123/2015/NĐ-CP"."""
    match = _LAW.fullmatch(fold(text))
    return match is not None and match[1] in rules().laws


def _is_small(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) <= _MOST_DIGITS


def _counts(texts: Sequence[str], place: int) -> bool:
    text = texts[place]
    if _FORM_NUMBER.fullmatch(text) or _FOOTNOTE.fullmatch(text):
        return True
    if place == 0:
        return _ENUMERATION.fullmatch(text) is not None
    return _SMALL.fullmatch(text.strip(_PUNCTUATION)) is not None and _is_number_word(texts, place - 1)


def _is_number_word(texts: Sequence[str], place: int) -> bool:
    """Whether what counts stands there, with its accents: "khoản 2", but neither "khoán 2" nor "tài khoản 2"."""
    last = _plain(texts[place])
    two = f"{_plain(texts[place - 1])} {last}" if place else ""
    return two not in rules().not_number_words and bool({last, two} & rules().number_words)


def _plain(text: str) -> str:
    return normalise(text).lower().strip(_PUNCTUATION)
