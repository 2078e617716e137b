"""The verdict: complete only where nothing is missing, doubtful or unanswered (contracts/report.schema.json)."""

from collections.abc import Sequence

from intake_ai.completeness.findings import Component, Problem, Question
from intake_ai.terms import ComponentState, ProblemKind, Verdict

CERTAIN_DEFECTS: frozenset[ProblemKind] = frozenset(
    {"missing_paper", "missing_page", "unsigned", "unstamped", "expired", "mismatch"}
)
"""Defects that make a dossier incomplete; other blocking problems leave it to a person."""

_NOTHING_HANDED_IN: frozenset[ComponentState] = frozenset({"not_applicable", "in_database"})


def is_empty(components: Sequence[Component]) -> bool:
    """Whether no row is satisfied by anything of the applicant's, nor wants anything: there is nothing to judge."""
    return all(component.state in _NOTHING_HANDED_IN for component in components)


def judge(
    components: Sequence[Component], problems: Sequence[Problem], questions: Sequence[Question], procedure_known: bool
) -> Verdict:
    """The verdict on a dossier.

    Args:
        procedure_known: A person chose the procedure, or it is sure enough to go by.
    """
    if not procedure_known:
        return "review"
    blocking = [problem for problem in problems if problem.severity == "blocking"]
    is_missing = any(component.state == "missing" for component in components)
    if is_missing or any(problem.kind in CERTAIN_DEFECTS for problem in blocking):
        return "incomplete"
    doubtful = any(component.state == "to_check" for component in components)
    unanswered = any(question.answer is None for question in questions)
    if blocking or doubtful or unanswered or is_empty(components):
        return "review"
    return "complete"
