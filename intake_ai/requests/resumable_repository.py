"""All queries of resumable uploads."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from intake_ai.requests.errors import ResumableUnknown
from intake_ai.requests.tables import ResumableUploadRow, UploadPartRow


class ResumableRepository:
    """Uploads under way as one transaction sees them.

    Args:
        session: Of the transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: ResumableUploadRow | UploadPartRow) -> None:
        self._session.add(row)
        self._session.flush()

    def get(self, dossier: str, identifier: str) -> ResumableUploadRow:
        """One upload of a dossier.

        Raises:
            ResumableUnknown: There is none.
        """
        return _of(dossier, self._session.get(ResumableUploadRow, identifier))

    def locked(self, dossier: str, identifier: str) -> ResumableUploadRow:
        """As `get`; nobody else changes it until this transaction ends."""
        statement = select(ResumableUploadRow).where(ResumableUploadRow.id == identifier).with_for_update()
        return _of(dossier, self._session.scalar(statement.execution_options(populate_existing=True)))

    def under_way(self, dossier: str, now: datetime) -> Sequence[ResumableUploadRow]:
        """Not finished yet, and not expired."""
        statement = select(ResumableUploadRow).where(
            ResumableUploadRow.dossier_id == dossier,
            ResumableUploadRow.upload_id.is_(None),
            ResumableUploadRow.expires_at > now,
        )
        return self._session.scalars(statement).all()

    def received(self, identifier: str) -> int:
        """Bytes that are there: parts follow each other without a gap."""
        statement = select(func.sum(UploadPartRow.size)).where(UploadPartRow.upload_id == identifier)
        return int(self._session.scalar(statement) or 0)

    def parts(self, identifier: str) -> Sequence[UploadPartRow]:
        """In their order."""
        statement = select(UploadPartRow).where(UploadPartRow.upload_id == identifier)
        return self._session.scalars(statement.order_by(UploadPartRow.start)).all()

    def expired(self, now: datetime, most: int) -> Sequence[ResumableUploadRow]:
        statement = select(ResumableUploadRow).where(ResumableUploadRow.expires_at <= now).limit(most)
        return self._session.scalars(statement).all()

    def forget_parts(self, identifier: str) -> None:
        self._session.execute(delete(UploadPartRow).where(UploadPartRow.upload_id == identifier))

    def forget_part(self, identifier: str, start: int) -> None:
        wanted = (UploadPartRow.upload_id == identifier, UploadPartRow.start == start)
        self._session.execute(delete(UploadPartRow).where(*wanted))

    def forget(self, row: ResumableUploadRow) -> None:
        self.forget_parts(row.id)
        self._session.delete(row)
        self._session.flush()


def _of(dossier: str, found: ResumableUploadRow | None) -> ResumableUploadRow:
    if found is None or found.dossier_id != dossier:
        raise ResumableUnknown
    return found
