"""All queries of the audit log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, literal, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from intake_ai.audit.chain import FIRST, ChainKey
from intake_ai.audit.tables import AuditHeadRow, AuditRow, LookRow
from intake_ai.storage.upserts import insert_into

_HEAD = 1
_WRITERS_KEY = 0x61756474
"""Advisory lock of PostgreSQL for who appends: "audt" in ASCII."""
_AT_ONCE = 1000
_UNREADABLE = (ValueError, TypeError, OperationalError)
"""What reading values of the wrong kind raises; SQLite takes any value in any column."""
_NO_TEXT = "Could not decode"
"""What Python's SQLite says of text that is none."""


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries; None does not restrict.

    Attributes:
        since, until: From this moment on, before that one.
    """

    actor: str | None = None
    action: str | None = None
    subject_kind: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogEnd:
    """Where the log ends.

    Attributes:
        heads: Rows that claim to say so: one, or none while there are no entries.
        last: Highest number of an entry; 0 where there are none.
        number, chain, seal: As the head says; 0 and empty where it says nothing that makes sense.
    """

    heads: int
    last: int
    number: int
    chain: str
    seal: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry whose values are not of the kinds that the service writes."""

    number: int


class AuditRepository:
    """The log as one transaction sees it.

    Args:
        session: Of the transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, rows: Sequence[AuditRow], key: ChainKey) -> None:
        """Give rows their numbers and links behind the last entry; other writers wait until this transaction ends."""
        self._lock()
        head = self._session.get(AuditHeadRow, _HEAD, populate_existing=True)
        if head is None:
            head = AuditHeadRow(id=_HEAD, number=0, chain=FIRST, seal="")
            self._session.add(head)
        for row in rows:
            row.number = head.number + 1
            row.chain = key.link(head.chain, row)
            head.number, head.chain = row.number, row.chain
        head.seal = key.seal(head.number, head.chain)
        self._session.add_all(rows)
        self._session.flush()

    def end(self) -> LogEnd:
        """Where the log ends, and says that it ends, at one moment."""
        last = select(func.max(AuditRow.number)).scalar_subquery()
        heads = select(func.count()).select_from(AuditHeadRow).scalar_subquery()
        head = (AuditHeadRow.number, AuditHeadRow.chain, AuditHeadRow.seal)
        # on one row that is always there, so that a missing head does not hide the entries
        one = select(literal(1).label("one")).subquery()
        statement = select(heads, last, *head).select_from(one).outerjoin(AuditHeadRow, AuditHeadRow.id == _HEAD)
        count, highest, number, chain, seal = self._session.execute(statement).one()
        if not (isinstance(number, int) and isinstance(chain, str) and isinstance(seal, str)):
            return LogEnd(count, highest or 0, 0, "", "")
        return LogEnd(count, highest or 0, number, chain, seal)

    def entry(self, number: int) -> AuditRow | None:
        return self._session.get(AuditRow, number)

    def up_to(self, last: int) -> Iterator[AuditRow | Unreadable]:
        """All entries as far as a number, also those that somebody made unreadable, a page of them in memory."""
        wanted = select(AuditRow.number).where(AuditRow.number <= last).order_by(AuditRow.number).limit(_AT_ONCE)
        numbers = self._session.scalars(wanted).all()
        while numbers:
            rows = self._read(numbers)
            yield from rows
            for row in rows:
                if isinstance(row, AuditRow):
                    self._session.expunge(row)
            numbers = self._session.scalars(wanted.where(AuditRow.number > numbers[-1])).all()

    def in_order(self, wanted: EntryFilter | None = None) -> Iterator[AuditRow]:
        """Entries from the first on, without keeping all of them in memory."""
        statement = _filtered(select(AuditRow), wanted or EntryFilter()).order_by(AuditRow.number)
        return iter(self._session.scalars(statement.execution_options(yield_per=_AT_ONCE)))

    def newest(self, wanted: EntryFilter, below: int | None, most: int) -> Sequence[AuditRow]:
        """Entries of a list, the newest first.

        Args:
            wanted: Which.
            below: Number that the page before ended with.
            most: Length of a page.
        """
        statement = _filtered(select(AuditRow), wanted)
        if below is not None:
            statement = statement.where(AuditRow.number < below)
        return self._session.scalars(statement.order_by(AuditRow.number.desc()).limit(most)).all()

    def following(self, wanted: EntryFilter, above: int, most: int) -> Sequence[AuditRow]:
        """The entries behind a number, the first one first."""
        statement = _filtered(select(AuditRow), wanted).where(AuditRow.number > above)
        return self._session.scalars(statement.order_by(AuditRow.number).limit(most)).all()

    def look(self, session: str, dossier: str) -> LookRow | None:
        return self._session.get(LookRow, (session, dossier))

    def note_look(self, row: LookRow) -> bool:
        """Whether this is the session's first look; of two that come together one is."""
        values = {"session": row.session, "dossier_id": row.dossier_id, "at": row.at}
        insert = insert_into(self._session, LookRow).values(values)
        statement = insert.on_conflict_do_nothing().returning(LookRow.dossier_id)
        return self._session.scalar(statement) is not None

    def forget_looks(self, before: datetime) -> None:
        """Drop the notes of looks in sessions that are long over; the log keeps the looks."""
        self._session.execute(delete(LookRow).where(LookRow.at < before))

    def forget_looks_at(self, dossier: str) -> None:
        self._session.execute(delete(LookRow).where(LookRow.dossier_id == dossier))

    def _read(self, numbers: Sequence[int]) -> Sequence[AuditRow | Unreadable]:
        wanted = select(AuditRow).where(AuditRow.number.between(numbers[0], numbers[-1])).order_by(AuditRow.number)
        try:
            return self._session.scalars(wanted).all()
        except _UNREADABLE as error:
            if isinstance(error, OperationalError) and _NO_TEXT not in str(error.orig):
                raise
        # one by one, to know which
        return [Unreadable(numbers[0])] if len(numbers) == 1 else [self._read([number])[0] for number in numbers]

    def _lock(self) -> None:
        """SQLite has one writer anyway, from the first moment of `writing`."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(select(func.pg_advisory_xact_lock(_WRITERS_KEY)))


def _filtered(statement: Select[AuditRow], wanted: EntryFilter) -> Select[AuditRow]:
    equal = {
        AuditRow.actor: wanted.actor,
        AuditRow.action: wanted.action,
        AuditRow.subject_kind: wanted.subject_kind,
        AuditRow.subject: wanted.subject,
    }
    for column, value in equal.items():
        if value is not None:
            statement = statement.where(column == value)
    if wanted.since is not None:
        statement = statement.where(AuditRow.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(AuditRow.at < wanted.until)
    return statement
