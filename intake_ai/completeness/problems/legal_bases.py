"""The legal basis of each kind of problem (legal_bases.yaml), as it held on the day of receipt."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.terms import ProblemKind


@dataclass(frozen=True, slots=True)
class _Basis:
    text: str
    since: date
    kinds: frozenset[ProblemKind]


@cache
def _bases() -> tuple[_Basis, ...]:
    """The bases as shipped.

    Raises:
        ValueError: The file names a kind that there is not.
    """
    entries = yaml.safe_load(Path(__file__).with_name("legal_bases.yaml").read_text(encoding="utf-8"))
    for kind in (kind for entry in entries for kind in entry["kinds"]):
        if kind not in get_args(ProblemKind):
            raise ValueError(f"legal_bases.yaml: unknown kind {kind}")
    return tuple(_Basis(entry["basis"], entry["since"], frozenset(entry["kinds"])) for entry in entries)


def with_legal_basis(problem: Problem, evidence: Evidence) -> Problem:
    """The problem with the basis of its row, else of its kind; without where none is known or nothing is asked for."""
    if problem.legal_basis is not None or problem.severity == "info":
        return problem
    rows = {row.row: row.legal_basis for row in evidence.procedure.requirements} if evidence.procedure else {}
    own = rows.get(problem.row) if problem.row is not None else None
    return replace(problem, legal_basis=own or _of_kind(problem.kind, evidence.received))


def _of_kind(kind: ProblemKind, received: date) -> str | None:
    return next((basis.text for basis in _bases() if kind in basis.kinds and basis.since <= received), None)
