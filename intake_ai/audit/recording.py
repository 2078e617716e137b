"""Tells the audit log what somebody did, in the transaction that does it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from intake_ai.access.rules import Actor
from intake_ai.audit.chain import ChainKey
from intake_ai.audit.repository import AuditRepository
from intake_ai.audit.tables import AuditRow, LookRow
from intake_ai.errors import BadRequest
from intake_ai.storage.keyring import Keyring, OwnKey

LOOKED = "dossier.look"
VALUES_PURPOSE = "audit"
_LONGEST_WHY = 500
_SESSION_DIGITS = 16
_WAITING = "audit"


@dataclass(frozen=True, slots=True)
class Change:
    """Values before and after; they may be personal, and go with the dossier's own key.

    Attributes:
        own: Key of the dossier (`Keyring.own`).
        before, after: JSON values by name.
    """

    own: OwnKey
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did.

    Attributes:
        action: `intake_ai.access.rules.Action`, or what the system did, in the same form.
        subject_kind, subject: What it was done to, such as ``dossier`` and its id.
        why: Reason that the person gave, at most 500 characters; nothing of an applicant.
        detail: Codes and counts that JSON can hold; nothing of an applicant.
        change: Values before and after.
    """

    actor: Actor
    action: str
    subject_kind: str
    subject: str
    why: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    change: Change | None = None


def record(session: Session, keys: Keyring, entry: Entry) -> None:
    """Put an entry into the log when this transaction commits; rolled back with it.

    Entries are numbered one after the other, for which writers wait for each other. So it is done last, right before
    the commit: nobody who holds a place in the log waits for anything else, and none lock each other out for ever.

    Args:
        session: Of the transaction.
        keys: Of the installation.
        entry: What was done.

    Raises:
        BadRequest: The reason is too long (audit-why-too-long).
    """
    if len(entry.why) > _LONGEST_WHY:
        raise BadRequest("audit-why-too-long", most=_LONGEST_WHY)
    waiting = _waiting_entries(session, keys)
    waiting.append((session.get_nested_transaction(), _row(entry)))


def look(session: Session, keys: Keyring, actor: Actor, dossier: str) -> bool:
    """Tell the log that somebody looks at a dossier, once in a session; whether this was the first look.

    Args:
        session: Of a transaction that may write; where `has_looked` says so none is needed.
        keys: Of the installation.
        actor: Who looks.
        dossier: Id.
    """
    if not AuditRepository(session).note_look(LookRow(session=actor.session, dossier_id=dossier, at=datetime.now(UTC))):
        return False
    record(session, keys, Entry(actor, LOOKED, "dossier", dossier))
    return True


def has_looked(session: Session, actor: Actor, dossier: str) -> bool:
    """Whether the look of this session is in the log already."""
    return AuditRepository(session).look(actor.session, dossier) is not None


def _row(entry: Entry) -> AuditRow:
    """The row without its place in the log."""
    actor = entry.actor
    return AuditRow(
        at=datetime.now(UTC),
        actor_kind=actor.kind,
        actor=actor.id,
        session=actor.session[:_SESSION_DIGITS],
        action=str(entry.action),
        subject_kind=entry.subject_kind,
        subject=entry.subject,
        why=entry.why,
        detail=json.loads(json.dumps(dict(entry.detail), allow_nan=False)),
        before_after=None if entry.change is None else _sealed(entry.change),
    )


def _sealed(change: Change) -> bytes:
    told = {"before": dict(change.before), "after": dict(change.after)}
    return change.own.seal(json.dumps(told, ensure_ascii=False).encode(), VALUES_PURPOSE)


_Waiting = list[tuple[SessionTransaction | None, AuditRow]]


def _waiting_entries(session: Session, keys: Keyring) -> _Waiting:
    """The entries that this session's transaction has told so far; the first one arranges that they are written."""
    if _WAITING not in session.info:
        waiting: _Waiting = []
        session.info[_WAITING] = waiting
        key = ChainKey.of(keys)
        event.listen(session, "before_commit", lambda committing: _write(committing, key))
        event.listen(session, "after_soft_rollback", _drop)
    found: _Waiting = session.info[_WAITING]
    return found


def _write(session: Session, key: ChainKey) -> None:
    """Give the waiting entries their places in the log; the last thing that the transaction does."""
    if session.in_nested_transaction() or not session.info[_WAITING]:
        return
    session.flush()  # what others may hold is waited for before the log is
    waiting: _Waiting = session.info[_WAITING]
    AuditRepository(session).append([row for _, row in waiting], key)
    waiting.clear()


def _drop(session: Session, ended: SessionTransaction) -> None:
    """Forget what was told within a part of the transaction that was rolled back."""
    waiting: _Waiting = session.info[_WAITING]
    waiting[:] = [told for told in waiting if ended.nested and told[0] is not ended]
