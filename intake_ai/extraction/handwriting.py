"""Whether a form was filled in by hand: what is filled in is then read less surely than what is printed around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.labelled import pairs_of
from intake_ai.extraction.lines import filled_in
from intake_ai.extraction.values import strip_marks
from ocr.page import Line, Word

# Set on the 24 development forms, eight of them "written" in a font: six of these have more such ink on their fullest
# page than the share, the other two show only in their values, read less surely than their labels; typed forms keep
# below both. So narrow a margin may not hold elsewhere, and real hands were never tried.
# What lies between the two thresholds may be either and is never accepted unseen.
_WRITTEN_SHARE = 0.08
_WRITTEN_DOUBT = 0.025
_UNCLEAR_SHARE = 0.06
_UNCLEAR_DOUBT = 0.014
_LEAST_WORDS = 12
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
    if paper.type in _PRINTED or all(page.reading.source == "text_layer" for page in paper.pages):
        return Hand(written=False, unclear=False)
    share = max(page.reading.handwriting for page in paper.pages)
    doubt = reading_doubt([line for page in paper.pages for line in filled_in(page.reading.lines)])
    is_form = paper.type is PaperType.APPLICATION_FORM
    return Hand(
        written=is_form and (share >= _WRITTEN_SHARE or doubt >= _WRITTEN_DOUBT),
        unclear=share >= _UNCLEAR_SHARE or doubt >= _UNCLEAR_DOUBT,
    )


def reading_doubt(lines: Sequence[Line]) -> float:
    """How much less surely the words behind labels were read than all others, 0-1; 0 with too few words to tell."""
    behind = [
        word for pair in pairs_of(lines) if pair.printed for word in strip_marks(pair.value).words if _tells(word)
    ]
    places = {(word.text, word.box) for word in behind}
    printed = [word for line in lines for word in line.words if _tells(word) and (word.text, word.box) not in places]
    if len(behind) < _LEAST_WORDS or len(printed) < _LEAST_WORDS:
        return 0.0
    return max(0.0, mean(word.confidence for word in printed) - mean(word.confidence for word in behind))


def _tells(word: Word) -> bool:
    """Words of letters: how surely figures are read says little of how they were written."""
    return len(word.text) > 1 and word.text.strip(".,:;").isalpha()
