"""Rows that end in a colon like a heading, but that no row follows: they ask for the paper that they name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from classifiers.papers import PaperType
from intake_ai.catalogue.compiling.facts import with_evidence, with_noted_sources, with_paper_facts
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.meaning import meanings_of
from intake_ai.catalogue.compiling.questions import with_questions
from intake_ai.catalogue.compiling.rows import row_text
from intake_ai.catalogue.models import Procedure, Requirement

_CONFIDENCE = 0.8
"""Below that of a row that is surely due (`intake_ai.completeness.situation.SURE_ROW`): an officer's list of the rows
due may leave it out. Of the 173 headings of the national catalogue without a paper after them 9 name one; the
labelled sets hold none of these (2026-11-23)."""


def with_lone_headings(procedure: Procedure) -> Procedure:
    """The procedure, compiled, in which headings that introduce nothing and name a paper ask for it.

    A procedure without such a heading is returned as it is.
    """
    lone = frozenset(_lone(procedure))
    if not lone:
        return procedure
    rows = [_as_paper(row, procedure) if row.row in lone else row for row in procedure.requirements]
    return replace(procedure, requirements=tuple(with_questions(with_noted_sources(rows), procedure.cases)))


def _lone(procedure: Procedure) -> Iterator[int]:
    """Rows with no paper between them and the next heading of their case, notes aside."""
    for _, of_case in groupby(procedure.requirements, key=lambda row: row.case):
        rows = [row for row in of_case if row.kind != "note"]
        for place, row in enumerate(rows):
            if row.kind == "heading" and not _introduces(rows[place + 1 :]) and _names_a_paper(row.name):
                yield row.row


def _introduces(following: Sequence[Requirement]) -> bool:
    """Whether papers follow, up to the next heading, that are not all request forms: these prove nothing."""
    papers = list(takewhile(lambda row: row.kind == "paper", following))
    return any(row.types[:1] != (PaperType.APPLICATION_FORM,) for row in papers)


def _names_a_paper(name: str) -> bool:
    """Whether a heading names one paper; "Hồ sơ gồm:" and "Giấy tờ phải nộp:" name none, wherever they stand."""
    text = row_text(name)
    rules = grammar().single
    if not name.rstrip().endswith(":") or rules["heading_of_several"].search(text.plain_name):
        return False
    return grammar().starts_with_noun.match(text.plain_name) is not None


def _as_paper(row: Requirement, procedure: Procedure) -> Requirement:
    meaning = meanings_of([row], procedure.cases)[0]
    paper = replace(
        row,
        kind="paper",
        need="if" if meaning.due.when else "always",
        when=meaning.due.when,
        present_only=meaning.shown.value,
        options=meaning.options.value,
        confidence=min(row.confidence, _CONFIDENCE),
    )
    about_land = grammar().single["land_procedure"].search(plain(f"{procedure.name} {procedure.field}")) is not None
    return with_evidence(with_paper_facts(paper, meaning, about_land), "kind", row.name, _CONFIDENCE)
