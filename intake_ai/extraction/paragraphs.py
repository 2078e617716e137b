"""Tells which lines of a page are one text that flows from line to line, as a sentence of a letter does."""

import re
from collections.abc import Sequence

from intake_ai.extraction.flow import Flow
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.line_labels import find_labels, is_heading
from intake_ai.extraction.runs import fold, run_of
from intake_ai.units import breaks_name
from ocr.page import Line

_ITEM = re.compile(r"^\W{0,2}(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|\(\d{1,2}\)|[a-zđ]\)\s|[-+•–]\s|[IVX]+\.\s)")
_DAY_BEGUN = re.compile(r"ngay\W*\d{1,2}\W*(?:thang\W*(?:\d{1,2}\W*(?:nam\W*)?)?)?$")
_DAY_END = re.compile(r"\W*(?:thang\W*\d{1,2}\W*nam|\d{1,2}\W*nam|nam)?\W*20\W?\d\W?\d\W*$")
_MOST_APART = 2.6
"""Heights of a line from one line of a text to the next."""
_MOST_SET_IN = 0.12
_NEAR_MARGIN = 0.15
"""Fraction of the page's width from the margin at which the name of a unit may break."""
_MOST_LINES = 12


def paragraphs(lines: Sequence[Line], flow: Flow) -> list[list[int]]:
    """The indices of the lines, those of one flowing text together."""
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if groups and len(groups[-1]) < _MOST_LINES and _flows(lines[groups[-1][-1]], line, flow):
            groups[-1].append(index)
            continue
        begun = next((group for group in groups[-_MOST_BETWEEN:] if ends_day(lines[group[-1]], line)), None)
        if begun is None:
            groups.append([index])
        else:
            begun.append(index)
    return groups


_MOST_BETWEEN = 2
"""Lines, of the other column among them, that the rest of a day may stand below its begin."""


def ends_day(above: Line, line: Line) -> bool:
    """Whether a line ends the day that the line above began: "An Khê, ngày 19 tháng 6" over "năm 2026"."""
    near = 0.4 * line.box.height < line.box.top - above.box.top < _MOST_APART * line.box.height
    beside = line.box.right < above.box.left or line.box.left > above.box.right
    return near and not beside and bool(_DAY_BEGUN.search(fold(above.text)) and _DAY_END.match(fold(line.text)))


def _flows(above: Line, line: Line, flow: Flow) -> bool:
    """Whether a line that had no room for more goes on with the next one, which opens with no label of its own."""
    last, first = above.words[-1], line.words[0]
    if is_leader(last) or is_leader(first) or last.text[-1] in ".;:" or not _is_below(above, line, flow):
        return False
    breaks = last.box.right > flow.right - _NEAR_MARGIN and breaks_name(above.text, line.text)
    if (
        not (breaks or flow.is_full(last, first))
        or flow.opens_paragraph(first)
        or first.box.left > flow.left + _MOST_SET_IN
    ):
        return False
    return (breaks or not _ITEM.match(line.text)) and not is_heading(line.text) and not _opens_with_label(line)


def _is_below(above: Line, line: Line, flow: Flow) -> bool:
    height = max(above.box.height, line.box.height)
    is_below = line.box.top - above.box.top > 0.4 * height and flow.is_next(above, line, _MOST_APART)
    return is_below and line.box.left < above.box.left + _SAME_LEFT


_SAME_LEFT = 0.03


def _opens_with_label(line: Line) -> bool:
    """Whether a line that opens with a capital opens with a label."""
    if not line.words[0].text[0].isupper():
        return False
    spans = find_labels(run_of(line.words))
    return bool(spans) and spans[0].start <= 1
