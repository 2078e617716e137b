"""The tables of the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class AuditRow(Base):
    """One entry; `chain` proves it and all before it.

    Attributes:
        number: From 1 without a gap.
        actor_kind: person, key, citizen or system.
        actor: Id of who did it; empty for the system.
        session: Id of the session or key use, shortened.
        action: `intake_ai.access.rules.Action`, or what the system did.
        subject_kind, subject: What it was done to, such as dossier and its id.
        why: Reason that the person gave; no personal data of the applicant.
        detail: Codes and counts; no personal data.
        before_after: Values before and after, sealed with the dossier's own key: erasing that key erases them, and
            the chain stays whole.
        chain: HMAC-SHA256 with the audit key over the chain of the entry before and all of this one, hexadecimal.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("audit_subject", "subject_kind", "subject", "number"),
        Index("audit_actor", "actor", "number"),
        Index("audit_action", "action", "number"),
        Index("audit_at", "at"),
    )

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(64))
    session: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(48))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(String(500), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    before_after: Mapped[bytes | None] = mapped_column(LargeBinary)
    chain: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Base):
    """The one row that says how many entries there are and what the last one proves, so that none is cut off the end.

    Attributes:
        id: Always 1.
        seal: HMAC-SHA256 with the audit key over number and chain, hexadecimal.
    """

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    chain: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class LookRow(Base):
    """That a person looked at a dossier in a session: told to the log once, however often the page is opened."""

    __tablename__ = "audit_look"
    __table_args__ = (Index("audit_look_dossier", "dossier_id"),)

    session: Mapped[str] = mapped_column(String(64), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
