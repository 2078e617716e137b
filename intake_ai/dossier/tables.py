"""The tables of dossiers: what came in, what is known of it, what people changed and decided, and what happened."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column of type INTEGER."""


class DossierRow(Base):
    """What one person brings for one procedure, or what a citizen lets check.

    Attributes:
        id: 32 hexadecimal digits by chance, so that none can be guessed from another.
        code: Mã hồ sơ as people know it; opaque, a target may issue it.
        purpose: ``counter``, or ``citizen`` for a check without an account, which is kept for minutes.
        priority: Queue of its work: ``citizen``, ``counter`` or ``bulk``.
        state: `intake_ai.dossier.states.State`.
        channel: How it came: direct, online or postal.
        procedure: Code that a person chose; None lets the pages tell.
        situation: Case, answers and rows due that a person said, as `Situation`.
        department: Code of the department that it is for; None until known.
        created_by: Person or key.
        version: Raised by every change that a person can see; the ETag.
        run: Number of the reading and checking in force, from 0 (none yet); work of earlier runs counts no more.
        report: Hash of the blob with the report of `run`.
        first_look: Hash of the blob with what a glance showed.
        verdict: Of the report, for lists.
        found_procedure: Code in the report, for lists.
        pages: Of all files of `run`, as far as they are opened.
        pages_read: Of these, read so far.
        token_hash: SHA-256 of the secret that opens a citizen's check.
        expires_at: When nothing of it is kept any more; None for what no time limits.
        own_key: Key that its personal details are sealed with, itself sealed; gone once the dossier is erased.
        failure: Code of the sentence why it could not be checked.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index("dossier_newest", "created_at", "id"),
        Index("dossier_state", "state", "purpose", "created_at"),
        Index("dossier_department", "department", "created_at"),
        Index("dossier_expiry", "expires_at"),
        Index("dossier_maker", "created_by", "created_at"),
        Index("dossier_verdict", "verdict", "created_at"),
        Index("dossier_found", "found_procedure", "created_at"),
        Index("dossier_received", "received", "created_at"),
        Index("dossier_token", "token_hash"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str | None] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(16))
    priority: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    received: Mapped[date] = mapped_column(Date)
    channel: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    procedure: Mapped[str | None] = mapped_column(String(64))
    situation: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    department: Mapped[str | None] = mapped_column(String(64))
    created_by: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int] = mapped_column(default=1)
    run: Mapped[int] = mapped_column(default=0)
    report: Mapped[str | None] = mapped_column(String(64))
    first_look: Mapped[str | None] = mapped_column(String(64))
    verdict: Mapped[str | None] = mapped_column(String(16))
    found_procedure: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int] = mapped_column(default=0)
    pages_read: Mapped[int] = mapped_column(default=0)
    token_hash: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    own_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    failure: Mapped[str | None] = mapped_column(String(64))


class UploadRow(Base):
    """A file as it came; its content is the blob of its hash and is never changed.

    Attributes:
        position: In the dossier, from 0.
        name: Unique among the files of the dossier that are not removed.
        sha256: Of its content, hexadecimal.
        size: Bytes.
        kind: `ocr.formats.Kind`, judged by content; None until it was opened.
        pages: None until it was opened.
        error: Code and values of the sentence why it cannot be read.
        failed_pages: Problem of each page that could not be read, by its number as text.
        removed_at: When a person took it out again.
    """

    __tablename__ = "upload"
    __table_args__ = (Index("upload_dossier", "dossier_id", "position"), Index("upload_content", "sha256"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str | None] = mapped_column(String(16))
    pages: Mapped[int | None]
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    failed_pages: Mapped[dict[str, str] | None] = mapped_column(JSON)
    added_by: Mapped[str | None] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class CorrectionRow(Base):
    """A value of a field that a person set; the one proposed stays in the report.

    Attributes:
        run: Whose report the person saw.
        field: `intake_ai.dossier.field_ids.field_id`.
        kind: Of the field, for counts of what people change.
        before, after: Values, sealed with the dossier's own key.
        undone_at: When it was taken back, or another took its place.
    """

    __tablename__ = "field_correction"
    __table_args__ = (Index("field_correction_dossier", "dossier_id", "id"),)

    id: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    run: Mapped[int]
    field: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    before: Mapped[bytes] = mapped_column(LargeBinary)
    after: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ConfirmationRow(Base):
    """What an officer decided on a report; never altered, a later one takes its place.

    Attributes:
        report: Hash of the report that the officer saw.
        decision: `intake_ai.dossier.states.Decision`.
        proposed: Verdict that the report proposed.
        note: Reasons in the officer's words, sealed with the dossier's own key.
    """

    __tablename__ = "confirmation"
    __table_args__ = (Index("confirmation_dossier", "dossier_id", "id"),)

    id: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    run: Mapped[int]
    report: Mapped[str] = mapped_column(String(64))
    decision: Mapped[str] = mapped_column(String(16))
    proposed: Mapped[str] = mapped_column(String(16))
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class EventRow(Base):
    """Something that happened to a dossier, in the order told to those who follow it; no personal data."""

    __tablename__ = "dossier_event"
    __table_args__ = (Index("dossier_event_dossier", "dossier_id", "id"),)

    id: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    kind: Mapped[str] = mapped_column(String(32))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
