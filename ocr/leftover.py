"""What is left of a page's ink when print, rules and red ink are taken away: strokes by hand, rings, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.recognition import SeenWord
from ocr.surface import Miniature, Plane
from ocr.syllables import is_number, is_syllable

#: A reading this sure is print; signatures are read as words too, but not surely.
SURELY_PRINT = 0.6
#: Inches; a straight stroke of a signature is up to 0.6 long.
_LEVEL_RULE, _UPRIGHT_RULE = 0.7, 0.4


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """Which of the words read are print, and how high a line of print is, in pixels of the surface."""

    words: Sequence[SeenWord]
    usual_height: float


def printed_words(words: Sequence[SeenWord]) -> PrintedWords:
    """The words that are print for sure, or stand in a line of such words."""
    usual = float(np.median([word.bottom - word.top for word in words] or [0]))
    sure = {id(word) for word in words if _is_print(word, usual)}
    lines: dict[tuple[int, int, int], list[SeenWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        ordered = sorted(line, key=lambda word: word.left)
        for place, word in enumerate(ordered):
            if id(word) not in sure and word.bottom - word.top <= 1.5 * usual:
                near = (ordered[n] for n in (place - 1, place + 1) if 0 <= n < len(ordered))
                if any(id(other) in sure and _gap(word, other) < 1.2 * usual for other in near):
                    sure.add(id(word))
    return PrintedWords([word for word in words if id(word) in sure], usual)


def _is_print(word: SeenWord, usual: float) -> bool:
    sensible = is_syllable(word.text) or is_number(word.text)
    # a signature may be read as a word, but as a big one; what is read for sure may reach into the line below
    surely = sensible and word.confidence >= 0.8 and len(word.text) > 2
    if word.bottom - word.top > (3 if surely else 1.8) * usual:
        return False
    return word.confidence >= (0.3 if sensible else SURELY_PRINT) and (len(word.text) > 1 or word.confidence > 0.8)


def _gap(one: SeenWord, other: SeenWord) -> float:
    return max(one.left - other.right, other.left - one.right)


@dataclass(frozen=True)
class Leftover:
    """Planes of the miniature.

    Attributes:
        ink: Ink that is no print, rule or red ink.
        hidden: Where words of print stand, under which nothing else can be seen.
    """

    ink: Plane
    hidden: Plane


def leftover_ink(small: Miniature, print_: PrintedWords) -> Leftover:
    """Takes print, rules and red ink away."""
    ink = cv2.bitwise_or(small.ink, cv2.bitwise_and(small.blue, cv2.inRange(small.grey, 0, 225)))
    rules = rules_of(small.ink, small.inch)
    ink = cv2.bitwise_and(ink, cv2.bitwise_not(rules))
    if small.red.any():
        ink = cv2.bitwise_and(ink, cv2.bitwise_not(cv2.dilate(small.red, np.ones((3, 3), np.uint8))))
    hidden = np.zeros(ink.shape, np.uint8)
    for word in print_.words:
        left, top, right, bottom = (side // small.reduction for side in (word.left, word.top, word.right, word.bottom))
        cv2.rectangle(hidden, (left - 1, top - 1), (right + 1, bottom + 1), 255, cv2.FILLED)
    return Leftover(np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(hidden)), dtype=np.uint8), hidden)


def rules_of(ink: Plane, inch: float) -> Plane:
    """Long straight lines, level and upright, with a rim of one pixel."""
    level = _opened(ink, (round(_LEVEL_RULE * inch), 1))
    upright = _opened(ink, (1, round(_UPRIGHT_RULE * inch)))
    return np.asarray(cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _opened(ink: Plane, size: tuple[int, int]) -> NDArray[np.uint8]:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), dtype=np.uint8)
