"""Somebody with the whole database, but not the keys, changes the log: it is found, whatever they do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from audit_builder import findings, tamper, verified, write_entries
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from intake_ai.audit.anchoring import Anchor, keep_anchor, kept_anchor, read_anchors, take_anchor
from intake_ai.audit.verifying import Finding, verify
from intake_ai.errors import BadRequest
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.transactions import reading, writing

_ENTRIES = 12
_COLUMNS = {
    "at": "2020-01-01 00:00:00.000000",
    "actor_kind": "person",
    "actor": "ai-khac",
    "session": "phien-khac",
    "action": "viec.khac",
    "subject_kind": "person",
    "subject": "ho-so-khac",
    "why": "lý do khác",
    "detail": '{"number": 99}',
    "before_after": b"khac",
    "chain": "f" * 64,
}
numbers = st.integers(min_value=1, max_value=_ENTRIES)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A log that every example finds whole."""
    with open_installation(Settings(data_dir=tmp_path_factory.mktemp("log"), database_url="")) as installation:
        write_entries(installation, _ENTRIES)
        yield installation


@contextmanager
def undone(log: Installation) -> Iterator[Callable[..., None]]:
    """Tampers with a log that is as before afterwards."""
    with reading(log.sessions) as session:
        rows = [dict(row._mapping) for row in session.execute(text("SELECT * FROM audit"))]
        heads = [dict(row._mapping) for row in session.execute(text("SELECT * FROM audit_head"))]
    yield lambda *statements, **values: tamper(log, *statements, **values)
    with writing(log.sessions) as session:
        for table, kept in (("audit", rows), ("audit_head", heads)):
            columns, places = ", ".join(kept[0]), ", ".join(f":{name}" for name in kept[0])
            session.execute(text(f"DELETE FROM {table}"))  # noqa: S608  names of tables
            session.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({places})"), kept)  # noqa: S608


def test_an_untouched_log_is_whole(log: Installation):
    assert verified(log).findings == ()
    assert verified(log).entries == _ENTRIES


@settings(deadline=None, max_examples=60)
@given(number=numbers, column=st.sampled_from(sorted(_COLUMNS)))
def test_an_altered_entry_is_found_whatever_of_it_was_altered(log: Installation, number: int, column: str):
    with undone(log) as change:
        change(f"UPDATE audit SET {column} = :value WHERE number = :n", value=_COLUMNS[column], n=number)  # noqa: S608
        found = findings(log)
    assert Finding("altered", number, number) in found or Finding("altered", number + 1, number + 1) in found


@settings(deadline=None, max_examples=60)
@given(
    number=numbers,
    column=st.sampled_from(sorted(_COLUMNS)),
    garbage=st.sampled_from(["không phải", "", 7, 1.5, b"\xff\xfe", "[", "x'ff'"]),
)
def test_garbage_in_an_entry_is_found_and_hides_nothing(log: Installation, number: int, column: str, garbage):
    assume(garbage != "" or column not in {"actor", "session"})  # which are empty already
    with undone(log) as change:
        change(f"UPDATE audit SET {column} = :value WHERE number = :n", value=garbage, n=number)  # noqa: S608
        change(f"UPDATE audit SET {column} = CAST(x'fffe' AS TEXT) WHERE number = 2")  # noqa: S608
        found = findings(log)
    assert {Finding("altered", one, one) for one in (2, number)} <= set(found)


@settings(deadline=None, max_examples=40)
@given(first=numbers, length=st.integers(min_value=1, max_value=_ENTRIES))
def test_removed_entries_are_found_at_the_end_too(log: Installation, first: int, length: int):
    last = min(first + length - 1, _ENTRIES)
    with undone(log) as change:
        change("DELETE FROM audit WHERE number BETWEEN :first AND :last", first=first, last=last)
        found = findings(log)
    assert found == [Finding("cut_off" if last == _ENTRIES else "missing", first, last)]


@settings(deadline=None, max_examples=30)
@given(first=numbers, length=st.integers(min_value=1, max_value=_ENTRIES))
def test_renumbering_the_rest_does_not_hide_a_removal(log: Installation, first: int, length: int):
    with undone(log) as change:
        change(
            "DELETE FROM audit WHERE number >= :first AND number < :first + :length",
            # upwards first: numbers are unique in every moment
            "UPDATE audit SET number = -(number - :length) WHERE number >= :first",
            "UPDATE audit SET number = -number WHERE number < 0",
            first=first,
            length=length,
        )
        assert findings(log)


@settings(deadline=None, max_examples=40)
@given(one=numbers, other=numbers)
def test_two_entries_that_changed_places_are_found(log: Installation, one: int, other: int):
    with undone(log) as change:
        change(
            "UPDATE audit SET number = -1 WHERE number = :one",
            "UPDATE audit SET number = :one WHERE number = :other",
            "UPDATE audit SET number = :other WHERE number = -1",
            one=one,
            other=other,
        )
        assert bool(findings(log)) == (one != other)


@settings(deadline=None, max_examples=40)
@given(
    copied=numbers, number=st.integers(min_value=-3, max_value=_ENTRIES + 5).filter(lambda n: not 1 <= n <= _ENTRIES)
)
def test_an_entry_that_was_put_in_is_found(log: Installation, copied: int, number: int):
    with undone(log) as change:
        change(
            "INSERT INTO audit SELECT :number, at, actor_kind, actor, session, action, subject_kind, subject, why,"
            " detail, before_after, chain FROM audit WHERE number = :copied",
            number=number,
            copied=copied,
        )
        assert findings(log)


@settings(deadline=None, max_examples=20)
@given(column=st.sampled_from(["number", "chain", "seal"]), value=st.sampled_from([3, "0" * 64, b"\x00", ""]))
def test_an_altered_head_is_found(log: Installation, column: str, value):
    with undone(log) as change:
        change(f"UPDATE audit_head SET {column} = :value", value=value)  # noqa: S608  names of columns
        assert [finding.kind for finding in findings(log)] == ["head_altered"]


def test_cutting_off_the_end_and_setting_the_head_back_is_found(log: Installation):
    with undone(log) as change:
        change(
            "DELETE FROM audit WHERE number > 5",
            "UPDATE audit_head SET number = 5, chain = (SELECT chain FROM audit WHERE number = 5)",
        )
        assert [finding.kind for finding in findings(log)] == ["head_altered"]


def test_a_missing_head_is_found(log: Installation):
    with undone(log) as change:
        change("DELETE FROM audit_head")
        assert [finding.kind for finding in findings(log)] == ["head_missing"]


def test_keys_of_another_installation_prove_nothing(log: Installation, tmp_path: Path):
    with open_installation(Settings(data_dir=tmp_path, database_url="")) as other, reading(log.sessions) as session:
        kinds = {finding.kind for finding in verify(session, other.keys).findings}
    assert kinds == {"altered", "head_altered"}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Installation]:
    with open_installation(Settings(data_dir=tmp_path, database_url="")) as installation:
        write_entries(installation, 3)
        yield installation


def anchor_of(installation: Installation) -> Anchor:
    with reading(installation.sessions) as session:
        taken = take_anchor(session, installation.keys)
    assert taken is not None
    return taken


def found_with(installation: Installation, *anchors: Anchor) -> list[str]:
    with reading(installation.sessions) as session:
        return [finding.kind for finding in verify(session, installation.keys, anchors).findings]


def test_an_older_copy_of_the_whole_log_is_whole_and_only_an_anchor_shows_it(own: Installation):
    with reading(own.sessions) as session:
        head = dict(session.execute(text("SELECT number, chain, seal FROM audit_head")).one()._mapping)
    write_entries(own, 2)
    anchor = anchor_of(own)
    tamper(own, "DELETE FROM audit WHERE number > 3")
    tamper(own, "UPDATE audit_head SET number = :number, chain = :chain, seal = :seal", **head)
    assert found_with(own) == []
    assert found_with(own, anchor) == ["anchor_differs"]
    # and once others have been written in the place of those that are gone
    write_entries(own, 5)
    assert found_with(own) == []
    assert found_with(own, anchor) == ["anchor_differs"]


def test_emptying_the_whole_log_is_shown_by_an_anchor(own: Installation):
    anchor = anchor_of(own)
    tamper(own, "DELETE FROM audit", "DELETE FROM audit_head")
    assert found_with(own) == []
    assert found_with(own, anchor) == ["anchor_differs"]


def test_anchors_of_a_log_that_only_grew_agree(own: Installation):
    anchors = [anchor_of(own)]
    write_entries(own, 3)
    assert found_with(own, *anchors, anchor_of(own)) == []


def test_the_anchor_among_the_blobs_moves_on_only_while_the_log_holds_what_it_says(own: Installation):
    keep_anchor(own)
    write_entries(own, 1)
    assert keep_anchor(own) == kept_anchor(own.blobs, own.keys)
    tamper(own, "DELETE FROM audit", "DELETE FROM audit_head")
    write_entries(own, 9)
    assert keep_anchor(own) is None
    kept = kept_anchor(own.blobs, own.keys)
    assert kept is not None
    assert kept.number == 4


def test_an_anchor_that_somebody_made_up_is_refused(own: Installation):
    anchor = anchor_of(own)
    for line in (anchor.to_json().replace('"number": 3', '"number": 2'), "{}", "[]", "mốc"):
        with pytest.raises(BadRequest, match="audit-anchor-unusable"):
            list(read_anchors(f"\n{line}\n", own.keys))
    assert list(read_anchors(f"{anchor.to_json()}\n\n", own.keys)) == [anchor]
