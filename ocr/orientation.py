"""Which way up a page is: text lines tell level from sideways, reading tells up from down.

Tesseract's own orientation detection is wrong on sparse pages, so a page is read the likeliest way and only if
that makes little sense the other ways too: an upright page costs nothing more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.cleaning import INK
from ocr.page import Rotation
from ocr.recognition import SPARSE, SeenWord, recognise
from ocr.syllables import is_number, is_syllable

#: Sense of upright pages of 24 dossiers is above this on all but empty pages, of upside-down ones below 0.35.
_SENSIBLE = 0.6


@dataclass(frozen=True)
class Upright:
    """A page read the right way up; words are in pixels of the picture turned clockwise by `rotation`."""

    rotation: Rotation
    words: list[SeenWord]


def read_upright(grey: NDArray[np.uint8], dots_per_inch: float, sideways: bool) -> Upright:
    """Reads a cleaned page, turning it until what is read makes sense.

    Args:
        grey: Height x width.
        dots_per_inch: Of `grey`.
        sideways: Its text lines run vertically.
    """
    has_print = np.count_nonzero(grey < INK) > 0.0005 * grey.size
    likely: tuple[Rotation, ...] = (90, 270, 0, 180) if sideways else (0, 180, 90, 270)
    best, best_sense = Upright(likely[0], []), -1.0
    for rotation in likely:
        words = recognise(turned(grey, rotation), dots_per_inch)
        if not words and has_print:
            words = recognise(turned(grey, rotation), dots_per_inch, SPARSE)
        sense = sense_of(words)
        if sense > best_sense:
            best, best_sense = Upright(rotation, words), sense
        if sense >= _SENSIBLE or not words or (rotation == likely[1] and best_sense >= 0.4):
            break
    return best


def sense_of(words: list[SeenWord]) -> float:
    """How much of what was read could be text, 0-1: letters in level words, weighed by how likely each is a word."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * _likelihood(word) for word in words) / letters if letters else 0.0


def _likelihood(word: SeenWord) -> float:
    if not _is_level(word):
        return 0.0
    if is_syllable(word.text) or is_number(word.text):
        return word.confidence
    # other languages and codes: upside-down print is hardly ever read this surely
    return word.confidence if word.confidence >= 0.8 and len(word.text) > 2 else 0.0


def _is_level(word: SeenWord) -> bool:
    return len(word.text) < 3 or word.right - word.left > word.bottom - word.top


def turned(pixels: NDArray[np.uint8], rotation: Rotation) -> NDArray[np.uint8]:
    """A picture (height x width, with or without channels) turned clockwise by `rotation`."""
    return np.ascontiguousarray(np.rot90(pixels, -rotation // 90))
