"""The tables of work: what is to be done, who is at it, who leads, and counts for the metrics."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")


class WorkRow(Base):
    """One thing to do for one run of a dossier; written in the transaction that makes it necessary.

    Attributes:
        kind: `intake_ai.work.kinds.Kind`: open, glance, look, read or check.
        subject: What of the dossier: ``<upload id>`` to open, ``<upload id>/<page>`` to glance or read, else empty.
        priority: Rank of the dossier's queue, 0 first.
        rank: Of the kind within the queue, 0 first: a glance goes before a reading.
        state: waiting, running, done, set_aside or cancelled.
        tries: Times that it was begun.
        interrupted: Times that its process ended together with its worker or machine; these are no tries.
        not_before: When it may be begun again after a failure.
        claimed_by: `WorkerProcessRow.id` of who is at it.
        reason: Code and values of why it failed last or was set aside; no personal data.
        seconds: That the last try took.
    """

    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("dossier_id", "run", "kind", "subject", name="work_once"),
        Index("work_next", "state", "priority", "rank", "id"),
        Index("work_claimed", "state", "claimed_by"),
        Index("work_oldest", "state", "priority", "made_at"),
        Index("work_ended", "ended_at"),
    )

    id: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    run: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(48), default="")
    priority: Mapped[int]
    rank: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    interrupted: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    claimed_by: Mapped[str | None] = mapped_column(String(64))
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    seconds: Mapped[float | None]
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class WorkerProcessRow(Base):
    """A process that does work, with the last time that it said so; what a silent one had in hand is given back.

    Attributes:
        id: By chance, made when the process starts.
        place: Host and process number, for the operator.
        queues: That it works for, names parted by commas.
    """

    __tablename__ = "worker_process"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(String(128))
    queues: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class LeadRow(Base):
    """Which of many processes does what only one should do, such as the sweep, and until when."""

    __tablename__ = "lead"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CountRow(Base):
    """How often something ended in some way, over all time: counters for the metrics, which rows come and go from."""

    __tablename__ = "work_count"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    times: Mapped[int] = mapped_column(BigInteger, default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
