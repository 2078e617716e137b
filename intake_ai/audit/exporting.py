"""The audit log for who inspects it: entries as lines of JSON, and sealed values opened for who may see them."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from intake_ai.audit.chain import written_time
from intake_ai.audit.recording import VALUES_PURPOSE
from intake_ai.audit.repository import AuditRepository, EntryFilter
from intake_ai.audit.tables import AuditRow
from intake_ai.storage.keyring import OwnKey
from intake_ai.storage.transactions import reading

_AT_ONCE = 500


def export(session: Session, wanted: EntryFilter | None = None) -> Iterator[str]:
    """Entries, the first one first, one line of JSON each; without the values before and after, which are sealed."""
    for row in AuditRepository(session).in_order(wanted):
        yield json.dumps(told(row), ensure_ascii=False)


def export_in_parts(sessions: sessionmaker[Session], wanted: EntryFilter) -> Iterator[str]:
    """As `export`, some lines at a time, each part read in a transaction of its own: who takes long keeps none open."""
    rows: Sequence[AuditRow] = ()
    while True:
        with reading(sessions) as session:
            rows = AuditRepository(session).following(wanted, rows[-1].number if rows else 0, _AT_ONCE)
        if not rows:
            return
        yield "".join(f"{json.dumps(told(row), ensure_ascii=False)}\n" for row in rows)


def told(row: AuditRow) -> dict[str, Any]:
    """What an entry says, as plain JSON values."""
    return {
        "number": row.number,
        "at": written_time(row.at),
        "actor_kind": row.actor_kind,
        "actor": row.actor,
        "session": row.session,
        "action": row.action,
        "subject_kind": row.subject_kind,
        "subject": row.subject,
        "why": row.why,
        "detail": row.detail,
        "has_values": row.before_after is not None,
        "chain": row.chain,
    }


def values_of(row: AuditRow, own: OwnKey | None) -> dict[str, Any] | None:
    """Values before and after (`intake_ai.audit.recording.Change`); None where there are none, or they were erased.

    Args:
        row: The entry.
        own: Key of the dossier that it is about; None once that was erased.

    Raises:
        SealBroken: They were altered.
    """
    if row.before_after is None or own is None:
        return None
    found: dict[str, Any] = json.loads(own.open(row.before_after, VALUES_PURPOSE))
    return found
