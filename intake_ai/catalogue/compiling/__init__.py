"""Compiles the papers required, as people wrote them, into rules (contracts/requirements.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from intake_ai.catalogue.compiling import papers
from intake_ai.catalogue.compiling.cases import with_roles
from intake_ai.catalogue.compiling.grammar import fingerprint, found, grammar, plain
from intake_ai.catalogue.compiling.questions import with_questions
from intake_ai.catalogue.compiling.rows import RowText, channel_of, due_of, is_only_shown, kind_of, options_of, row_text
from intake_ai.catalogue.models import Case, Procedure, Requirement

COMPILER = fingerprint()
"""Stands for the rules that compiled a row."""

_SURE, _LIKELY, _DOUBTFUL = 0.95, 0.85, 0.6
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def compile_procedure(procedure: Procedure) -> Procedure:
    """The procedure with the roles of its cases and the meaning of its rows; compiling twice changes nothing."""
    cases = with_roles(procedure.cases)
    by_index = {case.index: case for case in cases}
    rows = [_compiled(row, by_index.get(-1 if row.case is None else row.case)) for row in procedure.requirements]
    return replace(procedure, cases=cases, requirements=with_questions(_with_choices(rows, by_index), cases))


def _compiled(row: Requirement, case: Case | None) -> Requirement:
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


def _with_paper(row: Requirement, text: RowText) -> Requirement:
    types = papers.types_of(text, several=bool(row.options))
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


def _with_choices(rows: Sequence[Requirement], cases: dict[int, Case]) -> list[Requirement]:
    """A letter for rows of one case that are alternatives: after a heading that says so, or paper and e-form."""
    letters = iter(_LETTERS)
    result: list[Requirement] = []
    for index, group in groupby(rows, key=lambda row: row.case):
        case = cases.get(-1 if index is None else index)
        announced = case is not None and found(grammar().lists["choice_headings"], plain(case.name))
        result += _choices_of_case(list(group), announced, letters)
    return result


def _choices_of_case(rows: list[Requirement], announced: bool, letters: Iterator[str]) -> list[Requirement]:
    by_channel = [row.row for row in rows if row.kind == "paper" and row.when and channel_of(row.when)]
    chosen: dict[int, str] = {}
    letter = next(letters, None) if announced else None
    for row in rows:
        if row.kind == "heading":
            letter = next(letters, None) if found(grammar().lists["choice_headings"], plain(row.name)) else None
        elif row.kind == "paper" and letter:
            chosen[row.row] = letter
    if len(by_channel) > 1 and not chosen:
        chosen = dict.fromkeys(by_channel, next(letters, "Z"))
    return [replace(row, choice=chosen.get(row.row)) for row in rows]
