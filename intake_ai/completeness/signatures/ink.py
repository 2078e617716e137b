"""What stands in a place of signature: a signature or seal, a name that was only typed, or nothing."""

from collections.abc import Iterator, Sequence
from typing import Literal

from classifiers.vietnamese import fold, is_plain_syllable
from intake_ai.completeness.signatures.places import PLACE_HEIGHT, SigningPlace, is_name, runs_of
from intake_ai.completeness.signatures.words import instruction_at
from ocr.page import Box, Mark, Page, Word

Ink = Literal["signed", "sealed", "named", "empty"]
"""What was found: a signature or other ink, a seal alone, a name in print alone, nothing."""
_ROOM = 0.08
"""Of the page: with less below the words, people sign at the head of the next page."""
_HEIGHT_OF_INK = 0.008
"""Of the page: lower marks are specks and dots."""
_UP_INTO_HEAD = 0.035
"""Of the page: so far up a signature or seal may reach over the words above the place."""
_SHARED_WITH_SEAL = 0.2
_ILL_READ = 0.55
"""Confidence of words below which they are rather strokes of a pen (names in print are read at 0.9 and more)."""
_NAME_OFF_MIDDLE = 0.115


def ink_in(place: SigningPlace, pages: Sequence[Page]) -> Ink:
    """What stands in a place; one that reaches the foot of its page goes on at the head of the next.

    Args:
        pages: Of the paper, in order.
    """
    found = _ink_on(place)
    if found != "empty" or place.head.bottom + _ROOM < 1:
        return found
    position = next(index for index, page in enumerate(pages) if page.ref == place.page.ref)
    over = [_ink_over(page, place) for page in pages[position + 1 : position + 2]]
    return over[0] if over else found


def _ink_over(page: Page, place: SigningPlace) -> Ink:
    """What stands at the head of the next page, where text may stand too: only what is no text tells."""
    here = Box(place.place.left, 0.0, place.place.right, PLACE_HEIGHT)
    if any(_is_signature(mark, here) for mark in page.reading.marks):
        return "signed"
    return "named" if any(_names(page, here)) else "empty"


def _ink_on(signing: SigningPlace) -> Ink:
    page, place = signing.page, signing.place
    marks = page.reading.marks
    reach = Box(place.left, max(0.0, place.top - _UP_INTO_HEAD), place.right, place.bottom)
    if any(_is_signature(mark, reach) or _is_writing(mark, place) for mark in marks) or any(_scrawls(page, place)):
        return "signed"
    if any(mark.kind == "seal" and mark.box.overlap(reach) > _SHARED_WITH_SEAL for mark in marks):
        return "sealed"
    return "named" if any(_names(page, place)) else "empty"


def _is_signature(mark: Mark, reach: Box) -> bool:
    return mark.kind == "signature" and _is_in(mark.box, reach)


def _is_writing(mark: Mark, place: Box) -> bool:
    """Handwriting below the words of the place: print in italics above it is taken for some."""
    return mark.kind == "handwriting" and _is_in(mark.box, place) and mark.box.height >= _HEIGHT_OF_INK


def _scrawls(page: Page, place: Box) -> Iterator[bool]:
    """For each word in the place, whether it is strokes that were taken for letters."""
    for run in (run for line in page.reading.lines for run in runs_of(line)):
        if not is_name(run) and not run.text.startswith("("):
            for word in run.words:
                yield _is_in(word.box, place) and _is_scrawl(word)


def _is_scrawl(word: Word) -> bool:
    letters = "".join(filter(str.isalnum, fold(word.text)))
    is_word = is_plain_syllable(letters) and word.confidence >= _ILL_READ
    return bool(letters) and not is_word and word.box.height >= _HEIGHT_OF_INK


def _names(page: Page, place: Box) -> Iterator[bool]:
    """For each run of words in the place, whether it is a name in its middle."""
    for line in page.reading.lines:
        for run in runs_of(line):
            is_centred = abs(run.box.centre[0] - place.centre[0]) < _NAME_OFF_MIDDLE
            yield _is_in(run.box, place) and is_centred and is_name(run) and instruction_at(run.text) is None


def _is_in(box: Box, place: Box) -> bool:
    across, down = box.centre
    return place.left <= across <= place.right and place.top <= down <= place.bottom
