"""Finds the dotted lines of forms: those with something written on them, and those left empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import MarkKind
from ocr.recognition import SeenWord
from ocr.surface import Miniature, Plane, Spot

#: Inches.
_SHORTEST = 0.3
_THIN = 0.035
_DOTS_APART = 0.07
_WRITING_HEIGHT = 0.17
#: Writing stands within this height above the dots; letters of the line above do not reach down so far.
_NEAR = 0.09
#: Share of a line's length above which ink stands where it is filled in; the strokes of a date have less.
_WRITTEN = 0.12
#: Inches from one dash of a row to the next, at most; shortest solid line; from the colon of a label to it.
_PITCH, _SHORTEST_SOLID, _FROM_LABEL = 0.13, 0.4, 0.2
#: Share of a solid line that is drawn, or of a row of dots that run together in a coarse scan.
_SOLID = 0.7
#: Inches at the ends of a line that do not tell, and of a stroke that is no speck.
_END, _STROKE = 0.05, 0.03
_LEADERS = ".…_·"


@dataclass(frozen=True, slots=True)
class _Leader:
    """A row of dots in the miniature, or a solid line."""

    left: int
    top: int
    right: int
    bottom: int
    dotted: bool


def find_dotted_lines(small: Miniature, words: Sequence[SeenWord]) -> list[Spot]:
    """Rows of leader dots, with the place where text is written on them as their box.

    A line is filled in when ink stands on the dots, or when words stand between them and the colon of their label.
    """
    lettered = [word for word in words if any(map(str.isalnum, word.text)) and not _is_leader(word)]
    hidden = np.zeros(small.ink.shape, np.uint8)
    for word in lettered:
        corner = word.left // small.reduction, word.top // small.reduction
        cv2.rectangle(hidden, corner, (word.right // small.reduction, word.bottom // small.reduction), 255, cv2.FILLED)
    ink = np.asarray(cv2.inRange(small.grey, 0, 215), dtype=np.uint8)
    leaders = [
        leader
        for leader in _leaders(ink & ~hidden, small.inch)
        if leader.dotted or _is_to_be_written_on(leader, ink, lettered, small)
    ]
    for leader in leaders:  # the dots of one line are no writing on the next
        cv2.rectangle(ink, (leader.left, leader.top - 1), (leader.right, leader.bottom), 0, cv2.FILLED)
    found = []
    for leader in leaders:
        height = round(_WRITING_HEIGHT * small.inch)
        written = _is_written(ink, leader, small.inch)
        start = _start_of_text(leader, lettered, small.reduction)
        kind: MarkKind = "filled_line" if written or start is not None else "empty_line"
        left = leader.left if start is None else min(start, leader.left)
        sides = (left, max(0, leader.top - height), leader.right, leader.bottom)
        found.append(small.spot(kind, sides, 0.7))
    return _merged(found)


def _is_written(ink: Plane, leader: _Leader, inch: float) -> bool:
    """Whether ink stands on a line, away from its ends: the slashes of a date and the words beside it are there."""
    end = round(_END * inch)
    rows = slice(max(0, leader.top - round(_NEAR * inch)), max(0, leader.top - 1))
    above = ink[rows, leader.left + end : leader.right - end].any(axis=0)
    runs = np.diff(np.flatnonzero(np.diff(np.concatenate([[0], above.view(np.int8), [0]]))))[::2]
    return bool(above.size) and float(above.mean()) >= _WRITTEN and len(runs) > 0 and int(runs.max()) >= _STROKE * inch


def _merged(spots: Sequence[Spot]) -> list[Spot]:
    """Text that is written on a line cuts its dots into pieces."""
    result: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: spot.left):
        before = next((other for other in result if _goes_on(other, spot)), None)
        if before is None:
            result.append(spot)
            continue
        result.remove(before)
        kind: MarkKind = "filled_line" if "filled_line" in {before.kind, spot.kind} else "empty_line"
        top, bottom = min(before.top, spot.top), max(before.bottom, spot.bottom)
        result.append(Spot(kind, before.left, top, max(before.right, spot.right), bottom, spot.confidence))
    return result


def _goes_on(before: Spot, after: Spot) -> bool:
    height = after.bottom - after.top
    return abs(before.bottom - after.bottom) < 0.35 * height and after.left - before.right < 0.5 * height


def _is_leader(word: SeenWord) -> bool:
    return sum(letter in _LEADERS for letter in word.text) > 0.6 * len(word.text)


def _leaders(ink: Plane, inch: float) -> Iterator[_Leader]:
    """Rows of dots and dashes, and solid lines: thin and level."""
    thick = round(_THIN * inch) + 1
    tall = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8))
    thin = cv2.bitwise_and(ink, cv2.bitwise_not(cv2.dilate(tall, np.ones((1, 3), np.uint8))))
    joined = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, round(_DOTS_APART * inch)), np.uint8))
    lines = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, round(_SHORTEST * inch)), np.uint8))
    lines = cv2.dilate(lines, np.ones((3, 1), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    for left, top, width, height, _ in boxes[1:].tolist():
        own: NDArray[np.bool_] = np.asarray(thin[top : top + height, left : left + width].max(axis=0) > 0)
        dotted = _is_dotted(own, inch)
        solid = width >= _SHORTEST_SOLID * inch and float(own.mean()) >= _SOLID
        if height <= 0.09 * inch and (dotted or solid):
            yield _Leader(left, top, left + width, top + height, dotted)


def _is_to_be_written_on(leader: _Leader, ink: Plane, words: Sequence[SeenWord], small: Miniature) -> bool:
    """Whether a solid line begins where a label ends or text behind it; sides of tables and underlines do not."""
    inch, scale = small.inch, small.reduction
    reach = round(0.1 * inch)
    for column in (leader.left, leader.right - 1):
        across = slice(max(0, column - 2), column + 3)
        above, below = ink[max(0, leader.top - reach) : leader.top, across], ink[leader.bottom :, across][:reach]
        if any(side.size and bool((side > 0).any(axis=1).all()) for side in (above, below)):
            return False
    foot = (leader.top + leader.bottom) / 2
    level = [
        word
        for word in words
        if word.top / scale < foot - 0.04 * inch
        and abs(word.bottom / scale - foot) <= 0.07 * inch
        and word.right / scale <= leader.left + 0.1 * inch
    ]
    beside = any(leader.left - word.right / scale <= _FROM_LABEL * inch for word in level)
    return beside and any(word.text.endswith(":") for word in level)


def _is_dotted(inked: NDArray[np.bool_], inch: float) -> bool:
    """Whether marks follow one another as closely and evenly as dots; letters and a broken rule do not."""
    starts = np.flatnonzero(np.diff(inked.astype(np.int8)) == 1)
    if len(starts) < max(5, 3.8 * len(inked) / inch):
        return False
    apart = np.diff(starts)
    middle = float(np.median(apart))
    return middle <= _PITCH * inch and float((np.abs(apart - middle) <= max(1.0, 0.3 * middle)).mean()) >= 0.6


def _start_of_text(leader: _Leader, words: Sequence[SeenWord], reduction: int) -> int | None:
    """Where the text begins that stands between the colon of a label and the dots; None if there is none."""
    foot = (leader.top + leader.bottom) / 2 * reduction
    height = (leader.bottom - leader.top) * reduction
    level = [
        word for word in words if word.top < foot <= word.bottom + height + 4 and word.left < leader.left * reduction
    ]
    level.sort(key=lambda word: word.left)
    if not level or leader.left * reduction - level[-1].right > 1.2 * (level[-1].bottom - level[-1].top):
        return None
    colons = [place for place, word in enumerate(level) if ":" in word.text]
    if not colons or colons[-1] == len(level) - 1:
        return None
    return level[colons[-1] + 1].left // reduction
