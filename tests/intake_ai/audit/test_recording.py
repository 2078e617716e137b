import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from audit_builder import findings, verified, write_entries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from intake_ai.access.rules import SYSTEM, Actor
from intake_ai.audit.exporting import export, told, values_of
from intake_ai.audit.recording import Change, Entry, has_looked, look, record
from intake_ai.audit.repository import AuditRepository, EntryFilter
from intake_ai.audit.tables import AuditRow, LookRow
from intake_ai.errors import BadRequest
from intake_ai.storage.errors import SealBroken
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing

LAN = Actor("person", "lan", "officer", session="a" * 64)


def entries(installation: Installation) -> list[AuditRow]:
    with reading(installation.sessions) as session:
        return list(session.scalars(select(AuditRow).order_by(AuditRow.number)))


def test_an_entry_tells_who_did_what_when_and_why(installation: Installation):
    before = datetime.now(UTC)
    with writing(installation.sessions) as session:
        record(session, installation.keys, Entry(LAN, "field.correct", "dossier", "d1", "lý do MẪU", {"field": "f1"}))
    (row,) = entries(installation)
    assert told(row) == {
        "number": 1,
        "at": told(row)["at"],
        "actor_kind": "person",
        "actor": "lan",
        "session": "a" * 16,
        "action": "field.correct",
        "subject_kind": "dossier",
        "subject": "d1",
        "why": "lý do MẪU",
        "detail": {"field": "f1"},
        "has_values": False,
        "chain": row.chain,
    }
    assert before <= datetime.fromisoformat(told(row)["at"]) <= datetime.now(UTC)


def test_what_is_rolled_back_is_not_in_the_log(installation: Installation):
    write_entries(installation, 1)
    with suppress(ZeroDivisionError), writing(installation.sessions) as session:
        record(session, installation.keys, Entry(LAN, "mau.viec", "dossier", "d1"))
        raise ZeroDivisionError
    with writing(installation.sessions) as session:
        with suppress(ZeroDivisionError), session.begin_nested():
            record(session, installation.keys, Entry(LAN, "mau.bo", "dossier", "d1"))
            raise ZeroDivisionError
        with session.begin_nested():
            record(session, installation.keys, Entry(LAN, "mau.giu", "dossier", "d1"))
    assert [row.action for row in entries(installation)] == ["mau.viec", "mau.giu"]
    assert findings(installation) == []


def test_values_before_and_after_are_readable_with_the_dossiers_own_key_alone(installation: Installation):
    own = installation.keys.own(installation.keys.new_own_key())
    other = installation.keys.own(installation.keys.new_own_key())
    change = Change(own, {"value": "Nguyễn Văn Cũ MẪU"}, {"value": "Nguyễn Văn Mới MẪU"})
    with writing(installation.sessions) as session:
        record(session, installation.keys, Entry(LAN, "field.correct", "dossier", "d1", change=change))
    (row,) = entries(installation)
    assert row.before_after is not None
    assert "MẪU".encode() not in row.before_after
    assert values_of(row, own) == {"before": dict(change.before), "after": dict(change.after)}
    assert values_of(row, None) is None
    with pytest.raises(SealBroken):
        values_of(row, other)


def test_a_session_that_commits_twice_tells_each_thing_once(installation: Installation):
    with installation.sessions() as session:
        for number in range(3):
            record(session, installation.keys, Entry(LAN, f"mau.{number}", "dossier", "d1"))
            session.commit()
        session.commit()
    assert [row.action for row in entries(installation)] == ["mau.0", "mau.1", "mau.2"]


def test_a_reason_has_an_end(installation: Installation):
    with writing(installation.sessions) as session, pytest.raises(BadRequest, match="audit-why"):
        record(session, installation.keys, Entry(LAN, "mau.viec", "dossier", "d1", "x" * 501))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    detail=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
        st.none()
        | st.booleans()
        | st.integers(min_value=-(2**60), max_value=2**60)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
        | st.lists(st.integers(min_value=0, max_value=9), max_size=3),
        max_size=4,
    )
)
def test_whatever_an_entry_tells_it_is_proven_after_the_way_through_the_database(installation: Installation, detail):
    with writing(installation.sessions) as session:
        record(session, installation.keys, Entry(LAN, "mau.viec", "dossier", "d1", detail=detail))
    assert findings(installation) == []


def test_many_writers_at_once_make_one_whole_chain(installation: Installation):
    """Each does something else before and after it tells the log, as requests do."""
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for turn in range(10):
                with writing(installation.sessions) as session:
                    record(session, installation.keys, Entry(LAN, "mau.viec", "dossier", f"{writer}"))
                    look(session, installation.keys, Actor("person", "lan", session=f"{writer}-{turn}"), "d1")
                    record(session, installation.keys, Entry(LAN, "mau.xong", "dossier", f"{writer}"))
        except BaseException as error:  # noqa: BLE001  told to the test
            failures.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(6)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert findings(installation) == [], "a log that is being written is whole at every moment"
    for thread in threads:
        thread.join()
    assert failures == []
    found = verified(installation)
    assert (found.entries, found.findings) == (6 * 10 * 3, ())


def test_two_who_hold_what_the_other_wants_do_not_block_each_other_over_the_log(installation: Installation):
    """One tells the log early and then waits for a row that the other, who tells the log late, holds."""
    with writing(installation.sessions) as session:
        session.add(LookRow(session="hang", dossier_id="chung", at=datetime.now(UTC)))
    holds, told_early, failures = threading.Event(), threading.Event(), list[BaseException]()

    def touch(session) -> None:
        row = session.scalar(select(LookRow).where(LookRow.session == "hang").with_for_update())
        row.at = datetime.now(UTC)
        session.flush()

    def late() -> None:
        try:
            with writing(installation.sessions) as session:
                touch(session)
                holds.set()
                if session.get_bind().dialect.name == "postgresql":
                    told_early.wait(10)
                record(session, installation.keys, Entry(LAN, "mau.muon", "dossier", "d1"))
        except BaseException as error:  # noqa: BLE001  told to the test
            failures.append(error)

    other = threading.Thread(target=late)
    other.start()
    holds.wait(10)
    with writing(installation.sessions) as session:
        record(session, installation.keys, Entry(LAN, "mau.som", "dossier", "d1"))
        told_early.set()
        touch(session)
    other.join()
    assert failures == []
    assert sorted(row.action for row in entries(installation)) == ["mau.muon", "mau.som"]


def test_a_look_is_told_once_for_a_session_and_dossier(installation: Installation):
    tomorrow = Actor("person", "lan", "officer", session="b" * 64)
    with writing(installation.sessions) as session:
        assert not has_looked(session, LAN, "d1")
        assert [look(session, installation.keys, LAN, "d1") for _ in range(3)] == [True, False, False]
        assert look(session, installation.keys, LAN, "d2")
        assert look(session, installation.keys, tomorrow, "d1")
        assert has_looked(session, LAN, "d1")
    with writing(installation.sessions) as session:
        assert not look(session, installation.keys, LAN, "d1")
    assert [(row.action, row.subject) for row in entries(installation)] == [
        ("dossier.look", "d1"),
        ("dossier.look", "d2"),
        ("dossier.look", "d1"),
    ]


def test_of_looks_at_once_one_is_told(installation: Installation):
    def open_page() -> None:
        with writing(installation.sessions) as session:
            look(session, installation.keys, LAN, "d1")

    threads = [threading.Thread(target=open_page) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(entries(installation)) == 1


def test_lists_page_backwards_and_filter(installation: Installation):
    write_entries(installation, 7)
    with writing(installation.sessions) as session:
        record(session, installation.keys, Entry(LAN, "person.add", "person", "hoa"))
    with reading(installation.sessions) as session:
        repository = AuditRepository(session)
        first = repository.newest(EntryFilter(), None, 3)
        assert [row.number for row in first] == [8, 7, 6]
        assert [row.number for row in repository.newest(EntryFilter(), 6, 3)] == [5, 4, 3]
        assert [row.number for row in repository.newest(EntryFilter(actor="lan"), None, 9)] == [8]
        assert [row.number for row in repository.newest(EntryFilter(subject="ho-so-2"), None, 9)] == [3]
        later = EntryFilter(since=datetime.now(UTC) + timedelta(hours=1))
        assert repository.newest(later, None, 9) == []
        assert len(list(export(session, EntryFilter(until=datetime.now(UTC) + timedelta(hours=1))))) == 8


def test_an_empty_log_is_whole(installation: Installation):
    assert verified(installation).entries == 0
    assert verified(installation).findings == ()


def test_the_service_itself_is_told_as_the_system(installation: Installation):
    with writing(installation.sessions) as session:
        record(session, installation.keys, Entry(SYSTEM, "privacy.retain", "dossier", "d1"))
    assert (entries(installation)[0].actor_kind, entries(installation)[0].actor) == ("system", "")
