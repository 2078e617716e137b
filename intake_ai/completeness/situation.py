"""The applicant's situation: which rows are due for this one person, and what is still to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.findings import Question
from intake_ai.errors import BadRequest
from intake_ai.messages import text

Due = Literal["due", "not_due", "unknown"]
CASE_QUESTION = "case"

_CHANNEL = "channel:"
_MEDIUM: dict[str, str] = {"direct": "direct", "postal": "direct", "online": "online"}
"""Papers sent by post are those handed in at the counter; only online forms take their place online."""

_EVERYBODY: frozenset[str] = frozenset({"common", "section"})
"""Case roles whose rows concern every applicant."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of the applicant.

    Attributes:
        case: Index of the case that a person chose, None where nobody did.
        answers: Answers by question id: True, False, or the text of a choice.
        due_rows: The conditional rows that apply, as if all questions were answered; None where they were not.
        channel: How the dossier came: direct, online, postal.
    """

    case: int | None = None
    answers: Mapping[str, bool | str] = field(default_factory=dict)
    due_rows: frozenset[int] | None = None
    channel: str = "direct"


def rows_in_force(procedure: Procedure, case: int | None) -> tuple[Requirement, ...]:
    """The rows of the common part and of the case chosen; headings and notes left out.

    Rows of alternative cases other than `case` are left out once a case is known; additional cases stay, their
    rows are conditional.
    """
    roles = {entry.index: entry.role for entry in procedure.cases}
    return tuple(
        row
        for row in procedure.requirements
        if row.kind == "paper"
        and roles.get(row.case if row.case is not None else -1, "common") != "note"
        and not _of_other_case(row, roles, case)
    )


def _of_other_case(row: Requirement, roles: Mapping[int, str], case: int | None) -> bool:
    is_alternative = row.case is not None and roles.get(row.case) == "alternative"
    return is_alternative and case is not None and row.case != case


def due(row: Requirement, procedure: Procedure, situation: Situation) -> Due:
    """Whether the applicant must hand in the row's paper, as far as the situation tells."""
    conditional = row.need == "if" or _is_additional(row, procedure)
    if not conditional:
        return "due"
    if situation.due_rows is not None:
        return "due" if row.row in situation.due_rows else "not_due"
    if row.question_id.startswith(_CHANNEL):
        return "due" if row.question_id == f"{_CHANNEL}{_MEDIUM[situation.channel]}" else "not_due"
    answer = situation.answers.get(row.question_id)
    if answer is None:
        return "unknown"
    return "due" if answer == row.due_if else "not_due"


def _is_additional(row: Requirement, procedure: Procedure) -> bool:
    return any(case.index == row.case and case.role == "additional" for case in procedure.cases)


def questions(procedure: Procedure, situation: Situation, settled: frozenset[int]) -> tuple[Question, ...]:
    """The questions that the verdict depends on, each once, with the answer where there is one.

    Args:
        settled: Rows that the papers themselves settle: their questions are not asked.
    """
    if situation.due_rows is not None:
        return ()
    asked: dict[str, list[Requirement]] = {}
    for row in rows_in_force(procedure, situation.case):
        is_conditional = row.need == "if" or _is_additional(row, procedure)
        if is_conditional and row.question_id and not row.question_id.startswith(_CHANNEL):
            asked.setdefault(row.question_id, []).append(row)
    return tuple(
        Question(identifier, rows[0].question, tuple(row.row for row in rows), situation.answers.get(identifier))
        for identifier, rows in asked.items()
        if identifier in situation.answers or not all(row.row in settled for row in rows)
    )


def case_question(procedure: Procedure, sure: bool) -> tuple[Question, ...]:
    """Which of several alternative cases the applicant is in; nothing where that is known or the papers tell it."""
    cases = [case for case in procedure.cases if case.role == "alternative"]
    if len(cases) < 2 or sure:
        return ()
    names = {case.index: f"{case.index}. {case.name}" for case in cases}
    rows = tuple(row.row for row in procedure.requirements if row.case in names and row.kind == "paper")
    wording = text("case-question", "vi"), text("case-question", "en")
    return (Question(CASE_QUESTION, wording, rows, None, tuple(names.values())),)


def case_of_rows(procedure: Procedure, due_rows: frozenset[int]) -> int | None:
    """The alternative case whose rows are said to be due; None where they name none or several."""
    alternatives = {case.index for case in procedure.cases if case.role == "alternative"}
    named = {row.case for row in procedure.requirements if row.case in alternatives and row.row in due_rows}
    return named.pop() if len(named) == 1 else None


def require_fitting(procedure: Procedure, situation: Situation) -> None:
    """Refuse a case or an answer that the procedure does not have: taken silently it would drop rows.

    Raises:
        BadRequest: With what would be right.
    """
    cases = {case.index: case.name for case in procedure.cases if case.role == "alternative"}
    if situation.case is not None and situation.case not in cases:
        listed = "; ".join(f"{index}. {name}" for index, name in cases.items()) or "—"
        raise BadRequest("error-case-unknown", procedure=procedure.code, case=situation.case, cases=listed)
    known = sorted({row.question_id for row in procedure.requirements if row.question_id})
    for identifier, answer in situation.answers.items():
        if identifier not in known or not isinstance(answer, bool):
            listed = ", ".join(known) or "—"
            raise BadRequest("error-answer-unknown", procedure=procedure.code, id=identifier, known=listed)
    beyond = (situation.due_rows or frozenset()) - {row.row for row in procedure.requirements}
    if beyond:
        last = max((row.row for row in procedure.requirements), default=0)
        raise BadRequest("error-due-unknown", procedure=procedure.code, row=min(beyond), last=last)
