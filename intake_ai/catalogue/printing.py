"""Lists of procedures on a terminal and as JSON documents."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure
from intake_ai.messages import Language, text


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


def print_list(procedures: Sequence[Procedure], version: str, language: Language) -> None:
    title = text("catalogue-list-title", language, count=len(procedures), version=version)
    table = _table(title, language, "code", "name", "field", "papers")
    for procedure in procedures:
        papers = sum(row.kind == "paper" for row in procedure.requirements)
        table.add_row(procedure.code, procedure.name, procedure.field, str(papers))
    _console().print(table)


def _table(title: str, language: Language, *columns: str) -> Table:
    table = Table(title=title or None, title_justify="left")
    for column in columns:
        table.add_column(text(f"catalogue-column-{column}", language), overflow="fold")
    return table


def _console() -> Console:
    return Console(highlight=False)
