"""Compiles the papers required, as people wrote them, into rules (contracts/requirements.md)."""

from dataclasses import replace

from intake_ai.catalogue.compiling.cases import with_roles
from intake_ai.catalogue.compiling.facts import with_noted_sources, with_paper_facts
from intake_ai.catalogue.compiling.grammar import fingerprint, grammar, plain
from intake_ai.catalogue.compiling.judging import judged
from intake_ai.catalogue.compiling.lone_headings import with_lone_headings
from intake_ai.catalogue.compiling.questions import with_questions
from intake_ai.catalogue.compiling.reading import read_by_grammar
from intake_ai.catalogue.models import Procedure

COMPILER = fingerprint()
"""Stands for the rules and the model that compiled a row."""


def compile_procedure(procedure: Procedure) -> Procedure:
    """The procedure with the roles of its cases and the meaning of its rows; compiling twice changes nothing."""
    cases = with_roles(procedure)
    meanings, read = read_by_grammar(procedure, cases)
    about_land = bool(grammar().single["land_procedure"].search(plain(f"{procedure.name} {procedure.field}")))
    rows = [
        with_paper_facts(row, meaning, about_land) if row.kind == "paper" else row
        for row, meaning in zip(judged(meanings, read, procedure), meanings, strict=True)
    ]
    compiled = replace(procedure, cases=cases, requirements=with_questions(with_noted_sources(rows), cases))
    return with_lone_headings(compiled)
