"""Puts a label and its value on one line where the page sets them in cells of their own, which are read as lines.

"Thường trú   : Số 12 đường Mẫu" has the colon at the head of the value; where the value takes two lines, its label
stands between them; and the boxes of a number may stand a little lower than their label.
"""

from collections.abc import Sequence
from dataclasses import replace

from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import match_label
from intake_ai.extraction.runs import plain
from ocr.page import Box, Line

_SAME_LEVEL = 0.6
_MOST_WORDS = 8
"""A label of more words is a sentence."""
_NEAR = 4
"""The readers of pages part a row by at most so many lines of other cells."""


def with_values_of_cells(lines: Sequence[Line]) -> list[Line]:
    """The lines with the labels and values that stand in cells side by side on one line each."""
    return _with_figures(_with_boxes(_with_middle_labels(_with_labels_of_colons(lines))))


def _with_figures(lines: Sequence[Line]) -> list[Line]:
    """The lines, figures that stand far behind the label that asks for them, level with it, joined to it."""
    kept: list[Line] = []
    for line in lines:
        index = _asking(line, kept) if line.text[0].isdigit() and ":" not in line.text else None
        if index is None:
            kept.append(line)
        else:
            kept[index] = _joined(kept[index], line)
    return kept


def _asking(value: Line, lines: Sequence[Line]) -> int | None:
    """Which of the lines just read is the nearest at the left of a value, where it asks for figures."""
    level = [
        index
        for index in range(max(0, len(lines) - _NEAR), len(lines))
        if lines[index].box.right <= value.box.left and _are_level(lines[index].box, value.box)
    ]
    nearest = max(level, key=lambda index: lines[index].box.right, default=None)
    if nearest is None or not lines[nearest].text.endswith(":"):
        return None
    words = tuple(plain(lines[nearest].text).split())
    found = match_label(words[-_MOST_WORDS:])
    return nearest if found is not None and found.label.value in ("number", "date") else None


def _with_middle_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines, each label that stands between the two lines of its value joined to both."""
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        group = lines[index : index + 3]
        if len(group) > 2 and _is_middle(*group):
            above, label, below = group
            kept.append(_joined(_joined(label, above), below))
            index += 3
        else:
            kept.append(lines[index])
            index += 1
    return kept


def _is_middle(above: Line, label: Line, below: Line) -> bool:
    """Whether a label stands at the left of two lines, halfway between them."""
    if not label.text.endswith(":") or len(label.words) > _MOST_WORDS or is_leader(below.words[0]):
        return False
    one, other, middle = above.box, below.box, label.box.centre[1]
    is_left = label.box.right <= one.left and abs(one.left - other.left) < _MARGIN
    is_between = one.top < label.box.top < one.bottom and other.top < label.box.bottom < other.bottom
    return is_left and is_between and one.centre[1] < middle < other.centre[1]


_MARGIN = 0.01
"""Fraction of the page's width that the lines of one cell open at most apart."""


def _with_boxes(lines: Sequence[Line]) -> list[Line]:
    """The lines, each row of figures in boxes joined to the label above it that has no value yet."""
    kept: list[Line] = []
    for line in lines:
        if kept and _is_in_boxes(line) and _leads_to(kept[-1], line):
            kept[-1] = _joined(kept[-1], line)
        else:
            kept.append(line)
    return kept


def _is_in_boxes(line: Line) -> bool:
    return len(line.words) >= _FEWEST_BOXES and all(len(word.text) == 1 and word.text.isdigit() for word in line.words)


def _leads_to(label: Line, boxes: Line) -> bool:
    """Whether figures stand right of a label with a colon, not a line below it."""
    drop = boxes.box.top - label.box.bottom
    return label.text.endswith(":") and label.box.right <= boxes.box.left and drop < _MOST_DROP * label.box.height


_FEWEST_BOXES = 6
_MOST_DROP = 1.0
"""In heights of the label."""


def _with_labels_of_colons(lines: Sequence[Line]) -> list[Line]:
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
