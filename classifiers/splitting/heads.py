"""How much the head of a page looks like that of a paper: motto and title, by plain rules.

Which line is the title, and what it says, is told by `classifiers.identifying`, which learns. Here it only matters
whether a page has one: rules do for that, and the splitting need not be learned anew whenever the titles are.
"""

from dataclasses import dataclass

from classifiers.identifying.titles import is_motto
from classifiers.splitting.words import words
from classifiers.vietnamese import fold
from classifiers.wording import opens_with_any, wording
from ocr.page import Line, PageReading

_TITLE_BAND = 0.5
_MOTTO_BAND = 0.3
_OWN_TITLE = 0.7
"""Of a line in capitals that opens as titles do."""
_SHOUTED = 0.75
_WELL_CENTRED = 0.7
_FEWEST_LETTERS = 6
_FIRST_WINS = 0.15
"""Of lines that look nearly as much like a title the first is it: a decision repeats "QUYẾT ĐỊNH:" further down."""


@dataclass(frozen=True, slots=True)
class HeadTitle:
    """The first line of a title, folded, and how much it looks like one, 0-1."""

    text: str
    strength: float


NO_TITLE = HeadTitle("", 0.0)


def is_headed(reading: PageReading) -> bool:
    """Whether a page bears the nation's motto and a title in capitals, with which hardly any paper goes on."""
    if not any(is_motto(line) for line in reading.lines if line.box.top < _MOTTO_BAND):
        return False
    return head_title(reading).strength >= _OWN_TITLE


def head_title(reading: PageReading) -> HeadTitle:
    """What looks most like a title in the upper half of a page."""
    lines = [line for line in reading.lines if line.box.top < _TITLE_BAND]
    found = [(strength, line) for line in lines if (strength := _strength(line)) > 0]
    if not found:
        return NO_TITLE
    highest = max(strength for strength, _ in found)
    strength, line = next(entry for entry in found if entry[0] >= highest - _FIRST_WINS)
    return HeadTitle(fold(line.text), strength)


def _strength(line: Line) -> float:
    text = line.text
    letters = [character for character in text if character.isalpha()]
    shouted = bool(letters) and sum(letter.isupper() for letter in letters) / len(letters) >= _SHOUTED
    centred = max(0.0, 1 - abs(line.box.centre[0] - 0.5) / 0.25)
    if len(letters) < _FEWEST_LETTERS or not (shouted or centred > _WELL_CENTRED):
        return 0.0
    if opens_with_any(wording().continuations + wording().issuers, text) or is_motto(line):
        return 0.0
    opening = opens_with_any(wording().title_openings + words().proposals, text)
    if opening and shouted:
        return 0.7 + 0.3 * centred
    if shouted and centred > 0.4 and len(text.split()) >= 2 and line.confidence > 0.5:
        return 0.35 * centred
    if opening and centred > _WELL_CENTRED and len(text) < 70 and not text.rstrip().endswith((":", ".", ";")):
        return 0.3 * centred
    return 0.0
