"""The table of what came in by watched folders and imports, so that nothing is taken twice."""

from datetime import datetime

from sqlalchemy import JSON, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class TakenRow(Base):
    """A file, a folder or a row of a list that was taken; written in the transaction that makes its dossiers.

    Attributes:
        key: SHA-256 over its name, its content and where it lay (`key_of` of `intake_ai.inbox.watching` and
            `intake_ai.inbox.bulk`): names of files often are names of people, so none is kept here.
        door: ``watch`` or ``import``.
        dossiers: Ids of what was made of it.
    """

    __tablename__ = "inbox_taken"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    door: Mapped[str] = mapped_column(String(16))
    dossiers: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
