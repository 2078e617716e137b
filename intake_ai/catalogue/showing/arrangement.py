"""Puts a procedure's papers in the order in which a clerk asks for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake_ai.catalogue.models import Case, CaseRole, Procedure, Requirement
from intake_ai.errors import BadRequest

ROLES: Final[tuple[CaseRole, ...]] = ("common", "alternative", "additional", "note")
"""In this order: what everybody brings, the variants, what comes on top, what is only to be known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, or the rows of a choice, of which one is enough.

    Attributes:
        letter: Of the choice, empty for a single row.
    """

    rows: tuple[Requirement, ...]
    letter: str = ""


@dataclass(frozen=True, slots=True)
class CaseEntries:
    """What a case asks for; no case where the procedure has none."""

    case: Case | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of one role; sections stand with what is common, for they only divide it."""

    role: CaseRole
    cases: tuple[CaseEntries, ...]


def narrowed(procedure: Procedure, case: int) -> Procedure:
    """The procedure for who is in `case`: with what is for everybody, without the other variants and additions.

    Raises:
        BadRequest: It has no such case.
    """
    if all(one.index != case for one in procedure.cases):
        raise BadRequest("show-case-unknown", procedure=procedure.code, number=case)
    others = {one.index for one in procedure.cases if one.role in {"alternative", "additional"} and one.index != case}
    return replace(
        procedure,
        cases=tuple(one for one in procedure.cases if one.index not in others),
        requirements=tuple(row for row in procedure.requirements if row.case not in others),
    )


def arranged(procedure: Procedure) -> tuple[Part, ...]:
    """Every case and every row once; within a part in the order of the file."""
    known = {case.index for case in procedure.cases}
    outside = [row for row in procedure.requirements if row.case not in known]
    parts: dict[CaseRole, list[CaseEntries]] = {role: [] for role in ROLES}
    if outside:
        parts["common"].append(CaseEntries(None, tuple(entries(outside))))
    for case in procedure.cases:
        own = [row for row in procedure.requirements if row.case == case.index]
        role: CaseRole = "common" if case.role == "section" else case.role
        parts[role].append(CaseEntries(case, tuple(entries(own))))
    return tuple(Part(role, tuple(found)) for role, found in parts.items() if found)


def entries(rows: Sequence[Requirement]) -> Iterator[Entry]:
    """The rows in their order, those of a choice together where the first of them stands."""
    told: set[str] = set()
    for row in rows:
        if not row.choice:
            yield Entry((row,))
        elif row.choice not in told:
            told.add(row.choice)
            together = tuple(other for other in rows if other.choice == row.choice)
            yield Entry(together, row.choice if len(together) > 1 else "")


def repeated(parts: Iterable[Part]) -> dict[int, int]:
    """Rows that say the same as one told before, with the number of that one: variants often share long rows."""
    first: dict[Requirement, int] = {}
    found: dict[int, int] = {}
    for row in _told(parts):
        earlier = first.setdefault(_meaning(row), row.row)
        if earlier != row.row:
            found[row.row] = earlier
    return found


def _told(parts: Iterable[Part]) -> Iterator[Requirement]:
    for part in parts:
        for case in part.cases:
            for entry in case.entries:
                yield from entry.rows


def _meaning(row: Requirement) -> Requirement:
    """The row without what tells it from its repetitions in other cases."""
    return replace(
        row,
        row=-1,
        case=None,
        choice=None,
        question=("", ""),
        question_id="",
        paper_code="",
        confidence=1.0,
        evidence=(),
    )
