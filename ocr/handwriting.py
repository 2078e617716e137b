"""How much of a page's ink is handwriting, and which words are."""

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.leftover import SURELY_PRINT
from ocr.recognition import SeenWord
from ocr.surface import Miniature, Spot


def handwriting_share(small: Miniature, words: Sequence[SeenWord], spots: Sequence[Spot]) -> float:
    """Share of the ink of words, 0-1, that is blue or was read so badly that it is no print; marks do not count.

    It tells a form filled in by pen from a typed one, not one hand from another.
    """
    text, doubtful = np.zeros(small.ink.shape, np.uint8), np.zeros(small.ink.shape, np.uint8)
    for word in words:
        corner, end = _corners(word, small.reduction)
        cv2.rectangle(text, corner, end, 255, cv2.FILLED)
        if word.confidence < SURELY_PRINT:
            cv2.rectangle(doubtful, corner, end, 255, cv2.FILLED)
    ink = cv2.bitwise_and(small.ink, text)
    for spot in (spot for spot in spots if spot.kind in _COVERING):
        sides = (side // small.reduction for side in (spot.left, spot.top, spot.right, spot.bottom))
        left, top, right, bottom = sides
        ink[top:bottom, left:right] = 0
    blue = cv2.bitwise_and(small.blue, cv2.inRange(small.grey, 0, 225))
    written = cv2.bitwise_and(ink, cv2.bitwise_or(doubtful, blue))
    return round(cv2.countNonZero(written) / max(1, cv2.countNonZero(ink)), 3)


#: Marks that may lie over words and are no writing.
_COVERING = frozenset({"seal", "signature", "photo", "secrecy"})


def _corners(word: SeenWord, reduction: int) -> tuple[tuple[int, int], tuple[int, int]]:
    first = word.left // reduction, word.top // reduction
    return first, (word.right // reduction - 1, word.bottom // reduction - 1)
