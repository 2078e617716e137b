"""Takes files that are sent to us into the blob store: streamed, within limits, archives unpacked."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

from intake_ai.dossier.values import NewUpload
from intake_ai.inbox.archives import archive_kind, archive_limits, open_archive
from intake_ai.requests.errors import UploadTooLarge
from intake_ai.settings import Settings
from intake_ai.storage.blobs import BlobStore
from intake_ai.storage.errors import BlobTooLarge
from ocr.formats import HEAD_BYTES
from ocr.limits import MEBIBYTE

_READ_BYTES = 1 << 20
_IN_MEMORY = 1 << 20
"""Bytes of an archive that are held in memory; a larger one lies in a nameless file while it is unpacked."""


class Readable(Protocol):
    """Something that bytes are read from, once and in order."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class Pieces:
    """A source whose bytes come in pieces of any size.

    Args:
        following: The next piece; None at the end.
    """

    def __init__(self, following: Callable[[], bytes | None]) -> None:
        self._following = following
        self._piece = memoryview(b"")
        self._is_over = False

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end, however often it is asked."""
        while not self._piece and not self._is_over:
            piece = self._following()
            self._is_over = piece is None
            self._piece = memoryview(piece or b"")
        given, self._piece = self._piece[:size], self._piece[size:]
        return bytes(given)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may still be added to a dossier.

    Attributes:
        file_bytes: Of one file.
        bytes: Of all files together.
        files: How many.
    """

    file_bytes: int
    bytes: int
    files: int


def allowance(settings: Settings, purpose: str, sizes: list[int]) -> Allowance:
    """What the settings leave for a dossier.

    Args:
        settings: With the limits.
        purpose: ``citizen`` or ``counter``.
        sizes: Bytes of each file that it has.
    """
    is_check = purpose == "citizen"
    total = (settings.check_mb if is_check else settings.dossier_mb) * MEBIBYTE
    files = settings.check_files if is_check else settings.dossier_files
    return Allowance(min(settings.file_mb * MEBIBYTE, total), max(0, total - sum(sizes)), max(0, files - len(sizes)))


class Arrivals:
    """The files of one request on their way into the blob store; rows for them are the caller's to write.

    Args:
        blobs: Where they go.
        settings: With the limits of archives.
        allowed: How much may come.
    """

    def __init__(self, blobs: BlobStore, settings: Settings, allowed: Allowance) -> None:
        self._blobs, self._settings, self._allowed = blobs, settings, allowed
        self._left = allowed.bytes
        self.taken: list[NewUpload] = []

    def take(self, name: str, source: Readable) -> None:
        """Takes a file, or all files of a ZIP archive.

        Args:
            name: As it came.
            source: Read once, in pieces.

        Raises:
            UploadTooLarge: It is, or there are too many.
            ArchiveRefused: An archive that is not unpacked.
            StorageUnusable: The store is full or out of reach.
        """
        head = _filled(source, HEAD_BYTES)
        whole = Joined(head, source)
        if archive_kind(head) == "zip":
            self._unpack(name, whole)
        else:
            self._put(name, whole)

    def _put(self, name: str, source: Readable) -> None:
        if len(self.taken) >= self._allowed.files:
            raise UploadTooLarge("upload-too-many-files", limit=self._allowed.files)
        most = min(self._allowed.file_bytes, self._left)
        try:
            blob = self._blobs.put(cast(BinaryIO, source), most)  # which it only reads from
        except BlobTooLarge as error:
            raise self._too_large(most) from error
        self._left -= blob.size
        self.taken.append(NewUpload(name, blob.sha256, blob.size))

    def _unpack(self, name: str, source: Readable) -> None:
        limits = archive_limits(self._settings)
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            most = min(self._allowed.file_bytes, self._left)
            _copy(source, spool, most, self._too_large(most))
            with open_archive(cast(BinaryIO, spool), name, limits) as archive:
                for entry in archive.entries:
                    with archive.open(entry) as unpacked:
                        self._put(entry.name, unpacked)

    def _too_large(self, most: int) -> UploadTooLarge:
        code = "upload-file-too-large" if most == self._allowed.file_bytes else "upload-dossier-too-large"
        return UploadTooLarge(code, limit=most >> 20)


class Joined:
    """A head that was read already and the rest that follows it, as one source."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        if not self._head:
            return self._rest.read(size)
        given, self._head = self._head[:size], self._head[size:]
        return given


def _filled(source: Readable, size: int) -> bytes:
    """The first `size` bytes; fewer only where there are no more."""
    pieces, missing = [], size
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _copy(source: Readable, target: "tempfile.SpooledTemporaryFile[bytes]", most: int, refusal: UploadTooLarge) -> None:
    size = 0
    while piece := source.read(_READ_BYTES):
        size += len(piece)
        if size > most:
            raise refusal
        target.write(piece)
