"""Tells those who follow a dossier that something happened to it."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from intake_ai.dossier.tables import DossierRow, EventRow
from intake_ai.dossier.values import EventKind


def tell(session: Session, dossier: DossierRow, kind: EventKind, **data: object) -> None:
    """Notes an event and raises the dossier's version; to be called with the dossier locked.

    Args:
        session: Of the transaction that makes it happen.
        dossier: Which.
        kind: Of the event.
        data: Codes and counts; no personal data.
    """
    now = datetime.now(UTC)
    dossier.version += 1
    dossier.changed_at = now
    session.add(EventRow(dossier_id=dossier.id, at=now, kind=kind, data=data))
    session.flush()
