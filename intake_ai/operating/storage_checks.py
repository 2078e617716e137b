"""Looks at what is kept: database, its version, keys, files, catalogue, people. Makes nothing that is not there yet."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from intake_ai.access.repository import AccessRepository
from intake_ai.catalogue.service import open_catalogue
from intake_ai.encryption.repository import SealedRepository
from intake_ai.operating.finding import Finding, fine
from intake_ai.settings import Settings
from intake_ai.settings_sources import values_given
from intake_ai.storage.blobs import BlobStore
from intake_ai.storage.engine import open_engine, session_factory
from intake_ai.storage.errors import KeysUnusable, StorageUnusable
from intake_ai.storage.file_systems import is_on_network
from intake_ai.storage.key_checks import check_keys
from intake_ai.storage.keyring import Keyring, keyring_from
from intake_ai.storage.stores import open_objects
from intake_ai.storage.transactions import reading
from intake_ai.storage.upgrading import HEAD, version, versions
from ocr.errors import IntakeError


def check_database(settings: Settings) -> Iterator[Finding]:
    """Reachable, of the version of this program, set up as it should be."""
    url = _url(settings)
    if url is None:
        return
    place = url.render_as_string()
    if not _is_made(settings):
        yield Finding("database", "note", "doctor-database-new", {"place": place})
        return
    try:
        with _engine(settings) as engine:
            found = version(engine)
            if found != HEAD:
                yield _other_version(found, engine)
                return
            yield from _set_up(engine)
    except StorageUnusable as error:
        yield Finding("database", "fault", "doctor-database-away", {"place": place, "reason": error.detail})
        return
    except DBAPIError as error:
        yield Finding("database", "fault", "doctor-database-broken", {"place": place, "reason": str(error.orig)[:200]})
        return
    if url.get_backend_name() == "sqlite" and is_on_network(Path(url.database or "")):
        yield Finding("database", "fault", "doctor-sqlite-on-network", {"place": place})
    yield fine("database", detail=f"{place}, {HEAD}")


def check_the_keys(settings: Settings) -> Iterator[Finding]:
    """The keys that everything is sealed with: there, ours alone, those of this database."""
    path = settings.encryption_key_file or settings.own_key_file
    if not settings.encryption_keys:
        if not path.exists():
            if settings.encryption_key_file is None and not is_usable(settings):
                yield Finding("keys", "note", "doctor-keys-new", {"file": path})
            else:
                yield Finding("keys", "fault", "doctor-keys-gone", {"file": path})
            return
        found = path.stat()
        mode = stat.S_IMODE(found.st_mode)
        # a file of root's may be read by the group of the service; anybody else needs no group
        if mode & (0o037 if found.st_uid == 0 and found.st_gid != 0 else 0o077):
            yield Finding("keys", "fault", "doctor-keys-open", {"file": path, "mode": f"{mode:04o}"})
    try:
        keys = _keys(settings)
        if is_usable(settings):
            with _engine(settings) as engine:
                sessions = session_factory(engine)
                check_keys(sessions, keys)
                yield from _older_keys(sessions, keys)
    except (KeysUnusable, StorageUnusable) as error:
        yield Finding("keys", "fault", f"doctor-{error.code}", {"file": path, "ids": error.values.get("ids", "")})
        return
    given = values_given(Settings).get("encryption_keys")
    place = given.origin.place if settings.encryption_keys and given else str(path)
    # whoever loses them has lost every dossier: said each time, as nobody else would say it in time
    yield Finding("keys", "note", "doctor-keys-backup", {"ids": ", ".join(keys.ids), "file": place})


def _older_keys(sessions: sessionmaker[Session], keys: Keyring) -> Iterator[Finding]:
    """Keys were changed, and what was sealed before was not sealed anew."""
    with reading(sessions) as session:
        waiting = SealedRepository(session, keys).count_all_older()
    if waiting:
        yield Finding("keys", "note", "doctor-keys-reseal", {"values": waiting, "id": keys.sealing.id})


def check_blobs(settings: Settings) -> Iterator[Finding]:
    """Whether files can be written, read back and deleted."""
    if not _has_keys(settings):
        return
    name, content = f"doctor/{secrets.token_hex(8)}", os.urandom(4096)
    try:
        store = BlobStore(open_objects(settings), _keys(settings))
        store.put_named(name, content)
        back = store.get_named(name)
        store.delete_named(name)
    except IntakeError as error:
        yield Finding("blobs", "fault", "doctor-blobs", {"place": _blob_place(settings), "reason": error.detail})
        return
    if back == content:
        yield fine("blobs", detail=_blob_place(settings))
    else:
        yield Finding("blobs", "fault", "doctor-blobs", {"place": _blob_place(settings), "reason": "other content"})


def check_catalogue(settings: Settings) -> Iterator[Finding]:
    """Procedures are there, and their rows are compiled."""
    if not is_usable(settings):
        return
    with open_catalogue(settings) as catalogue:
        active = catalogue.active
        of_version = catalogue.version()
    compiled = sum(bool(procedure.requirements) for procedure in active)
    values = {"version": of_version, "procedures": len(active), "compiled": compiled}
    if not compiled:
        yield Finding("catalogue", "fault", "doctor-catalogue-empty", values)
    else:
        yield Finding("catalogue", "fine", "doctor-fine-catalogue", values)


def check_people(settings: Settings) -> Iterator[Finding]:
    """Somebody can sign in and make accounts."""
    if not is_usable(settings):
        return
    with _engine(settings) as engine, reading(session_factory(engine)) as session:
        administrators = AccessRepository(session).other_administrators("")
    if administrators:
        yield Finding("people", "fine", "doctor-fine-people", {"count": administrators})
    else:
        yield Finding("people", "warning", "doctor-no-administrator")


def is_usable(settings: Settings) -> bool:
    """Whether the database is there and of our version, so that its tables can be asked."""
    try:
        if not _is_made(settings):
            return False
        with _engine(settings) as engine:
            return version(engine) == HEAD
    except (StorageUnusable, DBAPIError):
        return False


def _is_made(settings: Settings) -> bool:
    """Whether there is a database yet; opening a SQLite file would make it."""
    url = _url(settings)
    return url is not None and (url.get_backend_name() != "sqlite" or Path(url.database or "").exists())


def _url(settings: Settings) -> URL | None:
    """Of the database; None where it is none, which the check of the settings tells."""
    try:
        return make_url(settings.database)
    except ArgumentError:
        return None


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database)
    try:
        yield engine
    finally:
        engine.dispose()


def _other_version(found: str | None, engine: Engine) -> Finding:
    values = {"found": found or "-", "wanted": HEAD}
    if found is not None and found not in versions():
        return Finding("database", "fault", "doctor-database-newer", values)
    if engine.dialect.name == "sqlite":
        return Finding("database", "note", "doctor-database-will-upgrade", values)
    return Finding("database", "fault", "doctor-database-outdated", values)


def _set_up(engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            mode = str(connection.scalar(text("PRAGMA journal_mode")))
            if mode.casefold() != "wal":
                yield Finding("database", "warning", "doctor-sqlite-no-wal", {"mode": mode})
            broken = str(connection.scalar(text("PRAGMA quick_check(1)")))
            if broken != "ok":
                yield Finding(
                    "database", "fault", "doctor-database-broken", {"place": "SQLite", "reason": broken[:200]}
                )
        elif engine.dialect.name == "postgresql":
            encoding = str(connection.scalar(text("SHOW server_encoding")))
            if encoding != "UTF8":
                yield Finding("database", "fault", "doctor-postgresql-encoding", {"encoding": encoding})


def _keys(settings: Settings) -> Keyring:
    return keyring_from(settings.encryption_keys, settings.encryption_key_file, settings.own_key_file)


def _has_keys(settings: Settings) -> bool:
    return bool(settings.encryption_keys) or (settings.encryption_key_file or settings.own_key_file).exists()


def _blob_place(settings: Settings) -> str:
    return settings.blob_url or str(settings.data_dir / "blobs")
