"""The title of a page: the line or lines that say which document it is."""

import re
from dataclasses import dataclass
from itertools import takewhile

from classifiers.vietnamese import fold, normalise
from classifiers.wording import contains_any, opens_with_any, similarity, wording
from ocr.page import Box, Line, PageReading, enclosing

TITLE_BAND = 0.62
"""Titles stand above this fraction of the page: a land certificate's stands lowest (0.45 of its page)."""

_NOISE = re.compile(r"^[\W_]+|\(\s*ký\b.*$|[\s|_*'\"`~^°]+$", re.IGNORECASE)
"""Marks at the ends, and the words of a signature block that a narrow column put on the same line."""
_SHOUTED = 0.75
_FIRST_WINS = 0.15
"""Of lines that look nearly as much like a title the first is it: a decision repeats "QUYẾT ĐỊNH:" further down."""
_NUMBER = re.compile(r"^\W*s[ốôỗồo6]\s*[:.;]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """What the title says, where it stands, and how much it looks like one (0-1)."""

    text: str
    box: Box
    strength: float


def find_title(reading: PageReading) -> Title | None:
    """The title of the page, None where no line looks like one."""
    lines = [line for line in reading.lines if line.box.top < TITLE_BAND]
    candidates = [(strength, index) for index, line in enumerate(lines) if (strength := _strength(line)) > 0]
    if not candidates:
        return None
    highest = max(strength for strength, _ in candidates)
    strength, first = next(candidate for candidate in candidates if candidate[0] >= highest - _FIRST_WINS)
    parts = [lines[first], *_following(lines[first], lines[first + 1 :])]
    text = normalise(" ".join(_NOISE.sub("", line.text) for line in parts))
    return Title(text, enclosing([line.box for line in parts]), strength) if text else None


def is_motto(line: Line) -> bool:
    """Whether the line holds the nation's name or motto."""
    folded = fold(line.text)
    return any(similarity(motto, folded) >= 0.8 for motto in wording().motto)


def _strength(line: Line) -> float:
    text = line.text
    no_title = wording().continuations + wording().issuers
    if is_motto(line) or len(_letters(text)) < 6 or opens_with_any(no_title, text):
        return 0.0
    opening = opens_with_any(wording().title_openings, text)
    shouted = _shouting(text) >= _SHOUTED
    centred = max(0.0, 1 - abs(line.box.centre[0] - 0.5) / 0.25)
    if opening and shouted:
        return 0.7 + 0.3 * centred
    if shouted and centred > 0.4 and len(text.split()) >= 2 and line.confidence > 0.5:
        return 0.35 * centred
    if opening and centred > 0.7 and len(text) < 70 and not text.rstrip().endswith((":", ".", ";")):
        return 0.3 * centred
    return 0.0


def _following(first: Line, rest: list[Line]) -> list[Line]:
    """The lines below that go on with the title: shouted as it is, or its abstract ("Về việc ...")."""
    more: list[Line] = []
    above = first
    for line in takewhile(lambda line: not is_motto(line), rest[:4]):
        near = 0 <= line.box.top - above.box.top < 3.2 * max(above.box.height, 0.012)
        centred = abs(line.box.centre[0] - first.box.centre[0]) < 0.15
        shouted = _shouting(line.text) >= _SHOUTED and len(_letters(line.text)) >= 3
        abstract = not more and opens_with_any(wording().abstract_openings, line.text, 0.9)
        is_issuer = opens_with_any(wording().issuers, line.text)
        is_other = is_issuer or bool(_NUMBER.match(line.text)) or contains_any(wording().endings, line.text)
        if is_other or not (near and centred and (shouted or abstract)):
            break
        more.append(line)
        above = line
    return more


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


def _shouting(text: str) -> float:
    """Share of capital letters, 0-1."""
    letters = _letters(text)
    return sum(letter.isupper() for letter in letters) / len(letters) if letters else 0.0
