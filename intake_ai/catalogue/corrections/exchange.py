"""Corrections as JSON Lines, so that centres can share what their officers found out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from intake_ai.catalogue.corrections.checking import checked_fields, checked_officer
from intake_ai.catalogue.corrections.corrections import Correction, Key, Scope, fingerprint
from intake_ai.catalogue.corrections.readings import SeenFact
from intake_ai.catalogue.corrections.store import as_correction, corrections_in_force, history, stored_fields
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.importing.text import visible
from intake_ai.catalogue.tables import CorrectionRow


class SharedCorrection(BaseModel):
    """One line of the file: a correction in force, with the words of the row that it is of.

    Attributes:
        twin: What tells it from others of the same words, empty where there are none.
        occurrence: The same in files written before; such a correction waits for a review.
        seen: As in Correction.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(min_length=1, max_length=64)
    scope: Scope
    source: str
    case: str = ""
    twin: str = Field(default="", max_length=24, pattern=r"^[0-9a-f#]*$")
    occurrence: int = Field(default=1, ge=1)
    action: Literal["correct", "confirm"]
    fields: dict[str, Any]
    seen: dict[SeenFact, Any] = Field(default_factory=dict)
    by: str
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
    _, _, twin = correction.key.fingerprint.partition("#")
    return {
        "code": correction.key.code,
        "scope": correction.key.scope,
        "source": correction.source,
        "case": correction.case_name,
        "twin": twin,
        "action": correction.action,
        "fields": dict(correction.fields),
        "seen": dict(correction.seen),
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


def _taken(session: Session, shared: SharedCorrection, here: dict[Key, Correction]) -> str:
    text, case = visible(shared.source), visible(shared.case)
    mark = fingerprint(text, case if shared.scope == "row" else "")
    twin = shared.twin or (str(shared.occurrence) if shared.occurrence > 1 else "")
    key = Key(shared.code, shared.scope, f"{mark}#{twin}" if twin else mark)
    ours = here.get(key)
    if ours and ours.action == shared.action and (ours.fields, ours.seen) == (shared.fields, shared.seen):
        return "known"
    if ours and ours.made_at >= shared.made_at:
        return "older"
    row = CorrectionRow(
        code=shared.code,
        scope=shared.scope,
        fingerprint=key.fingerprint,
        source=text,
        case_name=case,
        action=shared.action,
        fields=stored_fields(shared.fields, {str(fact): value for fact, value in shared.seen.items()}),
        by=shared.by,
        reason=visible(shared.reason),
        made_at=shared.made_at.astimezone(UTC),
    )
    session.add(row)
    session.flush()
    here[key] = as_correction(row)
    return "taken"


def _shared(number: int, line: str) -> SharedCorrection:
    try:
        shared = SharedCorrection.model_validate_json(line)
        fields = checked_fields(shared.scope, shared.fields)
        by = checked_officer(visible(shared.by))
    except (ValidationError, CorrectionRefused) as error:
        raise CorrectionRefused("correction-file-line", line=number, reason="") from error
    return shared.model_copy(update={"fields": fields, "by": by})
