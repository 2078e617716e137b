"""Which row each paper that is held elsewhere satisfies: one at most, and none where its name tells too little."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from classifiers.identifying.phrases import type_by_title
from classifiers.papers import PaperType
from classifiers.ranking.matching import generic_words
from classifiers.ranking.profiles import RowProfile
from classifiers.vietnamese import fold, syllables
from intake_ai.catalogue.models import Requirement
from intake_ai.completeness.ages import last_valid_day
from intake_ai.completeness.held import HeldPaper, stands_in
from intake_ai.completeness.placing import called_likeness

_CALLED_SO = 0.75
"""Likeness both ways of a name to a row's words from which they mean one paper, as in `placing`."""
_OF_TYPE = 0.8
"""What a name is worth that means a kind of paper, and a row that asks for that kind."""
_ALIKE = 0.1
"""Rows whose fits differ by less are equally likely."""
_SAYS_NOTHING = frozenset({PaperType.OTHER, PaperType.APPLICATION_FORM, PaperType.DECISION, PaperType.CONTRACT})
"""Types that mean many papers, or one that nobody can hold already."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    row: Requirement
    profile: RowProfile


def held_by_row(
    held: Sequence[HeldPaper], rows: Sequence[Requirement], profiles: Mapping[int, RowProfile], received: date
) -> Mapping[int, HeldPaper]:
    """What is held of each row's paper, by row; each paper, valid on the day of receipt, is given to one row at most.

    A code tells it for certain; a name where it has words of its own and one row alone is called so, or the rows
    called so are a choice. A form by which something is requested is never held.

    Args:
        rows: In force, in the order in which a paper told by its code is given out.
        profiles: Of the rows, by row.
    """
    wanted = [_Wanted(row, profiles[row.row]) for row in rows]
    given: dict[int, HeldPaper] = {}
    for paper in sorted(held, key=lambda paper: not any(_is_told_by_code(paper, row) for row in rows)):
        open_rows = [one for one in wanted if one.row.row not in given and _is_valid(paper, one.row, received)]
        row = _row_of(paper, open_rows, wanted)
        if row is not None:
            given[row] = paper
    return given


def _row_of(paper: HeldPaper, open_rows: Sequence[_Wanted], wanted: Sequence[_Wanted]) -> int | None:
    certain = [one.row.row for one in open_rows if _is_told_by_code(paper, one.row)]
    if certain:
        return certain[0]
    rated = [(_fit(paper.name, paper.type, one), one.row) for one in wanted]
    best, row = max(rated, default=(0.0, None), key=lambda rating: rating[0])
    if row is None or best < _CALLED_SO or row not in [one.row for one in open_rows]:
        return None
    rivals = (other for fit, other in rated if other is not row and fit > best - _ALIKE)
    return None if any(_are_both_due(row, rival) for rival in rivals) else row.row


def _are_both_due(one: Requirement, other: Requirement) -> bool:
    """Whether an applicant may have to hand in both: neither a choice nor of two cases."""
    is_choice = one.choice is not None and one.choice == other.choice
    return not is_choice and (one.case == other.case or one.case is None or other.case is None)


def _is_told_by_code(held: HeldPaper, row: Requirement) -> bool:
    return stands_in(held, row) or (held.procedure != "" and held.procedure in row.result_of)


def _fit(name: str, paper_type: PaperType, wanted: _Wanted) -> float:
    """How surely a name means a row's paper, 0-1; 0 where it is bare and of no known type, or a form is asked for."""
    if PaperType.APPLICATION_FORM in wanted.profile.types:
        return 0.0
    likeness = called_likeness(name, wanted.profile.text)
    named = type_by_title(name) if _tells(name) else None
    kinds = {paper_type, named or PaperType.OTHER} - _SAYS_NOTHING
    return _OF_TYPE + (1 - _OF_TYPE) * likeness if kinds & wanted.profile.types else likeness


def _tells(name: str) -> bool:
    """Whether a word of the name is not one that most papers share."""
    return any(word not in generic_words() for word in syllables(fold(name)))


def _is_valid(held: HeldPaper, row: Requirement, received: date) -> bool:
    """Whether it is valid still and, where the row limits the age of its paper, known to be no older."""
    if not held.is_valid(received):
        return False
    if row.validity_months is None and row.validity_days is None:
        return True
    last = last_valid_day(held.issued, row) if held.issued else None
    return last is not None and received <= last
