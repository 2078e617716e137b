"""Finds the print of a blank form on a filled page: both in reading order, matched so that values may stand between.

The words of two sequences are matched by dynamic programming with affine gaps (Gotoh 1982). Something may be put in
anywhere, but it costs next to nothing where the form has a blank; words that follow one another on both sides count
more than words that are equal by chance. So values that push the print down, break over lines or pages, or hold words
of the form themselves leave the order as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from intake_ai.extraction.templates.keys import BOX, folded

Scores = NDArray[np.float32]

_FUZZY = 70.0
"""Least share of equal letters, in per cent, of a printed word that OCR misread; of shorter words than this all are."""
_FEWEST_LETTERS = 4
_OTHER_ACCENTS, _MISREAD, _OTHER_CASE = 0.85, 0.8, 0.7
_WEIGHTS = {1: 0.5, 2: 0.8}
_FIGURE = 0.2
"""Of a number of an item or a footnote, which OCR often misreads."""
_IN_A_ROW = 0.3
_LEAVE_OUT, _PUT_IN, _FILL_IN, _LONGER = 0.6, 1.0, 0.05, 0.02
"""What it costs to skip print of the form, to read words that it has not, the same where it has a blank, and for each
word more. Chosen by looking at the alignments of the development forms, not by a search."""
_NEVER = np.float32(-1e6)


@dataclass(frozen=True)
class Alignment:
    """Which word of the page each printed word of the form is.

    Attributes:
        places: For each of the form's words its place among the page's, -1 where it is not there.
        found: Sum of the weights of those found.
    """

    places: NDArray[np.int64]
    found: float


def weight_of(key: str) -> float:
    """How much a printed word tells, 0-1: short ones stand everywhere."""
    if key.isdigit() and len(key) < 3:
        return _FIGURE
    return 1.0 if key == BOX else _WEIGHTS.get(len(key), 1.0)


def align(form: Sequence[str], blanks: frozenset[int], page: Sequence[str]) -> Alignment:
    """Matches the words of a form with those of pages, both in reading order.

    Args:
        form: Keys of the printed words.
        blanks: Places in `form` ahead of which a value may stand.
        page: Keys of the words that were read.
    """
    if not form or not page:
        return Alignment(np.full(len(form), -1, np.int64), 0.0)
    weights = np.array([weight_of(key) for key in form], np.float32)
    likeness = _likeness(form, page)
    places = _path(likeness * weights[:, None], blanks)
    hit = places >= 0
    return Alignment(places, float((likeness[hit, places[hit]] * weights[hit]).sum()))


def _likeness(form: Sequence[str], page: Sequence[str]) -> Scores:
    """How alike each two words are, shape (form, page): 1 the same, `_NEVER` other words."""
    form_keys, form_index = np.unique(np.array(form), return_inverse=True)
    page_keys, page_index = np.unique(np.array(page), return_inverse=True)
    plain_form, plain_page = [folded(key) for key in form_keys], [folded(key) for key in page_keys]
    ratios = process.cdist(plain_form, plain_page, scorer=fuzz.ratio, score_cutoff=_FUZZY, dtype=np.float32) / 100
    long = np.array([len(key) >= _FEWEST_LETTERS for key in plain_form])
    lettered = np.array([not any(letter.isdigit() for letter in key) for key in plain_form])
    table: Scores = np.where((long & lettered)[:, None] & (ratios > 0), ratios * _MISREAD, _NEVER).astype(np.float32)
    capital = [np.array([key[:1].isupper() for key in keys]) for keys in (form_keys, page_keys)]
    other_case = capital[0][:, None] != capital[1][None, :]
    table[ratios == 1] = _OTHER_ACCENTS
    table[other_case] *= _OTHER_CASE
    table[other_case & (ratios == 1) & ~long[:, None]] = _NEVER
    small = [np.char.lower(keys) for keys in (form_keys, page_keys)]
    same = small[0][:, None] == small[1][None, :]
    table[same] = np.where(other_case[same], _MISREAD, 1.0)
    return np.asarray(table[form_index][:, page_index])


def _path(scores: Scores, blanks: frozenset[int]) -> NDArray[np.int64]:
    """The best way through the table of `scores`: the place on the page of each word of the form, -1 where none."""
    count, width = scores.shape
    steps = _LONGER * np.arange(width + 1, dtype=np.float32)
    best = np.empty((count + 1, width + 1), np.float32)
    ended = np.empty_like(best)
    matched = np.full_like(best, _NEVER)
    skipped = np.full_like(best, _NEVER)
    ended[0] = _NEVER
    ended[0, 0] = 0.0
    best[0] = 0.0  # whatever stands ahead of the form costs nothing
    for row in range(1, count + 1):
        run_on = np.maximum(best[row - 1, :-1], matched[row - 1, :-1] + _IN_A_ROW)
        matched[row, 1:] = scores[row - 1] + run_on
        skipped[row] = np.maximum(best[row - 1] - _LEAVE_OUT, skipped[row - 1]) - _LONGER
        ended[row] = np.maximum(matched[row], skipped[row])
        reach = np.maximum.accumulate(ended[row] + steps)
        cost = 0.0 if row == count else _FILL_IN if row in blanks else _PUT_IN
        best[row] = ended[row]
        np.maximum(best[row, 1:], reach[:-1] - cost - steps[1:], out=best[row, 1:])
    return _traced(scores, best, ended, matched, skipped)


def _traced(scores: Scores, best: Scores, ended: Scores, matched: Scores, skipped: Scores) -> NDArray[np.int64]:
    count, column = scores.shape
    places = np.full(count, -1, np.int64)
    steps = _LONGER * np.arange(column + 1, dtype=np.float32)
    row, in_run = count, False
    while row > 0 and column >= 0:
        if not in_run and best[row, column] > ended[row, column]:
            column = int(np.argmax(ended[row, :column] + steps[:column]))
        in_run = in_run or bool(matched[row, column] >= skipped[row, column])
        if not in_run:
            row = _end_of_skip(best, skipped, row, column)
            continue
        places[row - 1] = column - 1
        row, column = row - 1, column - 1
        in_run = bool(matched[row, column] + _IN_A_ROW > best[row, column]) if row > 0 else False
    return places


def _end_of_skip(best: Scores, skipped: Scores, row: int, column: int) -> int:
    """The row at which the words left out, of which that of `row` is the last, begin."""
    while row > 1 and skipped[row - 1, column] > best[row - 1, column] - _LEAVE_OUT:
        row -= 1
    return row - 1
