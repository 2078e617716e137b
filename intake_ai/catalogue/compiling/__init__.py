"""Compiles the papers required, as people wrote them, into rules (contracts/requirements.md)."""

from dataclasses import replace

from intake_ai.catalogue.compiling.cases import with_roles
from intake_ai.catalogue.compiling.choices import with_choices
from intake_ai.catalogue.compiling.facts import as_imported, with_evidence, with_noted_sources, with_paper_facts
from intake_ai.catalogue.compiling.grammar import fingerprint, grammar, plain
from intake_ai.catalogue.compiling.meaning import Meaning, meanings_of
from intake_ai.catalogue.compiling.questions import with_questions
from intake_ai.catalogue.models import Procedure, Requirement

COMPILER = fingerprint()
"""Stands for the rules that compiled a row."""


def compile_procedure(procedure: Procedure) -> Procedure:
    """The procedure with the roles of its cases and the meaning of its rows; compiling twice changes nothing."""
    cases = with_roles(procedure.cases)
    by_index = {case.index: case for case in cases}
    about_land = bool(grammar().single["land_procedure"].search(plain(f"{procedure.name} {procedure.field}")))
    rows = [_compiled(meaning, about_land) for meaning in meanings_of(procedure.requirements, cases)]
    rows = with_noted_sources(with_choices(rows, by_index))
    return replace(procedure, cases=cases, requirements=with_questions(rows, cases))


def _compiled(meaning: Meaning, about_land: bool) -> Requirement:
    imported = replace(as_imported(meaning.row), kind=meaning.kind.value)
    imported = with_evidence(imported, "kind", meaning.kind.words, 0.9)
    if imported.kind != "paper":
        return imported
    return with_paper_facts(_with_meaning(imported, meaning), meaning, about_land)


def _with_meaning(row: Requirement, meaning: Meaning) -> Requirement:
    due, options, shown = meaning.due, meaning.options, meaning.shown
    row = replace(
        row,
        need="if" if due.when else "always",
        when=due.when,
        due_if=not due.exempting,
        present_only=shown.value,
        options=options.value,
    )
    row = with_evidence(row, "need", due.when or "", 0.9)
    row = with_evidence(row, "options", options.words, 0.9) if options.value else row
    return with_evidence(row, "present_only", shown.words, "present_only") if shown.value else row
