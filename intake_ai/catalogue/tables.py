"""The catalogue's tables: one row for each import, and the procedures that came with it."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class CatalogueVersionRow(Base):
    """A catalogue file that was imported; the procedures of the current one are in force.

    Earlier ones stay: a dossier keeps the version that was valid when it was received.
    """

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    file: Mapped[str] = mapped_column(String(255))
    format: Mapped[str] = mapped_column(String(32))
    imported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    compiler: Mapped[str] = mapped_column(String(16))
    current: Mapped[bool]
    procedures: Mapped[int]
    active: Mapped[int]
    rows: Mapped[int]


class ProcedureRow(Base):
    """A procedure of one version; `document` is its JSON with compiled requirements."""

    __tablename__ = "catalogue_procedure"
    __table_args__ = (Index("catalogue_procedure_active", "version_id", "active"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("catalogue_version.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    active: Mapped[bool]
    document: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text, deferred=True)
