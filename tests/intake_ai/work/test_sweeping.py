"""One process gives back what the dead held and calls the idle; who died is told from who could not speak."""

from datetime import UTC, datetime, timedelta

import pytest
from service_builder import submitted
from sqlalchemy import select, update
from worker_builder import typed_file

from intake_ai.dossier.states import PRIORITIES
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.claiming import claim
from intake_ai.work.processes import register
from intake_ai.work.sweeping import Sweeper, lead, stop_leading
from intake_ai.work.tables import LeadRow, WorkerProcessRow, WorkRow


class Called:
    """Remembers whom it called."""

    def __init__(self) -> None:
        self.looks: list[tuple[str, int]] = []

    def announce(self, queue, looks):
        self.looks.append((queue, looks))


@pytest.fixture
def called():
    return Called()


def live(installation, *names, queues=PRIORITIES, ago=0.0):
    with writing(installation.sessions) as session:
        for name in names:
            register(session, name, "here", queues)
            seen = datetime.now(UTC) - timedelta(seconds=ago)
            session.execute(update(WorkerProcessRow).where(WorkerProcessRow.id == name).values(seen_at=seen))


def state_of_work(installation):
    with reading(installation.sessions) as session:
        return session.scalars(select(WorkRow.state)).all()


def test_as_many_are_called_as_are_idle_and_pieces_wait(installation, called, tmp_path):
    live(installation, "mot", "hai", "ba")
    sweeper = Sweeper(installation, "mot", called)
    sweeper.sweep()
    assert called.looks == []
    submitted(installation, [typed_file(tmp_path, 1), typed_file(tmp_path, 2)])
    sweeper.sweep()
    assert called.looks == [("counter", 2)]
    with writing(installation.sessions) as session:
        claim(session, "hai", PRIORITIES)
    sweeper.sweep()
    assert called.looks[1:] == [("counter", 1)]


def test_who_works_for_other_queues_is_not_called(installation, called, tmp_path):
    live(installation, "mot", queues=("bulk",))
    submitted(installation, [typed_file(tmp_path, 1)])
    Sweeper(installation, "mot", called).sweep()
    assert called.looks == []


def test_one_leads_until_it_stops_or_falls_silent(installation, called):
    one, other = Sweeper(installation, "mot", called), Sweeper(installation, "hai", called)
    assert (one.sweep(), other.sweep(), one.sweep()) == (True, False, True)
    with writing(installation.sessions) as session:
        stop_leading(session, "mot")
    assert (other.sweep(), one.sweep()) == (True, False)


def test_the_silent_are_buried_but_not_right_after_a_break(installation, called, tmp_path):
    live(installation, "mot")
    submitted(installation, [typed_file(tmp_path, 1)])
    with writing(installation.sessions) as session:
        claim(session, "mot", PRIORITIES)
    live(installation, "mot", ago=60)
    sweeper = Sweeper(installation, "hai", called)
    for _ in range(3):
        sweeper.sweep()
        assert state_of_work(installation) == ["running"]
    sweeper.sweep()
    assert state_of_work(installation) == ["waiting"]


def test_a_clock_that_was_put_back_stops_neither_the_lead_nor_what_rests(installation, tmp_path):
    """What was set to begin a moment later, and a lease of seconds, lie hours ahead then."""
    ahead = datetime.now(UTC) + timedelta(hours=2)
    submitted(installation, [typed_file(tmp_path, 1)])
    with writing(installation.sessions) as session:
        assert lead(session, "mot")
        session.execute(update(LeadRow).values(until=ahead))
        session.execute(update(WorkRow).values(not_before=ahead))
    with writing(installation.sessions) as session:
        assert lead(session, "hai")
        assert claim(session, "hai", PRIORITIES) is not None
