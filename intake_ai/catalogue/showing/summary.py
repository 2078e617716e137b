"""A summary of compiled requirements on a terminal."""

from collections.abc import Sequence

from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.showing.count_tables import CountTable
from intake_ai.catalogue.showing.doubts import is_sure
from intake_ai.catalogue.showing.lines import Line, print_lines
from intake_ai.messages import Language, text


def print_requirements(procedures: Sequence[Procedure], version: str, language: Language, *, one_by_one: bool) -> None:
    """How many rows mean what, in all or one procedure by one."""
    print_lines([Line(text("statistics-rows-title", language, count=len(procedures), version=version))])
    table = _by_procedure(procedures, language) if one_by_one else _in_all(procedures, language)
    table.print()


def _in_all(procedures: Sequence[Procedure], language: Language) -> CountTable:
    rows = [row for procedure in procedures for row in procedure.requirements]
    table = CountTable("", text("statistics-parts", language), text("statistics-sure-rows-short", language))
    for name in _MEANINGS:
        meant = [row for row in rows if _means(row, name)]
        table.add(text(f"statistics-rows-{name}", language), str(len(meant)), str(sum(map(is_sure, meant))))
    return table


def _by_procedure(procedures: Sequence[Procedure], language: Language) -> CountTable:
    names = ("always", "if", "choice", "note")
    table = CountTable("", *(text(f"statistics-short-{name}", language) for name in (*names, "unsure")))
    for procedure in procedures:
        counts = [sum(_means(row, name) for row in procedure.requirements) for name in names]
        unsure = sum(not is_sure(row) for row in procedure.requirements)
        table.add(f"{procedure.code} {procedure.name}", *map(str, (*counts, unsure)))
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
