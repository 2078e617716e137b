"""Page readings kept in a folder, so that reading the same page again costs nothing."""

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

from ocr.codec import decode, encode
from ocr.page import PageReading


def key_of(sha256: str, page: int, engine: str) -> str:
    """The name of a reading: what was read (content of the file and page in it) and by what."""
    return hashlib.sha256(f"{sha256}\n{page}\n{engine}".encode()).hexdigest()


class ReadingCache:
    """A folder of readings, one JSON file each; safe for several processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> PageReading | None:
        """The reading under `key`; None where there is none or its file is damaged (it will be written anew)."""
        try:
            return decode(json.loads(self._path(key).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, reading: PageReading) -> None:
        """Keeps `reading` under `key`; a reader sees the old file or the whole new one, never half of it."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as file:
            try:
                json.dump(encode(reading), file, ensure_ascii=False, separators=(",", ":"))
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(file.name).unlink()
                raise
        os.replace(file.name, path)  # noqa: PTH105 - the atomic rename is the point

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
