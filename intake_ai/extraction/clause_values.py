"""Reads the value behind a cue in running text, by the form it must have, up to where that form ends."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from intake_ai.extraction.cues import Cue
from intake_ai.extraction.dates import find_dates
from intake_ai.extraction.identity import is_personal_number, is_tax_code, sex_of
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import names_organisation, opens_with_surname
from intake_ai.extraction.runs import Run, fold, plain
from intake_ai.extraction.values import digits_in, looks_like_name, name_part
from intake_ai.wordlists import phrases

_HONORIFIC = re.compile(
    r"^(?:ông|bà|anh|chị|em|cháu|cô|chú)(?:\s?[/(]\s?(?:bà|ông|chị|anh)\)?)?\s*[:.]?\s+(?=\S)", re.IGNORECASE
)
_YEAR = re.compile(r"(?:1[89]|20)\d{2}(?![\d/.])")
_YEARS = re.compile(r"(?:19|20)\d{2}(?:\s?[-–]\s?(?:19|20)\d{2})?(?![\d/])")
_MONTH = re.compile(r"\d{1,2}\s?(?:/|nam)\s?(?:19|20)\d{2}(?!\d)")
_NUMBER = re.compile(r"(?=[a-zđ]{0,4}[.\s]?\d)[a-zđ]{0,4}[.\s]?\d\w*(?:[.,]\d+)*(?:\s?[/-]\s?[\wđ]+)*(?:[-/][\wđ]+)*")
_PASSPORT = re.compile(r"[a-z]\d{7,8}(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TAX = re.compile(r"\d{10}(?:\s?-?\s?\d{3})?(?!\d)")
_NEAR = 2
_MOST_WORDS = {"address": 24, "body": 18, "capitals": 8}
_MOST_SMALL = 7
"""Small words in a row in the name of a body: "quản lý hành chính về trật tự xã hội"."""


@dataclass(frozen=True, slots=True)
class Read:
    """A value in a text, from `first` to before `last`; `certainty` is how well its form speaks for it, 0-1."""

    first: int
    last: int
    value: str
    certainty: float


def read_behind(cue: Cue, run: Run, start: int, stop: int) -> Read | None:
    """The value of the form that `cue` asks for at `start`, at most up to `stop`; None where there is none."""
    if start >= stop:
        return None
    if cue.is_weak and not opens_with_surname(run.text[start:stop]):
        return None
    read = _FORMS[cue.form](run, start, stop)
    return None if read is not None and cue.form in _OF_WORDS and _is_printed(run, read) else read


def _is_printed(run: Run, read: Read) -> bool:
    """Whether words are the form's own: a choice of kinds of units follows, and then the value."""
    return re.match(r"[\s(]*[^\W\d]+(?:\s[^\W\d]+)?/", run.text[read.last :]) is not None


_OF_WORDS = frozenset({"body", "place"})


def _name(run: Run, start: int, stop: int) -> Read | None:
    honorific = _HONORIFIC.match(run.text[start:stop])
    start += honorific.end() if honorific else 0
    name = name_part(run.slice(start, stop)).text
    if not looks_like_name(name) or names_organisation(name) or plain(name) == "viet nam":
        return None
    return _found(run, start, stop, name, 0.9 if opens_with_surname(name) else 0.6)


def _found(run: Run, start: int, stop: int, text: str, certainty: float, value: str = "") -> Read | None:
    first = run.text.find(text, start, stop) if text else -1
    return Read(first, first + len(text), value or text, certainty) if first >= 0 else None


def _date(run: Run, start: int, stop: int) -> Read | None:
    dates = find_dates(run.text[start:stop], asked=True)
    if not dates or dates[0][0] > _NEAR:
        return None
    first, last, day = dates[0]
    return Read(start + first, start + last, day, 0.9)


def _birth(run: Run, start: int, stop: int) -> Read | None:
    return _date(run, start, stop) or _matching(_YEAR, run, start, stop, 0.85)


def _matching(pattern: re.Pattern[str], run: Run, start: int, stop: int, certainty: float) -> Read | None:
    match = pattern.match(run.folded, start, stop)
    return Read(match.start(), match.end(), run.text[match.start() : match.end()], certainty) if match else None


def _digits(run: Run, start: int, stop: int, counts: tuple[int, ...]) -> tuple[int, int, str] | None:
    found = digits_in(run.text[start:stop], counts)
    return (start + found[0], start + found[1], found[2]) if found and found[0] <= _NEAR else None


def _identity(run: Run, start: int, stop: int) -> Read | None:
    found = _digits(run, start, stop, (12, 9))
    if found:
        return Read(*found, 0.95 if is_personal_number(found[2]) else 0.7)
    return _matching(_PASSPORT, run, start, stop, 0.7)


def _phone(run: Run, start: int, stop: int) -> Read | None:
    found = _digits(run, start, stop, (10, 11))
    return Read(*found, 0.95) if found and found[2].startswith("0") else None


def _tax(run: Run, start: int, stop: int) -> Read | None:
    found = _matching(_TAX, run, start, stop, 0.6)
    if found is None:
        return None
    digits = re.sub(r"\D", "", found.value)
    return Read(found.first, found.last, digits, 0.95 if is_tax_code(digits) else 0.6)


def _sex(run: Run, start: int, stop: int) -> Read | None:
    word = re.match(r"\w+", run.text[start:stop])
    sex = sex_of(word.group()) if word else None
    return Read(start, start + len(word.group()), sex, 0.95) if word and sex else None


def _of_list(name: str) -> Callable[[Run, int, int], Read | None]:
    """A reader of values that are written one way only."""

    def read(run: Run, start: int, stop: int) -> Read | None:
        text = run.folded[start:stop]
        values = phrases(__file__, "values.yaml", name)
        known = [value for value in values if re.match(rf"{re.escape(fold(value))}\b", text)]
        if not known or not run.text[start].isupper():
            return None
        value = max(known, key=len)
        return Read(start, start + len(value), value, 0.9)

    return read


def _capitals(run: Run, start: int, stop: int) -> Read | None:
    """Words up to the next comma or stop, the first with a capital."""
    end = re.search(r"[,;.…]|\s[-–]\s", run.text[start:stop])
    text = run.text[start : start + end.start() if end else stop].strip()
    if not text or not text[0].isupper() or len(text.split()) > _MOST_WORDS["capitals"]:
        return None
    return _found(run, start, stop, text, 0.75)


def _address(run: Run, start: int, stop: int) -> Read | None:
    """Names and numbers with the small words of addresses between them: "thôn 3, xã An Hòa, tỉnh Gia Lai"."""
    return _words_of(run, start, stop, "address", _goes_on_address)


def _body(run: Run, start: int, stop: int) -> Read | None:
    """The name of a body, which opens with a capital; in it small words stand between others."""
    known = _known_body(run, start, stop)
    if known is not None or not run.text[start : start + 1].isupper():
        return known
    return _words_of(run, start, stop, "body", _goes_on_body)


def _known_body(run: Run, start: int, stop: int) -> Read | None:
    text = run.folded[start:stop]
    known = [value for value in phrases(__file__, "values.yaml", "id_issue_place") if text.startswith(fold(value))]
    if not known:
        return None
    value = max(known, key=len)
    return Read(start, start + len(value), value, 0.9)


def _words_of(run: Run, start: int, stop: int, form: str, goes_on: Callable[[Sequence[str], int], bool]) -> Read | None:
    rest = run.slice(start, stop)
    texts = [word.text for word in rest.words]
    count = 0
    while count < min(len(texts), _MOST_WORDS[form]) and not is_leader(rest.words[count]) and goes_on(texts, count):
        count += 1
        if _ends_sentence(texts[count - 1]):
            break
    while count and fold(texts[count - 1].strip(",")) in _loose_ends(form):
        count -= 1
    text = " ".join(texts[:count]).strip(" ,.;:-–")
    if text.isupper() or not any(word[:1].isupper() or word[:1].isdigit() for word in text.split()):
        return None
    return _found(run, start, stop, text, 0.8)


def _goes_on_address(texts: Sequence[str], index: int) -> bool:
    word = texts[index].strip(",.;()")
    if index and texts[index - 1].endswith(";"):
        return False
    return not word or word[0].isupper() or word[0].isdigit() or fold(word) in _list("of_addresses") or word in "-–"


def _goes_on_body(texts: Sequence[str], index: int) -> bool:
    if index and texts[index - 1].endswith((";", ")")):
        return False
    following = " ".join(fold(text.strip(",.;")) for text in texts[index : index + 2])
    if index and texts[index - 1].endswith(","):
        return any(f"{following} ".startswith(f"{unit} ") for unit in _list("units"))
    if texts[index][:1].isupper() or not index:
        return True
    if any(f"{following} ".startswith(f"{end} ") for end in _list("after_bodies")):
        return False
    return _small_ahead(texts, index) < _MOST_SMALL


def _small_ahead(texts: Sequence[str], index: int) -> int:
    count = 0
    while count < index and texts[index - 1 - count][:1].islower():
        count += 1
    return count


def _ends_sentence(text: str) -> bool:
    return (text.endswith(".") and len(text) > 3) or text.endswith(";")


@cache
def _loose_ends(form: str) -> frozenset[str]:
    """Small words that open a part of an address or name and close none."""
    return frozenset({*_list("opening"), ""} | (set(_list("of_addresses")) if form == "address" else set()))


@cache
def _list(name: str) -> tuple[str, ...]:
    return phrases(__file__, "clauses.yaml", name)


def _place(run: Run, start: int, stop: int) -> Read | None:
    """An address, or the name of a body, or of a place of another kind: "chợ An Hòa"."""
    text = run.text[start:stop]
    opening = text.split(" ")[0]
    if fold(opening) in _list("of_addresses") and opening.lower() != _OFFICE:
        return _address(run, start, stop)
    if any(fold(text).startswith(f"{place} ") for place in _list("of_places")):
        return _words_of(run, start, stop, "body", _goes_on_body)
    return _body(run, start, stop)


_OFFICE = "sở"
"""Folded it looks like the word for a number."""


def _turned_to(run: Run, start: int, stop: int) -> Read | None:
    """The place that makes a body of which the form prints the name where it turns to it: "đề nghị UBND xã An Hòa".

    A body with its province behind a comma was filled in as a whole.
    """
    ahead = f" {plain(run.text[max(0, start - _TURNING) : start])} "
    if not any(f" {verb} " in ahead for verb in _list("turning")):
        return None
    read = _address(run, start, stop)
    is_whole = read is not None and "," in read.value
    return None if is_whole else read


def _whole_body(run: Run, start: int, stop: int) -> Read | None:
    """A body that somebody turns to, as it was filled in: with its province, or of a kind that no form begins."""
    read = _body(run, start, stop)
    if read is None or read.value.isupper() or not names_organisation(read.value) or len(read.value.split()) <= _FEW:
        return None
    is_begun = any(f"{plain(read.value)} ".startswith(f"{body} ") for body in _list("begun"))
    return None if is_begun and "," not in read.value else read


def _company(run: Run, start: int, stop: int) -> Read | None:
    """A company by its name, which no form prints: of capitals, behind the words for its kind."""
    read = _body(run, start, stop)
    names = [word for word in read.value.split() if word[0].isupper()] if read else []
    return read if read is not None and len(names) >= _FEWEST_NAMES and not read.value.isupper() else None


_FEWEST_NAMES = 3
_FEW = 3
"""Words of the name of a body that no place makes one."""
_TURNING = 60
"""Letters from the verb to the place."""


def _number(run: Run, start: int, stop: int) -> Read | None:
    """A number or code; none that is a house's: "Số 12 đường Lê Lợi"."""
    read = _matching(_NUMBER, run, start, stop, 0.7)
    if read is None:
        return None
    following = plain(run.text[read.last : stop]).split(" ")[0]
    return None if following in _list("of_streets") else read


_FORMS: dict[str, Callable[[Run, int, int], Read | None]] = {
    "name": _name,
    "date": _date,
    "birth": _birth,
    "identity": _identity,
    "phone": _phone,
    "tax": _tax,
    "sex": _sex,
    "ethnicity": _of_list("ethnicity"),
    "nationality": _of_list("nationality"),
    "capitals": _capitals,
    "address": _address,
    "body": _body,
    "place": _place,
    "email": lambda run, start, stop: _matching(_EMAIL, run, start, stop, 0.9),
    "year": lambda run, start, stop: _matching(_YEARS, run, start, stop, 0.7),
    "month": lambda run, start, stop: _matching(_MONTH, run, start, stop, 0.7),
    "number": _number,
    "turned": _turned_to,
    "whole": _whole_body,
    "company": _company,
}
