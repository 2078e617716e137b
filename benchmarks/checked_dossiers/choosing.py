"""Which procedures the benchmark is about."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.checked_dossiers.complete import complete, put_together
from benchmarks.checked_dossiers.labels import Due, Labelled, side
from benchmarks.checked_dossiers.plans import Checked
from benchmarks.held_out_dossiers.planning import askable
from classifiers.synthetic.seeds import seeded
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure

MOST_ROWS = 5
"""Rows of a procedure without labels, at most: its dossiers only serve to be made wrong."""


@dataclass(frozen=True)
class Job:
    """A complete dossier to plan.

    Attributes:
        labels: None where nobody labelled the procedure; the rows due are then the compiler's, and not judged.
        defects: Whether things are made wrong with it.
        rows: Whether its rows are left out in turn.
    """

    name: str
    procedure: Procedure
    labels: Labelled | None
    seed: int
    defects: bool
    rows: bool

    def plan(self) -> Checked | None:
        """The complete dossier; None where none can be put together."""
        try:
            if self.labels is not None:
                return complete(self.procedure, self.labels, self.name, self.seed)
            return put_together(self.procedure, compiled(self.procedure), {}, "compiler", (self.name, self.seed))
        except ValueError:
            return None


def compiled(procedure: Procedure) -> Due:
    """The rows that the compiler says are always due."""
    roles = {case.index: case.role for case in procedure.cases}
    rows = [
        row
        for row in procedure.requirements
        if row.kind == "paper"
        and row.need == "always"
        and not row.choice
        and not row.present_only
        and roles.get(row.case if row.case is not None else -1, "common") in {"common", "section"}
    ]
    shown = tuple(row.row for row in procedure.requirements if row.kind == "paper" and row.present_only)
    return Due(tuple(row.row for row in rows), (), shown, None)


def chosen(active: Sequence[Procedure], labels: Mapping[str, Labelled], given: argparse.Namespace) -> list[Job]:
    """All dossiers to plan, in an order whose every beginning is a fair sample."""
    by_code = {procedure.code: procedure for procedure in active}
    codes = sorted(code for code in labels if code in by_code)
    seeded("labelled", given.seed).shuffle(codes)
    mine = [code for code in codes if side(code) == given.side][: given.labelled]
    others = [code for code in codes if side(code) != given.side][: given.other_side]
    free = [procedure for procedure in active if side(procedure.code) == given.side and procedure.code not in labels]
    free = [procedure for procedure in free if simple(procedure)]
    seeded("unlabelled", given.seed).shuffle(free)
    letter = "dh"[given.side]
    jobs = [
        Job(f"{letter}{number:03d}", by_code[code], labels[code], given.seed, defects=True, rows=True)
        for number, code in enumerate(mine)
    ]
    jobs += [
        Job(f"{letter}u{number:03d}", procedure, None, given.seed, defects=True, rows=False)
        for number, procedure in enumerate(free[: given.unlabelled])
    ]
    jobs += [
        Job(f"{letter}o{number:03d}", by_code[code], labels[code], given.seed, defects=False, rows=True)
        for number, code in enumerate(others)
    ]
    return jobs


def simple(procedure: Procedure) -> bool:
    """Whether a citizen applies, with a form and few papers."""
    subjects = fold(" ".join(procedure.subjects))
    rows = compiled(procedure).rows
    return 2 <= len(rows) <= MOST_ROWS and "cong dan" in subjects and askable(procedure)
