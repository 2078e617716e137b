"""Whether a form was filled in by hand: by its ink, and by how unsurely the figures on it were read.

A reader knows the language, so handwritten letters are often read as surely as printed ones; figures are not, for
nothing tells them but their shape. Where a page is hard to read at all, unsure figures tell less.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.lines import filled_in
from ocr.page import Box, Line, PageRef, Word

# Log-odds, set on 75 development forms by the weights of a logistic regression, rounded: 8 of 24 "written" in a font,
# 16 of 51 by hands drawn over real forms. All 24 come out as written (-0.03 and more). Of the 51 typed ones 3 do too,
# which costs a look at each value, and 6 are unclear: all nine are hard to read.
_OF_INK = 4.5
"""For the square root of the share of handwritten ink on the fullest page."""
_OF_FIGURES = 4.0
_OF_LEGIBILITY = 6.0
_USUAL_LEGIBILITY = 0.85
_BASE = -4.5
_WRITTEN = -0.15
_UNCLEAR = -1.05
"""What lies between the two may be either and is never accepted unseen."""
_OF_TOUCHED = 3.0
_HIDDEN = -1.5
_TOUCHED = 0.1
_COVERED = 0.3
"""Set on 170 forms, 37 of them handwritten in fonts or by hands drawn over real forms: the lowest of these comes to
-0.82; 49 of the 133 typed ones lie above the limit and lose nothing but the ease of a value taken unseen."""
# Set on 170 forms, 37 of them handwritten: of those with readable print and ink on half of their values, three
# handwritten ones that no other sign told have means of 0.45 to 0.51, the lowest typed one 0.68.
_UNREADABLE = 0.6
_LEGIBLE = 0.7
_HALF = 0.5
_FEWEST_PLACES = 5
_INSIDE = 0.5
_UNSURE = 0.9
_FEWEST_FIGURES = 1
_UNKNOWN = 0.5
_FEWEST_DIGITS = 4
_MOSTLY = 0.6
_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_PRINTED = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT})


@dataclass(frozen=True, slots=True)
class Hand:
    """What is known of the hand a paper was filled in by: `written` by pen, or `unclear` whether it was."""

    written: bool
    unclear: bool


def hand_of(paper: Paper) -> Hand:
    """Judges a paper as a whole, for its pages are filled in by one hand.

    Only a form is said to be written by pen. Of any other paper but a card it may be unclear: a form may be taken for
    one, and certificates are filled in by hand too.
    """
    if _is_printed(paper):
        return Hand(written=False, unclear=False)
    told = signs_of_hand(paper)
    return Hand(written=paper.type is PaperType.APPLICATION_FORM and told >= _WRITTEN, unclear=told >= _UNCLEAR)


def may_hide_hand(paper: Paper, places: Sequence[tuple[PageRef, Box]]) -> bool:
    """Whether what was read at `places` of the paper may be handwritten though the paper does not look so.

    Told by how many of them handwritten ink touches, beside the signs of the paper as a whole. Neat hands are read as
    surely as print, and their ink may be a small share of a page.
    """
    if _is_printed(paper) or not places:
        return False
    ink = {page.ref: [mark.box for mark in page.reading.marks if mark.kind == "handwriting"] for page in paper.pages}
    touched = sum(any(_touches(mark, box) for mark in ink.get(ref, ())) for ref, box in places)
    return signs_of_hand(paper) + _OF_TOUCHED * touched / len(places) >= _HIDDEN


def is_unreadable_hand(paper: Paper, places: Sequence[tuple[PageRef, Box]]) -> bool:
    """Whether what was read at `places` of a form is handwriting that could not be read, though its print could.

    A hand may be so hard to read that no figures are made out in it, which else tell it (`signs_of_hand`).
    """
    is_form = paper.type is PaperType.APPLICATION_FORM and not _is_printed(paper)
    legible = min(page.reading.legible for page in paper.pages)
    if not is_form or len(places) < _FEWEST_PLACES or legible < _LEGIBLE:
        return False
    ink = {page.ref: [mark.box for mark in page.reading.marks if mark.kind == "handwriting"] for page in paper.pages}
    touched = sum(any(_touches(mark, box) for mark in ink.get(ref, ())) for ref, box in places)
    if touched < len(places) * _HALF:
        return False
    words = {page.ref: page.reading.words for page in paper.pages}
    read = [word.confidence for ref, box in places for word in words.get(ref, ()) if word.box.overlap(box) > _INSIDE]
    return bool(read) and sum(read) / len(read) < _UNREADABLE


def _touches(ink: Box, place: Box) -> bool:
    return ink.overlap(place) > _TOUCHED or place.overlap(ink) > _COVERED


def _is_printed(paper: Paper) -> bool:
    return paper.type in _PRINTED or all(page.reading.source == "text_layer" for page in paper.pages)


def signs_of_hand(paper: Paper) -> float:
    """How much speaks for a pen, as log-odds: 0 where either is as likely."""
    readings = [page.reading for page in paper.pages]
    share = max(reading.handwriting for reading in readings)
    legible = min(reading.legible for reading in readings)
    unsure = unsure_figures([line for reading in readings for line in filled_in(reading.lines)])
    figures = _UNKNOWN if unsure is None else unsure
    return _BASE + _OF_INK * sqrt(share) + _OF_FIGURES * figures + _OF_LEGIBILITY * (legible - _USUAL_LEGIBILITY)


def unsure_figures(lines: Sequence[Line]) -> float | None:
    """Share of the numbers and dates that were read unsurely, 0-1; None with too few to tell."""
    figures = [word.confidence for line in lines for word in line.words if _is_of_figures(word)]
    if len(figures) < _FEWEST_FIGURES:
        return None
    return sum(confidence < _UNSURE for confidence in figures) / len(figures)


def _is_of_figures(word: Word) -> bool:
    """Numbers and dates of four figures and more; years alone stand in what is printed too."""
    digits = sum(map(str.isdigit, word.text))
    return digits >= max(_FEWEST_DIGITS, _MOSTLY * len(word.text)) and _YEAR.fullmatch(word.text) is None
