"""Files that are kept: sealed, named by the hash of their content or by a name of ours, in a folder or an S3 store."""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from intake_ai.storage.errors import BlobMissing, BlobTooLarge
from intake_ai.storage.keyring import Keyring
from intake_ai.storage.objects import Objects
from intake_ai.storage.sealed_files import HEAD_BYTES, read_sealed, sealing_key_of, write_sealed

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,127}(/[a-z0-9][a-z0-9_.-]{0,127}){0,7}")
STORED_NAME = re.compile(rf"content/[0-9a-f]{{2}}/{_SHA256.pattern}|named/{_NAME.pattern}")
"""Names that files have in the store."""
_READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Blob:
    """A file as kept: SHA-256 of its plain content, 64 hexadecimal digits, and its bytes."""

    sha256: str
    size: int


class BlobStore:
    """Keeps files sealed with the installation's first key; safe for several processes and machines at once.

    Args:
        objects: Where the sealed files lie.
        keys: That seal and open them.
    """

    def __init__(self, objects: Objects, keys: Keyring) -> None:
        self.objects = objects
        self._keys = keys

    def put(self, source: BinaryIO | bytes, most: int | None = None) -> Blob:
        """Keep a file under the hash of its content; one that is kept already is not kept twice.

        Args:
            source: Read once, in pieces, so that a large file needs little memory.
            most: Bytes that it may have.

        Raises:
            BlobTooLarge: It has more; nothing is kept.
            StorageUnusable: The store is full (storage-full) or out of reach (storage-blobs); nothing is kept.
        """
        counted = _Counted(source, most)
        with self.objects.new_part() as part:
            finish = self._seal(counted, part)
            blob = Blob(counted.digest.hexdigest(), counted.size)
            name = content_name(blob.sha256)
            # a file that was cut off by a failing disk is written again
            if self.objects.size(name) != part.tell() or not self.objects.touch(name):
                finish(name)
                self.objects.keep(part, name)
        return blob

    def get(self, sha256: str) -> bytes:
        """The content; for files that fit into memory.

        Raises:
            BlobMissing: There is none of this hash.
            SealBroken: What is kept was altered or cut off.
            KeysUnusable: Its key is not in the ring.
            StorageUnusable: The store is out of reach.
        """
        return b"".join(self.stream(sha256))

    def stream(self, sha256: str) -> Iterator[bytes]:
        """The content in pieces, each proven before it is given; opened, and errors raised, at the first piece.

        Raises:
            BlobMissing, SealBroken, KeysUnusable, StorageUnusable: As `get`.
        """
        return self._opened(content_name(sha256))

    def fetch(self, sha256: str, target: Path) -> None:
        """Write the content to a file for its owner alone; there is the whole of it, or no file.

        Raises:
            BlobMissing, SealBroken, KeysUnusable, StorageUnusable: As `get`.
            OSError: `target` cannot be written.
        """
        descriptor, part = tempfile.mkstemp(dir=target.parent, prefix=".fetch-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in self.stream(sha256):
                    file.write(piece)
            os.replace(part, target)  # noqa: PTH105  the atomic rename is the point
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def exists(self, sha256: str) -> bool:
        return self.objects.size(content_name(sha256)) is not None

    def delete(self, sha256: str) -> bool:
        """Remove a file that no row needs (`intake_ai.dossier.contents`); whether it was there and is gone now."""
        return self.objects.delete(content_name(sha256))

    def put_named(self, name: str, content: bytes) -> None:
        """Keep something under a name of ours, in place of what has the name now.

        Args:
            name: Small letters, digits, ``_``, ``-``, ``.`` and ``/``, such as ``images/<upload id>/1.jpg``.
            content: Any bytes.

        Raises:
            StorageUnusable: The store is full or out of reach.
        """
        path = own_name(name)
        with self.objects.new_part() as part:
            finish = self._seal(_Counted(content), part)
            finish(path)
            self.objects.keep(part, path)

    def get_named(self, name: str) -> bytes | None:
        """What `put_named` kept; None where there is nothing.

        Raises:
            SealBroken: What is kept was altered, cut off or is of another name.
            KeysUnusable: Its key is not in the ring.
            StorageUnusable: The store is out of reach.
        """
        try:
            return b"".join(self._opened(own_name(name)))
        except BlobMissing:
            return None

    def delete_named(self, prefix: str) -> int:
        """Remove everything whose name is `prefix`, or begins with it and a slash; returns how many there were."""
        path = own_name(prefix.rstrip("/"))
        below = [path, *self.objects.names(f"{path}/")]
        return sum(self.objects.delete(name) for name in below)

    def contents(self, first: str = "") -> Iterator[str]:
        """Hashes of the files kept by content; of those that begin with the two digits `first` where given."""
        for name in self.objects.names(f"content/{first}/" if first else "content/"):
            sha256 = name.rpartition("/")[2]
            if _SHA256.fullmatch(sha256):
                yield sha256

    def age(self, sha256: str) -> float | None:
        """Seconds since somebody put the content last; None where it is not kept."""
        return self.objects.age(content_name(sha256))

    def is_sealed_anew(self, name: str) -> bool:
        """Whether a file of the store is sealed with the first key.

        Args:
            name: In the store.

        Raises:
            BlobMissing, SealBroken, StorageUnusable: As `get`.
        """
        return sealing_key_of(self.objects.beginning(name, HEAD_BYTES)) == self._keys.sealing.id

    def seal_anew(self, name: str, replacing: AbstractContextManager[None]) -> bool:
        """Seal a file of the store with the first key; False where it is, or where it went meanwhile.

        Args:
            name: In the store.
            replacing: Held while the file is replaced, so that nobody deletes it just then; it may raise BlobMissing.

        Raises:
            SealBroken, KeysUnusable, StorageUnusable: As `get`; the file stays as it is.
        """
        try:
            if self.is_sealed_anew(name):
                return False
            with self.objects.new_part() as part:
                write_sealed(self._keys.sealing, self._opened(name), part)(name)
                with replacing:
                    if self.is_sealed_anew(name):
                        return False  # somebody wrote it meanwhile, and newer
                    self.objects.keep(part, name)
        except BlobMissing:
            return False
        return True

    def remove_abandoned(self) -> int:
        """Remove what killed processes began to write long ago; returns how many there were."""
        return self.objects.remove_abandoned_parts()

    def _seal(self, source: "_Counted", part: BinaryIO) -> Callable[[str], None]:
        return write_sealed(self._keys.sealing, iter(source), part)

    def _opened(self, name: str) -> Iterator[bytes]:
        with self.objects.read(name) as file:
            yield from read_sealed(self._keys, name, file)


def content_name(sha256: str) -> str:
    """Name in the store of a file kept by content."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hexadecimal")  # part of a path: nothing else may get into it
    return f"content/{sha256[:2]}/{sha256}"


def own_name(name: str) -> str:
    """Name in the store of what is kept under a name of ours."""
    if not _NAME.fullmatch(name) or ".." in name:
        raise ValueError("not a name for a blob")
    return f"named/{name}"


class _Counted:
    """The pieces of a source, counted and hashed on their way."""

    def __init__(self, source: BinaryIO | bytes, most: int | None = None) -> None:
        self._source = BytesIO(source) if isinstance(source, bytes) else source
        self._most = most
        self.digest = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._source.read(_READ_BYTES):
            self.size += len(piece)
            if self._most is not None and self.size > self._most:
                raise BlobTooLarge(values={"most": self._most})
            self.digest.update(piece)
            yield piece
