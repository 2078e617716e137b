"""The component list: for each row due, the paper that satisfies it, or why it is missing or not needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import SATISFIES, Match
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.findings import Component
from intake_ai.completeness.situation import Due, Situation, due, rows_in_force
from intake_ai.terms import ComponentState, PaperForm

_CERTIFIED = ("chung thuc ban sao", "sao y ban chinh", "chung thuc ban sao dung voi ban chinh")
_COPY = ("ban sao", "ban photo", "sao y")


_TOLD_BY_TITLE = frozenset({PaperType.OTHER, PaperType.DECISION, PaperType.CONTRACT})
"""Types that are too coarse to say which row a paper without a title is for."""


@dataclass(frozen=True, slots=True)
class _Row:
    requirement: Requirement
    due: Due
    matches: tuple[Match, ...]

    @property
    def is_satisfied(self) -> bool:
        return any(match.fit >= SATISFIES for match in self.matches)

    @property
    def papers(self) -> tuple[str, ...]:
        return tuple(match.paper for match in self.matches)


@dataclass(frozen=True)
class HandedIn:
    """What was handed in.

    Attributes:
        matches: Papers given to rows (`classifiers.ranking.matching.assign`).
        doubted: Papers that something speaks against: a stranger's, illegible, of unknown age.
        is_partly_unread: A file or page could not be read: what seems missing may be in it.
        is_guess: The procedure itself is little more than a guess: nothing is missing for certain.
        expired: Papers whose validity is over: in the dossier, but no good.
        received: Day of receipt; rules are those of that day.
    """

    papers: Sequence[Paper]
    matches: Sequence[Match]
    doubted: frozenset[str] = frozenset()
    is_partly_unread: bool = False
    is_guess: bool = False
    expired: frozenset[str] = frozenset()
    received: date = date.max


def components(
    procedure: Procedure, case: int | None, situation: Situation, handed_in: HandedIn
) -> tuple[Component, ...]:
    """One component for each row in force, in the order of the rows; `case` is the one assumed."""
    rows = [
        _Row(row, due(row, procedure, situation), tuple(match for match in handed_in.matches if match.row == row.row))
        for row in rows_in_force(procedure, case)
    ]
    return tuple(_component(row, rows, handed_in) for row in rows)


def _component(row: _Row, rows: Sequence[_Row], handed_in: HandedIn) -> Component:
    requirement = row.requirement
    if row.is_satisfied and handed_in.doubted.isdisjoint(row.papers):
        form = _form_of([paper for paper in handed_in.papers if paper.id in row.papers])
        is_valid = handed_in.expired.isdisjoint(row.papers)
        reason = "row-present" if is_valid else "row-present-expired"
        return _made(requirement, "present", row.papers, form=form, reason=reason)
    if row.due == "not_due":
        return _made(requirement, "not_applicable", reason="row-condition-not-met")
    if _satisfied_by_alternative(row, rows):
        return _made(requirement, "not_applicable", reason="row-alternative-handed-in")
    if row.matches:
        return _made(requirement, "to_check", row.papers, reason="row-paper-doubtful", remedy="remedy-confirm-paper")
    if row.due == "unknown":
        return _made(requirement, "to_check", reason="row-question-open", remedy="remedy-answer-question")
    return _without_paper(requirement, rows, handed_in)


def _without_paper(requirement: Requirement, rows: Sequence[_Row], handed_in: HandedIn) -> Component:
    """A row that is due and that no paper was given to."""
    rule = look_up_rules().get(requirement.available_in or "")
    if rule is not None and rule.since <= handed_in.received:
        state: ComponentState = "in_database" if requirement.available_in == "database" else "on_vneid"
        return _made(requirement, state, reason=f"row-{state}", legal_basis=rule.basis)
    if requirement.present_only:
        return _made(requirement, "to_check", reason="row-shown-at-counter", remedy="remedy-look-at-original")
    placed = {identifier for row in rows for identifier in row.papers}
    unread = tuple(paper.id for paper in handed_in.papers if _is_unread(paper) and paper.id not in placed)
    if unread or handed_in.is_partly_unread:
        return _made(requirement, "to_check", unread, reason="row-maybe-unread", remedy="remedy-look-at-paper")
    if handed_in.is_guess:
        return _made(requirement, "to_check", reason="row-procedure-unsure", remedy="remedy-choose-procedure")
    return _made(requirement, "missing", reason="row-missing", remedy="remedy-hand-in")


@dataclass(frozen=True, slots=True)
class LookUpRule:
    """A rule that releases applicants from handing in what the authority can look up, and its first day."""

    basis: str
    since: date


@cache
def look_up_rules() -> dict[str, LookUpRule]:
    """The rules by where the data are: database, vneid."""
    text = Path(__file__).with_name("look_up_rules.yaml").read_text(encoding="utf-8")
    return {place: LookUpRule(rule["basis"], rule["since"]) for place, rule in yaml.safe_load(text).items()}


def _satisfied_by_alternative(row: _Row, rows: Sequence[_Row]) -> bool:
    letter = row.requirement.choice
    return letter is not None and any(
        other.is_satisfied
        for other in rows
        if other.requirement.choice == letter and other.requirement.case == row.requirement.case
    )


def _is_unread(paper: Paper) -> bool:
    """Whether nobody can say from its reading what the paper is."""
    return paper.type in _TOLD_BY_TITLE and not paper.title


def _form_of(papers: Sequence[Paper]) -> PaperForm | None:
    """Certified copy or photocopy where the paper says so; a scan alone does not tell an original."""
    heads = [fold(f"{paper.title} {paper.text[:300]}") for paper in papers]
    ends = [fold(paper.text[-400:]) for paper in papers]
    if any(phrase in end for phrase in _CERTIFIED for end in ends):
        return "certified_copy"
    if any(phrase in head for phrase in _COPY for head in heads):
        return "photocopy"
    return None


def _made(
    requirement: Requirement,
    state: ComponentState,
    papers: tuple[str, ...] = (),
    *,
    reason: str,
    remedy: str | None = None,
    form: PaperForm | None = None,
    legal_basis: str | None = None,
) -> Component:
    return Component(
        row=requirement.row,
        name=requirement.name,
        state=state,
        papers=papers,
        form=form,
        reason=reason,
        remedy=remedy,
        values={"name": requirement.name, "when": requirement.when or ""},
        legal_basis=legal_basis or requirement.legal_basis or None,
    )
