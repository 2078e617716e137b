"""What the grammar reads in a row: kind, when it is due, alternatives, only shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from intake_ai.catalogue.compiling.alternatives import options_of
from intake_ai.catalogue.compiling.conditions import Due, due_of, heading_condition
from intake_ai.catalogue.compiling.rows import Finding, RowText, is_only_shown, kind_of, row_text
from intake_ai.catalogue.models import Case, Requirement, RowKind


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the grammar reads in one row; `due`, `options` and `shown` are read whatever the kind is.

    Attributes:
        case: The row's case with its role, None where it has none.
    """

    row: Requirement
    case: Case | None
    text: RowText
    kind: Finding[RowKind]
    due: Due
    options: Finding[tuple[str, ...]]
    shown: Finding[bool]


def meanings_of(rows: Sequence[Requirement], cases: Sequence[Case]) -> list[Meaning]:
    """The rows of one procedure, in their order."""
    by_index = {case.index: case for case in cases}
    read = [_meaning(row, None if row.case is None else by_index.get(row.case)) for row in rows]
    return [
        meaning for _, of_case in groupby(read, key=lambda one: one.row.case) for meaning in _under_headings([*of_case])
    ]


def _meaning(row: Requirement, case: Case | None) -> Meaning:
    text = row_text(row.name)
    kind = kind_of(row, text, case)
    return Meaning(row, case, text, kind, due_of(text), options_of(text), is_only_shown(text, case))


def _under_headings(meanings: list[Meaning]) -> list[Meaning]:
    """Rows behind a heading with a condition are due on it, unless the source has scrambled their order."""
    headings = [meaning.kind.value == "heading" for meaning in meanings]
    scrambled = not headings or headings[-1] or any(one and other for one, other in pairwise(headings))
    if scrambled or not any(headings):
        return meanings
    condition: str | None = None
    result = []
    for meaning in meanings:
        if meaning.kind.value == "heading":
            condition = heading_condition(meaning.text)
        under = condition is not None and meaning.kind.value == "paper" and meaning.due.when is None
        result.append(replace(meaning, due=Due(condition, rule="heading")) if under else meaning)
    return result
