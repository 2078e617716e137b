"""Keeps the history of corrections, and finds those whose row has changed since."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake_ai.catalogue.corrections.checking import checked_fields, checked_officer
from intake_ai.catalogue.corrections.corrections import Action, Correction, Key, Scope, Target, targets
from intake_ai.catalogue.corrections.readings import (
    Changed,
    changed_since,
    readings_changed,
    seen_at_confirming,
    seen_in_file,
    still_confirmed,
)
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.tables import CorrectionRow
from intake_ai.catalogue.versions.row_matching import likeness
from intake_ai.storage.times import in_utc

_ALIKE = 0.35
"""Likeness from which a row is offered as the one that replaced a corrected row; an officer decides."""

_SEEN = "seen"
"""Under this name what was seen is kept beside the fields: databases made before have no column for it."""


@dataclass(frozen=True, slots=True)
class Review:
    """A correction whose row is no longer there as it was corrected or confirmed.

    Attributes:
        replaced_by: The row or case itself, or the one most like it, None where none is like it or the procedure is
            gone.
        procedure: Whether the procedure is still in the catalogue.
        changed: What is read, or stands in the file, otherwise than then, where the words are the same.
    """

    correction: Correction
    replaced_by: Target | None
    procedure: bool
    changed: tuple[Changed, ...] = ()


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
    return [as_correction(row) for row in session.scalars(query)]


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
    if action == "correct" and all(value is None for value in fields.values()):
        raise CorrectionRefused("correction-empty")
    before = corrections_in_force(session, code=target.key.code).get(target.key.code, {}).get(target.key)
    merged = checked_fields(target.key.scope, fields, before.fields if before else None, target.part)
    earlier = before.seen if before else {}
    confirmed = seen_at_confirming(target.part, merged) if action == "confirm" else still_confirmed(earlier, merged)
    over_file = seen_in_file(target.part, merged)
    if action == "correct" and not seen_in_file(target.part, fields):
        over_file = {name: earlier.get(name, value) for name, value in over_file.items()}
    return _added(session, _Entry.of(target, action, merged, {**confirmed, **over_file}), by, reason)


def close(session: Session, correction: Correction, action: Action, by: str, reason: str) -> Correction:
    """Take a correction back (drop), or mark it as carried over to another row.

    Raises:
        CorrectionRefused: Nobody says so.
    """
    one = correction
    return _added(session, _Entry(one.key, one.source, one.case_name, action, one.fields, one.seen), by, reason)


def carry(session: Session, review: Review, by: str, reason: str) -> Correction:
    """Take what an officer said over to the row that replaced the corrected one, or that is read otherwise today.

    What was confirmed and is read otherwise there becomes a correction.

    Raises:
        CorrectionRefused: No row has replaced it.
    """
    target, old = review.replaced_by, review.correction
    if target is None:
        raise CorrectionRefused("correction-not-replaced", number=old.number)
    if target.key != old.key:
        close(session, old, "carried", by, reason)
    if not old.fields and not old.seen:
        return keep(session, target, "confirm", {}, by, reason)
    fields = checked_fields(target.key.scope, {**_differing(old, target), **old.fields}, None, target.part)
    confirmed = still_confirmed(old.seen, fields)
    seen = {**confirmed, **seen_in_file(target.part, fields)}
    action: Action = "correct" if fields else "confirm"
    return _added(session, _Entry.of(target, action, fields, seen), by, reason)


def _differing(correction: Correction, target: Target) -> dict[str, Any]:
    """What was confirmed and is read otherwise in `target`, as fields of a correction."""
    differing = {change.fact: change.then for change in readings_changed(correction.seen, target.part)}
    if {"need", "when"} & set(differing):
        differing |= {name: correction.seen[name] for name in ("need", "when") if name in correction.seen}
    if differing.get("when", "") is None:
        del differing["when"]
    return {name: "" if value is None else value for name, value in differing.items()}


def find_reviews(
    corrections: Mapping[str, Mapping[Key, Correction]], procedures: Mapping[str, Procedure]
) -> list[Review]:
    """Corrections whose row or case is not in `procedures` (as imported) as it was when it was corrected.

    A confirmation made before the reading was kept with it says nothing that could be compared: it is found too.
    """
    found = []
    for code, of_procedure in corrections.items():
        procedure = procedures.get(code)
        there = list(targets(procedure)) if procedure else []
        by_key = {target.key: target for target in there}
        free = [target for target in there if target.key not in of_procedure]
        for key, correction in of_procedure.items():
            target = by_key.get(key)
            if correction.action == "carried":
                continue
            if target is None:
                found.append(Review(correction, _most_like(correction, free), procedure is not None))
            elif (changed := changed_since(correction.seen, target.part)) or _says_nothing(correction):
                found.append(Review(correction, target, True, changed))
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


def _says_nothing(correction: Correction) -> bool:
    return not correction.fields and not correction.seen


def _most_like(correction: Correction, candidates: Iterable[Target]) -> Target | None:
    scored = [
        (likeness(correction.source, target.source) + (target.case_name == correction.case_name) / 100, target)
        for target in candidates
        if target.key.scope == correction.key.scope
    ]
    best = max(scored, key=lambda entry: entry[0], default=None)
    return best[1] if best and best[0] >= _ALIKE else None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is to be added to the history; attributes as in Correction."""

    key: Key
    source: str
    case_name: str
    action: Action
    fields: Mapping[str, Any]
    seen: Mapping[str, Any]

    @classmethod
    def of(cls, target: Target, action: Action, fields: Mapping[str, Any], seen: Mapping[str, Any]) -> "_Entry":
        return cls(target.key, target.source, target.case_name, action, fields, seen)


def stored_fields(fields: Mapping[str, Any], seen: Mapping[str, Any]) -> str:
    """Both as the table keeps them."""
    return json.dumps({**fields, **({_SEEN: dict(seen)} if seen else {})}, ensure_ascii=False)


def _added(session: Session, entry: _Entry, by: str, reason: str) -> Correction:
    row = CorrectionRow(
        code=entry.key.code,
        scope=entry.key.scope,
        fingerprint=entry.key.fingerprint,
        source=entry.source,
        case_name=entry.case_name,
        action=entry.action,
        fields=stored_fields(entry.fields, entry.seen),
        by=checked_officer(by),
        reason=reason.strip(),
        made_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return as_correction(row)


def as_correction(row: CorrectionRow) -> Correction:
    """The entry as it is kept."""
    fields = json.loads(row.fields)
    seen = fields.pop(_SEEN, {})
    return Correction(
        number=row.id,
        key=Key(row.code, "case" if row.scope == "case" else "row", row.fingerprint),
        source=row.source,
        case_name=row.case_name,
        action=_ACTIONS[row.action],
        fields=fields,
        by=row.by,
        reason=row.reason,
        made_at=in_utc(row.made_at),
        seen=seen,
    )


_ACTIONS: dict[str, Action] = {"correct": "correct", "confirm": "confirm", "carried": "carried", "drop": "drop"}
