"""The table by which a person's dossiers are found."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from intake_ai.storage.tables import Base


class PersonIndexRow(Base):
    """That a dossier holds data of somebody.

    Attributes:
        number_hash: HMAC-SHA256 of the identity number with a key of the installation, hexadecimal: there are so few
            numbers that a plain hash could be tried through.
    """

    __tablename__ = "person_index"
    __table_args__ = (Index("person_index_number", "number_hash"),)

    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"), primary_key=True)
    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
