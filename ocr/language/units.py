"""Read words as the units that the language model counts: syllables without case, figures, codes, ends of sentences."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr.syllables import LETTERS

#: Units that stand for many words.
BOUNDARY, NUMBER, CODE = "|", "0", "#"
_LETTERS = re.compile(r"[^\W\d_]+")
_OUTER = re.compile(r"^\W+|\W+$")
_NUMBER = re.compile(r"\d[\d.,/:-]*")
#: Between letters these part two words (và/hoặc, cung-cầu); any other sign makes the whole a code or an address.
_WORDS = re.compile(r"[^\W\d_]+(?:[/,;:()–+\"“”-]+[^\W\d_]+)*")
_SENTENCE_END = ".;:?!"
#: oà, oè and uỳ at the end of a syllable are written òa, òe and ùy too; the model knows the first alone.
_EARLY_TONE = re.compile(r"([òóỏõọ])([ae])$|(?<!q)([ùúủũụ])(y)$")
_LATE_TONE = {
    (early, bare): plain + late
    for plain, bare, earlies, lates in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for early, late in zip(earlies, lates, strict=True)
}
_LATE_END = re.compile("(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])$")
_EARLY_END = {late: early + bare for (early, bare), late in _LATE_TONE.items()}
_BARE = str.maketrans(
    {letter: unicodedata.normalize("NFD", letter)[0] for letter in LETTERS - set("đ")} | {"đ": "d", "ð": "d"}
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a line.

    Attributes:
        text: As the model counts it: `canonical`, or one of `BOUNDARY`, `NUMBER`, `CODE`.
        word: Which word of the line it stands in.
        start, end: Where in that word; equal for what has no letters that could be repaired.
    """

    text: str
    word: int
    start: int = 0
    end: int = 0


def canonical(syllable: str) -> str:
    """A syllable without case and with its tone mark where the model has it: HÒA, hoà → hoà."""
    plain = syllable.casefold()
    match = _EARLY_TONE.search(plain)
    if not match:
        return plain
    early, bare = (match[1], match[2]) if match[1] else (match[3], match[4])
    return plain[: match.start()] + _LATE_TONE[early, bare]


def with_early_tone(syllable: str) -> str:
    """A canonical syllable with its tone mark where most papers print it: hoà → hòa."""
    match = _LATE_END.search(syllable)
    return syllable[: match.start()] + _EARLY_END[match[0]] if match else syllable


def skeleton(text: str) -> str:
    """Letters without accents, đ as d; of the same length as canonical NFC ``text``."""
    return text.translate(_BARE)


def units_of(words: Sequence[str]) -> list[Unit]:
    """The units of the words of a line, in their order."""
    return [Unit(text, index, start, end) for index, word in enumerate(words) for text, start, end in _of_word(word)]


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[tuple[str, int, int], ...]:
    """The units of one word: text, start, end."""
    core = _OUTER.sub("", word)
    start = word.find(core)
    units: list[tuple[str, int, int]] = []
    if not core:
        return ((BOUNDARY, 0, 0),)
    if _NUMBER.fullmatch(core):
        units.append((NUMBER, 0, 0))
    elif not _WORDS.fullmatch(core):
        units.append((CODE, 0, 0))
    else:
        units += (
            (canonical(match[0]), start + match.start(), start + match.end()) for match in _LETTERS.finditer(core)
        )
    if any(sign in _SENTENCE_END for sign in word[start + len(core) :]):
        units.append((BOUNDARY, 0, 0))
    return tuple(units)
