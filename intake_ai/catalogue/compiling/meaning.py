"""What the grammar reads in a row: kind, when it is due, alternatives, only shown."""

from dataclasses import dataclass

from intake_ai.catalogue.compiling.alternatives import options_of
from intake_ai.catalogue.compiling.conditions import Due, due_of
from intake_ai.catalogue.compiling.rows import Finding, RowText, is_only_shown, kind_of, row_text
from intake_ai.catalogue.models import Case, Requirement, RowKind


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the grammar reads in one row; `due`, `options` and `shown` are read whatever the kind is."""

    text: RowText
    kind: Finding[RowKind]
    due: Due
    options: Finding[tuple[str, ...]]
    shown: Finding[bool]


def meaning_of(row: Requirement, case: Case | None) -> Meaning:
    text = row_text(row.name)
    return Meaning(text, kind_of(row, text, case), due_of(text), options_of(text), is_only_shown(text, case))
