"""Reads the value behind a cue in running text, by the form it must have, up to where that form ends."""

import re
from collections.abc import Callable
from itertools import takewhile

from intake_ai.extraction.clause_places import (
    read_address,
    read_body,
    read_company,
    read_place,
    read_turned_to,
    read_whole_body,
)
from intake_ai.extraction.clause_reading import Read, found_in, listed
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
_LONGEST_DATE = 160
"""Letters that a date with all its words and dots takes up at most, and some: a long text is not sought through."""
_MOST_CAPITALS = 8


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
    return found_in(run, start, stop, name, 0.9 if opens_with_surname(name) else 0.6)


def _date(run: Run, start: int, stop: int) -> Read | None:
    dates = find_dates(run.text[start : min(stop, start + _LONGEST_DATE)], asked=True)
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
    if not text or not text[0].isupper() or len(text.split()) > _MOST_CAPITALS:
        return None
    return found_in(run, start, stop, text, 0.75)


def _number(run: Run, start: int, stop: int) -> Read | None:
    """A number or code; none that is a house's: "Số 12 đường Lê Lợi"."""
    read = _matching(_NUMBER, run, start, stop, 0.7)
    if read is None:
        return None
    following = plain(run.text[read.last : stop]).split(" ")[0]
    return None if following in listed("of_streets") else read


def _rest(run: Run, start: int, stop: int) -> Read | None:
    """All words up to the dots or the end of the text, typed with a capital behind words in small letters."""
    words = list(takewhile(lambda word: not is_leader(word), run.slice(start, stop).words))
    text = " ".join(word.text for word in words).strip(" .,;:")
    if len(words) < _FEWEST_OF_REST or not text[:1].isupper() or re.search(r"[.;:]\s", text):
        return None
    return found_in(run, start, stop, text, 0.6)


_FEWEST_OF_REST = 2


def _party(run: Run, start: int, stop: int) -> Read | None:
    """What somebody is in a matter before a court."""
    text = f"{plain(run.text[start:stop])} "
    known = [party for party in listed("parties") if text.startswith(f"{plain(party)} ")]
    value = max(known, key=len, default="")
    return found_in(run, start, stop, run.text[start : start + len(value)], 0.8) if value else None


_FORMS: dict[str, Callable[[Run, int, int], Read | None]] = {
    "name": _name,
    "rest": _rest,
    "party": _party,
    "date": _date,
    "birth": _birth,
    "identity": _identity,
    "phone": _phone,
    "tax": _tax,
    "sex": _sex,
    "ethnicity": _of_list("ethnicity"),
    "nationality": _of_list("nationality"),
    "capitals": _capitals,
    "address": read_address,
    "body": read_body,
    "place": read_place,
    "email": lambda run, start, stop: _matching(_EMAIL, run, start, stop, 0.9),
    "year": lambda run, start, stop: _matching(_YEARS, run, start, stop, 0.7),
    "month": lambda run, start, stop: _matching(_MONTH, run, start, stop, 0.7),
    "number": _number,
    "turned": read_turned_to,
    "whole": read_whole_body,
    "company": read_company,
}
