"""Officers' corrections of the compiled form: what they may change, and how they are laid over it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from classifiers.papers import PaperType
from intake_ai.catalogue.compiling.questions import with_questions
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.models import Case, CaseRole, Evidence, Need, Procedure, Requirement, RowKind
from intake_ai.catalogue.versions.row_matching import comparable

Scope = Literal["row", "case"]
Action = Literal["correct", "confirm", "carried", "drop"]
_LONGEST = 500


class RowFields(BaseModel):
    """What a correction may say of a row; what is not set stays as compiled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: RowKind | None = None
    need: Need | None = None
    when: str | None = Field(default=None, max_length=_LONGEST)
    choice: str | None = Field(default=None, max_length=8)
    options: tuple[str, ...] | None = None
    present_only: bool | None = None
    types: tuple[PaperType, ...] | None = None
    originals: int | None = Field(default=None, ge=0, le=99)
    copies: int | None = Field(default=None, ge=0, le=99)
    validity_months: int | None = Field(default=None, ge=0, le=1200)
    form_number: str | None = Field(default=None, max_length=_LONGEST)


class CaseFields(BaseModel):
    """What a correction may say of a case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: CaseRole | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """Which row or case of a procedure is meant: by its words, so that it is found wherever it stands.

    Attributes:
        fingerprint: Of the text and of the case's name; of rows alike in both, with a number from the second on.
    """

    code: str
    scope: Scope
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry of the history of corrections.

    Attributes:
        source, case_name: The text corrected as it stood in the file; the name of its case, empty for a case.
        action: correct; confirm: looked at and right; carried: taken over to a row that replaced this one, stays in
            force for dossiers of earlier versions; drop: taken back.
        fields: Values by attribute.
    """

    number: int
    key: Key
    source: str
    case_name: str
    action: Action
    fields: Mapping[str, Any]
    by: str
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Target:
    """A row or case that can be corrected."""

    key: Key
    source: str
    case_name: str
    index: int


def targets(procedure: Procedure) -> Iterator[Target]:
    """All rows and cases of `procedure`."""
    names = {case.index: case.name for case in procedure.cases}
    seen: Counter[str] = Counter()
    for row in procedure.requirements:
        case = names.get(-1 if row.case is None else row.case, "")
        yield _target(procedure.code, "row", row.name, case, row.row, seen)
    for index, case_of in enumerate(procedure.cases):
        yield _target(procedure.code, "case", case_of.name, "", index, seen)


def checked_fields(scope: Scope, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with valid values, ready for JSON.

    Raises:
        CorrectionRefused: One of them cannot be corrected, or has a value that it cannot have.
    """
    shape = RowFields if scope == "row" else CaseFields
    try:
        valid = shape.model_validate(fields)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(map(str, fault["loc"])) or "-"
        code = "correction-field-unknown" if fault["type"] == "extra_forbidden" else "correction-value-wrong"
        raise CorrectionRefused(code, field=name) from error
    return valid.model_dump(mode="json", exclude_none=True)


def corrected(procedure: Procedure, corrections: Mapping[Key, Correction]) -> Procedure:
    """The procedure with what officers said about its rows and cases; those have confidence 1 then."""
    if not corrections:
        return procedure  # spares a whole catalogue the fingerprints of its rows
    found = {(t.key.scope, t.index): corrections[t.key] for t in targets(procedure) if t.key in corrections}
    if not found:
        return procedure
    cases = tuple(_case(case, found.get(("case", index))) for index, case in enumerate(procedure.cases))
    rows = tuple(_row(row, found.get(("row", row.row))) for row in procedure.requirements)
    roles_changed = {new.index for new, old in zip(cases, procedure.cases, strict=True) if new.role != old.role}
    asked = with_questions(rows, cases)
    keeps = _is_written_by_hand(procedure)
    requirements = (
        row if keeps and ("row", row.row) not in found and row.case not in roles_changed else again
        for row, again in zip(rows, asked, strict=True)
    )
    return replace(procedure, cases=cases, requirements=tuple(requirements))


def _is_written_by_hand(procedure: Procedure) -> bool:
    """Whether its questions are others than those that would be made from its conditions, as in built-in procedures."""
    made = with_questions(procedure.requirements, procedure.cases)
    return made != procedure.requirements


def _target(code: str, scope: Scope, text: str, case: str, index: int, seen: Counter[str]) -> Target:
    print_ = fingerprint(text, case)
    seen[scope + print_] += 1
    number = seen[scope + print_]
    return Target(Key(code, scope, print_ if number == 1 else f"{print_}#{number}"), text, case, index)


def fingerprint(text: str, case: str) -> str:
    """Stands for the words of a row and of its case; a stop at the end, case and spaces aside."""
    return hashlib.sha256(f"{comparable(text)}\x1f{comparable(case)}".encode()).hexdigest()[:32]


def _case(case: Case, correction: Correction | None) -> Case:
    if correction is None:
        return case
    role: CaseRole = correction.fields.get("role", case.role)
    return replace(case, role=role, confidence=1.0, evidence=_certain(case.evidence))


def _row(row: Requirement, correction: Correction | None) -> Requirement:
    if correction is None:
        return row
    values = dict(correction.fields)
    if "types" in values:
        values["types"] = tuple(PaperType(name) for name in values["types"])
    if "options" in values:
        values["options"] = tuple(values["options"])
    for name in ("choice", "when", "validity_months"):
        if values.get(name) in {"", 0}:
            values[name] = None
    said = replace(row, **values, confidence=1.0, evidence=_certain(row.evidence))
    return _coherent(said)


def _coherent(row: Requirement) -> Requirement:
    """A heading or note asks for nothing; what is always due has no condition (contracts/requirements.md)."""
    if row.kind != "paper":
        row = replace(row, need="always", choice=None, options=(), present_only=False, types=(), keywords=())
    return row if row.need == "if" else replace(row, when=None, due_if=True)


def _certain(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(replace(found, confidence=1.0) for found in evidence)
