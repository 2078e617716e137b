"""How much of a page's ink is handwriting, and where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.leftover import SURELY_PRINT
from ocr.recognition import SeenWord
from ocr.surface import Miniature, Plane, Spot

#: Marks that may lie over words and are no writing.
_COVERING = frozenset({"seal", "signature", "photo", "secrecy"})
#: A word is written if so much of its ink is.
_MOSTLY = 0.5
#: In heights of a word: the space within what was written in one go.
_GAP = 1.5
#: Inches: shorter runs are footnote marks and misread full stops.
_SHORTEST = 0.15


@dataclass(frozen=True)
class Writing:
    """Planes of the miniature: the ink of words outside marks, and how much of it was written by hand."""

    ink: Plane
    written: Plane
    reduction: int

    def share(self) -> float:
        """Of the page, 0-1."""
        return round(cv2.countNonZero(self.written) / max(1, cv2.countNonZero(self.ink)), 3)

    def share_of(self, word: SeenWord) -> float:
        """Of a word, 0-1."""
        (left, top), (right, bottom) = _corners(word, self.reduction)
        window = np.s_[top : bottom + 1, left : right + 1]
        return cv2.countNonZero(self.written[window]) / max(1, cv2.countNonZero(self.ink[window]))


def find_writing(small: Miniature, words: Sequence[SeenWord], spots: Sequence[Spot]) -> Writing:
    """What of the words is blue, or was read so badly that it is no print; ink under marks does not count.

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
    return Writing(np.asarray(ink, np.uint8), np.asarray(written, np.uint8), small.reduction)


def written_spots(writing: Writing, words: Sequence[SeenWord], dots_per_inch: float) -> Iterator[Spot]:
    """A box around each run of written words of a line; the confidence is the share of its ink that is written."""
    lines: dict[tuple[int, int, int], list[SeenWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        for run in _runs(writing, sorted(line, key=lambda word: word.left)):
            left, right = run[0].left, max(word.right for word in run)
            if right - left >= _SHORTEST * dots_per_inch:
                sides = min(word.top for word in run), right, max(word.bottom for word in run)
                yield Spot("handwriting", left, *sides, round(float(np.mean([writing.share_of(w) for w in run])), 3))


def _runs(writing: Writing, line: Sequence[SeenWord]) -> Iterator[list[SeenWord]]:
    run: list[SeenWord] = []
    for word in line:
        written = writing.share_of(word) >= _MOSTLY
        if run and (not written or word.left - run[-1].right > _GAP * (word.bottom - word.top)):
            yield run
            run = []
        if written:
            run.append(word)
    if run:
        yield run


def _corners(word: SeenWord, reduction: int) -> tuple[tuple[int, int], tuple[int, int]]:
    first = word.left // reduction, word.top // reduction
    return first, (word.right // reduction - 1, word.bottom // reduction - 1)
