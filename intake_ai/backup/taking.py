"""Takes a backup while the service goes on: the database as it is at one moment, and the files that it needs then.

Files are written before the rows that name them, and a snapshot of the database comes first here: so every file of a
row of the snapshot is found, unless somebody erased it meanwhile; those are told.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import Connection, Table

from intake_ai.backup.errors import BackupRefused
from intake_ai.backup.folders import copy_folders
from intake_ai.backup.manifest import (
    FORMAT,
    FileEntry,
    Manifest,
    TableEntry,
    digest_key,
    sha256_of,
    write_manifest,
)
from intake_ai.backup.references import Kept, kept_files
from intake_ai.backup.rows import Digest, lines_of, tables_of
from intake_ai.storage.errors import BlobMissing, StorageUnusable
from intake_ai.storage.installation import Installation
from intake_ai.storage.objects import FULL
from intake_ai.storage.sealed_files import write_sealed
from intake_ai.storage.transactions import database_errors_told
from intake_ai.storage.upgrading import version

Progress = Callable[[int, int], None]
_PIECE = 1024 * 1024
_OWNER_ALONE = 0o700


def take_backup(installation: Installation, target: Path, progress: Progress = lambda _done, _all: None) -> Manifest:
    """Write a backup into a new folder; until it is whole it has another name and no manifest.

    Args:
        installation: May be working meanwhile.
        target: A folder that is not there yet.
        progress: Told how many files of how many are copied.

    Returns:
        What is in it.

    Raises:
        BackupRefused: `target` is there already.
        StorageUnusable: The database or the store cannot be read, or there is no room at `target` (storage-full).
    """
    if target.exists():
        raise BackupRefused("backup-target-there", target)
    with _writing_to(target), _new_folder(target) as folder:
        manifest = _written(installation, folder, progress)
        write_manifest(folder, manifest, installation.keys)
        os.sync()
        _rename(folder, target)
    return manifest


def _written(installation: Installation, folder: Path, progress: Progress) -> Manifest:
    tables: dict[str, TableEntry] = {}
    schema = version(installation.engine)
    with _snapshot(installation) as connection:
        taken_at = datetime.now(UTC)
        (folder / "tables").mkdir(mode=_OWNER_ALONE)
        for table in tables_of(connection):
            tables[table.name] = _written_table(installation, connection, table, folder)
        kept = kept_files(connection)
    files = _copied(installation, kept, folder, progress)
    there = {file.name for file in files}
    return Manifest(
        format=FORMAT,
        schema_version=schema or "",
        taken_at=taken_at.isoformat(),
        keys=installation.keys.ids,
        tables=tables,
        files=len(files),
        bytes=sum(file.size for file in files),
        files_sha256=sha256_of(folder / "blobs.jsonl"),
        data=copy_folders(installation.settings.data_dir, folder / "data", installation.keys),
        gone=tuple(sorted(kept.named - there)),
    )


@contextmanager
def _snapshot(installation: Installation) -> Iterator[Connection]:
    """A transaction that sees the database as it is at one moment, however long it takes."""
    sqlite = installation.engine.dialect.name == "sqlite"
    with database_errors_told(installation.sessions), installation.engine.connect() as connection:
        if sqlite:
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection
        connection.rollback()


def _written_table(installation: Installation, connection: Connection, table: Table, folder: Path) -> TableEntry:
    digest = Digest(digest_key(installation.keys))

    def counted() -> Iterator[bytes]:
        for line in lines_of(connection, table):
            digest.add(line)
            yield line

    path = folder / "tables" / table.name
    with path.open("w+b") as file:
        write_sealed(installation.keys.sealing, counted(), cast(BinaryIO, file))(f"backup/{table.name}")
    return TableEntry(rows=digest.rows, digest=digest.hexdigest(), sha256=sha256_of(path))


def _copied(installation: Installation, kept: Kept, folder: Path, progress: Progress) -> list[FileEntry]:
    """Copies of the files of the store, sealed as they are; one that goes meanwhile is left out."""
    objects = installation.blobs.objects
    names = sorted(filter(kept.belongs, objects.names("")))
    files: list[FileEntry] = []
    with (folder / "blobs.jsonl").open("w", encoding="utf-8") as listing:
        for done, name in enumerate(names, 1):
            path = folder / "blobs" / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
            with contextlib.suppress(BlobMissing), objects.read(name) as source:
                files.append(_copy(source, name, path))
                listing.write(json.dumps(files[-1].model_dump(), ensure_ascii=False) + "\n")
            progress(done, len(names))
    return files


def _copy(source: BinaryIO, name: str, path: Path) -> FileEntry:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        while piece := source.read(_PIECE):
            target.write(piece)
            digest.update(piece)
            size += len(piece)
    return FileEntry(name=name, size=size, sha256=digest.hexdigest())


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    """A folder beside the target, for the owner alone; gone again if it did not become the target."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.part-", dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rename(folder: Path, target: Path) -> None:
    """A folder that came to the place meanwhile is not replaced."""
    try:
        folder.rename(target)
    except OSError as error:
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}:
            raise BackupRefused("backup-target-there", target) from error
        raise
    os.sync()


@contextmanager
def _writing_to(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "storage-full" if error.errno in FULL else "backup-unwritable"
        raise StorageUnusable(code, target, error.strerror or "") from error
