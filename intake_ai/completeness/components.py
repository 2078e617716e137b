"""The component list: for each row due, the paper that satisfies it, or why it is missing or not needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.matching import SATISFIES, Match
from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.findings import Component
from intake_ai.completeness.situation import Due, Situation, due, rows_in_force
from intake_ai.dossier.report import ComponentState, PaperForm

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


def components(
    procedure: Procedure, case: int | None, situation: Situation, papers: Sequence[Paper], matches: Sequence[Match]
) -> tuple[Component, ...]:
    """One component for each row in force, in the order of the rows.

    Args:
        case: The case assumed, by choice or by the papers.
        matches: Papers given to rows (`classifiers.matching.assign`).
    """
    rows = [
        _Row(row, due(row, procedure, situation), tuple(match for match in matches if match.row == row.row))
        for row in rows_in_force(procedure, case)
    ]
    by_id = {paper.id: paper for paper in papers}
    unread = [paper for paper in papers if _is_unread(paper) and not any(paper.id in row.papers for row in rows)]
    return tuple(_component(row, rows, by_id, unread) for row in rows)


def _component(row: _Row, rows: Sequence[_Row], papers: dict[str, Paper], unread: Sequence[Paper]) -> Component:
    requirement = row.requirement
    if row.is_satisfied:
        form = _form_of([papers[identifier] for identifier in row.papers])
        return _made(requirement, "present", row.papers, form=form, reason="row-present")
    if row.due == "not_due":
        return _made(requirement, "not_applicable", reason="row-condition-not-met")
    if _satisfied_by_alternative(row, rows):
        return _made(requirement, "not_applicable", reason="row-alternative-handed-in")
    if row.matches:
        return _made(requirement, "to_check", row.papers, reason="row-paper-doubtful", remedy="remedy-confirm-paper")
    if row.due == "unknown":
        return _made(requirement, "to_check", reason="row-question-open", remedy="remedy-answer-question")
    if requirement.available_in is not None:
        state: ComponentState = "in_database" if requirement.available_in == "database" else "on_vneid"
        return _made(requirement, state, reason=f"row-{state}", legal_basis=_LOOK_UP_BASIS[requirement.available_in])
    if requirement.present_only:
        return _made(requirement, "to_check", reason="row-shown-at-counter", remedy="remedy-look-at-original")
    return _absent(requirement, unread)


# The rules that forbid asking for a paper whose data the authority can look up.
_LOOK_UP_BASIS = {
    "database": "NĐ 118/2025/NĐ-CP, Điều 4 khoản 2a (sửa đổi bởi NĐ 309/2026/NĐ-CP)",
    "vneid": "NĐ 69/2024/NĐ-CP (sửa đổi bởi NĐ 320/2026/NĐ-CP)",
}


def _absent(requirement: Requirement, unread: Sequence[Paper]) -> Component:
    """Missing for certain only where no paper remains that could not be read."""
    if unread:
        papers = tuple(paper.id for paper in unread)
        return _made(requirement, "to_check", papers, reason="row-maybe-unread", remedy="remedy-look-at-paper")
    return _made(requirement, "missing", reason="row-missing", remedy="remedy-hand-in")


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
