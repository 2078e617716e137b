"""Brings labels and the values that belong to them together over the lines of a page.

Shapes: "label: value"; several pairs on a line; dotted lines; a label above its value; a value that runs over to the
next line.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from intake_ai.extraction.clause_spans import divided
from intake_ai.extraction.clauses import Clause, clauses_in
from intake_ai.extraction.continuing import (
    MOST_OPEN,
    completes,
    continues,
    flows_on,
    is_closed_by,
    is_next_entry,
    is_next_item,
    opens_item,
    shares_column,
    wraps,
)
from intake_ai.extraction.flow import Flow, flow_of
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import Label
from intake_ai.extraction.line_labels import LabelSpan, find_labels, has_letters
from intake_ai.extraction.lines import SIGNING
from intake_ai.extraction.pairs import Pair
from intake_ai.extraction.paragraphs import ends_day, paragraphs
from intake_ai.extraction.printed import announces, is_printed, opens_sentence
from intake_ai.extraction.runs import Run, run_of
from intake_ai.extraction.sentences import Part, opens_with_place_and_day
from intake_ai.extraction.values import strip_marks
from ocr.page import Line, Word

__all__ = ["Pair", "pairs_of"]

_NEXT_NUMBER = re.compile(r"(?:^|(?<=[\s…]))[\[(]?\d{1,2}(?:\.\d{1,2})?[a-z]?\s?[.)\]]{1,2}\s?\.?\s*$")
_NUMBER_ALONE = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.,)]{1,2}\W*")
_HOUSE = re.compile(r"\W{0,2}[Ss]ố\s?(?:nhà\s?)?\d[\w/]*,?\s+[^\W\d]")
_ENDS_IN_DOTS = re.compile(r"[.…]{4,}$|…$")
_LEADER_END = re.compile(r"(?:[.…·_=~-]\s?){3,}|…")


def pairs_of(lines: Sequence[Line]) -> list[Pair]:
    """All pairs of a page in reading order, with what stands between them as pairs without a label."""
    flow = flow_of(lines)
    pairs: list[Pair] = []
    for group in paragraphs(lines, flow):
        run = run_of([word for index in group for word in lines[index].words])
        clauses = _clauses(pairs, run, group[0], lines, flow)
        answer = _announced(pairs, run, group, lines)
        if answer is not None:
            pairs.append(answer)
            continue
        if len(group) > 1 and (_is_day(group, lines) or any(_crosses(run, clause) for clause in clauses)):
            _take(pairs, run, group, clauses, lines, flow)
            continue
        for index in group:
            own = run_of(lines[index].words)
            _take(pairs, own, [index], clauses if len(group) == 1 else clauses_in(own) if clauses else [], lines, flow)
    return pairs


def _clauses(pairs: Sequence[Pair], run: Run, index: int, lines: Sequence[Line], flow: Flow) -> list[Clause]:
    """The values that words of a text lead to; of one that goes on with an answer only those that are none of it.

    None of a line that asks to sign or tells place and day of signing, nor of what somebody wishes or tells at length.
    """
    if SIGNING.search(run.folded) or opens_with_place_and_day(run):
        return []
    found = clauses_in(run)
    open_pair = pairs[-1] if pairs else None
    if open_pair is None or not open_pair.printed or announces(open_pair.printed):
        return found
    if not continues(open_pair, run, index, lines, flow):
        return found
    is_text = open_pair.label is None or open_pair.label.kind in ("requested_content", "other")
    return [] if is_text else [clause for clause in found if clause.is_strong]


def _announced(pairs: Sequence[Pair], run: Run, group: Sequence[int], lines: Sequence[Line]) -> Pair | None:
    """What was filled in on the dotted lines below "... như sau:" as a whole, with the numbers and names in it.

    None where the line above announces nothing, or what stands below it are labels and sentences of the form.
    """
    above = pairs[-1] if pairs else None
    if above is None or above.lines[-1] != group[0] - 1 or not above.printed or has_letters(above.value):
        return None
    kind = above.label.kind if above.label is not None else "other"
    if not announces(above.printed) or kind not in ("other", "requested_content") or ":" in run.text:
        return None
    value, clauses = strip_marks(run), clauses_in(run)
    is_led = any(clause.is_strong for clause in clauses) or any(span.label for span in find_labels(run))
    has_blanks = any(not is_leader(word) and has_letters(Run((word,))) for word in run.words[len(value.words) :])
    is_own = is_led or has_blanks or (bool(clauses) and opens_sentence(run.text))
    if (
        not value
        or is_own
        or not _on_dots(group, lines)
        or opens_item(value.text)
        or is_printed(value)
        or not value.text[0].isupper()
    ):
        return None
    part = Part(kind, above.printed, value.text, value, 0.6)
    label = Label(kind, "text", bare=False)
    return Pair(above.printed, label, run, list(group), closed=True, place=above.place, part=part)


def _on_dots(group: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether lines of text end in dots, or bare dots follow them."""
    last = lines[group[-1]].words[-1]
    following = lines[group[-1] + 1].words if group[-1] + 1 < len(lines) else ()
    return is_leader(last) or _ENDS_IN_DOTS.search(last.text) is not None or _is_bare(following)


def _is_bare(words: Sequence[Word]) -> bool:
    """Whether words are nothing but dots."""
    return bool(words) and all(is_leader(word) for word in words)


def _is_day(group: Sequence[int], lines: Sequence[Line]) -> bool:
    return ends_day(lines[group[-2]], lines[group[-1]])


def _crosses(run: Run, clause: Clause) -> bool:
    """Whether a value, or it and the words that lead to it, stands on two lines."""
    words = run.slice(clause.start, clause.end).words
    return any(right.box.left < left.box.left for left, right in pairwise(words))


def _take(
    pairs: list[Pair], run: Run, group: Sequence[int], clauses: Sequence[Clause], lines: Sequence[Line], flow: Flow
) -> None:
    """Add the pairs of one text, that of one line or of several that it flows over."""
    index = group[0]
    spans = find_labels(run)
    is_unsure = bool(spans) and (spans[0].label is None or spans[0].start > 2) and not opens_item(run.text)
    if is_unsure and _awaits_text(pairs, index):
        spans = spans[1:]
    if spans and spans[0].start <= 1 and _awaits_address(pairs, index) and _HOUSE.match(run.text):
        spans = spans[1:]
    found = divided(run, spans, clauses)
    head = run.slice(0, found[0].start if found else len(run.text))
    if found and _NUMBER_ALONE.fullmatch(head.text):
        pairs.append(Pair("", None, head, [index]))  # of the next label, and of no value above
    elif has_letters(head):
        _append_head(pairs, head, index, lines, flow)
    elif not found and pairs and is_closed_by(pairs[-1], lines[index], lines):
        pairs[-1].closed = True
    pairs.extend(_pairs_on(run, found, _Places(run, lines, group)))


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


@dataclass(frozen=True)
class _Places:
    """On which lines of a page the words of a text stand."""

    run: Run
    lines: Sequence[Line]
    group: Sequence[int]

    def of(self, start: int, end: int) -> list[int]:
        """The indices of the lines from offset `start` of the text to before `end`."""
        counts = [len(self.lines[index].words) for index in self.group]
        ends = list(accumulate(counts))
        first = bisect_right(self.run.starts, start) - 1
        last = max(first, bisect_left(self.run.starts, end) - 1)
        return list(self.group[bisect_right(ends, first) : bisect_right(ends, last) + 1]) or [self.group[-1]]


def _pairs_on(run: Run, found: Sequence[LabelSpan | Clause], places: _Places) -> Iterator[Pair]:
    ends = [*(each.start for each in found[1:]), len(run.text)]
    for each, end in zip(found, ends, strict=False):
        if isinstance(each, Clause):
            yield _pair_of(run, each, places)
            rest = run.slice(each.end, end)
            if has_letters(rest):
                yield Pair("", None, rest, places.of(each.end, end), _ends_in_leader(rest))
            continue
        number = 0 if end == len(run.text) else _length_of_number(run.text[each.value_start : end])
        value = run.slice(each.value_start, end - number)
        yield Pair(
            _clean_label(run.text[each.start : each.end]),
            each.label,
            value,
            places.of(each.start, end - number),
            _ends_in_leader(value),
            place=run.slice(each.start, each.end).box,
            note=run.text[each.end : each.value_start],
        )


def _ends_in_leader(run: Run) -> bool:
    """Whether dots stand behind the words of a run, or alone; those ahead of them end nothing."""
    letter = next((place for place, sign in enumerate(run.text) if sign.isalnum()), 0)
    return _LEADER_END.search(run.text, letter) is not None


def _pair_of(run: Run, clause: Clause, places: _Places) -> Pair:
    """A value of a sentence as a pair, which nothing goes on with."""
    part, ahead = clause.part, run.slice(clause.start, clause.value)
    return Pair(
        part.label,
        Label(part.kind, "text", bare=False),
        run.slice(clause.value, clause.end),
        places.of(clause.start, clause.end),
        closed=True,
        place=ahead.box if ahead else part.run.box,
        part=part,
    )


def _length_of_number(text: str) -> int:
    """How many letters at the end of a value are the number of the label behind it: "Nông dân 16. Trình độ"."""
    number = _NEXT_NUMBER.search(text)
    return len(number.group()) if number else 0


def _append_head(pairs: list[Pair], head: Run, index: int, lines: Sequence[Line], flow: Flow) -> None:
    """The words ahead of the first label continue an open pair of their column, or belong to none."""
    for pair in reversed(pairs[-MOST_OPEN:]):
        goes_on = pair is pairs[-1] and (
            wraps(pair, head, index, flow) or completes(pair, head) or flows_on(pair, head, index, lines, flow)
        )
        if goes_on or shares_column(pair, head, lines):
            if is_next_item(pair, head, index, lines):
                pairs.append(Pair(pair.printed, pair.label, head, [index]))
                return
            if continues(pair, head, index, lines, flow):
                pair.value = _without_last_dots(pair.value) + head
                pair.lines.append(index)
                pair.closed = _ends_in_leader(head)
                return
            if is_next_entry(pair, head, index):
                pairs.append(Pair(pair.printed, pair.label, head, [index], closed=True))
                return
            break
    pairs.append(Pair("", None, head, [index], _ends_in_leader(head)))


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
