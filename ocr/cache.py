"""Page readings that are kept, so that reading the same page again costs nothing; here in a folder.

All readings of one file lie in a folder of its own, so that they can be forgotten together.
"""

import contextlib
import hashlib
import json
import logging
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ocr.codec import decode, encode
from ocr.page import PageReading

_log = logging.getLogger(__name__)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OWNER_ALONE = 0o700


@dataclass(frozen=True, slots=True)
class ReadingKey:
    """What was read, and by what.

    Attributes:
        sha256: Of the file's content, 64 hexadecimal digits.
        page: Of the file, from 1.
        engine: Name and version of the engine.
    """

    sha256: str
    page: int
    engine: str


class ReadingStore(Protocol):
    """Where page readings are kept."""

    def get(self, key: ReadingKey) -> PageReading | None:
        """The reading under `key`; None where there is none, or where it is damaged."""
        ...

    def put(self, key: ReadingKey, reading: PageReading) -> None:
        """Keeps `reading` under `key`."""
        ...

    def forget(self, sha256: str) -> int:
        """Removes all readings of one file, of whatever page and engine; how many there were.

        Raises:
            OSError: Some could not be removed.
        """
        ...


class ReadingCache:
    """A folder of readings, one JSON file each; safe for several processes at once.

    A folder that is full, read-only or unreadable costs time, never a reading.

    Args:
        folder: Made, for its owner alone, when the first reading is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: ReadingKey) -> PageReading | None:
        """The reading under `key`; None where there is none, or where it cannot be read or is damaged."""
        try:
            return decode(json.loads(self._path(key).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: ReadingKey, reading: PageReading) -> None:
        """Keeps `reading` under `key` if it can; a reader sees the old file or the whole new one, never half of it."""
        path = self._path(key)
        text = json.dumps(encode(reading), ensure_ascii=False, separators=(",", ":"))
        try:
            for folder in (self.folder, path.parent.parent, path.parent):
                folder.mkdir(mode=_OWNER_ALONE, parents=True, exist_ok=True)
            _write_whole(path, text)
        except OSError as error:
            # without the error's own text, which names the file
            _log.warning("a page reading could not be kept: %s", error.strerror or type(error).__name__)

    def forget(self, sha256: str) -> int:
        """Removes all readings of one file, of whatever page and engine.

        Args:
            sha256: Of the file's content.

        Returns:
            How many there were.

        Raises:
            OSError: Some could not be removed.
        """
        folder = self._folder_of(sha256)
        readings = 0
        for entry in folder.glob("*"):
            entry.unlink(missing_ok=True)  # another process may forget the same file
            readings += entry.suffix == ".json"
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()
        return readings

    def _path(self, key: ReadingKey) -> Path:
        engine = hashlib.sha256(key.engine.encode()).hexdigest()[:16]
        return self._folder_of(key.sha256) / f"{key.page}-{engine}.json"

    def _folder_of(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256 in hexadecimal")  # part of a path: nothing else may get into it
        return self.folder / sha256[:2] / sha256


def _write_whole(path: Path, text: str) -> None:
    descriptor, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(part, path)  # noqa: PTH105 - the atomic rename is the point
    except BaseException:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise
