"""What the papers themselves tell of the applicant's situation, so that nobody is asked for it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.catalogue.compiling.question_families import choices_named
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.problems import as_date
from intake_ai.completeness.situation import Answer
from intake_ai.extraction.fields import Field
from intake_ai.messages import text
from intake_ai.terms import FieldKind

_RESIDENCE = "residence_known"
_POPULATION = "population"


@dataclass(frozen=True, slots=True)
class PapersRead:
    """The papers of a dossier, what was read on them, and the day of receipt, which ages are counted to."""

    papers: Sequence[Paper]
    fields: Sequence[Field]
    received: date


def told_by_papers(procedure: Procedure, read: PapersRead) -> dict[str, Answer]:
    """Answers by question id, for the questions that the papers answer for certain."""
    answers = {row.question_id: _told(row, read) for row in procedure.requirements if row.decided_by in _FACTS}
    return {identifier: answer for identifier, answer in answers.items() if answer is not None}


def told_by_connections(procedure: Procedure, connected: frozenset[str]) -> dict[str, Answer]:
    """The answers that follow from what this centre is connected to: it finds residences in the population database."""
    asked = any(row.question_id == _RESIDENCE for row in procedure.requirements)
    return {_RESIDENCE: True} if asked and _POPULATION in connected else {}


def _told(row: Requirement, read: PapersRead) -> Answer | None:
    return _FACTS[row.decided_by](row, read)


def _authorised(row: Requirement, read: PapersRead) -> Answer | None:
    """Somebody is authorised where a letter of authorisation lies there; without one it may have been forgotten."""
    there = any(paper.type is PaperType.POWER_OF_ATTORNEY for paper in read.papers)
    return True if there and not row.choices else None


def _is_foreign(_row: Requirement, read: PapersRead) -> Answer | None:
    named = {fold(value) for value in _accepted(read.fields, "nationality")}
    return "viet nam" not in named.pop() if len(named) == 1 else None


def _is_under_age(row: Requirement, read: PapersRead) -> Answer | None:
    """Under the age that the question's id ends with, in full years on the day of receipt."""
    years = row.question_id.rpartition(":")[2]
    born = {day for value in _accepted(read.fields, "date_of_birth") if (day := as_date(value)) is not None}
    if len(born) != 1 or not years.isdecimal():
        return None
    day = born.pop()
    had_birthday = (read.received.month, read.received.day) >= (day.month, day.day)
    return read.received.year - day.year - (not had_birthday) < int(years)


def _requested(row: Requirement, read: PapersRead) -> Answer | None:
    """The one choice that the form's requested content names."""
    contents = _accepted(read.fields, "requested_content")
    names = {name for content in contents for name in choices_named(row.question_id, fold(content))}
    labels = {text(f"question-{row.question_id}-{name}", "vi") for name in names}
    offered = labels & set(row.choices)
    return offered.pop() if len(labels) == len(offered) == 1 else None


_FACTS: Mapping[str, Callable[[Requirement, PapersRead], Answer | None]] = {
    "power_of_attorney": _authorised,
    "nationality": _is_foreign,
    "birth_date": _is_under_age,
    "requested_content": _requested,
}


def _accepted(fields: Iterable[Field], kind: FieldKind) -> list[str]:
    """Values of the applicant that need nobody to look at them."""
    return [one.value for one in fields if one.kind == kind and one.role == "applicant" and one.status == "accepted"]
