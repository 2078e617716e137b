"""Rows of any table as lines of JSON and back, and a digest that does not depend on their order.

Tables are taken as the database has them (reflected), not as this program's models do, so that a backup of an earlier
version can be read into tables of that version.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Connection, MetaData, Table, func, insert, inspect, select, table, text

from intake_ai.backup.references import rows_kept
from intake_ai.storage.key_checks import KeyCheckRow
from intake_ai.storage.times import in_utc
from intake_ai.storage.upgrading import VERSION_TABLE

_AT_ONCE = 500
_MODULUS = 2**256


class Digest:
    """A keyed digest over a set of lines: the sum of their HMACs, so that two databases may give them in any order.

    Args:
        key: 32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._sum = 0
        self.rows = 0

    def add(self, line: bytes) -> None:
        self._sum = (self._sum + int.from_bytes(hmac.digest(self._key, line, hashlib.sha256))) % _MODULUS
        self.rows += 1

    def hexdigest(self) -> str:
        return self._sum.to_bytes(32).hex()


def tables_of(connection: Connection) -> list[Table]:
    """The tables of a database, those that others refer to first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table that are kept, a line of JSON each; the same row gives the same line on every database."""
    statement = rows_kept(table).execution_options(stream_results=True, yield_per=_AT_ONCE)
    documents = {column.name for column in table.columns if isinstance(column.type, JSON)}
    for row in connection.execute(statement).mappings():
        values = {name: _encoded(value, name in documents) for name, value in row.items()}
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def insert_lines(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    """Put rows into an empty table.

    Raises:
        KeyError, ValueError, TypeError: A line is not of this table.
    """
    waiting: list[dict[str, Any]] = []
    for line in lines:
        waiting.append({name: _decoded(value) for name, value in json.loads(line).items()})
        if len(waiting) == _AT_ONCE:
            connection.execute(insert(table), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(table), waiting)
    _go_on_counting(connection, table)


def is_empty(connection: Connection) -> bool:
    """Whether no table has a row, or there is none; keys that the database was opened with are not counted."""
    names = set(inspect(connection).get_table_names()) - {VERSION_TABLE, KeyCheckRow.__tablename__}
    return not any(connection.execute(select(text("1")).select_from(table(name)).limit(1)).first() for name in names)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL counts apart from the rows: the next one must not get a number that is taken."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        last = connection.scalar(select(func.max(column))) if sequence else None
        if last is not None:
            connection.execute(select(func.setval(sequence, last)))


def _encoded(value: Any, is_document: bool) -> Any:
    """What JSON cannot say is an object with one name: json, at, on, bytes."""
    if value is None:
        return None
    if is_document:
        return {"json": value}
    if isinstance(value, datetime):
        return {"at": in_utc(value).isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    return value


def _decoded(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    (kind, said), *_ = value.items()
    match kind:
        case "json":
            return said
        case "at":
            return datetime.fromisoformat(said).astimezone(UTC)
        case "on":
            return date.fromisoformat(said)
        case "bytes":
            return base64.b64decode(said, validate=True)
    raise ValueError(f"a value of kind {kind}")
