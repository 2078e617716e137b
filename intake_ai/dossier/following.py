"""What happened to several dossiers since each was asked about last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from intake_ai.dossier.tables import DossierRow, EventRow
from intake_ai.storage.times import in_utc

_MOST_DOSSIERS = 100
"""In one statement; SQLite takes 1000 terms of an expression."""
_MOST_EVENTS = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a dossier.

    Attributes:
        id: Rises with time within a dossier.
        kind: `intake_ai.dossier.values.EventKind`.
        data: Codes and counts; no personal data.
    """

    id: int
    dossier: str
    at: datetime
    kind: str
    data: Mapping[str, Any]


def happened(session: Session, cursors: Mapping[str, int]) -> list[Happened]:
    """Events in their order, so many that one answer stays small; the rest comes when asked again.

    Each dossier has a cursor of its own: numbers are given before a transaction commits, so over all dossiers a lower
    number may show up after a higher one. Within one they follow each other, for whoever tells holds its row.

    Args:
        session: Of a transaction that reads.
        cursors: By dossier the number of the last event that is known.
    """
    found: list[EventRow] = []
    wanted = list(cursors.items())
    for start in range(0, len(wanted), _MOST_DOSSIERS):
        newer = [
            and_(EventRow.dossier_id == dossier, EventRow.id > last)
            for dossier, last in wanted[start : start + _MOST_DOSSIERS]
        ]
        found += session.scalars(select(EventRow).where(or_(*newer)).order_by(EventRow.id).limit(_MOST_EVENTS))
    return [Happened(row.id, row.dossier_id, in_utc(row.at), row.kind, row.data) for row in found]


def still_there(session: Session, dossiers: Sequence[str]) -> frozenset[str]:
    """Those of some dossiers that were neither erased nor deleted."""
    found: set[str] = set()
    for start in range(0, len(dossiers), _MOST_DOSSIERS):
        chunk = dossiers[start : start + _MOST_DOSSIERS]
        found |= set(
            session.scalars(select(DossierRow.id).where(DossierRow.id.in_(chunk), DossierRow.state != "erased"))
        )
    return frozenset(found)
