"""Corrections as JSON Lines, so that centres can share what their officers found out."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from intake_ai.catalogue.corrections.corrections import Action, Correction, Key, Scope, checked_fields, fingerprint
from intake_ai.catalogue.corrections.store import corrections_in_force, history
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.importing.text import visible
from intake_ai.catalogue.tables import CorrectionRow


class SharedCorrection(BaseModel):
    """One line of the file: a correction in force, with the words of the row that it is of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(min_length=1, max_length=64)
    scope: Scope
    source: str
    case: str = ""
    occurrence: int = Field(default=1, ge=1)
    action: Literal["correct", "confirm"]
    fields: dict[str, Any]
    by: str = Field(min_length=1, max_length=255)
    reason: str = ""
    made_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What became of the lines: taken over, the same here already, or a newer one here."""

    taken: int = 0
    known: int = 0
    older: int = 0


def exported(session: Session) -> Iterator[str]:
    """The corrections in force, one a line; those that were carried to another row are left out."""
    for of_procedure in corrections_in_force(session).values():
        for correction in of_procedure.values():
            if correction.action in {"correct", "confirm"}:
                yield json.dumps(as_document(correction), ensure_ascii=False)


def as_document(correction: Correction) -> dict[str, Any]:
    """The correction as a line of the file has it."""
    _, _, occurrence = correction.key.fingerprint.partition("#")
    return {
        "code": correction.key.code,
        "scope": correction.key.scope,
        "source": correction.source,
        "case": correction.case_name,
        "occurrence": int(occurrence or 1),
        "action": correction.action,
        "fields": dict(correction.fields),
        "by": correction.by,
        "reason": correction.reason,
        "made_at": correction.made_at.isoformat(),
    }


def take_over(session: Session, lines: Iterable[str]) -> Exchanged:
    """Add what others corrected; of two corrections of one row the later one counts.

    Raises:
        CorrectionRefused: A line is no correction; nothing may be kept then.
    """
    here = {key: one for of_procedure in corrections_in_force(session).values() for key, one in of_procedure.items()}
    here |= {one.key: one for one in history(session) if one.action == "drop"} | here
    counted = {"taken": 0, "known": 0, "older": 0}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            shared = _shared(number, line)
            counted[_taken(session, shared, here)] += 1
    return Exchanged(**counted)


def _taken(session: Session, shared: SharedCorrection, here: Mapping[Key, Correction]) -> str:
    text, case = visible(shared.source), visible(shared.case)
    mark = fingerprint(text, case if shared.scope == "row" else "")
    key = Key(shared.code, shared.scope, mark if shared.occurrence == 1 else f"{mark}#{shared.occurrence}")
    ours = here.get(key)
    if ours and ours.action == shared.action and ours.fields == shared.fields:
        return "known"
    if ours and ours.made_at >= shared.made_at:
        return "older"
    action: Action = shared.action
    session.add(
        CorrectionRow(
            code=shared.code,
            scope=shared.scope,
            fingerprint=key.fingerprint,
            source=text,
            case_name=case,
            action=action,
            fields=json.dumps(shared.fields, ensure_ascii=False),
            by=visible(shared.by),
            reason=visible(shared.reason),
            made_at=shared.made_at.astimezone(UTC),
        )
    )
    session.flush()
    return "taken"


def _shared(number: int, line: str) -> SharedCorrection:
    try:
        shared = SharedCorrection.model_validate_json(line)
        fields = checked_fields(shared.scope, shared.fields)
    except (ValidationError, CorrectionRefused) as error:
        raise CorrectionRefused("correction-file-line", line=number) from error
    return shared.model_copy(update={"fields": fields})
