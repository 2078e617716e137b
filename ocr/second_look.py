"""Reads again what the first reading passed over: text beside stamps, under signatures, in scattered cells."""

from dataclasses import replace

import cv2
import numpy as np

from ocr.cleaning import INK, Grey
from ocr.recognition import SPARSE, SeenWord, recognise
from ocr.syllables import is_number, is_syllable

#: Letter-sized spots without a word that make a second look worth its time (about 0.3 s): four or five letters.
_WORTHWHILE = 14
#: A word found only on the second look must be surer than one that the layout analysis expects.
_SURE = 0.5


def with_passed_over_words(words: list[SeenWord], cleaned: Grey, dots_per_inch: float) -> list[SeenWord]:
    """The words, and those that Tesseract finds when it looks for scattered text in what is left over.

    Args:
        words: Of the first reading.
        cleaned: The upright sheet that they were read from.
        dots_per_inch: Of `cleaned`.
    """
    rest = cleaned.copy()
    for word in words:
        rest[word.top : word.bottom, word.left : word.right] = 255
    if _letter_sized_spots(rest, dots_per_inch) < _WORTHWHILE:
        return words
    beyond = 1 + max((word.line[0] for word in words), default=0)
    found = [
        word for word in recognise(rest, dots_per_inch, SPARSE) if word.confidence >= _SURE and _is_word(word.text)
    ]
    return words + [replace(word, line=(beyond + word.line[0], *word.line[1:])) for word in found]


def _is_word(text: str) -> bool:
    return (len(text) > 1 and is_syllable(text)) or (len(text) > 1 and is_number(text))


def _letter_sized_spots(rest: Grey, dots_per_inch: float) -> int:
    ink = (rest < INK).astype(np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights, widths = boxes[1:, cv2.CC_STAT_HEIGHT] / dots_per_inch, boxes[1:, cv2.CC_STAT_WIDTH] / dots_per_inch
    return int(np.count_nonzero((heights > 0.05) & (heights < 0.25) & (widths > 0.03) & (widths < 0.4)))
