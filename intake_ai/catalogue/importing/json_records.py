"""Catalogues as JSON: lines, one list, one procedure, or a service's answer with a list in it."""

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing import national, portal, service_package
from intake_ai.catalogue.importing.record import Fault, Format, ImportedProcedure, Position, Record
from intake_ai.catalogue.importing.repairing import Place, places_of, without
from intake_ai.catalogue.importing.text import one_line

FORMATS: tuple[Format, ...] = (portal, service_package, national)
_LONGEST_CODE = 64
_SAMPLE = 65_536
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class JsonRecords:
    """The records of one file.

    Args:
        content: UTF-8 with or without mark, or UTF-16 with its mark.
        name: Of the file, for errors.

    Attributes:
        format: Name of the first record's format.

    Raises:
        UnreadableCatalogue: It is no text, no JSON, or nothing in it is a procedure.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        self._lines: list[tuple[int, bytes]] = []
        self._items: list[Any] = []
        self._sort(self._as_utf8(content))
        self.format = self._first_format()

    def __len__(self) -> int:
        return len(self._items) or len(self._lines)

    def read(self) -> Iterator[ImportedProcedure | Fault]:
        """Procedures in the order of the file, and in its place each one that cannot be used."""
        if self._items:
            yield from (_read(number, "record", record) for number, record in enumerate(self._items, start=1))
            return
        for number, line in self._lines:
            record = _parsed(line)
            yield _not_json(number) if record is None else _read(number, "line", record)

    def _as_utf8(self, content: bytes) -> bytes:
        try:
            if content.startswith(_UTF_16_MARKS):
                return content.decode("utf-16").encode("utf-8", "replace")
            getincrementaldecoder("utf-8")().decode(content[:_SAMPLE])
        except UnicodeDecodeError as error:
            raise UnreadableCatalogue("catalogue-file-not-text", self._name, str(error)) from error
        return content.removeprefix(b"\xef\xbb\xbf")

    def _sort(self, content: bytes) -> None:
        """Lines where the first line is a record of its own, else one document, else lines of which some are bad."""
        lines = [(number, line) for number, line in enumerate(content.split(b"\n"), start=1) if line.strip()]
        if len(lines) > 1 and isinstance(_parsed(lines[0][1]), dict):
            self._lines = lines
            return
        whole = _parsed(content)
        if whole is not None:
            self._items = _items(whole)
        elif any(_format_of(_parsed(line)) for _, line in lines):
            self._lines = lines
        else:
            raise UnreadableCatalogue("catalogue-file-not-json", self._name, line=lines[0][0])

    def _first_format(self) -> str:
        records = self._items or (_parsed(line) for _, line in self._lines)
        known = next(filter(None, map(_format_of, records)), None)
        if known is None:
            raise UnreadableCatalogue("catalogue-shape-unknown", self._name)
        return known.NAME


def _read(number: int, unit: str, record: Any) -> ImportedProcedure | Fault:
    known = _format_of(record)
    if known is None:
        return Fault(number, unit, "catalogue-fault-shape", lost=True)
    try:
        return _checked(number, unit, known.read(record))
    except ValidationError as error:
        return _repaired(number, unit, record, known, places_of(error))


def _repaired(number: int, unit: str, record: Record, known: Format, places: list[Place]) -> ImportedProcedure | Fault:
    """The procedure without its wrong parts, each of which is told of; not without what makes it a procedure."""
    repaired = without(record, places)
    try:
        imported = None if repaired is None else known.read(repaired)
    except ValidationError:
        imported = None
    if imported is None:
        return Fault(number, unit, "catalogue-fault-key", {"key": _written(places[0])}, _code_in(record), lost=True)
    code = imported.procedure.code
    left_out = tuple(
        Fault(number, unit, "catalogue-fault-left-out", {"key": _written(place)}, code) for place in places
    )
    return _checked(number, unit, ImportedProcedure(imported.procedure, imported.core, left_out))


def _checked(number: int, unit: str, imported: ImportedProcedure) -> ImportedProcedure | Fault:
    procedure = imported.procedure
    if not procedure.code:
        return Fault(number, unit, "catalogue-fault-no-code", {"name": procedure.name[:100]}, lost=True)
    if len(procedure.code) > _LONGEST_CODE:
        return Fault(number, unit, "catalogue-fault-long-code", {"most": _LONGEST_CODE}, lost=True)
    if not procedure.name:
        return Fault(number, unit, "catalogue-fault-no-name", {}, procedure.code, lost=True)
    return replace(imported, position=Position(number, unit))


def _not_json(number: int) -> Fault:
    return Fault(number, "line", "catalogue-fault-json", lost=True)


def _format_of(record: Any) -> Format | None:
    if not isinstance(record, dict):
        return None
    return next((known for known in FORMATS if known.recognises(record)), None)


def _code_in(record: Record) -> str:
    """What stands where the code should be, to find the record by."""
    found = next((record[key] for key in ("code", "MATTHC") if isinstance(record.get(key), str)), "")
    return one_line(found)[:_LONGEST_CODE]


def _written(place: Place) -> str:
    return ".".join(map(str, place)) or "-"


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _items(document: Any) -> list[Any]:
    """A list of procedures, one procedure, or a service's answer that holds a list of them under some key."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and _format_of(document) is None:
        for value in document.values():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                return value
    return [document]
