"""The applicant's situation: which rows are due for this one person, and what is still to be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from classifiers.vietnamese import fold
from intake_ai.catalogue.compiling.case_titles import alternatives, conditional_cases, short_titles
from intake_ai.catalogue.models import Case, Procedure, Requirement
from intake_ai.completeness.findings import Question
from intake_ai.completeness.held import HeldPaper
from intake_ai.errors import BadRequest
from intake_ai.messages import text

Answer = bool | str
Due = Literal["due", "not_due", "unknown"]
CASE_QUESTION = "case"

SURE_ROW = 0.95
"""Confidence from which a row is what the catalogue says (docs/catalogue.md): 98 of 100 are."""
_CHANNEL = "channel:"
_MEDIA: dict[str, frozenset[str]] = {
    "direct": frozenset({"direct"}),
    "postal": frozenset({"direct", "postal"}),
    "online": frozenset({"online"}),
}
"""Papers sent by post are those handed in at the counter; only online forms take their place online."""

_NEVER_ASKED: frozenset[str] = frozenset({"paper", "channel"})
"""What always tells the answer (models.py, Requirement.decided_by)."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of the applicant.

    Attributes:
        case: Index of the case that a person chose, None where nobody did.
        answers: Answers by question id: True, False, or the text of a choice.
        due_rows: The conditional rows that apply, as if all questions were answered; None where they were not. Where
            rows that are always due are among them too, the list is of all rows due.
        channel: How the dossier came: direct, online, postal.
        told: Answers that the papers themselves give; what a person says goes before them.
        handed_over: Rows whose originals an officer has in hand though nobody scanned them.
        held: What is kept of the applicant elsewhere: papers and results of earlier dossiers, papers on VNeID.
        connected: Databases that this centre really looks up (`Requirement.data_source`).
        not_found: Rows whose data were looked up and not found, or are wrong: only then may the paper be asked for.
    """

    case: int | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    due_rows: frozenset[int] | None = None
    channel: str = "direct"
    told: Mapping[str, Answer] = field(default_factory=dict)
    handed_over: frozenset[int] = frozenset()
    held: tuple[HeldPaper, ...] = ()
    connected: frozenset[str] = frozenset()
    not_found: frozenset[int] = frozenset()


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
    if not _is_conditional(row, procedure):
        return _due_where(row.confidence >= SURE_ROW or row.row not in left_out(procedure, situation))
    if situation.due_rows is not None:
        return "due" if row.row in situation.due_rows else "not_due"
    if row.decided_by == "paper":
        return "not_due"
    if row.question_id.startswith(_CHANNEL):
        named = frozenset(row.question_id.removeprefix(_CHANNEL).split("+"))
        return _due_where(bool(named & _MEDIA[situation.channel]) == row.due_if)
    answer = situation.answers.get(row.question_id, situation.told.get(row.question_id))
    if answer is None:
        return "unknown"
    return _due_where(((answer in row.due_for) if row.choices else answer) == row.due_if)


def left_out(procedure: Procedure, situation: Situation) -> frozenset[int]:
    """Rows that the catalogue holds always due, but that a list of all rows due does not name.

    A list that names some row that is always due is one of all; one of conditional rows alone leaves out none.
    """
    listed = situation.due_rows or frozenset()
    always = {row.row for row in procedure.requirements if row.kind == "paper" and not _is_conditional(row, procedure)}
    return frozenset(always - listed) if always & listed else frozenset()


def _due_where(condition: bool) -> Due:
    return "due" if condition else "not_due"


def _is_conditional(row: Requirement, procedure: Procedure) -> bool:
    """Rows with a condition, and all rows of a case that adds papers to the others where its title holds."""
    return row.need == "if" or row.case in conditional_cases(procedure.cases, procedure.requirements)


def questions(procedure: Procedure, situation: Situation, settled: frozenset[int]) -> tuple[Question, ...]:
    """The questions that the verdict depends on, each once, with the answer where there is one.

    Those that decide most rows come first. What only an applicant of one of several cases is asked waits until the
    case is known.

    Args:
        settled: Rows that the papers themselves settle: their questions are not asked.
    """
    if situation.due_rows is not None:
        return ()
    waiting = frozenset(case.index for case in _choice_of_cases(procedure)) if situation.case is None else frozenset()
    asked: dict[str, list[Requirement]] = {}
    for row in rows_in_force(procedure, situation.case):
        if _is_asked(row, situation) and row.case not in waiting:
            asked.setdefault(row.question_id, []).append(row)
    made = (_question(rows, situation) for rows in asked.values() if not _is_settled(rows, situation, settled))
    return tuple(sorted(made, key=lambda question: -len(question.rows)))


def _is_asked(row: Requirement, situation: Situation) -> bool:
    is_told = row.question_id in situation.told and row.question_id not in situation.answers
    known = row.decided_by in _NEVER_ASKED or row.question_id.startswith(_CHANNEL) or is_told
    return bool(row.question_id) and not known


def _is_settled(rows: Sequence[Requirement], situation: Situation, settled: frozenset[int]) -> bool:
    return rows[0].question_id not in situation.answers and all(row.row in settled for row in rows)


def _question(rows: Sequence[Requirement], situation: Situation) -> Question:
    first = rows[0]
    answer = situation.answers.get(first.question_id)
    return Question(first.question_id, first.question, tuple(row.row for row in rows), answer, first.choices or None)


def case_question(procedure: Procedure, sure: bool) -> tuple[Question, ...]:
    """Which of several alternative cases the applicant is in; nothing where that is known or the papers tell it."""
    cases = _choice_of_cases(procedure)
    if not cases or sure:
        return ()
    titles = [f"{index}. {title}" for index, title in short_titles(cases).items()]
    indices = {case.index for case in cases}
    rows = tuple(row.row for row in procedure.requirements if row.case in indices and row.kind == "paper")
    wording = text("case-question", "vi"), text("case-question", "en")
    return (Question(CASE_QUESTION, wording, rows, None, tuple(titles)),)


def _choice_of_cases(procedure: Procedure) -> tuple[Case, ...]:
    """The alternative cases where there are several; none of them otherwise."""
    cases = alternatives(procedure.cases, procedure.requirements)
    return cases if len(cases) > 1 else ()


def case_of_rows(procedure: Procedure, due_rows: frozenset[int]) -> int | None:
    """The alternative case whose rows are said to be due; None where they name none or several."""
    alternatives = {case.index for case in procedure.cases if case.role == "alternative"}
    named = {row.case for row in procedure.requirements if row.case in alternatives and row.row in due_rows}
    return named.pop() if len(named) == 1 else None


def fitting(procedure: Procedure, situation: Situation) -> Situation:
    """The situation with choices that were answered by number in their own words, and a case answered as one chosen.

    Raises:
        BadRequest: The procedure has no such case, question or row, or the question no such answer.
    """
    answers = dict(situation.answers)
    case = answers.pop(CASE_QUESTION, None)
    if situation.case is None and isinstance(case, str) and case.partition(".")[0].strip().isdecimal():
        situation = replace(situation, case=int(case.partition(".")[0]), answers=answers)
    situation = _in_own_words(procedure, situation)
    require_fitting(procedure, situation)
    return situation


def require_fitting(procedure: Procedure, situation: Situation) -> None:
    """Refuse a case or an answer that the procedure does not have: taken silently it would drop rows.

    Raises:
        BadRequest: With what would be right.
    """
    cases = {case.index: case.name for case in procedure.cases if case.role == "alternative"}
    if situation.case is not None and situation.case not in cases:
        listed = "; ".join(f"{index}. {name}" for index, name in cases.items()) or "—"
        raise BadRequest("error-case-unknown", procedure=procedure.code, case=situation.case, cases=listed)
    _require_answers(procedure, situation.answers)
    named = (situation.due_rows or frozenset()) | situation.handed_over | situation.not_found
    beyond = named - {row.row for row in procedure.requirements}
    if beyond:
        last = max((row.row for row in procedure.requirements), default=0)
        raise BadRequest("error-due-unknown", procedure=procedure.code, row=min(beyond), last=last)


def _require_answers(procedure: Procedure, answers: Mapping[str, bool | str]) -> None:
    offered = {row.question_id: row.choices for row in procedure.requirements if row.question_id}
    for identifier, answer in answers.items():
        choices = offered.get(identifier)
        if choices is None:
            listed = ", ".join(sorted(offered)) or "—"
            raise BadRequest("error-answer-unknown", procedure=procedure.code, id=identifier, known=listed)
        if not choices and not isinstance(answer, bool):
            raise BadRequest("error-answer", value=f"{identifier}={answer}")
        if choices and answer not in choices:
            listed = "; ".join(f"{number}. {choice}" for number, choice in enumerate(choices, 1))
            raise BadRequest("error-answer-choice", id=identifier, choices=listed)


def _in_own_words(procedure: Procedure, situation: Situation) -> Situation:
    """Choices answered by number, or in other letters, in their own words; 1 and 0 as yes and no."""
    offered = {row.question_id: row.choices for row in procedure.requirements}
    answers = {name: _in_words(answer, offered.get(name, ())) for name, answer in situation.answers.items()}
    return replace(situation, answers=answers)


def _in_words(answer: bool | str, choices: Sequence[str]) -> bool | str:
    if not isinstance(answer, str):
        return answer
    if not choices:
        return {"1": True, "0": False}.get(answer, answer)
    if answer.isdecimal() and answer.isascii() and 1 <= int(answer) <= len(choices):
        return choices[int(answer) - 1]
    return next((choice for choice in choices if fold(choice) == fold(answer)), answer)
