"""The base that the tables of every concept share, so that one call makes them all."""

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """All tables of the database; each concept declares its own in its `tables.py`."""
