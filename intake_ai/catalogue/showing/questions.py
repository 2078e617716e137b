"""The questions on the applicant's situation, with the rows that each answer calls for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.showing.lines import Line
from intake_ai.messages import LANGUAGES, Language, text

_TOLD_BY_PAPERS: Final = frozenset({"paper", "channel"})
"""What of the dossier always tells the answer, so that nobody is asked (models.Requirement.decided_by)."""


_CHANNEL: Final = "channel:"
"""Begins the ids of questions on how the dossier comes in, which the counter knows."""


@dataclass
class _Asked:
    """A question with the numbers of the rows that it decides, by the answer that calls for them."""

    wording: str
    rows: dict[str, list[int]] = field(default_factory=dict)


def question_lines(procedure: Procedure, language: Language) -> Iterator[Line]:
    """Each question once, with its id to answer it by (`check --answer ID=...`) and the rows it decides."""
    asked = _asked(procedure, language)
    variants = [case for case in procedure.cases if case.role == "alternative"]
    if asked or len(variants) > 1:
        yield Line("")
        yield Line(text("show-questions", language).upper(), style="bold")
    if len(variants) > 1:
        yield Line(text("case-question", language), "  ? ")
        yield Line(text("show-answer-case", language), "    → ", "dim")
    for identifier, entry in asked.items():
        yield Line(entry.wording, "  ? ")
        decided = (_decided(answer, rows, language) for answer, rows in entry.rows.items())
        yield Line(" · ".join([*decided, f"--answer {identifier}=…"]), "    → ", "dim")


def _asked(procedure: Procedure, language: Language) -> dict[str, _Asked]:
    asked: dict[str, _Asked] = {}
    for row in procedure.requirements:
        is_told = row.decided_by in _TOLD_BY_PAPERS or row.question_id.startswith(_CHANNEL)
        if row.question_id and any(row.question) and not is_told:
            entry = asked.setdefault(row.question_id, _Asked(row.question[LANGUAGES.index(language)]))
            entry.rows.setdefault(_answer(row, language), []).append(row.row)
    return asked


def _answer(row: Requirement, language: Language) -> str:
    """The answer under which the row is due: yes or no, one of the choices, or any other choice."""
    if not row.choices:
        return text("show-answer-yes" if row.due_if else "show-answer-no", language)
    named = text("show-or", language).join(row.due_for)
    return named if row.due_if else text("show-answer-other", language, answers=named)


def _decided(answer: str, rows: list[int], language: Language) -> str:
    return text("show-answer", language, answer=answer, rows=", ".join(map(str, rows)))
