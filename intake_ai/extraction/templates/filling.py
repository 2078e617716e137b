"""What stands in the blanks of a form: the words between its print, ticks, or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from classifiers.papers import Paper
from intake_ai.extraction.fields import BlankState
from intake_ai.extraction.runs import Run, run_of
from intake_ai.extraction.templates.aligning import align, weight_of
from intake_ai.extraction.templates.keys import key_of
from intake_ai.extraction.templates.rows import TICKED_BOX, is_leader, rows_of_page
from intake_ai.extraction.templates.template import Template, TemplateBlank
from intake_ai.extraction.values import strip_marks
from ocr.page import Box, Word
from ocr.syllables import is_syllable

# Weight of unread print beside a blank up to which what stands there is still known to be its value.
_MOST_UNREAD = 0.5
_RIGHT_MARGIN = 0.93
_RAISED = 0.75
_SPECK = 0.6
_LEGIBLE, _OF_SYLLABLE = 0.55, 0.56
_BAND = 2.0
_SHARED = 0.4
_INK = frozenset({"filled_line", "handwriting", "signature"})


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word of a filled paper; `page` counts from 0 in the paper, `key` is empty for signs and leaders."""

    word: Word
    page: int
    key: str


@dataclass(frozen=True, slots=True)
class Filling:
    """What is in a blank.

    Attributes:
        state: `unclear` too where the print around it was not found.
        value: Its words, footnote marks aside; of a date in pieces with the printed words between them.
        page: Of the paper, from 0.
        box: Of the value, or of the empty place.
        known: Whether the print on both sides was found, so that the words are this blank's and all of them.
    """

    blank: TemplateBlank
    state: BlankState
    value: Run
    page: int
    box: Box
    known: bool


@dataclass(frozen=True)
class Fit:
    """A template laid on a paper.

    Attributes:
        places: For each of the template's anchors its place among `words`, -1 where it was not found.
    """

    template: Template
    words: tuple[SeenWord, ...]
    places: NDArray[np.int64]

    @cached_property
    def printed(self) -> frozenset[int]:
        """Places of the words that are print of the form."""
        return frozenset(self.places[self.places >= 0].tolist())

    @cached_property
    def coverage(self) -> dict[int, float]:
        """For each page of the template the share of its print that was found, 0-1."""
        found: dict[int, float] = {}
        total: dict[int, float] = {}
        for anchor, place in zip(self.template.anchors, self.places.tolist(), strict=True):
            weight = weight_of(anchor.key)
            total[anchor.page] = total.get(anchor.page, 0.0) + weight
            found[anchor.page] = found.get(anchor.page, 0.0) + (weight if place >= 0 else 0.0)
        return {page: found[page] / total[page] for page in total}

    def found_on(self, pages: Collection[int]) -> float:
        """Weight of the print of these pages of the template that was found."""
        return sum(
            weight_of(anchor.key)
            for anchor, place in zip(self.template.anchors, self.places.tolist(), strict=True)
            if place >= 0 and anchor.page in pages
        )

    @cached_property
    def stray(self) -> int:
        """How many words of two letters and more are neither print nor in a blank."""
        gaps = _gaps(self.template)
        count = 0
        order = [(int(place), number) for number, place in enumerate(self.places.tolist()) if place >= 0]
        for (before, left), (after, right) in pairwise(order):
            if any(gap in gaps for gap in range(left + 1, right + 1)):
                continue
            count += sum(len(seen.key) > 1 for seen in self.words[before + 1 : after])
        return count


def words_of(paper: Paper) -> tuple[SeenWord, ...]:
    """The words of a paper in reading order, leaders and signs among them."""
    return tuple(
        SeenWord(word, number, key_of(word))
        for number, page in enumerate(paper.pages)
        for row in rows_of_page(page.reading, with_leaders=False).rows
        for word in row
    )


def lay(template: Template, words: Sequence[SeenWord]) -> Fit:
    """Finds the template's print among the words of a paper."""
    keyed = [index for index, seen in enumerate(words) if seen.key]
    keys = [words[index].key for index in keyed]
    alignment = align([anchor.key for anchor in template.anchors], _gaps(template), keys)
    index = np.array([*keyed, -1], np.int64)
    return Fit(template, tuple(words), index[alignment.places])


def _gaps(template: Template) -> frozenset[int]:
    """The places among the template's words ahead of which a value may stand."""
    return frozenset(
        gap for blank in template.blanks if blank.shape != "box" for gap in range(blank.first, blank.last + 1)
    )


def fillings(fit: Fit, paper: Paper) -> list[Filling]:
    """What is in each blank of the template whose place was found on the paper."""
    found = []
    for blank in fit.template.blanks:
        filling = _ticked(fit, blank) if blank.shape == "box" else _written(fit, blank, paper)
        if filling is not None:
            found.append(filling)
    return found


def _ticked(fit: Fit, blank: TemplateBlank) -> Filling | None:
    place = int(fit.places[blank.first])
    if place < 0:
        return None
    seen = fit.words[place]
    state: BlankState = "filled" if seen.word.text == TICKED_BOX else "empty"
    return Filling(blank, state, Run((seen.word,)), seen.page, seen.word.box, known=True)


def _written(fit: Fit, blank: TemplateBlank, paper: Paper) -> Filling | None:
    left, unread_left = _nearest(fit, range(blank.first - 1, -1, -1))
    right, unread_right = _nearest(fit, range(blank.last, len(fit.places)))
    if left is None or unread_left > 4 * _MOST_UNREAD:
        return None
    known = unread_left + unread_right <= _MOST_UNREAD
    end = right if right is not None else _end_of_row(fit, left)
    between = [fit.words[index] for index in range(left + 1, end) if not is_leader(fit.words[index].word.text)]
    page = between[0].page if between else fit.words[left].page
    value = _value([seen.word for seen in between if seen.page == page], fit.words[left].word)
    has_own = any(index not in fit.printed and fit.words[index].key for index in range(left + 1, end))
    if value and has_own:
        return Filling(blank, "filled" if known else "unclear", value, page, value.box, known)
    box = _empty_place(fit, left, right)
    inked = any(mark.kind in _INK and mark.box.overlap(box) > 0.4 for mark in paper.pages[page].reading.marks)
    unplaced = _has_other_words(fit, fit.words[left].page, box)
    state: BlankState = "unclear" if inked or unplaced or not known else "empty"
    return Filling(blank, state, Run(()), fit.words[left].page, box, known)


def _has_other_words(fit: Fit, page: int, box: Box) -> bool:
    """Whether words that are no print stand in a place: what was typed above its line may have been read too early."""
    return any(
        seen.key and seen.page == page and index not in fit.printed and seen.word.box.overlap(box) > _SHARED
        for index, seen in enumerate(fit.words)
    )


def _nearest(fit: Fit, order: range) -> tuple[int | None, float]:
    """The first of the template's words in this order that was found, and the weight of those before it."""
    unread = 0.0
    for index in order:
        place = int(fit.places[index])
        if place >= 0:
            return place, unread
        unread += weight_of(fit.template.anchors[index].key)
    return None, unread


def _end_of_row(fit: Fit, left: int) -> int:
    """After the words that stand on one row with the word at `left`: nothing printed follows."""
    first = fit.words[left]
    end = left + 1
    while end < len(fit.words) and fit.words[end].page == first.page:
        word = fit.words[end].word
        if word.box.left < fit.words[end - 1].word.box.left:
            break
        end += 1
    return end


def _value(words: Sequence[Word], label: Word) -> Run:
    """The words of a value without the footnote mark of its label and specks."""
    kept = _close([word for word in words if word.text.strip()], label)
    height = median([label.box.height, *(word.box.height for word in kept)])
    while kept and _is_mark(kept[0], height):
        kept = kept[1:]
    kept = _legible(kept)
    while len(kept) > 1 and _is_mark(kept[-1], height):
        kept = kept[:-1]
    if len(kept) == 1 and len(kept[0].text) == 1 and kept[0].confidence < _SPECK:
        return Run(())
    return strip_marks(run_of(kept)) if kept else Run(())


def _legible(words: Sequence[Word]) -> list[Word]:
    """The words without what OCR made of leaders and dirt behind them, which it doubts; all where it doubts all."""
    best, end, total = 0.0, 0, 0.0
    for index, word in enumerate(words):
        is_word = len(word.text) > 1 and is_syllable(word.text.strip(".,;:"))
        total += max(word.confidence, _OF_SYLLABLE if is_word else 0.0) - _LEGIBLE
        if total >= best:
            best, end = total, index + 1
    return list(words[:end] if end else words)


def _close(words: Sequence[Word], label: Word) -> list[Word]:
    """The words down to a wide white band: a name below the form's last line is no value of that line."""
    kept: list[Word] = []
    bottom, height = label.box.bottom, label.box.height
    for word in words:
        if word.box.top - bottom > _BAND * height:
            break
        kept.append(word)
        bottom = max(bottom, word.box.bottom)
    return kept


def _is_mark(word: Word, height: float) -> bool:
    letters = sum(letter.isalnum() for letter in word.text)
    return not letters or not key_of(word) or (letters == 1 and word.box.height < _RAISED * height)


def _empty_place(fit: Fit, left: int, right: int | None) -> Box:
    """The place between two printed words: on the first one's row, as far as the other or the margin."""
    before = fit.words[left]
    box = before.word.box
    edge = _RIGHT_MARGIN
    if right is not None and fit.words[right].page == before.page:
        after = fit.words[right].word.box
        if after.left > box.right and abs(after.centre[1] - box.centre[1]) < 1.5 * box.height:
            edge = after.left
    return Box(box.right, box.top, max(edge, min(1.0, box.right + 0.01)), box.bottom)
