"""The tables of requests: answers to be repeated, and uploads under way."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class AnswerRow(Base):
    """The answer to a request with an Idempotency-Key, written in the transaction of what the request did.

    Attributes:
        actor: Who asked: keys of two people never meet.
        request_hash: SHA-256 of method, path and body: the same key with another request is refused.
        answer: Status, headers and body, sealed.
        dossier_id: That the request was about, so that its answers go when it is erased; None where it was about none.
    """

    __tablename__ = "request_answer"
    __table_args__ = (Index("request_answer_expiry", "expires_at"), Index("request_answer_dossier", "dossier_id"))

    actor: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    dossier_id: Mapped[str | None] = mapped_column(String(32))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ResumableUploadRow(Base):
    """A file that arrives in parts (tus 1.0); each part is kept by itself until the last is there.

    Attributes:
        length: Bytes of the whole.
        upload_id: Of the file, or the first of an archive, in the dossier once all parts were put together; None
            before. The row stays until it expires, for those who missed the answer to their last part.
    """

    __tablename__ = "resumable_upload"
    __table_args__ = (
        Index("resumable_upload_expiry", "expires_at"),
        Index("resumable_upload_dossier", "dossier_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    length: Mapped[int] = mapped_column(BigInteger)
    made_by: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    upload_id: Mapped[str | None] = mapped_column(String(32))


class UploadPartRow(Base):
    """A part of a resumable upload: where it begins, and the hash that its blob is named by."""

    __tablename__ = "upload_part"

    upload_id: Mapped[str] = mapped_column(ForeignKey("resumable_upload.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
