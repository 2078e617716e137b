"""Page readings kept among the blobs: sealed, and within reach of every worker machine."""

import hashlib
import json
import re
import zlib

from intake_ai.storage.blobs import BlobStore
from intake_ai.storage.errors import SealBroken
from ocr.cache import ReadingKey
from ocr.codec import decode, encode
from ocr.page import PageReading

_SHA256 = re.compile(r"[0-9a-f]{64}")
_LEVEL = 1
"""A page of words shrinks to a sixth in a millisecond; higher levels gain little."""


class KeptReadings:
    """Readings by file, page and engine (`ocr.cache.ReadingStore`).

    Unlike a cache in a folder it fails where it is out of reach: other processes count on what it was given.

    Args:
        blobs: Where they are kept.
    """

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    def get(self, key: ReadingKey) -> PageReading | None:
        """The reading under `key`; None where there is none, or where it is damaged.

        Raises:
            StorageUnusable: The store is out of reach.
        """
        try:
            kept = self._blobs.get_named(_name(key))
            return None if kept is None else decode(json.loads(zlib.decompress(kept)))
        except (SealBroken, zlib.error, ValueError, KeyError, TypeError):
            return None

    def put(self, key: ReadingKey, reading: PageReading) -> None:
        """Keeps `reading` under `key`.

        Raises:
            StorageUnusable: The store is full or out of reach.
        """
        text = json.dumps(encode(reading), ensure_ascii=False, separators=(",", ":"))
        self._blobs.put_named(_name(key), zlib.compress(text.encode(), _LEVEL))

    def forget(self, sha256: str) -> int:
        """Removes all readings of one file, of whatever page and engine; how many there were.

        Raises:
            StorageUnusable: The store is out of reach.
        """
        return self._blobs.delete_named(_folder(sha256))


def _name(key: ReadingKey) -> str:
    engine = hashlib.sha256(key.engine.encode()).hexdigest()[:16]
    return f"{_folder(key.sha256)}/{key.page}-{engine}"


def _folder(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hexadecimal")  # part of a name: nothing else may get into it
    return f"readings/{sha256[:2]}/{sha256}"
