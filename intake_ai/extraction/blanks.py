"""The places of a form that wait for a value, and whether each was filled in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.papers import Paper
from intake_ai.extraction.fields import Blank, BlankState
from intake_ai.extraction.labelled import Pair
from intake_ai.extraction.leaders import is_leader
from intake_ai.extraction.lexicon import meaning_of
from intake_ai.extraction.options import Question
from intake_ai.extraction.runs import Run, plain
from intake_ai.extraction.sentences import Part
from intake_ai.terms import FieldKind
from ocr.page import Box, Page, PageReading, Word, enclosing

_INK = frozenset({"handwriting", "signature", "seal"})
_TOUCHES = 0.1
_IF_ANY = re.compile(r"\bneu (?:co|khong|thuoc|la|thay)\b|\btruong hop\b|\bhoac\b")
# Parts of one date: "ngày ...... tháng ...... năm ......" is one blank.
_OF_DATE = ("thang", "nam")
_MOST_AHEAD = 8
# The space behind a label that no dots mark, in fractions of the page's width; narrower there is nothing to fill in.
_LEAST_SPACE = 0.08


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place that waits for a value, before it is known whose it is.

    Attributes:
        words: Of what fills it; empty where nothing was read there.
        certain: Dots show that the place is one to fill in, and that no ink was seen on them.
    """

    label: str
    kind: FieldKind
    box: Box
    words: Run
    certain: bool
    is_optional: bool


def waiting_in(pair: Pair, found: Sequence[Part], right: float) -> Iterator[Waiting]:
    """The places of a pair: the one behind its label, or those that the dots of a sentence leave.

    Args:
        pair: Label and the words behind it, dots among them.
        found: The values that were read from it.
        right: The right margin of the print, as a fraction of the page's width.
    """
    if pair.printed:
        place = _behind_label(pair, found, right)
        if place is not None:
            yield place
        return
    yield from _in_sentence(pair.value, found)


def _behind_label(pair: Pair, found: Sequence[Part], right: float) -> Waiting | None:
    kind = pair.label.kind if pair.label else "other"
    optional = bool(_IF_ANY.search(plain(f"{pair.printed} {pair.note} {pair.value.text}")))
    if found:
        own = [part for part in found if part.label == pair.printed] or list(found)
        words = Run(tuple(word for part in own for word in part.run.words))
        return Waiting(pair.printed, kind, enclosing([part.run.box for part in own]), words, True, optional)
    dots = [word for word in pair.value.words if is_leader(word)]
    if dots:
        return Waiting(
            pair.printed, kind, enclosing([word.box for word in _first_row(dots)]), Run(()), _bare(dots), optional
        )
    if pair.label is None or pair.place is None or pair.value or right - pair.place.right < _LEAST_SPACE:
        return None
    box = Box(pair.place.right, pair.place.top, right, pair.place.bottom)
    return Waiting(pair.printed, kind, box, Run(()), False, optional)


def _first_row(dots: Sequence[Word]) -> list[Word]:
    """The dots on the row of the first of them."""
    return [word for word in dots if abs(word.box.top - dots[0].box.top) < dots[0].box.height]


def _bare(dots: Sequence[Word]) -> bool:
    return all(word.confidence == 1.0 for word in dots)


def _in_sentence(run: Run, found: Sequence[Part]) -> Iterator[Waiting]:
    """A place for each dotted line of a sentence; the words ahead of it, back to the dots before, are its label."""
    values = {word.box: part for part in found for word in part.run.words}
    seen: set[int] = set()
    ahead: list[Word] = []
    last = ""
    for word in run.words:
        if word.box in values:
            part = values[word.box]
            if id(part) not in seen:
                seen.add(id(part))
                yield Waiting(part.label or _text(ahead), part.kind, part.run.box, part.run, True, False)
            ahead, last = [], "filled"
        elif is_leader(word):
            label = _text(ahead)
            if _names(label) and plain(label) not in _OF_DATE and last != "filled":
                meaning = meaning_of(label)
                # The words ahead of dots in a sentence may be what was filled in, unless they are a label.
                certain = meaning is not None and _bare([word])
                optional = bool(_IF_ANY.search(plain(label)))
                yield Waiting(label, meaning.kind if meaning else "other", word.box, Run(()), certain, optional)
            ahead, last = [], "dots"
        else:
            ahead, last = [*ahead, word], ""


def _names(label: str) -> bool:
    """Whether there is a word in `label`, and not only what a reader makes of dots."""
    return any(len(word) > 1 and word.isalpha() for word in plain(label).split())


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words[-_MOST_AHEAD:]).strip(" .:;,…_-")


def blank_of(paper: Paper, page: Page, place: Waiting, role: str | None, *, by_hand: bool) -> Blank:
    """A place as a blank with its evidence."""
    return Blank(
        label=place.label,
        kind=place.kind,
        role=role,
        state=_state(place, page.reading),
        is_optional=place.is_optional,
        paper=paper.id,
        page=page.ref,
        box=place.box,
        by_hand=by_hand and bool(place.words),
    )


def _state(place: Waiting, reading: PageReading) -> BlankState:
    if place.words:
        return "filled"
    return "empty" if place.certain and not _has_ink(reading, place.box) else "unclear"


def _has_ink(reading: PageReading, box: Box) -> bool:
    return any(mark.kind in _INK and mark.box.overlap(box) > _TOUCHES for mark in reading.marks)


def blank_of_question(paper: Paper, page: Page, question: Question, role: str | None) -> Blank:
    """The tick boxes of a question as one blank: filled where one is ticked."""
    ticked = any(option.is_ticked for option in question.options)
    unsure = any(_has_ink(page.reading, option.tick) for option in question.options)
    meaning = meaning_of(question.label) if question.label else None
    return Blank(
        label=question.label or question.options[0].words.text,
        kind=meaning.kind if meaning else "other",
        role=role,
        state="filled" if ticked else "unclear" if unsure else "empty",
        is_optional=True,
        paper=paper.id,
        page=page.ref,
        box=question.box,
    )
