"""Brings the tables of a database to the version that this program works with, and back.

A SQLite database belongs to this machine and is upgraded by whoever opens it first. PostgreSQL may be shared by
machines of different versions: an administrator upgrades it (``intake-ai db upgrade``), everybody else only looks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import InterfaceError, OperationalError

from intake_ai.storage.engine import lock_for_writing
from intake_ai.storage.errors import SchemaOutdated, StorageUnusable

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0002"
"""The newest migration; written here so that opening a database needs no Alembic."""
VERSION_TABLE = "alembic_version"
_NONE = "-"
_FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Make sure that the tables are those of this program: SQLite's are upgraded, PostgreSQL's looked at.

    Raises:
        SchemaOutdated: PostgreSQL's tables are older, or the tables of any database newer than this program.
        StorageUnusable: The database cannot be used.
    """
    found = version(engine)
    if found == HEAD:
        return
    if engine.dialect.name == "sqlite" and (found is None or found in _known()):
        upgrade(engine)
        return
    raise SchemaOutdated(_code(found), found or _NONE, HEAD)


def version(engine: Engine) -> str | None:
    """The migration that the database is at; None for one that is empty or older than all migrations.

    Raises:
        StorageUnusable: The database cannot be used.
    """
    with _told(engine), engine.connect() as connection:
        return _version(connection)


def upgrade(engine: Engine, target: str = HEAD) -> None:
    """Migrate forwards, in one transaction that alone writes; nothing to do is no error.

    Raises:
        SchemaOutdated: The database is newer than this program.
        StorageUnusable: The database cannot be used.
    """
    with migrating(engine) as connection:
        upgrade_within(connection, target)


def downgrade(engine: Engine, target: str) -> None:
    """Migrate backwards; what only newer tables hold is lost.

    Args:
        engine: Of the database.
        target: A migration, or ``base`` for an empty database.

    Raises:
        SchemaOutdated: The database is newer than this program.
        StorageUnusable: The database cannot be used.
    """
    with migrating(engine) as connection:
        downgrade_within(connection, target)


def versions() -> list[str]:
    """All migrations, the oldest first."""
    return sorted(_known())


def upgrade_within(connection: Connection, target: str = HEAD) -> None:
    """As `upgrade`, in the transaction of `migrating`."""
    from alembic import command  # noqa: PLC0415  needed once in the life of a version

    found = _version(connection)
    if found is not None and found not in _known():
        raise SchemaOutdated(_code(found), found, HEAD)
    if found is None or found < target:  # another process may have been faster
        command.upgrade(_config(connection), target)


def downgrade_within(connection: Connection, target: str) -> None:
    """As `downgrade`, in the transaction of `migrating`."""
    from alembic import command  # noqa: PLC0415  as above

    found = _version(connection)
    if found is not None and found not in _known():
        raise SchemaOutdated(_code(found), found, HEAD)
    if found is not None:
        command.downgrade(_config(connection), target)


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that alone writes; foreign keys are checked at its end.

    SQLite rebuilds a table to change it: with foreign keys on, dropping the old one would delete what refers to it.
    """
    sqlite = engine.dialect.name == "sqlite"
    with _told(engine), engine.connect() as connection:
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        try:
            with connection.begin():
                lock_for_writing(connection)
                yield connection
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StorageUnusable("storage-database", _place(engine), "foreign keys point nowhere")
        finally:
            if sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608  a constant
    return found


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415  as above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER))
    return config


def _known() -> set[str]:
    return {path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py")}


def _code(found: str | None) -> str:
    return "database-outdated" if found is None or found in _known() else "database-newer"


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StorageUnusable("storage-database", _place(engine), str(error.orig)) from error


def _place(engine: Engine) -> str:
    return engine.url.render_as_string()
