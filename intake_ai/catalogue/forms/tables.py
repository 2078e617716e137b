"""The table of blank forms; dossiers are read with those that are there."""

from datetime import datetime

from sqlalchemy import DateTime, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class FormRow(Base):
    """A blank form; `template` is its JSON. A file with several forms has a row for each, told apart by `part`."""

    __tablename__ = "catalogue_form"
    __table_args__ = (UniqueConstraint("sha256", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    part: Mapped[int]
    file: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(Text)
    form_number: Mapped[str] = mapped_column(String(64))
    procedures: Mapped[str] = mapped_column(Text)
    template: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
