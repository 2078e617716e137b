"""The catalogue's tables: imports and when they come into force, their procedures, corrections, the selection."""

from datetime import date, datetime

from sqlalchemy import Date, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class CatalogueVersionRow(Base):
    """A catalogue file that was imported.

    Earlier ones stay: a dossier keeps the version that was valid when it was received. `current` marks the one in
    force in databases made before there were releases; when such a database is opened it becomes a release.
    """

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    file: Mapped[str] = mapped_column(String(255))
    format: Mapped[str] = mapped_column(String(32))
    imported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    compiler: Mapped[str] = mapped_column(String(16))
    current: Mapped[bool] = mapped_column(default=False)
    procedures: Mapped[int]
    active: Mapped[int]
    rows: Mapped[int]


class ReleaseRow(Base):
    """A decision that a version is in force from a day on; the latest day not after today counts, then the latest id.

    A layer is national, or local for what a province adds and overrides.
    """

    __tablename__ = "catalogue_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("catalogue_version.id"))
    layer: Mapped[str] = mapped_column(String(16))
    effective: Mapped[date] = mapped_column(Date)
    decided_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ProcedureRow(Base):
    """A procedure of one version; `document` is its JSON with compiled requirements.

    The document says whether the file marks the procedure for provinces, `active` whether the selection takes it.
    """

    __tablename__ = "catalogue_procedure"
    __table_args__ = (Index("catalogue_procedure_active", "version_id", "active"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("catalogue_version.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    active: Mapped[bool]
    document: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text, deferred=True)


class RecompilationRow(Base):
    """The rules `compiler` gave way to newer ones for a version."""

    __tablename__ = "catalogue_recompilation"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("catalogue_version.id"))
    compiler: Mapped[str] = mapped_column(String(16))
    replaced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class EarlierDocumentRow(Base):
    """What a recompilation replaced, for dossiers that were checked by it."""

    __tablename__ = "catalogue_earlier_document"

    recompilation_id: Mapped[int] = mapped_column(ForeignKey("catalogue_recompilation.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[str] = mapped_column(Text)


class CorrectionRow(Base):
    """One entry of the history of corrections; the latest of a row or case counts, none is ever changed."""

    __tablename__ = "catalogue_correction"
    __table_args__ = (Index("catalogue_correction_code", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    scope: Mapped[str] = mapped_column(String(8))
    fingerprint: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    case_name: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(16))
    fields: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(255))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SelectionRow(Base):
    """The procedures that a province receives, as rules in JSON; the latest counts."""

    __tablename__ = "catalogue_selection"

    id: Mapped[int] = mapped_column(primary_key=True)
    rules: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
