"""The sides of an identity card: which one a page shows, and whose."""

import re
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz

from classifiers.splitting.words import words
from classifiers.vietnamese import fold
from classifiers.wording import contains_any, similarity, wording
from ocr.mrz import looks_like_zone, parse_zone
from ocr.page import PageReading

#: A copy with a card side on it holds fewer lines than this; a form that quotes an ID card holds more.
_MOST_LINES = 60
#: The same where only the card's name and labels tell it: a declaration about a card has these too.
_MOST_LINES_OF_LABELS = 35
_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_LONG = re.compile(r"\d{12}")
_ZONE_START = re.compile(r"DVNM(\d{9})\d(\d{12})")
_ZONE_FIRST = re.compile(r"[DO]VNM[\dOIl]{9}\w{6,}<")
_ZONE_NAME = re.compile(r"^[A-Z]{2,}<<[A-Z<]{3,}")
_OUTER = re.compile(r"^\W+|\W+$")
_SAME_NAME = 88
_SAME_TITLE = 86
_LABELS_OF_BACK = 3
_DIGITS_MISREAD = 3


@dataclass(frozen=True, slots=True)
class CardSide:
    """A side of a card, or both.

    Attributes:
        shows: "front", "back" or "both".
        numbers: Of nine or twelve digits, as read; a misread one is among them.
        name: Folded, without spaces, empty where not legible.
        zone: Folded text of the lines of the machine-readable zone, empty where none.
    """

    shows: Literal["front", "back", "both"]
    numbers: frozenset[str] = field(default_factory=frozenset)
    name: str = ""
    zone: str = ""


def card_side(reading: PageReading) -> CardSide | None:
    """The side of a card that the page shows, None where it shows none."""
    if is_card_front(reading):
        has_back = (reading.mrz is not None and reading.mrz.format == "TD1") or _back_words(reading) >= 2
        return CardSide("both" if has_back else "front", _numbers(reading), _printed_name(reading), _zone(reading))
    if is_card_back(reading):
        shows: Literal["back", "both"] = "both" if _has_portrait_side(reading) else "back"
        return CardSide(shows, _numbers(reading), _zone_name(reading), _zone(reading))
    return None


def front_of(reading: PageReading) -> CardSide:
    """What a part of a page tells as the front of a card, however little is legible."""
    return CardSide("front", _numbers(reading), _printed_name(reading), _zone(reading))


def back_of(reading: PageReading) -> CardSide:
    """What a part of a page tells as the back of a card, however little is legible."""
    return CardSide("back", _numbers(reading), _zone_name(reading), _zone(reading))


def _has_portrait_side(reading: PageReading) -> bool:
    """Whether a page with a back on it shows a front that is hardly legible: its head or title."""
    folded = [fold(line.text) for line in reading.lines]
    return contains_any(wording().motto, "\n".join(folded), 0.85) or any(
        similarity(title, text) >= 0.85 and len(text) < 26 for title in wording().card_title for text in folded
    )


def is_card_front(reading: PageReading) -> bool:
    """Whether the page shows the front of an identity card, or both sides of it."""
    if contains_any(wording().passport, reading.text, 0.9):
        return False
    if len(reading.lines) >= _MOST_LINES:
        return False
    hits = sum(contains_any((phrase,), reading.text, 0.88) for phrase in wording().card_front)
    return hits >= 2 or _has_card_title(reading) or _is_faint_front(reading)


def is_card_back(reading: PageReading) -> bool:
    """Whether the page shows the back of an identity card and no front."""
    if len(reading.lines) >= _MOST_LINES or is_card_front(reading):
        return False
    if _back_words(reading) >= 2 or (reading.mrz is not None and reading.mrz.format == "TD1"):
        return True
    if contains_any(wording().passport, reading.text, 0.9):
        return False
    labels = sum(contains_any((phrase,), reading.text, 0.88) for phrase in words().card_back_labels)
    return _opens_zone(reading) or (labels >= _LABELS_OF_BACK and len(reading.lines) < _MOST_LINES_OF_LABELS)


def _opens_zone(reading: PageReading) -> bool:
    """Whether a line is the first of a Vietnamese card's zone, though the zone as a whole was not read."""
    return any(_ZONE_FIRST.search("".join(line.text.split())) for line in reading.lines)


def belong_together(front: CardSide, back: CardSide) -> bool | None:
    """Whether two sides are of one card: by its number, else by the name; None where neither can tell."""
    if front.numbers and back.numbers:
        if any(_same_number(one, other) for one in front.numbers for other in back.numbers):
            return True
        if any(len(number) == 12 for number in front.numbers) and not _may_be_misread(front.numbers, back.numbers):
            return False
    if front.name and back.name:
        return fuzz.ratio(front.name, back.name) >= _SAME_NAME
    return None


def _same_number(one: str, other: str) -> bool:
    """Equal, or one the last nine digits of the other as the document number of a card's zone is."""
    return one == other or (len(one) != len(other) and (one.endswith(other) or other.endswith(one)))


def _may_be_misread(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two of the numbers differ in no more digits than are misread on a poor copy."""
    return any(
        sum(a != b for a, b in zip(one, other, strict=True)) <= _DIGITS_MISREAD
        for one in some
        for other in others
        if len(one) == len(other)
    )


def _back_words(reading: PageReading) -> int:
    return sum(contains_any((phrase,), reading.text, 0.88) for phrase in wording().card_back)


def _has_card_title(reading: PageReading) -> bool:
    """Whether the name of the card stands on a line of its own and labels of a card follow it, in a few lines."""
    titles = [row for row, line in enumerate(reading.lines) if is_card_title(line.text)]
    below = "\n".join(line.text for line in reading.lines[titles[0] :]) if titles else ""
    labels = sum(contains_any((label,), below, 0.88) for label in wording().card_labels)
    return len(reading.lines) < _MOST_LINES_OF_LABELS and labels >= 3


def _is_faint_front(reading: PageReading) -> bool:
    """Whether a small copy whose print is hardly legible shows a card's number with its title or portrait."""
    if len(reading.lines) >= _MOST_LINES_OF_LABELS:
        return False
    has_number = any(_LONG.fullmatch(re.sub(r"\W", "", line.text)) for line in reading.lines)
    if any(is_card_title(line.text) for line in reading.lines):
        return has_number
    has_portrait = any(mark.kind == "photo" for mark in reading.marks)
    has_motto = any(similarity(wording().motto[0], fold(line.text)) >= 0.75 for line in reading.lines)
    return has_number and has_portrait and has_motto and reading.width > reading.height


def is_card_title(text: str) -> bool:
    """Whether a line is the name of the card alone, misread letters forgiven."""
    plain = _OUTER.sub("", fold(text))
    if not 6 <= len(plain) <= 24:
        return False
    return any(fuzz.ratio(plain, title) >= _SAME_TITLE for title in wording().card_title)


def _numbers(reading: PageReading) -> frozenset[str]:
    """Numbers printed on the card, in its QR code and in its zone."""
    printed = {number for line in reading.lines for number in _NUMBER.findall(line.text.replace(" ", ""))}
    coded = {number for code in reading.codes for number in code.text.split("|")[:2] if _NUMBER.fullmatch(number)}
    return frozenset(printed | coded | _zone_numbers(reading))


def _zone_lines(reading: PageReading) -> tuple[str, ...]:
    """The zone as repaired; where the page has none, as the lines that look like one parse."""
    if reading.mrz is not None:
        return reading.mrz.lines if reading.mrz.format == "TD1" else ()
    found = parse_zone([line.text for line in reading.lines if looks_like_zone(line.text)])
    return found[1] if found and found[0] == "TD1" else ()


def _zone_numbers(reading: PageReading) -> set[str]:
    """Document number (nine digits) and the card's own number (twelve) from the first line of a TD1 zone."""
    lines = _zone_lines(reading)
    if lines:
        return {part for part in (lines[0][5:14], lines[0][15:27]) if part.isdigit()}
    found = (_ZONE_START.search("".join(line.text.split())) for line in reading.lines)
    return {part for match in found if match for part in match.groups()}


def _zone(reading: PageReading) -> str:
    return "".join(_zone_lines(reading))


def _zone_name(reading: PageReading) -> str:
    lines = _zone_lines(reading)
    written = lines[2] if lines else next((line.text for line in reading.lines if _ZONE_NAME.match(line.text)), "")
    return re.sub(r"[^a-z]", "", fold(written))


def _printed_name(reading: PageReading) -> str:
    """The name in the QR code, else the capitals below the label of the name."""
    for code in reading.codes:
        parts = code.text.split("|")
        if len(parts) >= 3:
            return re.sub(r"[^a-z]", "", fold(parts[2]))
    rows = [
        row
        for row, line in enumerate(reading.lines)
        if "full name" in fold(line.text) or "ho va ten" in fold(line.text)
    ]
    below = reading.lines[rows[0] + 1 : rows[0] + 3] if rows else ()
    return next(
        (re.sub(r"[^a-z]", "", fold(line.text)) for line in below if line.text.isupper() and " " in line.text), ""
    )
