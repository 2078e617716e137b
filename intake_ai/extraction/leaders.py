"""Puts the dotted lines that a page keeps as marks back between its words, as the form prints them.

The network reads words and leaves the dots between them to the marks `empty_line` and `filled_line`. Where a label
ends, where a value ends and which place was left empty shows in the dots alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from intake_ai.extraction.print_rows import rows_of_print
from intake_ai.extraction.specks import without_specks
from ocr.page import Box, Line, Mark, PageReading, Word

LEADER = "……"
"""The text of a word that stands for a dotted line."""
UNSURE = 0.5
"""Confidence of dots on which there may be ink that was not read."""
_KINDS = frozenset({"empty_line", "filled_line"})
# Fractions of the page: shorter rests of a line that was written on are the space before the next word.
_LEAST_REST = 0.012
# Between two words that stand on one line: what is typed over dots is often set wide.
_LEAST_BETWEEN = 0.022
_LEAST_SHARED_HEIGHT = 0.4
# An empty line under words of a skewed page shares their height, yet stands on a row of its own.
_MOST_COVERED = 0.2


_WRITTEN_DOTS = re.compile(r"[._…]{3,}|…|\.\.$")


@dataclass
class _Row:
    words: list[Word]
    block: int
    added: list[Word] = field(default_factory=list)


def with_leaders(reading: PageReading) -> list[Line]:
    """The lines of a page with a word of dots for each part of a dotted line that no word stands on."""
    lines, dots = without_specks(reading.lines)
    marks = (*reading.marks, *dots)
    rows = [_Row(list(line.words), line.block) for line in rows_of_print(lines, marks)]
    alone: list[Word] = []
    for mark in marks:
        if mark.kind in _KINDS and not _is_written_out(mark.box, rows):
            row = _row_of(mark, rows)
            if row is None:
                alone.append(_leader(mark.box, is_bare=mark.kind == "empty_line"))
            else:
                row.added += _rests(mark.box, row.words, mark.kind == "empty_line")
    joined = [_joined(row) for row in rows]
    for leader in sorted(alone, key=lambda word: word.box.top):
        _insert(joined, leader)
    return joined


def is_leader(word: Word) -> bool:
    """Whether the word stands for dots, put there by `with_leaders`."""
    return word.text == LEADER


def _leader(box: Box, *, is_bare: bool) -> Word:
    """Dots as a word; those on which ink was seen that was not read are only half sure to be bare."""
    return Word(LEADER, box, 1.0 if is_bare else UNSURE)


def _is_written_out(box: Box, rows: Sequence[_Row]) -> bool:
    """Whether the dots stand among the words themselves, as in a text layer: "Họ và tên: .........."."""
    return any(
        _WRITTEN_DOTS.search(word.text)
        and _shared_height(word.box, box) > _LEAST_SHARED_HEIGHT
        and min(word.box.right, box.right) - max(word.box.left, box.left) > _MOST_COVERED * box.width
        for row in rows
        for word in row.words
    )


def _row_of(mark: Mark, rows: Sequence[_Row]) -> _Row | None:
    """The row that the dots stand on: level with them, and with no words over them where they are empty."""
    best: tuple[float, _Row] | None = None
    for row in rows:
        nearest = min(row.words, key=lambda word: _gap(word.box, mark.box))
        level = _shared_height(nearest.box, mark.box)
        if level < _LEAST_SHARED_HEIGHT or (mark.kind == "empty_line" and _covered(mark.box, row.words)):
            continue
        score = level - _gap(nearest.box, mark.box)
        if best is None or score > best[0]:
            best = (score, row)
    return best[1] if best else None


def _gap(one: Box, other: Box) -> float:
    return max(0.0, max(one.left, other.left) - min(one.right, other.right))


def _shared_height(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(min(one.height, other.height), 1e-6)


def _covered(box: Box, words: Sequence[Word]) -> bool:
    shared = sum(max(0.0, min(word.box.right, box.right) - max(word.box.left, box.left)) for word in words)
    return shared > _MOST_COVERED * box.width


def _rests(box: Box, words: Sequence[Word], is_bare: bool) -> list[Word]:
    """The parts of the line's box that no word covers, as words of dots: bare where what was seen on it was read."""
    over = [word.box for word in words if word.box.right > box.left and word.box.left < box.right]
    rests, left = [], box.left
    for number, each in enumerate(sorted(over, key=lambda each: each.left)):
        if each.left - left > (_LEAST_BETWEEN if number and not is_bare else _LEAST_REST):
            rests.append(replace(box, left=left, right=each.left))
        left = max(left, each.right)
    if box.right - left > _LEAST_REST:
        rests.append(replace(box, left=left))
    return [_leader(rest, is_bare=is_bare or bool(over)) for rest in rests]


def _joined(row: _Row) -> Line:
    words = sorted([*row.words, *row.added], key=lambda word: word.box.left) if row.added else row.words
    return Line(tuple(words), row.block)


def _insert(lines: list[Line], leader: Word) -> None:
    """Put a row of dots below the last line that stands above it in its column."""
    middle = (leader.box.top + leader.box.bottom) / 2
    above = [
        (line.box.bottom, index)
        for index, line in enumerate(lines)
        if (line.box.top + line.box.bottom) / 2 < middle and _gap(line.box, leader.box) == 0.0
    ]
    index = max(above)[1] if above else -1
    block = lines[index].block if above else 0
    lines.insert(index + 1, Line((leader,), block))
