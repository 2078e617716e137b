"""The questions that decide conditional rows, made from the conditions as written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifiers.vietnamese import fold, normalise
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.papers import short_name
from intake_ai.catalogue.compiling.rows import channel_of, row_text
from intake_ai.catalogue.models import Case, Requirement
from intake_ai.messages import text

_IF_PRESENT = "nếu có"
_LEAD = re.compile(r"(?:ngoai )?(?:tru |ap dung |chi |danh cho |trong |doi voi |truong hop |cac |nhung |neu |khi )+")
_PAPER_WORDS = 30
_MARKS = " .,;:-–()"


@dataclass(frozen=True, slots=True)
class _Asked:
    identifier: str
    question: tuple[str, str]


def with_questions(requirements: Sequence[Requirement], cases: Sequence[Case]) -> tuple[Requirement, ...]:
    """Conditional rows with their question; rows on the same condition share the id of the first of them.

    Rows of an additional case are asked for by the title of the case, whatever their own need.
    """
    titles = {case.index: case.name for case in cases if case.role == "additional"}
    asked: dict[str, _Asked] = {}
    return tuple(_with_question(row, titles.get(-1 if row.case is None else row.case), asked) for row in requirements)


def _with_question(row: Requirement, title: str | None, asked: dict[str, _Asked]) -> Requirement:
    condition = row.when if row.need == "if" else title
    if row.kind != "paper" or condition is None:
        return row
    channel = channel_of(condition)
    if channel:
        return replace(row, question_id=f"channel:{channel}", question=_situation_question(condition))
    known = _known_situation(condition)
    key = known or (row.name if condition == _IF_PRESENT else condition)
    question = _named_question(known) if known else _question(row, condition)
    entry = asked.setdefault(fold(key), _Asked(f"row-{row.row}", question))
    return replace(row, question_id=entry.identifier, question=entry.question)


def _known_situation(condition: str) -> str:
    situations = grammar().known_situations.items()
    return next((name for name, pattern in situations if pattern.search(plain(condition))), "")


def _named_question(situation: str) -> tuple[str, str]:
    code = f"catalogue-question-{situation}"
    return text(code, "vi"), text(code, "en")


def _question(row: Requirement, condition: str) -> tuple[str, str]:
    if condition != _IF_PRESENT:
        return _situation_question(condition)
    paper = _as_object(short_name(row_text(row.name).name, _PAPER_WORDS))
    return text("catalogue-question-paper", "vi", paper=paper), text("catalogue-question-paper", "en", paper=paper)


def _as_object(name: str) -> str:
    """A name inside a sentence: its first letter small unless the word is an abbreviation."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _situation_question(condition: str) -> tuple[str, str]:
    """The condition without its introduction ("trong trường hợp", "đối với") as what is asked about."""
    lead = _LEAD.match(plain(condition))
    situation = normalise(condition[lead.end() :] if lead else condition).strip(_MARKS) or condition
    return (
        text("catalogue-question-situation", "vi", situation=situation),
        text("catalogue-question-situation", "en", situation=situation),
    )
