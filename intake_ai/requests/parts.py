"""The parts of a file that arrives bit by bit: kept among the blobs, proven, put together again.

They lie in the folder of their dossier, so that they go when it goes.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from intake_ai.dossier.documents import folder_of
from intake_ai.requests.arriving import Pieces, Readable
from intake_ai.requests.errors import ChecksumWrong, ResumableGone, UploadTooLarge
from intake_ai.requests.tables import UploadPartRow
from intake_ai.storage.blobs import BlobStore
from ocr.errors import IntakeError
from ocr.limits import MEBIBYTE

PART_BYTES = 8 * MEBIBYTE
"""Most that a broken connection loses, and the memory that an upload takes."""
Algorithm = Literal["sha1", "sha256"]
"""What tus asks every server for, and what is safe."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """Of one request's bytes."""

    algorithm: Algorithm
    digest: bytes

    def refuse_altered(self, digest: bytes) -> None:
        """Refuse bytes of another digest.

        Raises:
            ChecksumWrong: They were altered on their way.
        """
        if not secrets.compare_digest(digest, self.digest):
            raise ChecksumWrong


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an upload is.

    Attributes:
        offset: Bytes that are there.
        upload: Id of the file in the dossier once it is whole.
    """

    id: str
    dossier: str
    name: str
    length: int
    offset: int
    expires_at: datetime
    upload: str | None

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length


class PartStore:
    """The bytes of parts, whose rows are another's to write.

    Args:
        blobs: Where they are kept.
    """

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    def write(self, standing: Standing, start: int, piece: bytes) -> UploadPartRow:
        """A part whose bytes are kept; it counts once its row is written.

        Raises:
            UploadTooLarge: The upload has no room for it.
        """
        if start + len(piece) > standing.length:
            raise UploadTooLarge("upload-longer-than-told", length=standing.length)
        part = UploadPartRow(
            upload_id=standing.id, start=start, size=len(piece), sha256=hashlib.sha256(piece).hexdigest()
        )
        self._blobs.put_named(_name(standing, part), piece)
        return part

    def delete(self, standing: Standing, parts: Iterable[UploadPartRow]) -> None:
        """Deletes the bytes of some parts."""
        for part in parts:
            self._blobs.delete_named(_name(standing, part))

    def delete_all(self, dossier: str, identifier: str) -> None:
        """Deletes the bytes of all parts of an upload."""
        self._blobs.delete_named(_folder(dossier, identifier))

    def joined(self, standing: Standing, parts: Sequence[UploadPartRow]) -> Readable:
        """Parts one after the other, as one source.

        Raises:
            ResumableGone: While it is read: somebody else has deleted them.
        """
        contents = (self._content(_name(standing, part)) for part in parts)
        return Pieces(lambda: next(contents, None))

    def _content(self, name: str) -> bytes:
        content = self._blobs.get_named(name)
        if content is None:
            raise ResumableGone
        return content


def pieces(source: Readable) -> Iterator[bytes]:
    """What can be read, in pieces of `PART_BYTES`; the last one is given even where reading on fails."""
    while True:
        gathered = bytearray()
        try:
            while len(gathered) < PART_BYTES and (read := source.read(PART_BYTES - len(gathered))):
                gathered += read
        except IntakeError:  # broken off, or sent too slowly
            if gathered:
                yield bytes(gathered)
            raise
        if not gathered:
            return
        yield bytes(gathered)


def _folder(dossier: str, identifier: str) -> str:
    return f"{folder_of(dossier)}parts/{identifier}"


def _name(standing: Standing, part: UploadPartRow) -> str:
    return f"{_folder(standing.dossier, standing.id)}/{part.start}-{part.sha256}"
