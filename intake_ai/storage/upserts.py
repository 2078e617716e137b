"""Inserts that say what to do where the row is there already; SQLite and PostgreSQL each have their own."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from intake_ai.storage.tables import Base


def insert_into(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An insert with ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    is_server = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if is_server else sqlite.insert(table)
