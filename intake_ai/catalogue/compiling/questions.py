"""The questions that decide conditional rows: one for each meaning, with the answer under which each row is due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from intake_ai.catalogue.compiling.asking import CHANNEL, Asked, asked_for
from intake_ai.catalogue.compiling.case_titles import conditional_cases
from intake_ai.catalogue.compiling.clauses import shortened_clause
from intake_ai.catalogue.compiling.phrasing import as_sentence
from intake_ai.catalogue.compiling.question_families import Family
from intake_ai.catalogue.models import Case, Requirement
from intake_ai.messages import text

_LONGER = 28
_LABEL_SYLLABLES = 20
_Rows = Mapping[int, Asked]


def with_questions(requirements: Sequence[Requirement], cases: Sequence[Case]) -> tuple[Requirement, ...]:
    """Conditional rows with their question; the answers are worked out anew from `when`.

    Rows of a case that only adds papers are asked for by the title of the case, unless they have a condition of their
    own.
    """
    titles = conditional_cases(cases, requirements)
    asked = {row.row: asked_for(row, condition) for row in requirements if (condition := _condition(row, titles))}
    decisions = dict(_decisions(asked))
    return tuple(decisions[row.row].applied_to(row) if row.row in decisions else _unasked(row) for row in requirements)


@dataclass(frozen=True, slots=True)
class _Decision:
    """What decides one row; attributes as in Requirement."""

    question_id: str
    question: tuple[str, str]
    due_if: bool
    decided_by: str
    choices: tuple[str, ...] = ()
    due_for: tuple[str, ...] = ()

    def applied_to(self, row: Requirement) -> Requirement:
        return replace(
            row,
            question_id=self.question_id,
            question=self.question,
            due_if=self.due_if,
            decided_by=self.decided_by,
            choices=self.choices,
            due_for=self.due_for,
        )


def _unasked(row: Requirement) -> Requirement:
    return _Decision("", ("", ""), True, "").applied_to(row)


def _condition(row: Requirement, titles: Mapping[int, str]) -> str | None:
    if row.kind != "paper":
        return None
    return row.when if row.need == "if" else titles.get(-1 if row.case is None else row.case)


def _decisions(asked: _Rows) -> Iterator[tuple[int, _Decision]]:
    said: set[str] = set()
    for rows in _grouped(asked).values():
        number, first = next(iter(rows.items()))
        family = first.meant.family if first.meant else None
        if family and (family.choices or family.named) and not _only_any(family, rows):
            yield from _of_choices(family, rows)
            continue
        question = _worded(first, family, said)
        said.add(question[0])
        identifier = _identifier(number, first, family)
        for row, one in rows.items():
            yield row, _Decision(identifier, question, one.due_if, one.decided_by)


def _grouped(asked: _Rows) -> dict[str, dict[int, Asked]]:
    """The rows by question; clauses worded alike are one unless they name different points of law."""
    named: dict[str, set[str]] = {}
    for one in asked.values():
        named.setdefault(one.key, set()).add(one.references)
    groups: dict[str, dict[int, Asked]] = {}
    for row, one in asked.items():
        points = one.references if len(named[one.key] - {""}) > 1 else ""
        groups.setdefault(f"{one.key}|{points}", {})[row] = one
    return groups


def _only_any(family: Family, rows: _Rows) -> bool:
    """Whether all rows hold under any of the choices: then yes or no is enough."""
    return bool(family.alone) and not any(one.meant and one.meant.chosen for one in rows.values())


def _identifier(number: int, first: Asked, family: Family | None) -> str:
    if first.key.startswith(CHANNEL):
        return first.key
    if family is None:
        return f"row-{number}"
    if family.of_paper:
        return f"{family.id}:{number}"
    return family.alone or first.key


def _worded(first: Asked, family: Family | None, said: set[str]) -> tuple[str, str]:
    """The question; where another reads alike, in more words or with the points of law that tell them apart."""
    if first.question[0]:
        return first.question
    if first.phrase is None:
        code = f"question-{family.alone or family.id}" if family else "question-case"
        values = first.meant.values if first.meant else {}
        return text(code, "vi", **values), text(code, "en", **values)
    short, longer = first.phrase.wording(), first.phrase.wording(_LONGER)
    candidates = (short, longer, _with_references(short, first.references))
    return next((one for one in candidates if one[0] not in said), candidates[-1])


def _with_references(question: tuple[str, str], references: str) -> tuple[str, str]:
    if not references:
        return question
    return question[0].removesuffix("?") + f" ({references})?", question[1].removesuffix("?") + f" ({references})?"


def _of_choices(family: Family, rows: _Rows) -> Iterator[tuple[int, _Decision]]:
    code = f"question-{family.id}"
    question = text(code, "vi"), text(code, "en")
    labels = _labels(family, rows.values())
    for row, one in rows.items():
        meant = _meant_choices(family, one, labels)
        yield row, _Decision(family.id, question, one.due_if, one.decided_by, tuple(labels.values()), meant)


def _labels(family: Family, rows: Iterable[Asked]) -> dict[str, str]:
    """What is offered by name of the choice."""
    if family.named:
        named = {one.meant.named: _label(one.meant.named) for one in rows if one.meant}
        return named | {"": text(f"question-{family.id}-other", "vi")}
    chosen = frozenset(name for one in rows if one.meant for name in one.meant.chosen)
    return {name: text(f"question-{family.id}-{name}", "vi") for name in family.offers(chosen)}


def _label(named: str) -> str:
    return as_sentence(shortened_clause(named, _LABEL_SYLLABLES))


def _meant_choices(family: Family, one: Asked, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The choices under which the condition holds; all but those of `not_any` where it names none."""
    if one.meant is None:
        return ()
    if family.named:
        return (labels[one.meant.named],)
    chosen = one.meant.chosen or frozenset(labels) - frozenset(family.not_any)
    return tuple(label for name, label in labels.items() if name in chosen)
