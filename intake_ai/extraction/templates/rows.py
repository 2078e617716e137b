"""The words of a page in rows from top to bottom, with tick boxes and leaders among them as words of their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from intake_ai.extraction.print_rows import rows_of_print
from intake_ai.extraction.runs import Run, run_of
from intake_ai.extraction.specks import without_specks
from ocr.page import Box, Line, Mark, PageReading, Word

EMPTY_BOX, TICKED_BOX = "☐", "☒"
"""Texts of the words that stand for the tick boxes of a page."""
LEADER = "......"
"""Text of the words that stand for places to write on."""

_PIECES = re.compile(r"(?:[.·_…](?:\s?[.·_…]){2,}|…+|\.\.(?=\s|$)|[☐□❏❑☒☑]|\(\s?\d{1,2}\s?\)|(?<=\w)[:;](?=[^\s\d:]))")
_LEADERS = frozenset(".·_…-")
_DRAWN_BOXES = {**dict.fromkeys("☐□❏❑", EMPTY_BOX), **dict.fromkeys("☒☑", TICKED_BOX)}
_BOX_MARKS = {"empty_box": EMPTY_BOX, "ticked_box": TICKED_BOX}
_LINE_MARKS = frozenset({"empty_line", "filled_line"})
# Fractions of the page's width: a leader that is shorter is a stray sign.
_SHORTEST_LEADER = 0.012
_MOST_SLOPE = 0.12
# Of the usual height of a page's words.
_LEAST_HEIGHT = 0.45
_SAME_ROW = 0.6


@dataclass(frozen=True)
class PageRows:
    """The rows of one page; `slope` is how far its lines fall from left to right, in heights per width."""

    rows: tuple[tuple[Word, ...], ...]
    slope: float


def rows_of_page(reading: PageReading, *, with_leaders: bool) -> PageRows:
    """The rows of a page, top to bottom, each from left to right.

    Args:
        reading: Of the page.
        with_leaders: Put a word where the page shows a line to write on, as blank forms do.
    """
    slope = _slope(reading.lines)
    boxes = [
        Word(_BOX_MARKS[mark.kind], mark.box, mark.confidence) for mark in reading.marks if mark.kind in _BOX_MARKS
    ]
    least = _LEAST_HEIGHT * median([word.box.height for word in reading.words] or [0.0])
    lines, dots = without_specks(reading.lines)
    units = [
        [piece for piece in _pieces(line) if not _is_on(piece, boxes) and not _is_dots(piece, least)]
        for line in rows_of_print(lines, (*reading.marks, *dots))
    ]
    words = [piece for unit in units for piece in unit]
    drawn = [piece for piece in words if piece.text in _BOX_MARKS.values()]
    words += [box for box in boxes if not _is_on(box, drawn)]
    units += [[box] for box in boxes if not _is_on(box, drawn)]
    if with_leaders:
        units += [[leader] for leader in _leaders(words, [mark for mark in reading.marks if mark.kind in _LINE_MARKS])]
    return PageRows(tuple(_rows([unit for unit in units if unit], slope)), slope)


def is_leader(text: str) -> bool:
    """Whether a word is nothing but leader dots."""
    return len(text) > 1 and all(letter in _LEADERS or letter.isspace() for letter in text)


def _pieces(line: Line) -> Iterator[Word]:
    """The words of a line, cut where leaders, boxes and footnote marks are glued to print."""
    for word in line.words:
        run = run_of([word])
        start = 0
        for match in _PIECES.finditer(run.text):
            end = match.end() if match.group() in ":;" else match.start()
            yield from _cut(run, start, end)
            if match.group() not in ":;":
                yield from _cut(run, match.start(), match.end())
            start = match.end()
        yield from _cut(run, start, len(run.text))


def _cut(run: Run, start: int, end: int) -> Iterator[Word]:
    for word in run.slice(start, end).words:
        if not word.text.strip():
            continue
        yield replace(word, text=_DRAWN_BOXES.get(word.text, word.text))


def _is_on(word: Word, boxes: Sequence[Word]) -> bool:
    """Whether a word of few letters is what OCR made of a tick box."""
    letters = sum(letter.isalnum() for letter in word.text)
    return letters < 3 and any(word.box.overlap(box.box) > 0.5 for box in boxes)


def _is_dots(word: Word, least: float) -> bool:
    """Whether dots were taken for letters or figures: lower than any of those."""
    return word.box.height < least and any(map(str.isalnum, word.text))


def _slope(lines: Sequence[Line]) -> float:
    """How far the lines of a page fall from left to right: the median of those long enough to tell."""
    slopes = []
    for line in lines:
        first, last = line.words[0].box.centre, line.words[-1].box.centre
        if len(line.words) >= 4 and last[0] - first[0] > 0.2:
            slopes.append((last[1] - first[1]) / (last[0] - first[0]))
    return max(-_MOST_SLOPE, min(_MOST_SLOPE, median(slopes))) if slopes else 0.0


def _level(box: Box, slope: float) -> float:
    """Height of a box's middle on the page made level."""
    across, down = box.centre
    return down - slope * (across - 0.5)


def _rows(units: Sequence[Sequence[Word]], slope: float) -> list[tuple[Word, ...]]:
    """Lines, boxes and leaders gathered by height: what was read as one line stays together."""
    rows: list[list[Word]] = []
    for unit in sorted(units, key=lambda each: _middle(each, slope)):
        row = next((row for row in reversed(rows[-3:]) if _fits(unit, row, slope)), None)
        if row is None:
            rows.append(list(unit))
        else:
            row.extend(unit)
    return [tuple(sorted(row, key=lambda each: each.box.left)) for row in rows]


def _middle(words: Sequence[Word], slope: float) -> float:
    return median(_level(word.box, slope) for word in words)


def _fits(unit: Sequence[Word], row: Sequence[Word], slope: float) -> bool:
    height = median(word.box.height for word in row)
    if abs(_middle(unit, slope) - _middle(row, slope)) > _SAME_ROW * height:
        return False
    return not any(_covers(word.box, other.box) for word in unit for other in row)


def _covers(one: Box, other: Box) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.5 * min(one.width, other.width)


def _leaders(words: Sequence[Word], marks: Sequence[Mark]) -> list[Word]:
    """A leader for each part of a line to write on that no word stands on."""
    found = []
    for mark in marks:
        left = mark.box.left
        for word in sorted(_standing_on(words, mark.box), key=lambda each: each.box.left):
            found += _leader(left, word.box.left, mark.box)
            left = max(left, word.box.right)
        found += _leader(left, mark.box.right, mark.box)
    return found


def _standing_on(words: Sequence[Word], box: Box) -> list[Word]:
    middle = box.top + 0.6 * box.height
    return [
        word
        for word in words
        if word.box.top < middle < word.box.bottom and word.box.left < box.right and word.box.right > box.left
    ]


def _leader(left: float, right: float, box: Box) -> list[Word]:
    if right - left < _SHORTEST_LEADER:
        return []
    return [Word(LEADER, Box(left, box.top + 0.2 * box.height, right, box.bottom), 1.0)]
