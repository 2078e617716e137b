"""The manifest of a backup: what is in it, proven by a key of the installation; it is written last."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from intake_ai.backup.errors import BackupDamaged
from intake_ai.storage.errors import KeysUnusable
from intake_ai.storage.keyring import Keyring

MANIFEST = "manifest.json"
FORMAT: Final = 1
_PURPOSE = "backup"


class TableEntry(BaseModel):
    """A table: its rows lie sealed in ``tables/<name>``.

    Attributes:
        rows: How many.
        digest: `intake_ai.backup.rows.Digest` of them.
        sha256: Of the sealed file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int
    digest: str
    sha256: str


class FileEntry(BaseModel):
    """A sealed file, kept in ``blobs/<name>`` as it lay in the store: a line of ``blobs.jsonl``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int
    sha256: str


class FolderEntry(BaseModel):
    """A file of the data folder, sealed in ``data/<file>``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: str


class Manifest(BaseModel):
    """What is in a backup.

    Attributes:
        schema_version: Of the tables.
        taken_at: When the database was looked at, ISO 8601.
        keys: Ids of the keys that are needed to open it; the keys themselves are never in a backup.
        files: Sealed files, and the SHA-256 of their list.
        data: Files of the data folder by their path there (`intake_ai.backup.folders`).
        gone: Files that rows name, but that were deleted already or while the backup was taken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    schema_version: str
    taken_at: str
    keys: tuple[str, ...]
    tables: dict[str, TableEntry]
    files: int
    bytes: int
    files_sha256: str
    data: dict[str, FolderEntry]
    gone: tuple[str, ...]


def digest_key(keys: Keyring) -> bytes:
    """For the digests of tables."""
    return keys.derived(f"{_PURPOSE}/rows")


def write_manifest(folder: Path, manifest: Manifest, keys: Keyring) -> None:
    """Write the manifest with its proof."""
    body = manifest.model_dump(mode="json")
    document = {"backup": body, "proof": _proof(body, keys)}
    (folder / MANIFEST).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_manifest(folder: Path, keys: Keyring) -> Manifest:
    """The manifest of a backup.

    Raises:
        BackupDamaged: There is none (backup-not-whole), it was altered, or it is of another installation's keys.
    """
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BackupDamaged("backup-not-whole", str(folder)) from error
    except ValueError as error:
        raise BackupDamaged("backup-altered", MANIFEST) from error
    try:
        manifest = Manifest.model_validate(document["backup"])
        proof = str(document["proof"])
    except (ValidationError, KeyError, TypeError) as error:
        raise BackupDamaged("backup-altered", MANIFEST) from error
    for key_id in manifest.keys:
        with suppress(KeysUnusable):
            keys.key(key_id)
            continue
        raise BackupDamaged("backup-other-keys", key_id)
    if not hmac.compare_digest(proof, _proof(document["backup"], keys)):
        raise BackupDamaged("backup-altered", MANIFEST)
    return manifest


def read_files(folder: Path, manifest: Manifest) -> Iterator[FileEntry]:
    """The list of sealed files.

    Raises:
        BackupDamaged: It was altered.
    """
    listing = folder / "blobs.jsonl"
    if not listing.is_file() or sha256_of(listing) != manifest.files_sha256:
        raise BackupDamaged("backup-altered", listing.name)
    with listing.open(encoding="utf-8") as lines:
        for line in lines:
            yield FileEntry.model_validate_json(line)


def sha256_of(path: Path) -> str:
    """Of a file's content, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _proof(body: object, keys: Keyring) -> str:
    said = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return keys.mac(said, _PURPOSE).hex()
