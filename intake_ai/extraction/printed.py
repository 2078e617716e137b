"""Tells what a form prints of itself from what people fill in."""

import re
from functools import cache

from intake_ai.extraction.lexicon import lexicon, match_label, opens_with
from intake_ai.extraction.runs import Run, plain
from intake_ai.wordlists import phrases

# "5.1. Địa chỉ", "III. THÔNG TIN", "[14.1]", "b) Họ": the number of the form's next place to fill in.
_NEXT_PLACE = re.compile(
    r"^\W*(?:[\[(]\s?\d{1,2}(?:\.\d{1,2})*[a-z]?\s?[\])]?|\d{1,2}(?:\.\d{1,2})+[.)]?\s|\d{1,2}[.)]\s|[IVX]+\.\s|[a-zđ]\)\s)"
    r"(?=\W*[^\W\d])"
)
_NUMBER_ALONE = re.compile(r"^\W*(?:\d{1,2}\.\d{1,2}[a-z]?|[IVX]{2,4})\W*$")
# What a program fills in for a person: "{ho_ten}", "(so_cccd)", "residencePlace".
_PLACEHOLDER = re.compile(r"^\W*(?:[a-z]+(?:_[a-z0-9]+)+|[a-z]{3,}[A-Z][a-zA-Z]+)\W*$|^[({][a-z _]+[)}]$")
_IN_BRACKETS = re.compile(r"^\([^()]*\)?\W*$")


@cache
def _list(name: str) -> tuple[str, ...]:
    return phrases(__file__, "printed.yaml", name)


def announces(printed: str) -> bool:
    """Whether a label announces a note, a list or a part of the form rather than a value."""
    words = plain(re.sub(r"\([^)]*\)?", " ", printed))
    return _opens(words, _list("announcing")) or any(
        words == end or words.endswith(f" {end}") for end in _list("announcing_ends")
    )


def is_printed(value: Run, *, of_list: bool = False) -> bool:
    """Whether the words after a label are the form's own: its next label, an instruction, a placeholder, a sentence.

    Args:
        value: The words, marks and leader lines aside.
        of_list: The label asks for a list, whose items may be numbered.
    """
    text = value.text
    if _NUMBER_ALONE.match(text) or _PLACEHOLDER.match(text) or _IN_BRACKETS.match(text):
        return True
    if not of_list and _NEXT_PLACE.match(text):
        return True
    if opens_with(text, _list("telling")) or opens_with(text, lexicon().sentences):
        return True
    return is_label(text) or _is_english(text)


def is_label(text: str) -> bool:
    """Whether `text` as a whole is a known label."""
    words = plain(text).split()
    while words and (words[0].isdigit() or (len(words[0]) == 1 and len(words) > 1)):
        words = words[1:]
    found = match_label(tuple(words)) if words else None
    return (
        found is not None
        and found.words == len(words)
        and found.likeness > _least(found.pattern)
        and _is_plain_label(found.pattern)
    )


def _least(pattern: str) -> float:
    """How like a label a whole value must be to be it: "Hóa học" is one letter off "khóa học"."""
    return _SAME if len(pattern) > _SHORT else _SAME_SHORT


_SAME, _SAME_SHORT, _SHORT = 0.9, 0.95, 10
_WORDS_OF_DATES = frozenset({"giờ", "phút", "ngày", "tháng", "năm"})
_RELATIONS = frozenset({"chu ho", "chong", "vo", "me", "ba", "ong", "con", "cha", "chau", "em", "anh", "chi"})
_ANSWERS = _RELATIONS | {"truong", "khoa", "lop"}
"""Labels that are answers as well: the relationships "Vợ" and "Chủ hộ", the addressee "Trường"."""


def _is_plain_label(pattern: str) -> bool:
    return pattern not in _ANSWERS


def is_words_of_dates(text: str) -> bool:
    """Whether a text is only what a form prints between the figures of a date and hour."""
    return set(re.findall(r"\w+", text.lower())) <= _WORDS_OF_DATES


def opens_sentence(text: str) -> bool:
    """Whether a text that leads to values opens as a sentence of the form does: "Chúng tôi đăng ký ngày ..."."""
    return opens_with(text, _list("opening_sentences"))


def is_begun(text: str) -> bool:
    """Whether `text` is a body's name without the place that makes it one, as forms print it ahead of a blank."""
    return plain(re.sub(r"\([^)]*\)?", " ", text)) in _list("begun_bodies")


def is_issuing(text: str) -> bool:
    """Whether a line names the regulation that the form was issued with."""
    words = plain(text)
    return any(phrase in words for phrase in _list("issued_with"))


def goes_on_issuing(text: str) -> bool:
    """Whether a line below such a one goes on with it: "ngày 01/7/2025 của Bộ trưởng Bộ Công an"."""
    words = plain(text)
    return any(phrase in words for phrase in _list("issued_by"))


def _is_english(text: str) -> bool:
    words = plain(text)
    return text.isascii() and _opens(words, _list("english"))


def _opens(words: str, openings: tuple[str, ...]) -> bool:
    words = re.sub(r"^(?:\d+ )+", "", words)
    return any(words == phrase or words.startswith(f"{phrase} ") for phrase in openings)


def opens_official_part(text: str) -> bool:
    """Whether a line opens a part of the form that the authority fills in."""
    words = plain(text)
    return any(phrase in words for phrase in _list("official"))


def opens_own_part(text: str) -> bool:
    """Whether a line opens a part of the form that the applicant fills in."""
    return _opens(plain(text), _list("applying"))
