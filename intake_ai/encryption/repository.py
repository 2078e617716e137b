"""Rows that are sealed with an older key, and processes that may not know the first one."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from intake_ai.encryption.columns import SEALED_COLUMNS, SealedColumn
from intake_ai.storage.keyring import Keyring, head_of
from intake_ai.work.tables import WorkerProcessRow

_AT_ONCE = 200


class SealedRepository:
    """Sealed values in one transaction."""

    def __init__(self, session: Session, keys: Keyring) -> None:
        self._session, self._keys = session, keys

    def count_all_older(self) -> int:
        """Values of the database that another key than the first one sealed."""
        counts = (select(func.count()).where(*self._older(column)) for column in SEALED_COLUMNS)
        return sum(self._session.scalar(statement) or 0 for statement in counts)

    def seal_some_anew(self, column: SealedColumn) -> int:
        """Seal some values anew; how many, 0 once there is none left.

        Raises:
            SealBroken: A value was altered.
        """
        statement = select(*column.keys, column.sealed).where(*self._older(column)).limit(_AT_ONCE)
        rows: Sequence[Any] = self._session.execute(statement.with_for_update()).all()
        for row in rows:
            anew = self._keys.sealed_anew(row[-1], column.purpose(row))
            this = (key == value for key, value in zip(column.keys, row[:-1], strict=True))
            self._session.execute(update(column.sealed.class_).where(*this).values({column.sealed.key: anew}))
        return len(rows)

    def workers_since_before(self, moment: datetime, silent_since: datetime) -> list[str]:
        """Places of living worker processes that began before a moment."""
        living = WorkerProcessRow.seen_at > silent_since
        older = select(WorkerProcessRow.place).where(living, WorkerProcessRow.started_at < moment)
        return list(self._session.scalars(older))

    def _older(self, column: SealedColumn) -> Iterator[Any]:
        head = head_of(self._keys.sealing)
        yield column.sealed.is_not(None)
        yield func.substr(column.sealed, 1, len(head)) != head
