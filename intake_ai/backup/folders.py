"""What a centre keeps in its data folder beside database and files: models it trained, their lessons, its own slips."""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from intake_ai.backup.errors import BackupDamaged, BackupRefused
from intake_ai.backup.manifest import FolderEntry, sha256_of
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.sealed_files import read_sealed, write_sealed

_FOLDERS = ("learning/lessons", "models", "slips")
_PIECE = 1024 * 1024
_OWNER_ALONE = 0o700
_PATH = re.compile(rf"({'|'.join(_FOLDERS)})(/[^/\0]+)+")


def copy_folders(data: Path, target: Path, keys: Keyring) -> dict[str, FolderEntry]:
    """Seal the files of the data folder that belong into a backup.

    Args:
        data: The data folder.
        target: Folder for the sealed files, which are numbered: their names may tell something.
        keys: Of the installation.

    Returns:
        By path in the data folder.
    """
    entries: dict[str, FolderEntry] = {}
    target.mkdir(mode=_OWNER_ALONE)
    for path in _files(data):
        name = path.relative_to(data).as_posix()
        sealed = target / str(len(entries) + 1)
        # a lesson that is taken away just now is none
        with contextlib.suppress(FileNotFoundError), path.open("rb") as source, sealed.open("w+b") as part:
            write_sealed(keys.sealing, _pieces(source), cast(BinaryIO, part))(name)
            part.flush()
            entries[name] = FolderEntry(file=sealed.name, sha256=sha256_of(sealed))
    return entries


def check_folders(data: Path, entries: dict[str, FolderEntry], source: Path) -> None:
    """Whether the sealed files are whole and nothing else is where they are to go.

    Raises:
        BackupDamaged: One is missing or was altered.
        BackupRefused: The data folder holds others already.
    """
    for name, entry in entries.items():
        path = source / entry.file
        good = _PATH.fullmatch(name) and ".." not in name.split("/") and entry.file.isdecimal() and path.is_file()
        if not good or sha256_of(path) != entry.sha256:
            raise BackupDamaged("backup-altered", f"{source.name}/{entry.file}")
    for path in _files(data):
        if path.relative_to(data).as_posix() not in entries:
            raise BackupRefused("restore-not-empty", path)


def restore_folders(data: Path, entries: dict[str, FolderEntry], source: Path, keys: Keyring) -> None:
    """Write the files back, for their owner alone; each is there whole or not at all."""
    for name, entry in entries.items():
        target = data / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
        descriptor, part = tempfile.mkstemp(dir=target.parent, prefix=".restore-")
        with (source / entry.file).open("rb") as sealed, os.fdopen(descriptor, "wb") as file:
            for piece in read_sealed(keys, name, cast(BinaryIO, sealed)):
                file.write(piece)
        os.replace(part, target)  # noqa: PTH105  the atomic rename is the point


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _files(data: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(path for path in (data / folder).rglob("*") if path.is_file() and not path.is_symlink())
