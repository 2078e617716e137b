"""What the grammar alone makes of a procedure's rows."""

from collections.abc import Sequence
from dataclasses import replace

from intake_ai.catalogue.compiling.choices import with_choices
from intake_ai.catalogue.compiling.facts import as_imported, with_evidence
from intake_ai.catalogue.compiling.meaning import Meaning, meanings_of
from intake_ai.catalogue.models import Case, Procedure, Requirement


def read_by_grammar(procedure: Procedure, cases: Sequence[Case]) -> tuple[list[Meaning], list[Requirement]]:
    """What the grammar read, and the rows with kind, need, options, choice and present_only by it.

    Args:
        procedure: As imported, or compiled before.
        cases: Its cases with their roles.
    """
    meanings = meanings_of(procedure.requirements, cases)
    rows = with_choices([_read(meaning) for meaning in meanings], {case.index: case for case in cases})
    return meanings, rows


def _read(meaning: Meaning) -> Requirement:
    row = replace(as_imported(meaning.row), kind=meaning.kind.value)
    if row.kind != "paper":
        return row
    row = replace(
        row,
        need="if" if meaning.due.when else "always",
        when=meaning.due.when,
        present_only=meaning.shown.value,
        options=meaning.options.value,
    )
    return with_evidence(row, "present_only", meaning.shown.words, "present_only") if row.present_only else row
