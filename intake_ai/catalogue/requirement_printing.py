"""A summary of compiled requirements on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from intake_ai.catalogue.doubts import is_sure
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.showing.lines import WIDEST
from intake_ai.messages import Language, text


def print_requirements(procedures: Sequence[Procedure], version: str, language: Language, *, one_by_one: bool) -> None:
    """How many rows mean what, in all or one procedure by one."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    console.print(text("statistics-rows-title", language, count=len(procedures), version=version), markup=False)
    console.print(_by_procedure(procedures, language) if one_by_one else _in_all(procedures, language))


def _in_all(procedures: Sequence[Procedure], language: Language) -> Table:
    rows = [row for procedure in procedures for row in procedure.requirements]
    table = _table("", text("statistics-parts", language), text("statistics-sure-rows-short", language))
    for name in _MEANINGS:
        meant = [row for row in rows if _means(row, name)]
        table.add_row(text(f"statistics-rows-{name}", language), str(len(meant)), str(sum(map(is_sure, meant))))
    return table


def _by_procedure(procedures: Sequence[Procedure], language: Language) -> Table:
    names = ("always", "if", "choice", "note")
    table = _table("", *(text(f"statistics-short-{name}", language) for name in (*names, "unsure")))
    for procedure in procedures:
        counts = [sum(_means(row, name) for row in procedure.requirements) for name in names]
        unsure = sum(not is_sure(row) for row in procedure.requirements)
        table.add_row(f"{procedure.code} {procedure.name}", *map(str, (*counts, unsure)))
    return table


_MEANINGS = ("always", "if", "choice", "options", "present_only", "heading", "note")


def _means(row: Requirement, name: str) -> bool:
    match name:
        case "always" | "if":
            return row.kind == "paper" and row.need == name
        case "heading" | "note":
            return row.kind == name
        case _:
            return bool(getattr(row, name))


def _table(first: str, *numbers: str) -> Table:
    table = Table(box=None, show_edge=False, pad_edge=False, header_style="dim")
    table.add_column(first, no_wrap=True)
    for column in numbers:
        table.add_column(column, justify="right")
    return table
