"""Queries of what came in by watched folders and imports."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake_ai.inbox.tables import TakenRow

_KEYS_AT_ONCE = 500


class InboxRepository:
    """What was taken, by key, in one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def taken(self, key: str) -> TakenRow | None:
        return self._session.get(TakenRow, key)

    def note(self, key: str, door: str, dossiers: Collection[str]) -> None:
        """Writes down that something was taken.

        Raises:
            IntegrityError: Another process took it at this moment.
        """
        self._session.add(TakenRow(key=key, door=door, dossiers=list(dossiers), at=datetime.now(UTC)))
        self._session.flush()

    def among(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the keys that were taken."""
        listed, found = list(keys), set[str]()
        for start in range(0, len(listed), _KEYS_AT_ONCE):
            some = listed[start : start + _KEYS_AT_ONCE]
            found.update(self._session.scalars(select(TakenRow.key).where(TakenRow.key.in_(some))))
        return frozenset(found)
