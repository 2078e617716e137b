"""The catalogue on a terminal and as JSON documents."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from classifiers.vietnamese import fold
from intake_ai.catalogue.encoding import encode
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.repository import CatalogueVersion
from intake_ai.catalogue.search import Hit
from intake_ai.messages import LANGUAGES, Language, text

_LONGEST_NAME = 400


def of_field(procedures: Sequence[Procedure], field: str | None) -> list[Procedure]:
    """Those whose field of administration contains `field`, accents and case aside; all without one."""
    asked = fold(field or "")
    return [procedure for procedure in procedures if asked in fold(procedure.field)]


def summary(procedure: Procedure) -> dict[str, Any]:
    """What a list shows of a procedure."""
    return {
        "code": procedure.code,
        "name": procedure.name,
        "field": procedure.field,
        "agency": procedure.agency,
        "active": procedure.active,
        "papers": sum(row.kind == "paper" for row in procedure.requirements),
    }


def as_document(procedure: Procedure) -> dict[str, Any]:
    """All of a procedure but its context; what has its default value is left out."""
    document: dict[str, Any] = json.loads(encode(procedure))
    return document


def compiled(procedure: Procedure) -> dict[str, Any]:
    """The compiled requirements as contracts/requirements.md has them, with the keys that we add."""
    return {
        "code": procedure.code,
        "cases": [{"index": case.index, "role": case.role} for case in procedure.cases],
        "rows": [_compiled_row(row) for row in procedure.requirements],
    }


def print_import(version: CatalogueVersion, changed: bool, language: Language) -> None:
    code = "catalogue-imported" if changed else "catalogue-unchanged"
    values = {"file": version.file, "procedures": version.procedures, "active": version.active, "rows": version.rows}
    _console().print(text(code, language, **values), markup=False, soft_wrap=True)


def print_list(procedures: Sequence[Procedure], version: str, language: Language) -> None:
    title = text("catalogue-list-title", language, count=len(procedures), version=version)
    table = _table(title, language, "code", "name", "field", "papers")
    for procedure in procedures:
        papers = sum(row.kind == "paper" for row in procedure.requirements)
        table.add_row(procedure.code, procedure.name, procedure.field, str(papers))
    _console().print(table)


def print_procedure(procedure: Procedure, language: Language) -> None:
    console = _console()
    console.print(f"[bold]{procedure.code}[/bold]", end=" ")
    console.print(procedure.name, style="bold", markup=False)
    console.print(f"{procedure.field} · {procedure.agency}", style="dim", markup=False)
    if not procedure.active:
        console.print(text("catalogue-inactive", language), style="yellow")
    for case in procedure.cases:
        role = text(f"catalogue-case-{case.role}", language)
        console.print(f"{case.index}: {case.name or '—'} ({role})", markup=False)
    table = _table("", language, "row", "case", "paper", "copies", "due")
    for row in procedure.requirements:
        copies = f"{row.originals}/{row.copies}" if row.kind == "paper" else ""
        of_case = "" if row.case is None else str(row.case)
        style = "" if row.kind == "paper" else "dim"
        table.add_row(str(row.row), of_case, row.name[:_LONGEST_NAME], copies, _due(row, language), style=style)
    console.print(table)
    _print_questions(procedure, console, language)


def _print_questions(procedure: Procedure, console: Console, language: Language) -> None:
    """The questions on the applicant's situation with the ids to answer them by, and the rows they decide."""
    rows: dict[str, list[str]] = {}
    wording: dict[str, str] = {}
    for row in procedure.requirements:
        if row.question_id and any(row.question):
            rows.setdefault(row.question_id, []).append(str(row.row))
            wording.setdefault(row.question_id, row.question[LANGUAGES.index(language)])
    for identifier, numbers in rows.items():
        values = {"id": identifier, "question": wording[identifier], "rows": ", ".join(numbers)}
        console.print(text("catalogue-question", language, **values), markup=False)


def print_hits(hits: Sequence[Hit], language: Language) -> None:
    if not hits:
        _console().print(text("catalogue-nothing-found", language))
        return
    table = _table("", language, "code", "name", "confidence")
    for hit in hits:
        table.add_row(hit.procedure.code, hit.procedure.name, f"{hit.confidence:.0%}")
    _console().print(table)


def print_compiled(procedures: Sequence[Procedure], language: Language) -> None:
    """How many rows of which kind the compiler found."""
    rows = [row for procedure in procedures for row in procedure.requirements]
    counted = Counter(f"catalogue-kind-{row.kind}" if row.kind != "paper" else f"catalogue-{row.need}" for row in rows)
    table = _table("", language, "kind", "count")
    for code, number in counted.most_common():
        table.add_row(text(code, language), str(number))
    _console().print(table)


def _compiled_row(row: Requirement) -> dict[str, Any]:
    return {
        "index": row.row,
        "kind": row.kind,
        "need": row.need,
        "when": row.when,
        "choice": row.choice,
        "options": list(row.options),
        "present_only": row.present_only,
        "types": list(row.types),
        "keywords": list(row.keywords),
        "form_number": row.form_number,
        "validity_months": row.validity_months,
        "available_in": row.available_in,
        "question_id": row.question_id,
        "question": list(row.question),
        "due_if": row.due_if,
        "originals": row.originals,
        "copies": row.copies,
        "confidence": row.confidence,
    }


def _due(row: Requirement, language: Language) -> str:
    if row.kind != "paper":
        return text(f"catalogue-kind-{row.kind}", language)
    parts = [row.when if row.when else text("catalogue-always", language)]
    if row.choice:
        parts.append(text("catalogue-choice", language, letter=row.choice))
    if row.options:
        parts.append(text("catalogue-options", language))
    if row.present_only:
        parts.append(text("catalogue-shown", language))
    return "; ".join(parts)


def _table(title: str, language: Language, *columns: str) -> Table:
    table = Table(title=title or None, title_justify="left")
    for column in columns:
        table.add_column(text(f"catalogue-column-{column}", language), overflow="fold")
    return table


def _console() -> Console:
    return Console(highlight=False)
