"""Reads addresses and the names of places and bodies in running text, up to where the words of one end."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from intake_ai.extraction.clause_reading import Read, found_in, listed
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import names_organisation
from intake_ai.extraction.runs import Run, fold, plain
from intake_ai.wordlists import phrases

_DOTS = re.compile(r"\.{3,}|…")
_MOST_WORDS = {"address": 24, "body": 18}
_MOST_SMALL = 7
"""Small words in a row in the name of a body: "quản lý hành chính về trật tự xã hội"."""


def read_address(run: Run, start: int, stop: int) -> Read | None:
    """Names and numbers with the small words of addresses between them: "thôn 3, xã An Hòa, tỉnh Gia Lai"."""
    return _words_of(run, start, stop, "address", _goes_on_address)


def read_body(run: Run, start: int, stop: int) -> Read | None:
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
        texts[count - 1], dots = _before_dots(texts[count - 1])
        if dots or _ends_sentence(texts[count - 1]):
            break
    while count and not texts[count - 1][:1].isupper() and fold(texts[count - 1].strip(",")) in _loose_ends(form):
        count -= 1
    text = " ".join(texts[:count]).strip(" ,.;:-–")
    if text.isupper() or not any(word[:1].isupper() or word[:1].isdigit() for word in text.split()):
        return None
    return found_in(run, start, stop, text, 0.8)


def _before_dots(text: str) -> tuple[str, bool]:
    """A word without the dots that it left of its line, and whether there are any."""
    dots = _DOTS.search(text)
    return (text[: dots.start()], True) if dots and dots.start() else (text, False)


def _goes_on_address(texts: Sequence[str], index: int) -> bool:
    word = texts[index].strip(",.;()")
    if index and texts[index - 1].endswith(";"):
        return False
    return not word or word[0].isupper() or word[0].isdigit() or fold(word) in listed("of_addresses") or word in "-–"


def _goes_on_body(texts: Sequence[str], index: int) -> bool:
    if index and texts[index - 1].endswith((";", ")")):
        return False
    following = " ".join(fold(text.strip(",.;")) for text in texts[index : index + 2])
    if index and texts[index - 1].endswith(","):
        return any(f"{following} ".startswith(f"{unit} ") for unit in listed("units"))
    if texts[index][:1].isupper() or not index:
        return True
    if any(f"{following} ".startswith(f"{end} ") for end in listed("after_bodies")):
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
    return frozenset({*listed("opening"), ""} | (set(listed("of_addresses")) if form == "address" else set()))


def read_place(run: Run, start: int, stop: int) -> Read | None:
    """An address, or the name of a body, or of a place of another kind: "chợ An Hòa"."""
    text = run.text[start:stop]
    opening = text.split(" ")[0]
    if fold(opening) in listed("of_addresses") and opening.lower() != _OFFICE:
        return read_address(run, start, stop)
    if any(fold(text).startswith(f"{place} ") for place in listed("of_places")):
        return _words_of(run, start, stop, "body", _goes_on_body)
    return read_body(run, start, stop)


_OFFICE = "sở"
"""Folded it looks like the word for a number."""


def read_turned_to(run: Run, start: int, stop: int) -> Read | None:
    """The place that makes a body of which the form prints the name where it turns to it: "đề nghị UBND xã An Hòa".

    A body with its province behind a comma was filled in as a whole.
    """
    ahead = f" {plain(run.text[max(0, start - _TURNING) : start])} "
    if not any(f" {verb} " in ahead for verb in listed("turning")):
        return None
    read = read_address(run, start, stop)
    is_whole = read is not None and "," in read.value
    return None if is_whole else read


def read_whole_body(run: Run, start: int, stop: int) -> Read | None:
    """A body that somebody turns to, as it was filled in: with its province, or of a kind that no form begins."""
    read = read_body(run, start, stop)
    if read is None or read.value.isupper() or not names_organisation(read.value) or len(read.value.split()) <= _FEW:
        return None
    is_begun = any(f"{plain(read.value)} ".startswith(f"{body} ") for body in listed("begun"))
    return None if is_begun and "," not in read.value else read


def read_company(run: Run, start: int, stop: int) -> Read | None:
    """A company by its name, which no form prints: of capitals, behind the words for its kind."""
    read = read_body(run, start, stop)
    names = [word for word in read.value.split() if word[0].isupper()] if read else []
    return read if read is not None and len(names) >= _FEWEST_NAMES and not read.value.isupper() else None


_FEWEST_NAMES = 3
_FEW = 3
"""Words of the name of a body that no place makes one."""
_TURNING = 60
"""Letters from the verb to the place."""
