"""All queries of work, of the processes that do it, and of who leads."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from intake_ai.dossier.states import PRIORITIES, Priority
from intake_ai.storage.times import in_utc
from intake_ai.storage.upserts import insert_into
from intake_ai.work.kinds import Kind, WorkState
from intake_ai.work.tables import CountRow, LeadRow, WorkerProcessRow, WorkRow

SILENT_SECONDS = 20.0
"""After which a process that says nothing is taken for dead; it says so every five."""
_LONGEST_REST_SECONDS = 300
"""No failure and nothing in the way lets a piece of work rest for so long."""


class WorkRepository:
    """Work as one transaction sees it.

    Args:
        session: Of the transaction.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def now(self) -> datetime:
        """The time by the database's clock where it is a server: the clocks of worker machines may differ."""
        if self._session.get_bind().dialect.name == "postgresql":
            told = self._session.scalar(select(func.clock_timestamp()))
            if told is not None:
                return in_utc(told)
        return datetime.now(UTC)

    def add(self, rows: Collection[WorkRow]) -> None:
        self._session.add_all(rows)
        self._session.flush()

    def planned(self, dossier: str, run: int, kind: Kind) -> frozenset[str]:
        """Subjects of a kind that are planned already, whatever became of them."""
        statement = select(WorkRow.subject).where(
            WorkRow.dossier_id == dossier, WorkRow.run == run, WorkRow.kind == kind
        )
        return frozenset(self._session.scalars(statement))

    def next_waiting(self, queues: Sequence[Priority], now: datetime) -> WorkRow | None:
        """The best piece of work for these queues that nobody holds, locked.

        Queue by queue, each by its index: whatever waits in a queue that is not asked for is not looked at.
        """
        for queue in sorted(queues, key=PRIORITIES.index):
            ready = select(WorkRow).where(_waiting(queue, now)).order_by(WorkRow.rank, WorkRow.id)
            found = self._unheld(ready)
            if found is not None:
                return found
        return None

    def longest_waiting(self, queues: Sequence[Priority], now: datetime, before: datetime) -> WorkRow | None:
        """The oldest piece of work that has waited since a time, locked; None where none has."""
        found = []
        for queue in queues:
            old = select(WorkRow).where(_waiting(queue, now), WorkRow.made_at < before)
            found.append(self._unheld(old.order_by(WorkRow.made_at)))
        return min((row for row in found if row is not None), key=lambda row: in_utc(row.made_at), default=None)

    def held(self, identifier: int, process: str) -> WorkRow | None:
        """A piece of work that a process still holds, locked; None where it was given to another, or is ended."""
        statement = select(WorkRow).where(
            WorkRow.id == identifier, WorkRow.state == "running", WorkRow.claimed_by == process
        )
        return self._session.scalar(statement.with_for_update().execution_options(populate_existing=True))

    def of_process(self, process: str) -> Sequence[WorkRow]:
        """What a process has in hand."""
        return self._session.scalars(_in_hand(process)).all()

    def of_process_locked(self, process: str) -> Sequence[WorkRow]:
        """As `of_process`, locked: nobody gives it to another meanwhile."""
        statement = _in_hand(process).with_for_update().execution_options(populate_existing=True)
        return self._session.scalars(statement).all()

    def one_of(self, dossier: str, run: int, kind: Kind) -> WorkRow | None:
        """The piece of a kind that a run has one of, locked."""
        statement = select(WorkRow).where(
            WorkRow.dossier_id == dossier, WorkRow.run == run, WorkRow.kind == kind, WorkRow.subject == ""
        )
        return self._session.scalar(statement.with_for_update().execution_options(populate_existing=True))

    def is_under_way(self, dossier: str, run: int, kinds: Collection[Kind]) -> bool:
        """Whether some work of these kinds waits or runs."""
        statement = select(WorkRow.id).where(
            WorkRow.dossier_id == dossier,
            WorkRow.run == run,
            WorkRow.kind.in_(kinds),
            WorkRow.state.in_(("waiting", "running")),
        )
        return self._session.scalar(statement.limit(1)) is not None

    def ended(self, dossier: str, run: int, kind: Kind) -> Sequence[WorkRow]:
        """Done or set aside."""
        statement = select(WorkRow).where(
            WorkRow.dossier_id == dossier,
            WorkRow.run == run,
            WorkRow.kind == kind,
            WorkRow.state.in_(("done", "set_aside")),
        )
        return self._session.scalars(statement.order_by(WorkRow.id)).all()

    def cancel(self, dossier: str) -> None:
        """Nobody begins what waits, and what runs changes nothing any more."""
        self._session.execute(
            update(WorkRow)
            .where(WorkRow.dossier_id == dossier, WorkRow.state.in_(("waiting", "running")))
            .values(state="cancelled", claimed_by=None, ended_at=datetime.now(UTC))
            .execution_options(synchronize_session="fetch")
        )

    def waiting(self, queue: Priority, now: datetime, most: int) -> int:
        """Pieces of work of a queue that may be begun now, counted up to `most`."""
        ready = select(WorkRow.id).where(_waiting(queue, now)).limit(most).subquery()
        return self._session.scalar(select(func.count()).select_from(ready)) or 0

    def count_states(self) -> Sequence[tuple[int, str, str, int]]:
        """Priority, kind, state and number of all work that is not ended, for the metrics."""
        statement = (
            select(WorkRow.priority, WorkRow.kind, WorkRow.state, func.count())
            .where(WorkRow.state.in_(("waiting", "running")))
            .group_by(WorkRow.priority, WorkRow.kind, WorkRow.state)
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._session.execute(statement)]

    def count_set_aside(self) -> int:
        """Pieces of work that were given up and not forgotten yet, for the operator."""
        return self._session.scalar(select(func.count()).where(WorkRow.state == "set_aside")) or 0

    def oldest_waiting(self) -> Sequence[tuple[int, datetime]]:
        """For each priority since when its oldest waiting piece waits, for the metrics."""
        found = []
        for priority in range(len(PRIORITIES)):
            waiting = and_(WorkRow.state == "waiting", WorkRow.priority == priority)
            oldest = self._session.scalar(select(WorkRow.made_at).where(waiting).order_by(WorkRow.made_at).limit(1))
            if oldest is not None:
                found.append((priority, in_utc(oldest)))
        return found

    def processes(self) -> Sequence[WorkerProcessRow]:
        return self._session.scalars(select(WorkerProcessRow).order_by(WorkerProcessRow.started_at)).all()

    def process(self, identifier: str) -> WorkerProcessRow | None:
        return self._session.get(WorkerProcessRow, identifier)

    def living(self, queue: Priority, now: datetime) -> Sequence[str]:
        """Ids of processes that work for a queue and said so lately."""
        since = now - timedelta(seconds=SILENT_SECONDS)
        rows = self._session.execute(
            select(WorkerProcessRow.id, WorkerProcessRow.queues).where(WorkerProcessRow.seen_at >= since)
        )
        return [identifier for identifier, queues in rows if queue in queues.split(",")]

    def idle_processes(self, queue: Priority, but: str = "") -> int:
        """How many of these, but for one, have nothing in hand."""
        living = set(self.living(queue, self.now())) - {but}
        busy = set(self._session.scalars(select(WorkRow.claimed_by).where(WorkRow.state == "running")))
        return len(living - busy)

    def silent(self, now: datetime) -> Sequence[str]:
        """Ids of processes that have said nothing for too long."""
        since = now - timedelta(seconds=SILENT_SECONDS)
        return self._session.scalars(select(WorkerProcessRow.id).where(WorkerProcessRow.seen_at < since)).all()

    def orphaned(self) -> Sequence[WorkRow]:
        """Work in the hands of processes that are no more."""
        statement = (
            select(WorkRow)
            .outerjoin(WorkerProcessRow, WorkerProcessRow.id == WorkRow.claimed_by)
            .where(WorkRow.state == "running", WorkerProcessRow.id.is_(None))
        )
        return self._session.scalars(statement).all()

    def lead(self, name: str, now: datetime) -> LeadRow:
        """Who leads, locked; where nobody ever did, nobody until now."""
        insert = insert_into(self._session, LeadRow).values(name=name, holder="", until=now)
        self._session.execute(insert.on_conflict_do_nothing(index_elements=[LeadRow.name]))
        return self._session.scalars(select(LeadRow).where(LeadRow.name == name).with_for_update()).one()

    def forget_ended(self, before: datetime, most: int) -> int:
        """Removes work that is ended: of earlier days, and of which nobody asks any more; how much."""
        ended = select(WorkRow.id).where(WorkRow.ended_at < before)
        old = self._session.scalars(ended.order_by(WorkRow.ended_at).limit(most)).all()
        removed = delete(WorkRow).where(WorkRow.id.in_(old)).execution_options(synchronize_session=False)
        self._session.execute(removed)
        return len(old)

    def count(self, kind: Kind, outcome: str, seconds: float) -> None:
        """One more that ended so."""
        first = insert_into(self._session, CountRow).values(kind=kind, outcome=outcome, times=1, seconds=seconds)
        more = {"times": CountRow.times + 1, "seconds": CountRow.seconds + seconds}
        self._session.execute(first.on_conflict_do_update(index_elements=[CountRow.kind, CountRow.outcome], set_=more))

    def counts(self) -> Sequence[CountRow]:
        return self._session.scalars(select(CountRow)).all()

    def _unheld(self, ready: Select[WorkRow]) -> WorkRow | None:
        """The first row that no other transaction holds, locked."""
        first = ready.limit(1).with_for_update(skip_locked=True)
        return self._session.scalar(first.execution_options(populate_existing=True))


def _waiting(queue: Priority, now: datetime) -> ColumnElement[bool]:
    waiting: WorkState = "waiting"
    # a time that nobody would set was set before the clock was put back
    is_odd = WorkRow.not_before > now + timedelta(seconds=_LONGEST_REST_SECONDS)
    is_time = or_(WorkRow.not_before.is_(None), WorkRow.not_before <= now, is_odd)
    return and_(WorkRow.state == waiting, WorkRow.priority == PRIORITIES.index(queue), is_time)


def _in_hand(process: str) -> Select[WorkRow]:
    return select(WorkRow).where(WorkRow.state == "running", WorkRow.claimed_by == process)
