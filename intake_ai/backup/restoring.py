"""Restores a backup into an empty installation, and proves that it holds what the backup holds.

Everything is proven before the database is committed, and that comes last: an interrupted restore leaves an empty
database, and can be begun again.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.orm import Session

from intake_ai.audit.anchoring import keep_anchor
from intake_ai.audit.verifying import verify
from intake_ai.backup.errors import BackupDamaged, BackupRefused
from intake_ai.backup.folders import check_folders, restore_folders
from intake_ai.backup.manifest import FileEntry, Manifest, digest_key, read_files, read_manifest, sha256_of
from intake_ai.backup.rows import Digest, insert_lines, is_empty, lines_of, tables_of
from intake_ai.settings import Settings
from intake_ai.storage.blobs import STORED_NAME
from intake_ai.storage.engine import open_engine
from intake_ai.storage.errors import SealBroken
from intake_ai.storage.installation import open_installation
from intake_ai.storage.keyring import Keyring, given_keyring
from intake_ai.storage.objects import Objects
from intake_ai.storage.sealed_files import read_sealed
from intake_ai.storage.stores import open_objects
from intake_ai.storage.upgrading import HEAD, downgrade_within, migrating, upgrade_within, versions

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Restored:
    """What was restored, proven equal.

    Attributes:
        rows: In all tables.
        files: Sealed files.
        audit_entries: Of the audit log, whose chain is whole.
        gone: Files that rows name but that the backup does not have.
    """

    rows: int
    files: int
    audit_entries: int
    gone: tuple[str, ...]


def restore_backup(settings: Settings, source: Path, progress: Progress = lambda _done, _all: None) -> Restored:
    """Restore into the database and the store that the settings name; both must be empty.

    Args:
        settings: With the keys that the backup was taken with: they are not in it.
        source: Folder of the backup.
        progress: Told how many files of how many are copied.

    Raises:
        BackupDamaged: The backup is not whole, was altered, or is of other keys or a newer program.
        BackupRefused: The database has rows, or the store files that are not of this backup.
        KeysUnusable: There are no keys; none are made.
        StorageUnusable: Database or store cannot be used.
    """
    keys = given_keyring(settings.encryption_keys, settings.encryption_key_file or settings.own_key_file)
    manifest = read_manifest(source, keys)
    if manifest.schema_version not in versions():
        raise BackupDamaged("backup-newer", manifest.schema_version)
    files = tuple(read_files(source, manifest))
    objects = open_objects(settings)
    with _engine(settings) as engine, migrating(engine) as connection:
        if not is_empty(connection):
            raise BackupRefused("restore-not-empty", engine.url.render_as_string())
        check_folders(settings.data_dir, manifest.data, source / "data")
        _restore_files(source, files, objects, progress)
        restore_folders(settings.data_dir, manifest.data, source / "data", keys)
        downgrade_within(connection, "base")  # empty tables may be of another version than the backup
        upgrade_within(connection, manifest.schema_version)
        rows = sum(_restored_table(connection, table, source, manifest, keys) for table in tables_of(connection))
        upgrade_within(connection, HEAD)
        entries = _proven_log(connection, keys)
    with open_installation(settings) as installation:
        keep_anchor(installation)
    return Restored(rows, len(files), entries, manifest.gone)


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database)
    try:
        yield engine
    finally:
        engine.dispose()


def _restore_files(source: Path, files: Sequence[FileEntry], objects: Objects, progress: Progress) -> None:
    """Copy the sealed files; those that an interrupted restore has brought already stay."""
    expected = {file.name for file in files}
    stranger = next((name for name in objects.names("") if name not in expected), None)
    if stranger is not None:
        raise BackupRefused("restore-not-empty", stranger)
    for done, file in enumerate(files, 1):
        path = source / "blobs" / file.name
        if not STORED_NAME.fullmatch(file.name) or not path.is_file():
            raise BackupDamaged("backup-altered", file.name)
        if path.stat().st_size != file.size or sha256_of(path) != file.sha256:
            raise BackupDamaged("backup-altered", file.name)
        with path.open("rb") as content, objects.new_part() as part:
            shutil.copyfileobj(content, part)
            objects.keep(part, file.name)
        progress(done, len(files))


def _restored_table(connection: Connection, table: Table, source: Path, manifest: Manifest, keys: Keyring) -> int:
    """Fill a table and read it back: the digest of what the database gives must be that of the backup."""
    entry = manifest.tables.get(table.name)
    path = source / "tables" / table.name
    if entry is None or not path.is_file() or sha256_of(path) != entry.sha256:
        raise BackupDamaged("backup-altered", table.name)
    with path.open("rb") as file:
        pieces = read_sealed(keys, f"backup/{table.name}", cast(BinaryIO, file))
        try:
            insert_lines(connection, table, _lines(pieces))
        except (SealBroken, ValueError, KeyError, TypeError) as error:
            raise BackupDamaged("backup-altered", table.name) from error
    digest = Digest(digest_key(keys))
    for line in lines_of(connection, table):
        digest.add(line)
    if (digest.rows, digest.hexdigest()) != (entry.rows, entry.digest):
        raise BackupDamaged("restore-differs", table.name)
    return entry.rows


def _proven_log(connection: Connection, keys: Keyring) -> int:
    with Session(connection) as session:
        log = verify(session, keys)
    if log.findings:
        raise BackupDamaged("restore-differs", f"audit: {log.findings[0].kind}")
    return log.entries


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    waiting = b""
    for piece in pieces:
        *whole, waiting = (waiting + piece).split(b"\n")
        yield from whole
    if waiting:
        yield waiting
