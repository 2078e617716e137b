"""Whether a form was filled in by hand: by its ink, and by how unsurely what is filled in was read.

Letters behind labels are read a little less surely where they are handwritten, for a reader knows the language; figures
much less, for nothing tells them but their shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.labelled import Pair, pairs_of
from intake_ai.extraction.lines import filled_in
from intake_ai.extraction.values import strip_marks
from ocr.page import Line, Word

# Each is the amount at which the sign alone would tell a handwritten form; amounts add up. Set on the 24 development
# forms, eight of them "written" in a font: their sums are 2.6 and more, those of typed forms 0.44 and less. Figures
# there: handwritten 0.29 to 0.73, typed 0.98 and more.
_INK = 0.08
_DOUBT_OF_LETTERS = 0.08
_DOUBT_OF_FIGURES = 0.15
_WRITTEN = 1.0
_UNCLEAR = 0.5
"""What lies between the two may be either and is never accepted unseen."""
_LEAST_WORDS = 12
_LEAST_FIGURES = 2
_DIGITS = 3
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
    told = signs_of_hand(paper)
    return Hand(written=paper.type is PaperType.APPLICATION_FORM and told >= _WRITTEN, unclear=told >= _UNCLEAR)


def signs_of_hand(paper: Paper) -> float:
    """How much speaks for a pen: 0 nothing, 1 as much as tells it; without an upper end."""
    share = max(page.reading.handwriting for page in paper.pages)
    lines = [line for page in paper.pages for line in filled_in(page.reading.lines)]
    letters, figures = reading_doubt(lines)
    return share / _INK + letters / _DOUBT_OF_LETTERS + figures / _DOUBT_OF_FIGURES


def reading_doubt(lines: Sequence[Line]) -> tuple[float, float]:
    """How much less surely than all other words those of letters, and those of figures, behind labels were read.

    Returns:
        Both 0-1; 0 with too few words to tell.
    """
    behind = [word for pair in pairs_of(lines) if pair.printed for word in _value(pair)]
    places = {(word.text, word.box) for word in behind}
    printed = [word for line in lines for word in line.words if (word.text, word.box) not in places]
    usual = [word.confidence for word in printed if _is_of_letters(word)]
    letters = [word.confidence for word in behind if _is_of_letters(word)]
    figures = [word.confidence for word in behind if _is_of_figures(word)]
    if len(usual) < _LEAST_WORDS:
        return 0.0, 0.0
    of_letters = mean(usual) - mean(letters) if len(letters) >= _LEAST_WORDS else 0.0
    of_figures = mean(usual) - median(figures) if len(figures) >= _LEAST_FIGURES else 0.0
    return max(0.0, of_letters), max(0.0, of_figures)


def _value(pair: Pair) -> Sequence[Word]:
    return strip_marks(pair.value).words


def _is_of_letters(word: Word) -> bool:
    return len(word.text) > 1 and word.text.strip(".,:;").isalpha()


def _is_of_figures(word: Word) -> bool:
    """Numbers and dates; short ones are counted with neither."""
    return sum(map(str.isdigit, word.text)) >= _DIGITS
