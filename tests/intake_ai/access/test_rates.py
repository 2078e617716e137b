import threading
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from intake_ai.access.purging import purge_access
from intake_ai.access.rates import Rate, address_hash, give_back, seconds_over, take
from intake_ai.access.tables import AddressRateRow
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
TEN = Rate("mau", 10, timedelta(minutes=10))


def taken(installation: Installation, address: str, now: datetime, rate: Rate = TEN) -> int:
    with writing(installation.sessions) as session:
        return take(session, installation.keys, rate, address, now)


def test_so_many_at_once_and_then_one_by_one(installation: Installation):
    assert [taken(installation, "10.0.0.9", NOON) for _ in range(12)] == [0] * 10 + [60] * 2
    assert taken(installation, "10.0.0.9", NOON + timedelta(seconds=59)) == 1
    assert taken(installation, "10.0.0.9", NOON + timedelta(seconds=60)) == 0
    assert taken(installation, "10.0.0.9", NOON + timedelta(seconds=60)) == 60


def test_each_address_and_each_kind_is_counted_by_itself(installation: Installation):
    for _ in range(10):
        taken(installation, "10.0.0.9", NOON)
    assert taken(installation, "10.0.0.9", NOON) > 0
    assert taken(installation, "10.0.0.8", NOON) == 0
    assert taken(installation, "10.0.0.9", NOON, Rate("khac", 10, timedelta(minutes=10))) == 0


def test_the_addresses_of_one_line_are_one(installation: Installation):
    def is_same(one: str, other: str) -> bool:
        return address_hash(installation.keys, one) == address_hash(installation.keys, other)

    assert is_same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")
    assert not is_same("2001:db8:1:2::1", "2001:db8:1:3::1")
    assert is_same("::ffff:10.0.0.9", "10.0.0.9")
    assert not is_same("10.0.0.9", "10.0.0.8")
    assert is_same("không phải địa chỉ", "không phải địa chỉ")


def test_what_is_given_back_does_not_count(installation: Installation):
    for _ in range(30):
        assert taken(installation, "10.0.0.9", NOON) == 0
        with writing(installation.sessions) as session:
            give_back(session, installation.keys, TEN, "10.0.0.9", NOON)


def test_no_limit_counts_nothing(installation: Installation):
    for _ in range(20):
        assert taken(installation, "10.0.0.9", NOON, Rate("mau", 0, timedelta(minutes=1))) == 0
    with reading(installation.sessions) as session:
        assert session.scalars(select(AddressRateRow)).all() == []


def test_many_at_once_from_several_places_gain_nothing(installation: Installation):
    answers: list[int] = []

    def ask() -> None:
        answers.extend(taken(installation, "10.0.0.9", NOON) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), answers.count(0)) == (30, 10)


def test_no_address_is_kept_and_its_hash_goes_with_its_time(installation: Installation):
    taken(installation, "10.0.0.9", NOON)
    with writing(installation.sessions) as session:
        assert len(session.scalars(select(AddressRateRow)).one().address_hash) == 64
        purge_access(session, installation.settings, NOON + timedelta(hours=1))
        assert session.scalars(select(AddressRateRow)).all() == []


@given(pauses=st.lists(st.integers(0, 200), max_size=60))
def test_never_more_pass_in_a_span_than_a_full_measure_and_what_empties_meanwhile(pauses: list[int]):
    now, empty_at, passed = NOON, NOON, list[datetime]()
    for seconds in pauses:
        now += timedelta(seconds=seconds)
        filled = max(empty_at, now) + TEN.span / TEN.most
        if not seconds_over(filled, TEN, now):
            empty_at = filled
            passed.append(now)
    for moment in passed:
        assert sum(moment <= other < moment + TEN.span for other in passed) <= 2 * TEN.most
