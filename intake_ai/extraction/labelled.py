"""Brings labels and the values that belong to them together over the lines of a page.

Shapes: "label: value"; several pairs on a line; dotted lines; a label above its value; a value that runs over to the
next line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake_ai.extraction.continuing import (
    MOST_OPEN,
    completes,
    continues,
    is_closed_by,
    is_next_entry,
    is_next_item,
    shares_column,
    wraps,
)
from intake_ai.extraction.flow import Flow, flow_of
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.line_labels import LabelSpan, find_labels, has_letters
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.runs import Run, run_of
from intake_ai.extraction.values import strip_marks
from ocr.page import Line

__all__ = ["Pair", "pairs_of"]

_NEXT_NUMBER = re.compile(r"(?:^|(?<=[\s…]))[\[(]?\d{1,2}(?:\.\d{1,2})?[a-z]?\s?[.)\]]{1,2}\s?\.?\s*$")
_NUMBER_ALONE = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.,)]{1,2}\W*")
_HOUSE = re.compile(r"\W{0,2}[Ss]ố\s?(?:nhà\s?)?\d[\w/]*,?\s+[^\W\d]")
_LEADER_END = re.compile(r"(?:[.…·_=~-]\s?){3,}|…")


def pairs_of(lines: Sequence[Line]) -> list[Pair]:
    """All pairs of a page in reading order, with what stands between them as pairs without a label."""
    flow = flow_of(lines)
    pairs: list[Pair] = []
    for index, line in enumerate(lines):
        run = run_of(line.words)
        spans = find_labels(run)
        if spans and (spans[0].label is None or spans[0].start > 2) and _awaits_text(pairs, index):
            spans = spans[1:]
        if spans and spans[0].start <= 1 and _awaits_address(pairs, index) and _HOUSE.match(run.text):
            spans = spans[1:]
        head = run.slice(0, spans[0].start if spans else len(run.text))
        if spans and _NUMBER_ALONE.fullmatch(head.text):
            pairs.append(Pair("", None, head, [index]))  # of the next label, and of no value above
        elif has_letters(head):
            _append_head(pairs, head, index, lines, flow)
        elif not spans and pairs and is_closed_by(pairs[-1], line, lines):
            pairs[-1].closed = True
        pairs.extend(_pairs_on(run, spans, index))
    return pairs


def _awaits_text(pairs: list[Pair], index: int) -> bool:
    """Whether the line above asks what is wanted, and leaves the answer, colons and all, to this line."""
    if not pairs or pairs[-1].lines[-1] != index - 1 or pairs[-1].label is None:
        return False
    return pairs[-1].label.kind == "requested_content" and not has_letters(strip_marks(pairs[-1].value))


def _awaits_address(pairs: list[Pair], index: int) -> bool:
    """Whether the line above is the label of an address that stands on this line."""
    if not pairs or index - pairs[-1].lines[-1] > 1 or pairs[-1].label is None:
        return False
    return pairs[-1].label.kind == "address" and not has_letters(strip_marks(pairs[-1].value))


def _pairs_on(run: Run, spans: list[LabelSpan], index: int) -> Iterator[Pair]:
    ends = [*(span.start for span in spans[1:]), len(run.text)]
    for span, end in zip(spans, ends, strict=False):
        number = 0 if end == len(run.text) else _length_of_number(run.text[span.value_start : end])
        value = run.slice(span.value_start, end - number)
        printed = _clean_label(run.text[span.start : span.end])
        place = run.slice(span.start, span.end).box
        yield Pair(
            printed,
            span.label,
            value,
            [index],
            bool(_LEADER_END.search(value.text)),
            place=place,
            note=run.text[span.end : span.value_start],
        )


def _length_of_number(text: str) -> int:
    """How many letters at the end of a value are the number of the label behind it: "Nông dân 16. Trình độ"."""
    number = _NEXT_NUMBER.search(text)
    return len(number.group()) if number else 0


def _append_head(pairs: list[Pair], head: Run, index: int, lines: Sequence[Line], flow: Flow) -> None:
    """The words ahead of the first label continue an open pair of their column, or belong to none."""
    for pair in reversed(pairs[-MOST_OPEN:]):
        goes_on = pair is pairs[-1] and (wraps(pair, head, index, flow) or completes(pair, head))
        if goes_on or shares_column(pair, head, lines):
            if is_next_item(pair, head, index, lines):
                pairs.append(Pair(pair.printed, pair.label, head, [index]))
                return
            if continues(pair, head, index, lines, flow):
                pair.value = _without_last_dots(pair.value) + head
                pair.lines.append(index)
                pair.closed = bool(_LEADER_END.search(head.text))
                return
            if is_next_entry(pair, head, index):
                pairs.append(Pair(pair.printed, pair.label, head, [index], closed=True))
                return
            break
    pairs.append(Pair("", None, head, [index], bool(_LEADER_END.search(head.text))))


def _without_last_dots(run: Run) -> Run:
    """`run` without the dots behind its last word, where the next line goes on with it."""
    words = list(run.words)
    if not words:
        return run
    while len(words) > 1 and is_leader(words[-1]):
        words.pop()
    last = words[-1]
    if last.text.endswith("..") and not is_leader(last):
        words[-1] = replace(last, text=last.text.rstrip("."))
    return Run(tuple(words))


def _clean_label(text: str) -> str:
    text = re.sub(r"\s?(?:\(\s?\d{1,2}\s?\)|[?°®©*^'’‘”\"])+\d?\s?$", "", text.strip(" .:;…_"))
    return text.strip(" .:;…_-'’\"”°®")
