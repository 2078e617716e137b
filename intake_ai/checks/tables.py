"""The table of citizens' checks, beside that of their dossiers."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class CheckRow(Base):
    """What a citizen agreed to, and the code that hands the check over at the counter; gone with its dossier.

    Attributes:
        consent: Version of the text agreed to.
        code_hash: Of the code shown last (`intake_ai.checks.service`); None where none is shown.
        code_expires_at: Until when it is good.
    """

    __tablename__ = "citizen_check"

    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"), primary_key=True)
    consent: Mapped[str] = mapped_column(String(32))
    consented_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
