"""Compiles the papers required, as people wrote them, into rules (contracts/requirements.md)."""

from dataclasses import replace

from intake_ai.catalogue.compiling import papers
from intake_ai.catalogue.compiling.cases import with_roles
from intake_ai.catalogue.compiling.choices import with_choices
from intake_ai.catalogue.compiling.grammar import fingerprint, grammar, plain
from intake_ai.catalogue.compiling.questions import with_questions
from intake_ai.catalogue.compiling.rows import RowText, due_of, is_only_shown, kind_of, options_of, row_text
from intake_ai.catalogue.models import Case, Procedure, Requirement

COMPILER = fingerprint()
"""Stands for the rules that compiled a row."""

_SURE, _LIKELY, _DOUBTFUL = 0.95, 0.85, 0.6


def compile_procedure(procedure: Procedure) -> Procedure:
    """The procedure with the roles of its cases and the meaning of its rows; compiling twice changes nothing."""
    cases = with_roles(procedure.cases)
    by_index = {case.index: case for case in cases}
    about_land = bool(grammar().single["land_procedure"].search(plain(f"{procedure.name} {procedure.field}")))
    rows = [
        _compiled(row, by_index.get(-1 if row.case is None else row.case), about_land) for row in procedure.requirements
    ]
    return replace(procedure, cases=cases, requirements=with_questions(with_choices(rows, by_index), cases))


def _compiled(row: Requirement, case: Case | None, about_land: bool) -> Requirement:
    imported = _as_imported(row)
    text = row_text(row.name)
    kind = kind_of(row, text, case)
    if kind != "paper":
        return replace(imported, kind=kind, confidence=_kind_confidence(row, text, kind == "heading"))
    due = due_of(text)
    return _with_paper(
        replace(
            imported,
            need="if" if due.when else "always",
            when=due.when,
            due_if=not due.exempting,
            present_only=is_only_shown(text, case),
            options=options_of(text),
            confidence=min(_LIKELY if due.certain else _DOUBTFUL, _kind_confidence(row, text, agrees=False)),
        ),
        text,
        about_land,
    )


def _as_imported(row: Requirement) -> Requirement:
    """Only what the file gave, so that rows can be compiled again when rules change."""
    return Requirement(
        row=row.row,
        name=row.name,
        case=row.case,
        originals=row.originals,
        copies=row.copies,
        form_file=row.form_file,
        paper_code=row.paper_code,
        replaced_by=row.replaced_by,
    )


def _with_paper(row: Requirement, text: RowText, about_land: bool) -> Requirement:
    types = papers.types_of(text, row.options, about_land)
    return replace(
        row,
        types=types,
        keywords=papers.keywords_of(text, types, row.options),
        form_number=papers.form_number_of(text),
        validity_months=papers.validity_months_of(text),
        available_in=papers.available_in(types, row.present_only),
        signed=papers.must_be_signed(text),
        stamped=papers.must_be_stamped(text),
    )


def _kind_confidence(row: Requirement, text: RowText, agrees: bool) -> float:
    """Counts and wording that agree with each other make sure; papers have counts, notes have none."""
    has_counts = row.originals + row.copies > 0
    named = bool(grammar().starts_with_noun.match(text.plain_name))
    return _SURE if agrees or (has_counts and named) else _LIKELY if has_counts or named else _DOUBTFUL
