"""Which paper is which row's: the measure of the classification, and what only the check knows beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import (
    DUE_FIRST,
    SATISFIES,
    Match,
    assign_by,
    fits_of,
    generic_words,
    row_head,
    title_likeness,
)
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.vietnamese import fold, syllables
from classifiers.wording import opens_with_any
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.profiles import profile
from intake_ai.completeness.situation import Situation, due, rows_in_force

_ABOUT = 0.6
"""Likeness of a form's title to the procedure's name from which it is the form of this procedure. Of 67 forms of the
invented training dossiers that their row's own words did not tell, 54 lay above it (2026-11-23)."""
_LEADING = 4
"""Words of a row before its paper's name: a number, "bản chính", "01"."""
_NUMBER = re.compile(r"^\s*(?:\(\w{1,3}\)|(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)])+\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)?")
_SAME_WORDS = 0.75
_TELLING = 2
_CALLED_SO = 0.7
_LISTED_FIRST = 0.25
"""What a row is preferred by that an officer named among those due; a row that merely is due by its words, by less."""
_ALIKE = 0.1
_UNDECIDED = SATISFIES - 0.01
_SPEAKS_OF = 0.8
"""Likeness of the procedure's name to a form's text, where the title says nothing."""


@dataclass(frozen=True)
class Placing:
    """The papers of a dossier and the rows of a procedure, held against each other once.

    Attributes:
        set_aside: Papers that something speaks against whatever the row: a stranger's, illegible ones. They are
            shown at a row only where no other paper satisfies it.
    """

    procedure: Procedure
    papers: Sequence[Paper]
    set_aside: frozenset[str] = frozenset()

    def matches(self, case: int | None, situation: Situation) -> tuple[Match, ...]:
        """Papers given to the rows in force; where a paper suits several, one that is due goes first."""
        rows = self._rows(case, situation)
        sound = [index for index, paper in enumerate(self.papers) if paper.id not in self.set_aside]
        due_first = DUE_FIRST if situation.due_rows is None else _LISTED_FIRST
        given = self._firmed(self._assigned(sound, rows, due_first), rows)
        given = self._undecided(given, case, situation)
        taken = {match.row for match in given if match.fit >= SATISFIES}
        left = [row for row in rows if row.index not in taken]
        others = [index for index, paper in enumerate(self.papers) if paper.id in self.set_aside]
        return given + self._assigned(others, left, due_first)

    def _undecided(self, matches: tuple[Match, ...], case: int | None, situation: Situation) -> tuple[Match, ...]:
        """A paper that suits two rows alike of which nobody knows whether they are due satisfies neither surely."""
        open_rows = [
            row.row
            for row in rows_in_force(self.procedure, case)
            if row.row in self._columns and due(row, self.procedure, situation) == "unknown"
        ]
        taken = {match.row for match in matches if match.fit >= SATISFIES}
        free = [self._columns[row] for row in open_rows if row not in taken]
        return tuple(
            replace(match, fit=_UNDECIDED) if match.row in open_rows and self._suits(match, free) else match
            for match in matches
        )

    def _suits(self, match: Match, columns: Sequence[int]) -> bool:
        """Whether a paper that satisfies its row suits one of other rows nearly as well."""
        if match.fit < SATISFIES or not columns:
            return False
        paper = next(index for index, paper in enumerate(self.papers) if paper.id == match.paper)
        return bool(self._fits[paper, list(columns)].max() >= max(SATISFIES, match.fit - _ALIKE))

    def _rows(self, case: int | None, situation: Situation) -> list[RowProfile]:
        in_force = {row.row: row for row in rows_in_force(self.procedure, case)}
        return [
            replace(row, due=_is_due_paper(in_force[row.index], self.procedure, situation))
            for row in self._wanted
            if row.index in in_force
        ]

    def _assigned(self, papers: Sequence[int], rows: Sequence[RowProfile], due_first: float) -> tuple[Match, ...]:
        if not papers or not rows:
            return ()
        columns = [self._columns[row.index] for row in rows]
        return assign_by(self._fits[np.ix_(papers, columns)], [self.papers[index] for index in papers], rows, due_first)

    def _firmed(self, matches: tuple[Match, ...], rows: Sequence[RowProfile]) -> tuple[Match, ...]:
        """The one form left for the one row that still asks for a form satisfies it where it is about the procedure."""
        taken = {match.row for match in matches if match.fit >= SATISFIES}
        due_forms = [row for row in rows if row.due and asks_for_request(row)]
        open_rows = [row for row in due_forms if row.index not in taken]
        placed = {match.paper for match in matches if match.fit >= SATISFIES}
        forms = [paper for paper in self._forms if paper.id not in placed]
        if len(open_rows) != 1 or len(forms) != 1 or not is_request_for(forms[0], self.procedure.name):
            return matches
        firm = Match(forms[0].id, open_rows[0].index, SATISFIES)
        return (*(match for match in matches if match.paper != firm.paper), firm)

    @property
    def _forms(self) -> list[Paper]:
        return [
            paper
            for paper in self.papers
            if paper.type is PaperType.APPLICATION_FORM and paper.id not in self.set_aside
        ]

    @cached_property
    def _profile(self) -> ProcedureProfile:
        return profile(self.procedure)

    @cached_property
    def _columns(self) -> Mapping[int, int]:
        return {row.index: column for column, row in enumerate(self._wanted)}

    @cached_property
    def _wanted(self) -> list[RowProfile]:
        """The rows that ask for a paper, without the number that their text begins with."""
        return [replace(row, text=unnumbered(row.text)) for row in self._profile.rows if row.is_paper]

    @cached_property
    def _fits(self) -> npt.NDArray[np.float64]:
        """How well each paper satisfies each row, by its title with and without what stands in brackets there."""
        rows, topic = self._wanted, self.procedure.name
        bare = [replace(paper, title=_ASIDE.sub(" ", paper.title).strip()) for paper in self.papers]
        fits = np.maximum(fits_of(self.papers, rows, topic), fits_of(bare, rows, topic))
        firmest: npt.NDArray[np.float64] = np.array(
            [[_weighed(fits[i, j], paper, row) for j, row in enumerate(rows)] for i, paper in enumerate(bare)]
        )
        return firmest


def _weighed(fit: float, paper: Paper, row: RowProfile) -> float:
    """The fit, raised where the paper is called as the row asks; no request is satisfied by what it only speaks of."""
    if is_called_as(paper.title, row.text):
        return max(fit, _CALLED_SO)
    if not paper.title:
        return fit
    is_request = paper.type is PaperType.APPLICATION_FORM or opens_with_any(_request_words(), paper.title, 0.9)
    if is_request or not asks_for_request(row) or opens_with_any((fold(paper.title),), row_head(row.text), 0.9):
        return fit
    return min(fit, _UNDECIDED)


def is_called_as(title: str, row: str) -> bool:
    """Whether a paper is called in the very words by which a row asks for it, whatever type it was taken for."""
    return called_likeness(title, row) >= _SAME_WORDS


def called_likeness(title: str, row: str) -> float:
    """How far a title and the words by which a row asks for its paper are the same, 0-1; 0 for a title that is bare."""
    head = row_head(unnumbered(row))
    telling = {word for word in syllables(fold(title)) if word not in generic_words()}
    return min(title_likeness(title, head), title_likeness(head, title)) if len(telling) >= _TELLING else 0.0


def unnumbered(row: str) -> str:
    """A row's text without the number that it begins with."""
    return _NUMBER.sub("", row)


def is_request_for(form: Paper, procedure: str) -> bool:
    """Whether a form asks for what `procedure`, a name, gives: by its title, or by its text where the title is bare.

    Forms of old versions, and those of a row that says no more than "Đơn đề nghị theo mẫu", are told by it. A form that
    only pledges, reports or lists is no request, whatever it is about.
    """
    if not form.title or not opens_with_any(_request_words(), form.title, 0.9):
        return False
    if _is_bare(form.title):
        return speaks_of(form, procedure)
    return title_likeness(form.title, procedure) >= _ABOUT


def speaks_of(paper: Paper, procedure: str) -> bool:
    """Whether the words of a procedure's name stand in the text of a paper."""
    return title_likeness(procedure, paper.text) >= _SPEAKS_OF


def asks_for_request(row: RowProfile) -> bool:
    """Whether a row asks for the form by which the applicant asks for something, not for a report or a list."""
    if PaperType.APPLICATION_FORM not in row.types:
        return False
    words = row_head(row.text).split()
    openings = (" ".join(words[start:]) for start in range(min(len(words), _LEADING)))
    return any(opens_with_any(_request_words(), opening, 0.95) for opening in openings)


def _is_bare(title: str) -> bool:
    """Whether no word of a title tells of what it is."""
    return all(word in generic_words() for word in syllables(fold(title)))


@cache
def _request_words() -> tuple[str, ...]:
    return tuple(yaml.safe_load(Path(__file__).with_name("request_words.yaml").read_text(encoding="utf-8")))


def _is_due_paper(row: Requirement, procedure: Procedure, situation: Situation) -> bool:
    return due(row, procedure, situation) == "due" and not row.present_only
