"""Reads the list of an archive: which files are a dossier, and what is said of it; every fault told with its line."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from classifiers.vietnamese import fold
from intake_ai.catalogue.importing.delimited import text_of
from intake_ai.dossier.values import Channel
from intake_ai.errors import BadRequest
from intake_ai.inbox.archive_names import UnsafeName, safe_parts
from intake_ai.inbox.sources import Source

_FOLDER = Path(__file__).parent
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_LONGEST_VALUE = 64
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class ListFault:
    """What is wrong with a line of the list; `code` is that of a sentence."""

    line: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """A dossier in the list.

    Attributes:
        name: That its lines share.
        line: Its first one.
        files: Names in the source, in the order of the list; of a folder its files as people count.
    """

    name: str
    line: int
    files: tuple[str, ...]
    procedure: str | None = None
    received: date | None = None
    code: str | None = None
    department: str | None = None
    channel: Channel | None = None


@dataclass(frozen=True)
class ArchiveList:
    """What a list says, and what is wrong with it; dossiers with a fault are not among `dossiers`.

    Attributes:
        unlisted: Files of the source that no line names.
    """

    dossiers: tuple[Listed, ...]
    faults: tuple[ListFault, ...]
    unlisted: tuple[str, ...]


def read_list(
    content: bytes, name: str, source: Source, known_procedure: Callable[[str], str | None], today: date
) -> ArchiveList:
    """Reads and checks a list; nothing of the source is opened.

    Args:
        content: Of the CSV file; commas, semicolons or tabs, UTF-8, UTF-16 or an older Vietnamese alphabet.
        name: Of the file, for errors.
        source: Where the files are.
        known_procedure: The catalogue's own code, None where it has none.
        today: No dossier was received later.

    Raises:
        BadRequest: It is no such list: without rows, or without a column that says what belongs together.
    """
    columns, rows = _table(text_of(content, name), name)
    reader = _Reader(columns, source, cache(known_procedure), today)
    lines: dict[str, list[_Line]] = {}
    for number, cells in rows:
        if line := reader.line(number, cells):
            lines.setdefault(line.dossier, []).append(line)
    wrong = {line for fault in reader.faults for line in [fault.line]}
    right = [_joined(dossier, of, reader) for dossier, of in lines.items() if not wrong & {line.number for line in of}]
    dossiers = tuple(listed for listed in right if listed is not None)
    named = {file for of in lines.values() for line in of for file in line.files}
    return ArchiveList(dossiers, tuple(sorted(reader.faults, key=lambda fault: fault.line)), source.besides(named))


def list_of_folders(source: Source) -> ArchiveList:
    """What a source says without a list: every folder in it is a dossier, every file beside them too."""
    names = dict.fromkeys(name.split("/")[0] for name in source.names())
    return ArchiveList(tuple(Listed(name, line, source.below(name)) for line, name in enumerate(names, 1)), (), ())


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    dossier: str
    files: tuple[str, ...]
    said: Mapping[str, Any]


class _Reader:
    """Reads line by line and collects what is wrong."""

    def __init__(
        self,
        columns: Mapping[str, int],
        source: Source,
        known_procedure: Callable[[str], str | None],
        today: date,
    ) -> None:
        self._columns, self._source, self._known, self._today = columns, source, known_procedure, today
        self._owners: dict[str, int] = {}
        self.faults: list[ListFault] = []

    def line(self, number: int, cells: Sequence[str]) -> _Line | None:
        """A line; None where it does not even say which dossier it is of."""
        values = {name: cells[index].strip() for name, index in self._columns.items() if index < len(cells)}
        dossier = values.get("dossier", "") or values.get("code", "")
        if not dossier:
            self.fault(number, "list-no-dossier")
            return None
        files = self._files(number, values.get("file", "") if "file" in self._columns else dossier)
        said = {name: self._value(number, name, value) for name, value in values.items() if name not in _NOT_SAID}
        return _Line(number, dossier, files, said)

    def fault(self, line: int, code: str, **values: object) -> None:
        """Notes that a line is wrong."""
        self.faults.append(ListFault(line, code, values))

    def _files(self, number: int, name: str) -> tuple[str, ...]:
        if not name:
            self.fault(number, "list-no-file")
            return ()
        try:
            wanted = "/".join(safe_parts(name))
        except UnsafeName:
            self.fault(number, "list-file-outside", file=name)
            return ()
        found = self._source.below(wanted)
        if not found:
            self.fault(number, "list-file-missing", file=name)
        for file in found:
            if (before := self._owners.setdefault(file, number)) != number:
                self.fault(number, "list-file-twice", file=file, before=before)
        return found

    def _value(self, number: int, name: str, value: str) -> object:
        if not value:
            return None
        if len(value) > _LONGEST_VALUE:
            self.fault(number, "list-too-long", column=name, limit=_LONGEST_VALUE)
            return None
        match name:
            case "procedure":
                return self._found(number, self._known(value), "list-procedure-unknown", procedure=value)
            case "received":
                return self._day(number, value)
            case "channel":
                return self._found(number, _channels().get(fold(value)), "list-channel", value=value)
        return value

    def _found(self, number: int, found: str | None, otherwise: str, **values: object) -> str | None:
        """What was looked up; where there is none, that is a fault."""
        if found is None:
            self.fault(number, otherwise, **values)
        return found

    def _day(self, number: int, value: str) -> date | None:
        for form in _DAYS:
            try:
                day = datetime.strptime(value, form).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
            if day > self._today:
                self.fault(number, "list-day-to-come", value=value)
            return day
        self.fault(number, "list-day", value=value)
        return None


_NOT_SAID = frozenset({"dossier", "file"})


def _joined(dossier: str, lines: Sequence[_Line], reader: _Reader) -> Listed | None:
    """One dossier of its lines, which may leave out what another says but not contradict it."""
    said: dict[str, Any] = {}
    for line in lines:
        for name, value in line.said.items():
            if value is None:
                continue
            if said.setdefault(name, value) != value:
                reader.fault(line.number, "list-differs", column=name, dossier=dossier, before=lines[0].number)
                return None
    files = tuple(dict.fromkeys(file for line in lines for file in line.files))
    return Listed(dossier, lines[0].number, files, **said)


def _table(text: str, name: str) -> tuple[Mapping[str, int], Iterator[tuple[int, list[str]]]]:
    """Columns by their meaning, and the rows with their lines."""
    heads = {mark: next(csv.reader(io.StringIO(text), delimiter=mark), []) for mark in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda mark: len(_columns(heads[mark])))
    columns = _columns(heads[delimiter])
    if not {"dossier", "code"} & set(columns):
        raise BadRequest("list-no-columns", file=name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    next(reader)
    return columns, _rows(reader)


def _rows(reader: Any) -> Iterator[tuple[int, list[str]]]:
    last = reader.line_num
    for cells in reader:
        first, last = last + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield first, cells


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Where each column that we know stands; the first of two of one meaning."""
    meanings = {fold(title): name for name, titles in _data("columns").items() for title in titles}
    found: dict[str, int] = {}
    for index, title in enumerate(head):
        name = meanings.get(fold(title.strip().strip("*")).strip())
        if name is not None:
            found.setdefault(name, index)
    return found


def _channels() -> Mapping[str, Channel]:
    return {fold(said): cast(Channel, channel) for channel, names in _data("channels").items() for said in names}


@cache
def _data(name: str) -> Mapping[str, Sequence[str]]:
    content: Mapping[str, Sequence[str]] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return content
