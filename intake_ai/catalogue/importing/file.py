"""Opens a catalogue file, finds out its format from its content and gives its procedures one by one."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing import national, portal, service_package
from intake_ai.catalogue.importing.record import Format, ImportedProcedure, Record

FORMATS: tuple[Format, ...] = (portal, service_package, national)

_GZIP_MAGIC = b"\x1f\x8b"
_LARGEST = 256 * 2**20
"""Bytes of content; the national file has 54 million. What is larger is no catalogue, or packed to do harm."""


class CatalogueFile:
    """A file with procedures in one of the known formats, read whole and checked for being JSON.

    Args:
        path: JSON Lines or one JSON document, plain or gzip.

    Attributes:
        content_hash: SHA-256 of the content, packed or not alike.
        format: Name of the format.

    Raises:
        UnreadableCatalogue: It is missing, empty, not JSON, or of no known shape.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        content = self._unpacked(self._content(path))
        self.content_hash = hashlib.sha256(content).hexdigest()
        self._records = self._parsed(content)
        self._format = self._recognised()
        self.format = self._format.NAME

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[ImportedProcedure]:
        """The procedures in the order of the file.

        Raises:
            UnreadableCatalogue: A record is of another shape, or has no code or no name.
        """
        for number, record in enumerate(self._records, start=1):
            yield self._read(number, record)

    def _read(self, number: int, record: object) -> ImportedProcedure:
        if not isinstance(record, dict) or not self._format.recognises(record):
            raise self._error("catalogue-record-invalid", record=number, key="-")
        try:
            imported = self._format.read(record)
        except ValidationError as error:
            key = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise self._error("catalogue-record-invalid", str(error), record=number, key=key) from error
        if not imported.procedure.code or not imported.procedure.name:
            key = "code" if not imported.procedure.code else "name"
            raise self._error(f"catalogue-record-without-{key}", record=number)
        return imported

    def _content(self, path: Path) -> bytes:
        if path.is_dir():
            raise self._error("catalogue-file-is-folder")
        try:
            if path.stat().st_size > _LARGEST:
                raise self._error("catalogue-file-too-large", megabytes=_LARGEST // 2**20)
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise self._error("catalogue-file-missing") from error
        except OSError as error:
            raise self._error("catalogue-file-unreadable", str(error)) from error
        if not content.strip():
            raise self._error("catalogue-file-empty")
        return content

    def _unpacked(self, content: bytes) -> bytes:
        if not content.startswith(_GZIP_MAGIC):
            return content
        try:
            with gzip.GzipFile(fileobj=BytesIO(content)) as packed:
                unpacked = packed.read(_LARGEST + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise self._error("catalogue-file-broken", str(error)) from error
        if len(unpacked) > _LARGEST:
            raise self._error("catalogue-file-too-large", megabytes=_LARGEST // 2**20)
        if not unpacked.strip():
            raise self._error("catalogue-file-empty")
        return unpacked

    def _parsed(self, content: bytes) -> list[Any]:
        """The records: lines of JSON, the items of one list, or of the list inside one object."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self._error("catalogue-file-not-text", str(error)) from error
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        whole = _json_or_none(text) if len(lines) == 1 or _json_or_none(lines[0][1]) is None else None
        if whole is not None:
            return _items(whole)
        return [self._parsed_line(number, line) for number, line in lines]

    def _parsed_line(self, number: int, line: str) -> Any:
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self._error("catalogue-file-not-json", str(error), line=number) from error

    def _recognised(self) -> Format:
        first: Record = next((record for record in self._records if isinstance(record, dict)), {})
        for known in FORMATS:
            if known.recognises(first):
                return known
        raise self._error("catalogue-shape-unknown")

    def _error(self, code: str, detail: str = "", **values: object) -> UnreadableCatalogue:
        return UnreadableCatalogue(code, self.name, detail, **values)


def _json_or_none(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _items(document: Any) -> list[Any]:
    """A list of procedures, one procedure, or a service's answer that holds a list of them under some key."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and not any(known.recognises(document) for known in FORMATS):
        for value in document.values():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                return value
    return [document]
