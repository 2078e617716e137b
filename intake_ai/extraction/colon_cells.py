"""Puts a label and its value on one line where the page sets them in columns, the colon at the head of the value.

"Thường trú   : Số 12 đường Mẫu" is read as two lines that stand level, the second opening with the colon.
"""

from collections.abc import Sequence
from dataclasses import replace

from intake_ai.extraction.leaders import is_leader
from ocr.page import Box, Line

_SAME_LEVEL = 0.6
_MOST_WORDS = 8
"""A label of more words is a sentence."""
_NEAR = 4
"""The readers of pages part a row by at most so many lines of other cells."""


def with_labels_of_colons(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that open with a colon joined to the label that stands level at their left."""
    kept: list[Line] = []
    waiting: list[Line] = []  # what opens with a colon and was read before its label
    for line in lines:
        if _opens_with_colon(line):
            index = _label_of(line, kept)
            if index is None:
                waiting.append(line)
                kept.append(line)
            else:
                kept[index] = _joined(kept[index], line)
            continue
        value = next((each for each in waiting[-_NEAR:] if _is_label(line, each)), None)
        if value is None:
            kept.append(line)
        else:
            waiting.remove(value)
            kept[kept.index(value)] = _joined(line, value)
    return kept


def _opens_with_colon(line: Line) -> bool:
    return line.text.startswith(":") and any(letter.isalnum() for letter in line.text)


def _joined(label: Line, value: Line) -> Line:
    return replace(label, words=label.words + value.words)


def _label_of(value: Line, lines: Sequence[Line]) -> int | None:
    """Which of the lines just read is the label that a value stands level with, the nearest one at its left."""
    found = [index for index in range(max(0, len(lines) - _NEAR), len(lines)) if _is_label(lines[index], value)]
    return max(found, key=lambda index: lines[index].box.right, default=None)


def _is_label(line: Line, value: Line) -> bool:
    """Whether a line may be the label: short words without a colon of their own, level with the value at its right."""
    if len(line.words) > _MOST_WORDS or ":" in line.text or is_leader(line.words[-1]):
        return False
    return line.box.right <= value.box.left and _are_level(line.box, value.box) and line.text[0].isalnum()


def _are_level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _SAME_LEVEL * min(one.height, other.height)
