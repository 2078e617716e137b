"""Opens the database: SQLite by default, any other that SQLAlchemy knows by its URL."""

from pathlib import Path
from sqlite3 import Connection

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

from intake_ai.storage.tables import Base

_BUSY_TIMEOUT_SECONDS = 30


def open_engine(url: str) -> Engine:
    """An engine for `url`; for SQLite the file's folder is made and the connection set up for many users."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": _BUSY_TIMEOUT_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def create_tables(engine: Engine) -> None:
    """Make the tables that are not there yet; those of a concept count once its `tables.py` is imported."""
    Base.metadata.create_all(engine)


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose values stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def _set_up_sqlite(connection: Connection, _record: object) -> None:
    """WAL lets readers go on while one writes; without the pragma SQLite does not check foreign keys."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
