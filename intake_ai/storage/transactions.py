"""Transactions: one that writes from its first moment, one that only reads, and what is done after a commit."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker

from intake_ai.storage.engine import READ_ONLY
from intake_ai.storage.errors import StorageUnusable

_HOOKS = "after_commit"
_DISK_FULL = "53100"
"""SQLSTATE of PostgreSQL."""
_PASSING = frozenset({READ_ONLY, "25P03"})
"""Of errors that PostgreSQL calls internal and that pass: a copy of the server answers, or it gave us up."""
_STOPPED_SECONDS = 20
"""A process that was stopped in the middle of a transaction keeps others waiting so long: less than their patience."""


@contextmanager
def writing(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A transaction that may write; committed at the end, rolled back on an error.

    SQLite has one writer: it waits here for its turn, before it has read anything, so that no reader has to become a
    writer after somebody else has changed what it read. Several of PostgreSQL's go on at once.

    Raises:
        StorageUnusable: The database is out of reach, locked for too long or full; nothing was changed.
    """
    with ExitStack() as hooks, database_errors_told(sessions):
        with sessions.begin() as session:
            connection = session.connection()
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{_STOPPED_SECONDS}s'")
            yield session
        for call in reversed(session.info.pop(_HOOKS, [])):
            hooks.callback(call)


@contextmanager
def reading(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A transaction that reads only; whatever it changes is dropped at its end.

    On SQLite all its answers are of one moment.

    Raises:
        StorageUnusable: The database is out of reach or locked for too long.
    """
    with database_errors_told(sessions), sessions() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        yield session


def after_commit(session: Session, call: Callable[[], object]) -> None:
    """Let `call` be done once the transaction of `writing` is committed, in the order given; never if it is not."""
    session.info.setdefault(_HOOKS, []).append(call)


@contextmanager
def database_errors_told(sessions: sessionmaker[Session]) -> Iterator[None]:
    """What the driver says of a database that cannot be used, as an error that a person can be told.

    Raises:
        StorageUnusable: In place of the driver's own error, whose text would name values of the statement.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        code = "storage-full" if _is_full(error) else "storage-database"
        raise StorageUnusable(code, _place(sessions), str(error.orig)) from error
    except InternalError as error:
        if getattr(error.orig, "sqlstate", None) not in _PASSING:
            raise
        raise StorageUnusable("storage-database", _place(sessions), str(error.orig)) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise StorageUnusable("storage-database", _place(sessions), "the file is no database") from error  # SQLite's
    except PoolTimeout as error:
        raise StorageUnusable("storage-database", _place(sessions), "no connection became free") from error


def _is_full(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL or "disk is full" in str(error.orig)


def _place(sessions: sessionmaker[Session]) -> str:
    engine = sessions.kw["bind"]
    return str(engine.url.render_as_string())
