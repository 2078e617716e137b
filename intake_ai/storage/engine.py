"""Opens the database: SQLite by default, any other that SQLAlchemy knows by its URL and that has a driver here."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from intake_ai.errors import BadRequest

_BUSY_TIMEOUT_SECONDS = 30
_POSTGRESQL = {
    "connect_timeout": 5,
    # a server that vanished without a word is noticed within a minute, and nobody waits for a lock for ever
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "options": "-c timezone=UTC -c lock_timeout=30s",
}
READ_ONLY = "25006"
"""SQLSTATE of a PostgreSQL server that takes no changes, such as one that another took the place of."""
_POOL: dict[str, Any] = {"pool_size": 5, "max_overflow": 20, "pool_timeout": 15}
"""A burst of requests gets a connection each; those beyond five are closed again when it is over."""
_OWNER_ALONE = 0o700
_WRITERS_KEY = 0x696E7461
"""Any number that other programs in the same PostgreSQL database do not lock by: "inta" in ASCII."""


def open_engine(url: str) -> Engine:
    """An engine for `url`; for SQLite the file's folder is made and the connection set up for many users.

    Raises:
        BadRequest: It is no URL of a database, or of one that we have no driver for (error-database-url).
    """
    try:
        return _opened(_with_driver(make_url(url)))
    except (ArgumentError, ImportError, ValueError) as error:
        raise BadRequest("error-database-url", type(error).__name__) from None  # its text may hold the password


def _opened(parsed: URL) -> Engine:
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True, connect_args=_POSTGRESQL, **_POOL)
        event.listen(engine, "handle_error", _hide_values)
        event.listen(engine, "handle_error", _leave_read_only)
        return engine
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    is_file = bool(parsed.database) and parsed.database != ":memory:"
    if is_file:
        _make_private(Path(str(parsed.database)))
    arguments: dict[str, Any] = {"connect_args": {"timeout": _BUSY_TIMEOUT_SECONDS}, **(_POOL if is_file else {})}
    engine = create_engine(parsed, hide_parameters=True, **arguments)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def lock_for_writing(connection: Connection) -> None:
    """Make this transaction the only one that writes, before it reads what it will change.

    Others wait until it ends. On other databases than these two, unique keys alone decide between two writers.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_WRITERS_KEY)))


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose values stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def _make_private(database: Path) -> None:
    """A database that is not there yet, empty and for its owner alone; SQLite gives its other files the same mode."""
    database.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
    database.touch(mode=0o600)


def _with_driver(url: URL) -> URL:
    """PostgreSQL's URL as people and hosters write it, with our driver."""
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def _hide_values(context: ExceptionContext) -> None:
    """PostgreSQL repeats the values of a row that breaks a rule; in an error they would get into logs."""
    said = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    if said:
        context.original_exception.args = (said,)
        if context.sqlalchemy_exception:
            context.sqlalchemy_exception.args = (said,)


def _leave_read_only(context: ExceptionContext) -> None:
    """Connections to a server that takes no changes any more are opened anew: the name may lead to another by then."""
    if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
        context.is_disconnect = True


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """WAL lets readers go on while one writes; what was committed outlives a power cut; foreign keys are checked."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    # what is deleted or overwritten is gone from the file, too: erased data must not be found in it
    connection.execute("PRAGMA secure_delete=ON")
