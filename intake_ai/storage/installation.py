"""An installation, opened: its settings, database, files and keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from intake_ai.settings import Settings
from intake_ai.storage.blobs import BlobStore
from intake_ai.storage.engine import open_engine, session_factory
from intake_ai.storage.errors import StorageUnusable
from intake_ai.storage.key_checks import check_keys, refuse_new_key
from intake_ai.storage.keyring import Keyring, keyring_from
from intake_ai.storage.stores import open_objects
from intake_ai.storage.upgrading import bring_up_to_date


@dataclass(frozen=True)
class Installation:
    """What every part of the service works on; usable by several threads, not across a fork."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    blobs: BlobStore
    keys: Keyring


@contextmanager
def open_installation(settings: Settings) -> Iterator[Installation]:
    """Open what the settings name; a new SQLite database is made, an outdated one brought up to date.

    Raises:
        StorageUnusable: Database, folder or store cannot be used.
        KeysUnusable: The keys are missing or not those of this installation; a new one is made on an empty one alone.
        SchemaOutdated: PostgreSQL's tables are of another version of the program.
        BadRequest: A setting cannot be.
    """
    keys = None if _has_no_keys(settings) else _keys(settings)
    try:
        engine = open_engine(settings.database)
    except OSError as error:
        raise StorageUnusable("storage-folder", settings.data_dir, error.strerror or "") from error
    try:
        sessions = session_factory(engine)
        bring_up_to_date(engine)
        objects = open_objects(settings)
        if keys is None:
            refuse_new_key(sessions, objects, settings.own_key_file)
            keys = _keys(settings)
        check_keys(sessions, keys)
        yield Installation(settings, engine, sessions, BlobStore(objects, keys), keys)
    finally:
        # a thread that still answers somebody gives its connection back after this
        event.listen(engine.pool, "checkin", lambda connection, _record: connection and connection.close())
        engine.dispose()


def _has_no_keys(settings: Settings) -> bool:
    return not settings.encryption_keys and settings.encryption_key_file is None and not settings.own_key_file.exists()


def _keys(settings: Settings) -> Keyring:
    return keyring_from(settings.encryption_keys, settings.encryption_key_file, settings.own_key_file)
