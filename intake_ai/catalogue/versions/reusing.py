"""Takes over what was compiled before where a new file says the same."""

from collections.abc import Mapping
from dataclasses import replace

from intake_ai.catalogue.compiling.facts import as_imported
from intake_ai.catalogue.models import Case, Procedure


def as_before(procedure: Procedure, before: Mapping[str, Procedure]) -> Procedure | None:
    """The compiled procedure where nothing in it has changed since: most of a new file is as it was.

    Its links to other procedures are taken off: those may have changed.
    """
    known = before.get(procedure.code)
    if known is None or _as_imported(known) != replace(procedure, context=""):
        return None
    rows = (
        replace(row, result_of=(), evidence=tuple(found for found in row.evidence if found.fact != "result_of"))
        for row in known.requirements
    )
    return replace(procedure, cases=known.cases, requirements=tuple(rows))


def _as_imported(known: Procedure) -> Procedure:
    """What a file gave of a stored procedure."""
    rows = map(as_imported, known.requirements)
    cases = tuple(Case(case.index, case.name, "common") for case in known.cases)
    return replace(known, cases=cases, requirements=tuple(rows), active=True, context="")
