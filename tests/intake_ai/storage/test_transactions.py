import threading
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from servers.postgresql import PostgreSQL
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from intake_ai.settings import Settings
from intake_ai.storage.engine import lock_for_writing, open_engine, session_factory
from intake_ai.storage.errors import StorageUnusable
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import after_commit, reading, writing
from intake_ai.work.tables import CountRow, LeadRow

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def times(installation: Installation) -> int | None:
    with reading(installation.sessions) as session:
        return session.scalar(select(CountRow.times))


def at_once(*calls: Callable[[], None]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def ask(server: PostgreSQL, statement: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]  # a name cannot be a parameter


def test_what_is_written_is_kept_and_told_only_after_the_commit(installation: Installation):
    seen: list[int | None] = []
    with writing(installation.sessions) as session:
        session.add(CountRow(kind="read", outcome="done", times=1))
        after_commit(session, lambda: seen.append(times(installation)))
        after_commit(session, lambda: seen.append(2))
        assert seen == []
    assert seen == [1, 2]


def test_an_error_undoes_everything_and_tells_nobody(installation: Installation):
    seen: list[int] = []
    with pytest.raises(KeyError), writing(installation.sessions) as session:  # noqa: PT012
        session.add(CountRow(kind="read", outcome="done", times=1))
        session.flush()
        after_commit(session, lambda: seen.append(1))
        raise KeyError
    assert (seen, times(installation)) == ([], None)


def test_whoever_is_to_be_told_is_told_even_if_another_fails(installation: Installation):
    seen: list[int] = []
    with pytest.raises(ZeroDivisionError), writing(installation.sessions) as session:  # noqa: PT012
        session.add(CountRow(kind="read", outcome="done", times=1))
        after_commit(session, lambda: 1 // 0)
        after_commit(session, lambda: seen.append(1))
    assert (seen, times(installation)) == ([1], 1)


def test_a_transaction_that_reads_changes_nothing(installation: Installation):
    with reading(installation.sessions) as session:
        session.add(CountRow(kind="read", outcome="done", times=1))
        session.flush()
    assert times(installation) is None


def test_many_writers_at_once_lose_no_change(installation: Installation):
    with writing(installation.sessions) as session:
        session.add(CountRow(kind="read", outcome="done", times=0))

    def count() -> None:
        for _ in range(20):
            with writing(installation.sessions) as session:
                row = session.scalars(select(CountRow).with_for_update()).one()
                row.times += 1

    at_once(*[count] * 4)
    assert times(installation) == 80


def test_readers_go_on_while_somebody_writes(installation: Installation):
    with writing(installation.sessions) as session:
        session.add(CountRow(kind="read", outcome="done", times=1))
        session.flush()
        assert times(installation) is None
    assert times(installation) == 1


def test_the_lock_for_writing_lets_one_after_the_other_in(installation: Installation):
    """Each looks first and then writes: without the lock all would find nobody there."""
    winners: list[str] = []

    def lead(name: str) -> None:
        with installation.engine.begin() as connection:
            lock_for_writing(connection)
            found = connection.execute(select(LeadRow.holder)).first()
            time.sleep(0.05)
            if found is None:
                until = NOW + timedelta(minutes=1)
                connection.execute(LeadRow.__table__.insert().values(name="sweep", holder=name, until=until))
                winners.append(name)

    at_once(*[lambda name=name: lead(name) for name in "abc"])
    assert len(winners) == 1


def test_a_full_database_is_told_as_full(tmp_path: Path, installation: Installation):
    if installation.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's disk is its own")
    with pytest.raises(StorageUnusable) as told, writing(installation.sessions) as session:  # noqa: PT012
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
        session.add_all(CountRow(kind=str(number), outcome="x" * 16) for number in range(20_000))
    assert told.value.code == "storage-full"
    assert times(installation) is None


def test_a_server_that_is_away_is_told_in_seconds_without_its_password(tmp_path: Path):
    sessions = session_factory(open_engine("postgresql://intake:bi-mat@127.0.0.1:9/intake"))
    for opened in (reading, writing):
        with pytest.raises(StorageUnusable) as told, opened(sessions):
            pass
        assert (told.value.code, told.value.http_status) == ("storage-database", 503)
        assert "bi-mat" not in str(told.value) + str(told.value.values)


def test_after_the_server_came_back_the_same_engine_works_on(postgresql: PostgreSQL):
    with postgresql.database() as url:
        engine = open_engine(url)
        sessions = session_factory(engine)
        with writing(sessions) as session:
            session.add(CountRow(kind="read", outcome="done", times=1))
        postgresql.server.kill()
        with pytest.raises(StorageUnusable), reading(sessions):
            pass
        postgresql.server.start()
        with reading(sessions) as session:
            assert session.scalar(select(CountRow.times)) == 1
        engine.dispose()


def test_a_connection_cut_in_the_middle_undoes_the_transaction(postgresql: PostgreSQL):
    with postgresql.database() as url:
        engine = open_engine(url)
        sessions = session_factory(engine)
        with pytest.raises(StorageUnusable), writing(sessions) as session:  # noqa: PT012
            session.add(CountRow(kind="read", outcome="done", times=1))
            session.flush()
            postgresql.server.restart()
        with reading(sessions) as session:
            assert session.scalar(select(CountRow.times)) is None
        engine.dispose()


def test_no_value_of_a_row_stands_in_an_error(installation: Installation):
    row = {"kind": "TRAN VAN MAU", "outcome": "x", "times": 1, "seconds": 0}
    with pytest.raises(IntegrityError) as told, writing(installation.sessions) as session:
        session.execute(insert(CountRow), [row, row])
    everything = "".join(traceback.format_exception(told.value))
    assert "VAN MAU" not in everything
    assert "work_count" in everything


def test_settings_may_name_the_database_as_hosters_do():
    for name in ("postgres", "postgresql", "postgresql+psycopg"):
        url = Settings(database_url=f"{name}://intake@db/intake").database
        assert open_engine(url).dialect.driver == "psycopg"


def test_a_server_that_takes_no_changes_for_a_while_is_told_and_left(postgresql: PostgreSQL):
    """After a failover the old server answers on, read-only; its connections must not be kept."""
    with postgresql.database() as url:
        name = url.rpartition("/")[2]
        ask(postgresql, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        engine = open_engine(url)
        sessions = session_factory(engine)
        with reading(sessions) as session:
            assert session.scalar(select(CountRow.times)) is None
        ask(postgresql, f"ALTER DATABASE {name} RESET default_transaction_read_only")
        with pytest.raises(StorageUnusable) as told, writing(sessions) as session:
            session.add(CountRow(kind="read", outcome="done", times=1))
        assert told.value.code == "storage-database"
        with writing(sessions) as session:
            session.add(CountRow(kind="read", outcome="done", times=1))
        engine.dispose()


def test_a_writer_that_was_stopped_lets_the_others_go_on(postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch):
    """As a process does that a person stops and continues: in the middle of its transaction it says nothing more."""
    monkeypatch.setattr("intake_ai.storage.transactions._STOPPED_SECONDS", 1)
    with postgresql.database() as url:
        engine = open_engine(url)
        sessions = session_factory(engine)
        with writing(sessions) as session:
            session.add(CountRow(kind="read", outcome="done", times=1))
        with pytest.raises(StorageUnusable) as told, writing(sessions) as stopped:  # noqa: PT012
            stopped.scalars(select(CountRow).with_for_update()).one().times = 7
            stopped.flush()
            with writing(sessions) as session:
                session.scalars(select(CountRow).with_for_update()).one().times += 1
            stopped.scalar(select(CountRow.times))
        assert told.value.code == "storage-database"
        with reading(sessions) as session:
            assert session.scalar(select(CountRow.times)) == 2
        engine.dispose()
