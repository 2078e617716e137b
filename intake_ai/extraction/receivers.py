"""Tells what was filled in behind the name of a body that a form prints the beginning of.

"Kính gửi: Ủy ban nhân dân ........" becomes "Ủy ban nhân dân xã Đồng Mẫu, tỉnh Mẫu". Where the dots begin shows what
was filled in; alternatives ("xã/phường") are print; else forms print a body and leave open of which place.
"""

import re
from collections.abc import Iterator, Sequence

from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.sentences import Part
from intake_ai.extraction.values import trim
from intake_ai.terms import FieldKind
from intake_ai.units.tables import units
from intake_ai.wordlists import phrases
from ocr.page import Box

_UNIT = r"(?:cấp xã|thị trấn|(?<!đô )thị xã|thành phố|đặc khu|xã|phường|tỉnh|huyện|quận|tp)"
_ALTERNATIVES = re.compile(rf"\(?\s?{_UNIT}\.?(?:\s?[/,(]\s?{_UNIT})+\s?\)?", re.IGNORECASE)
_PLACE = re.compile(rf"(?<!\w)(?:(?P<level>cấp\s)?{_UNIT}|khu vực)\s(?=\S)", re.IGNORECASE)
# Another body behind the place is not what a form leaves open: "... tỉnh Mẫu - Chi nhánh Đồng Mẫu".
_MORE = re.compile(r"\s[-–]\s(?!\w+$|\w+ \w+$)|chi nhanh")
_MOST_NAME_WORDS = 3
_EDGE = 0.012
"""Fraction of the page's width that the left end of a dotted line may miss its first word by."""


def is_receiver(printed: str) -> bool:
    """Whether a label names whom a form is written to."""
    return plain(printed) in phrases(__file__, "receivers.yaml", "labels")


def typed_parts(printed: str, value: Run, lines: Sequence[Box]) -> Iterator[Part]:
    """What was filled in of a body's name, where a form prints the beginning; nothing where all of it was.

    Args:
        printed: The label as printed.
        value: The name of the body, marks and leader lines aside.
        lines: The dotted lines of the page on which something stands.
    """
    on_dots = _start_on_dots(value, lines)
    if on_dots is None:
        spans = list(_behind_alternatives(value)) or list(_behind_body(value))
    else:
        spans = [(on_dots, len(value.text))] if on_dots else []
    for start, end in spans:
        words = trim(value.slice(start, end))
        if words and words.text[0].isalnum():
            beginning = value.text[:start].strip(" ,.(")
            yield Part(_kind(words), f"{printed}: {beginning}", words.text, words, 0.6)


def _start_on_dots(value: Run, lines: Sequence[Box]) -> int | None:
    """Where in the text of `value` a dotted line begins that the rest of it stands on; None where none does."""
    for word, offset in zip(value.words, value.starts, strict=True):
        down = word.box.centre[1]
        if any(line.top <= down <= line.bottom and abs(line.left - word.box.left) <= _EDGE for line in lines):
            return offset
    return None


def _behind_alternatives(value: Run) -> Iterator[tuple[int, int]]:
    found = list(_ALTERNATIVES.finditer(value.text))
    ends = [*(match.start() for match in found[1:]), len(value.text)]
    for match, end in zip(found, ends, strict=False):
        yield match.end(), end


def _behind_body(value: Run) -> Iterator[tuple[int, int]]:
    """The place behind the name of a body that is common to many places."""
    words = plain(value.text)
    if _begins(words, "begun_bodies") and not _MORE.search(value.folded):
        place = _PLACE.search(value.text)
        start = (place.end() if place["level"] else place.start()) if place else _start_of_province(value)
        if start:
            yield start, len(value.text)
        return
    school = next((each for each in phrases(__file__, "receivers.yaml", "schools") if words.startswith(f"{each} ")), "")
    if school:
        yield value.starts[min(len(school.split()), len(value.words) - 1)], len(value.text)


def _begins(words: str, name: str) -> bool:
    return any(words.startswith(f"{phrase} ") for phrase in phrases(__file__, "receivers.yaml", name))


def _start_of_province(value: Run) -> int:
    """Where the name of a province stands that ends the text; 0 where none does."""
    for count in range(min(_MOST_NAME_WORDS, len(value.words) - 1), 0, -1):
        start = value.starts[-count]
        if plain(value.text[start:]) in units().provinces:
            return start
    return 0


def _kind(words: Run) -> FieldKind:
    return "organisation_name" if _begins(plain(words.text), "of_schools") else "other"
