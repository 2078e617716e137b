"""Opens a catalogue file, finds out its format from its content and gives its procedures one by one."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from intake_ai.catalogue.importing.content import content_of, name_of
from intake_ai.catalogue.importing.json_records import JsonRecords
from intake_ai.catalogue.importing.lists import ListRecords
from intake_ai.catalogue.importing.record import Fault, ImportedProcedure
from intake_ai.catalogue.importing.workbook import is_workbook

_BEFORE_JSON = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_JSON_ENDINGS = {".json", ".jsonl", ".ndjson"}
_READER = b"3"
"""Raised when more of a file is taken over than before, so that the same file can be imported once more."""


class Records(Protocol):
    """The records of a file in one of the known shapes."""

    format: str

    def __len__(self) -> int: ...

    def read(self) -> Iterator[ImportedProcedure | Fault]: ...


class CatalogueFile:
    """A file with procedures in one of the known formats, read whole.

    Args:
        path: JSON Lines or one JSON document, an .xlsx workbook, text with columns; gzip or not.

    Attributes:
        content_hash: SHA-256 of the content, packed or not alike, and of how we read it.
        format: Name of the format.

    Raises:
        UnreadableCatalogue: It is missing, empty, of no known shape, or nothing in it is a procedure.
    """

    def __init__(self, path: Path) -> None:
        self.name = name_of(path)
        content = content_of(path)
        self.content_hash = hashlib.sha256(_READER + content).hexdigest()
        self._records: Records = _records(content, self.name)
        self.format = self._records.format

    def __len__(self) -> int:
        return len(self._records)

    def read(self) -> Iterator[ImportedProcedure | Fault]:
        """In the order of the file each procedure, or why it cannot be used."""
        return self._records.read()

    def __iter__(self) -> Iterator[ImportedProcedure]:
        """The procedures that can be used, in the order of the file."""
        return (entry for entry in self.read() if isinstance(entry, ImportedProcedure))


def _records(content: bytes, name: str) -> Records:
    """JSON by its first letter or its name, workbooks by theirs; all else is text with columns."""
    begins = content.lstrip(_BEFORE_JSON)[:1]
    is_json = begins in {b"{", b"["} or Path(name.removesuffix(".gz")).suffix.lower() in _JSON_ENDINGS
    if is_json and not is_workbook(content):
        return JsonRecords(content, name)
    return ListRecords(content, name)
