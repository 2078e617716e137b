"""From the words after a label to values: one label may hold several (number, place and date of an identity paper)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from intake_ai.extraction.identity import is_personal_number, is_tax_code, sex_of
from intake_ai.extraction.lexicon import Label, is_of_body, names_organisation, opens_with_surname
from intake_ai.extraction.mixed_values import read_mixed
from intake_ai.extraction.role_words import role_in
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.sentences import Part, dates_in, inline_words, read_sentence
from intake_ai.extraction.values import (
    date_in_words,
    digits_in,
    drop_noise,
    find_dates,
    looks_like_name,
    name_part,
    repair,
    strip_marks,
    trim,
    year_in,
)  # fmt: skip
from intake_ai.terms import FieldKind
from intake_ai.wordlists import phrases

__all__ = ["Part", "read", "read_sentence"]

_PLACE_BY = re.compile(r"\bdo\s+(?P<place>.+?)(?=,?\s*\b(?:cap|c[ae]p|ngay|sa cap)\b|$)")
_PLACE_AT = re.compile(
    r"\b(?:noi cap|co quan cap|cap tai|cap boi|cap ngay[^a-z]{6,24}tai)\b[\s:]*"
    r"(?P<place>.+?)(?=,?\s*\b(?:ngay|cap ngay)\b|$)"
)
_NUMBER = re.compile(r"\b(?:so|s6|s0)\b[\s:.…]*(?P<number>[a-z]{0,4}\s?\d[\w/.\-]*)")
_ANY_NUMBER = re.compile(r"(?<!\w)(?P<number>[a-z]{0,3}\d{6,12})(?!\w)")
_TICKS = re.compile(r"\[[_\s]|L\s?_?\s?\]|□|☐")
# Fewer are the number of the next line of a blank form, or a speck.
_FEWEST_DIGITS: dict[str, int] = {"id_number": 6, "phone": 7, "tax_code": 7}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def read(printed: str, label: Label | None, value: Run, full: Run) -> Iterator[Part]:
    """The values that stand after a label.

    Args:
        printed: The label as printed.
        label: What it means; None for an unknown one.
        value: The words after it without marks, up to the first leader line.
        full: All words after it, leader lines included.
    """
    reader = _READERS.get(label.value if label else "text", _text)
    found = list(reader(label.kind if label else "other", printed, value, full))
    yield from (_rightly_written(part) for part in found)
    if not found and reader is not _text and _is_answer(value):
        yield Part("other", printed, value.text, value, 0.5)


def _is_answer(value: Run) -> bool:
    """Whether words that are no value of the kind that was asked for are an answer all the same: "Không có"."""
    words = plain(value.text).split()
    units = phrases(__file__, "sentences.yaml", "units")
    return any(len(word) > 1 and word.isalpha() and word not in units for word in words) and value.text[0].isupper()


def _rightly_written(part: Part) -> Part:
    """`part` with the accents of the only value of its kind that has these letters."""
    if part.kind == "organisation_name" and looks_like_name(part.value) and opens_with_surname(part.value):
        is_body = names_organisation(part.value) or is_of_body(part.label)
        return part if is_body else replace(part, kind="full_name")
    if part.kind not in ("nationality", "ethnicity", "id_issue_place"):
        return part
    known = phrases(__file__, "values.yaml", part.kind)
    same = next((replace(part, value=value) for value in known if plain(value) == plain(part.value)), None)
    return same or _without_more(part, known)


def _without_more(part: Part, known: Sequence[str]) -> Part:
    """`part` as the known value that it opens with: what follows was taken in from the next line."""
    words = plain(part.value)
    longest = max((value for value in known if words.startswith(f"{plain(value)} ")), key=len, default=None)
    if longest is None or part.kind != "id_issue_place":
        return part
    kept = Run(part.run.words[: len(plain(longest).split())])
    return replace(part, value=longest, run=kept) if plain(kept.text) == plain(longest) else part


def _document(_kind: FieldKind, printed: str, value: Run, _full: Run) -> Iterator[Part]:
    """Number, place and date of "Thẻ căn cước số 0123 do Bộ Công an cấp ngày 01/02/2023", each with its own words."""
    match = _NUMBER.search(value.folded) or _ANY_NUMBER.search(value.folded)
    end = 0
    if match:
        number = trim(value.slice(match.start("number"), match.end("number")))
        digits = re.sub(r"\s", "", number.text)
        if number:
            yield Part("id_number", printed, digits, number, 0.95 if is_personal_number(digits) else 0.75)
            end = match.end()
    yield from _place_of_issue(printed, value, end)
    for first, last, day in find_dates(value.text):
        if first >= end:
            yield Part("id_issue_date", printed, day, value.slice(first, last), 0.9)
            break


def _place_of_issue(printed: str, value: Run, start: int) -> Iterator[Part]:
    place = _PLACE_BY.search(value.folded, start) or _PLACE_AT.search(value.folded, start)
    words = trim(value.slice(place.start("place"), place.end("place"))) if place else None
    if words:
        yield Part("id_issue_place", printed, repair(words.text), words, 0.85)


def _name(kind: FieldKind, printed: str, value: Run, full: Run) -> Iterator[Part]:
    if names_organisation(value.text):
        words = drop_noise(value)
        yield Part("organisation_name", printed, repair(words.text), words, 0.85)
        return
    name = name_part(_without_address(value))
    if role_in(name.text) is not None and not opens_with_surname(name.text):
        return  # the heading of the next part: "NGƯỜI CHA"
    if looks_like_name(name.text) and plain(name.text) != "viet nam":
        yield Part(kind, printed, name.text, name, 0.93 if opens_with_surname(name.text) else 0.7)
        yield from dates_in(full, len(name.text))


def _without_address(run: Run) -> Run:
    """A person's name without the "Ông" or "Bà" ahead of it; "Ông Văn Mẫu" may be all name and stays whole."""
    rest = Run(run.words[1:])
    is_address = len(rest.words) > 1 and plain(run.words[0].text) in phrases(__file__, "values.yaml", "addressing")
    is_middle_name = bool(rest) and plain(rest.words[0].text) in phrases(__file__, "values.yaml", "middle_names")
    return rest if is_address and not is_middle_name and opens_with_surname(rest.text) else run


def _date(kind: FieldKind, printed: str, value: Run, full: Run) -> Iterator[Part]:
    own = find_dates(value.text, asked=True)
    dates, source = (own, value) if own else (find_dates(full.text, asked=True), full)
    if dates:
        first, end, day = dates[0]
        yield Part(kind, printed, day, source.slice(first, end), 0.95)
        rest = source.slice(end, len(source.text))
        if rest:
            yield from inline_words(rest)
    elif kind == "date_of_birth" and (year := year_in(value.text)):
        yield Part(kind, printed, year[2], value.slice(year[0], year[1]), 0.9)


def _words(kind: FieldKind, printed: str, value: Run, _full: Run) -> Iterator[Part]:
    words = drop_noise(_in_bracket(value))
    if not words:
        return
    if date_in_words(words.text) or set(plain(words.text).split()) & _OF_DAYS:
        yield Part(kind, printed, words.text, words, 0.95 if date_in_words(words.text) else 0.6)
        return
    number = Run(words.words[:-1])
    last = plain(words.words[-1].text)
    is_counted = last in phrases(__file__, "clauses.yaml", "counted") and last != _MONEY
    told = number if number and is_counted else words
    yield Part("other", printed, told.text, told, 0.6)


_OF_DAYS, _MONEY = frozenset({"ngay", "thang"}), "dong"
"""Words that tell a date, and the one that an amount in words is read with."""


def _in_bracket(run: Run) -> Run:
    """The words up to the end of a bracket that was opened ahead of them."""
    end = re.search(r"^[^(]*?(?=\))", run.text)
    return run.slice(0, end.end()) if end else run


def _sex(kind: FieldKind, printed: str, value: Run, _full: Run) -> Iterator[Part]:
    for word, start in zip(value.words[:3], value.starts, strict=False):
        sex = sex_of(word.text)
        if sex:
            yield Part(kind, printed, sex, trim(value.slice(start, start + len(word.text))), 0.95)
            return


def _number(kind: FieldKind, printed: str, value: Run, full: Run) -> Iterator[Part]:
    counts = {"id_number": (12, 9), "phone": (10, 11), "tax_code": (10, 13)}.get(kind, tuple(range(3, 16)))
    found = digits_in(value.text, counts)
    source = value
    beyond = digits_in(full.text, counts)
    if beyond and (not found or beyond[2] == found[2]):
        found, source = beyond, full  # what follows on the same dots may say when and by whom it was issued
    if found:
        first, end, digits = found
        sure = {"id_number": is_personal_number, "tax_code": is_tax_code}.get(kind, lambda _: True)(digits)
        yield Part(kind, printed, digits, source.slice(first, end), 0.95 if sure else 0.6)
        rest = source.slice(end, len(source.text))
    else:
        words = trim(Run(value.words[:1]))
        if sum(letter.isdigit() for letter in words.text) >= _FEWEST_DIGITS.get(kind, 1):
            yield Part(kind, printed, words.text, words, 0.3)
        rest = value
    if rest:
        inline = list(inline_words(rest))
        yield from inline
        if kind == "id_number" and not any(part.kind == "id_issue_place" for part in inline):
            yield from _place_of_issue(printed, strip_marks(rest), 0)
        yield from dates_in(rest, 0)


def _count(kind: FieldKind, printed: str, value: Run, full: Run) -> Iterator[Part]:
    """Numbers that a printed unit stands behind: "4 bản", "21 giờ 40 phút"."""
    match = re.match(r"\W*(\d+(?:[.,]\d+)*)", value.text)
    if not match:
        yield from _text(kind, printed, value, full)
        return
    yield Part(kind, printed, match.group(1), value.slice(match.start(1), match.end(1)), 0.8)
    for more in re.finditer(r"\b(gio|thang|ngay)[\s.…]+(?P<number>\d{1,3})[\s.…]*(?:phut|ngay)\b", full.folded):
        words = full.slice(more.start("number"), more.end("number"))
        yield Part(kind, full.text[more.start(1) : more.end(1)], words.text, words, 0.8)
    yield from dates_in(full, match.end())


def _email(kind: FieldKind, printed: str, value: Run, _full: Run) -> Iterator[Part]:
    match = _EMAIL.search(value.text)
    words = value.slice(match.start(), match.end()) if match else Run(value.words[:1])
    if words and (match or ("." in words.text and len(words.text) > 7)):
        yield Part(kind, printed, words.text, words, 0.9 if match else 0.2)


def _short(kind: FieldKind, printed: str, value: Run, _full: Run) -> Iterator[Part]:
    words = drop_noise(Run(value.words[:4]))
    if words and not re.search(r"\d", words.text):
        yield Part(kind, printed, words.text, words, 0.9)


def _text(kind: FieldKind, printed: str, value: Run, full: Run) -> Iterator[Part]:
    if kind in ("other", "id_issue_place"):
        yield from read_mixed(kind, printed, value, full)
        return
    words = drop_noise(value)
    if words and any(letter.isalpha() for letter in words.text) and not _TICKS.search(words.text):
        yield Part(kind, printed, repair(words.text), words, 0.85)


_READERS: dict[str, Callable[[FieldKind, str, Run, Run], Iterator[Part]]] = {
    "name": _name, "date": _date, "words": _words, "sex": _sex, "number": _number, "count": _count, "email": _email,
    "document": _document, "short": _short, "text": _text,
}  # fmt: skip
