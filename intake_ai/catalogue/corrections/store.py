"""Keeps the history of corrections, and finds those whose row has changed since."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake_ai.catalogue.corrections.corrections import Action, Correction, Key, Scope, Target, checked_fields, targets
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.tables import CorrectionRow
from intake_ai.catalogue.versions.row_matching import likeness

_ALIKE = 0.35
"""Likeness from which a row is offered as the one that replaced a corrected row; an officer decides."""


_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Review:
    """A correction whose row is no longer there as it was corrected.

    Attributes:
        replaced_by: The row or case most like it, None where none is like it or the procedure is gone.
        procedure: Whether the procedure is still in the catalogue.
    """

    correction: Correction
    replaced_by: Target | None
    procedure: bool


def corrections_in_force(
    session: Session, until: int | None = None, code: str | None = None
) -> dict[str, dict[Key, Correction]]:
    """By procedure the last entry of each row and case, without those taken back.

    Args:
        until: The last entry that counts, None for all.
        code: The one procedure that is asked for, None for all.
    """
    latest: dict[Key, Correction] = {}
    for correction in history(session, code, until):
        latest[correction.key] = correction
    found: dict[str, dict[Key, Correction]] = {}
    for key, correction in latest.items():
        if correction.action != "drop":
            found.setdefault(key.code, {})[key] = correction
    return found


def history(session: Session, code: str | None = None, until: int | None = None) -> list[Correction]:
    """All entries, the oldest first."""
    query = select(CorrectionRow).order_by(CorrectionRow.id)
    if code is not None:
        query = query.where(CorrectionRow.code == code)
    if until is not None:
        query = query.where(CorrectionRow.id <= until)
    return [_correction(row) for row in session.scalars(query)]


def last_number(session: Session) -> int:
    """Number of the last entry, 0 before the first; stands for the state of all corrections."""
    return session.scalar(select(func.max(CorrectionRow.id))) or 0


def keep(
    session: Session, target: Target, action: Action, fields: Mapping[str, Any], by: str, reason: str
) -> Correction:
    """Add an entry for `target`; fields that an earlier one corrected and this one does not name stay corrected.

    Raises:
        CorrectionRefused: A field or value cannot be, nothing is said, or nobody says it.
    """
    before = corrections_in_force(session).get(target.key.code, {}).get(target.key)
    said = checked_fields(target.key.scope, fields)
    if action == "correct" and not said:
        raise CorrectionRefused("correction-empty")
    merged = {**(before.fields if before else {}), **said}
    if merged.get("need") == "if" and not merged.get("when"):
        raise CorrectionRefused("correction-without-when")
    if merged.get("need") == "always":
        merged.pop("when", None)
    return _added(session, target, action, merged, by, reason)


def close(session: Session, correction: Correction, action: Action, by: str, reason: str) -> Correction:
    """Take a correction back (drop), or mark it as carried over to another row.

    Raises:
        CorrectionRefused: Nobody says so.
    """
    target = Target(correction.key, correction.source, correction.case_name, -1)
    return _added(session, target, action, dict(correction.fields), by, reason)


def carry(session: Session, review: Review, by: str, reason: str) -> Correction:
    """Take a correction over to the row that replaced the corrected one.

    Raises:
        CorrectionRefused: No row has replaced it.
    """
    if review.replaced_by is None:
        raise CorrectionRefused("correction-not-replaced", number=review.correction.number)
    close(session, review.correction, "carried", by, reason)
    action: Action = "correct" if review.correction.fields else "confirm"
    return keep(session, review.replaced_by, action, review.correction.fields, by, reason)


def find_reviews(
    corrections: Mapping[str, Mapping[Key, Correction]], procedures: Mapping[str, Procedure]
) -> list[Review]:
    """Corrections whose row or case is not in `procedures` (as imported) as it was when it was corrected."""
    found = []
    for code, of_procedure in corrections.items():
        procedure = procedures.get(code)
        there = list(targets(procedure)) if procedure else []
        keys = {target.key for target in there}
        free = [target for target in there if target.key not in of_procedure]
        for key, correction in of_procedure.items():
            if key not in keys and correction.action != "carried":
                found.append(Review(correction, _most_like(correction, free), procedure is not None))
    return sorted(found, key=lambda review: review.correction.number)


def find_target(procedure: Procedure, scope: Scope, index: int) -> Target:
    """The row or case at `index`.

    Raises:
        CorrectionRefused: The procedure has none there.
    """
    for target in targets(procedure):
        if target.key.scope == scope and target.index == index:
            return target
    raise CorrectionRefused(f"correction-{scope}-unknown", procedure=procedure.code, number=index)


def _most_like(correction: Correction, candidates: Iterable[Target]) -> Target | None:
    scored = [
        (likeness(correction.source, target.source) + (target.case_name == correction.case_name) / 100, target)
        for target in candidates
        if target.key.scope == correction.key.scope
    ]
    best = max(scored, key=lambda entry: entry[0], default=None)
    return best[1] if best and best[0] >= _ALIKE else None


def _added(
    session: Session, target: Target, action: Action, fields: Mapping[str, Any], by: str, reason: str
) -> Correction:
    if not by.strip():
        raise CorrectionRefused("correction-nobody")
    if len(by.strip()) > _LONGEST_NAME:
        raise CorrectionRefused("correction-value-wrong", field="by")
    row = CorrectionRow(
        code=target.key.code,
        scope=target.key.scope,
        fingerprint=target.key.fingerprint,
        source=target.source,
        case_name=target.case_name,
        action=action,
        fields=json.dumps(dict(fields), ensure_ascii=False),
        by=by.strip(),
        reason=reason.strip(),
        made_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return _correction(row)


def _correction(row: CorrectionRow) -> Correction:
    return Correction(
        number=row.id,
        key=Key(row.code, "case" if row.scope == "case" else "row", row.fingerprint),
        source=row.source,
        case_name=row.case_name,
        action=_ACTIONS[row.action],
        fields=json.loads(row.fields),
        by=row.by,
        reason=row.reason,
        made_at=row.made_at.replace(tzinfo=UTC),
    )


_ACTIONS: dict[str, Action] = {"correct": "correct", "confirm": "confirm", "carried": "carried", "drop": "drop"}
