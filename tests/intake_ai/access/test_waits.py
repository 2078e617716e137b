import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.access.errors import SignInMustWait
from intake_ai.access.repository import AccessRepository
from intake_ai.access.waits import (
    FREE_FAILURES,
    UNKNOWN_PLACE,
    begin_try,
    is_waiting,
    login_hash,
    new_device,
    place_of,
    succeed,
    wait_seconds,
)
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


def fail(installation: Installation, now: datetime, device: str | None = None, login: str = "lan") -> None:
    with writing(installation.sessions) as session:
        begin_try(session, place_of(installation.keys, login, device), now)


@given(st.integers(min_value=0, max_value=10_000))
def test_waits_grow_and_never_last_longer_than_a_quarter_of_an_hour(failures: int):
    assert 0 <= wait_seconds(failures) <= wait_seconds(failures + 1) <= 900


def test_a_slip_of_a_finger_costs_no_wait():
    assert [wait_seconds(failures) for failures in range(1, FREE_FAILURES + 1)] == [0] * FREE_FAILURES
    assert wait_seconds(FREE_FAILURES + 1) > 0


def test_whoever_guesses_for_hours_gets_few_tries(installation: Installation):
    tried, now = 0, NOON
    while now < NOON + timedelta(hours=6):
        try:
            fail(installation, now)
            tried += 1
        except SignInMustWait as wait:
            now += timedelta(seconds=wait.seconds)
    # a day has four times as many, about the hundred of NIST SP 800-63B, 3.2.2
    assert tried < 35


def test_tries_during_a_wait_do_not_lengthen_it(installation: Installation):
    for _ in range(FREE_FAILURES + 1):
        fail(installation, NOON)
    with pytest.raises(SignInMustWait) as first:
        fail(installation, NOON)
    for second in range(first.value.seconds):
        with pytest.raises(SignInMustWait):
            fail(installation, NOON + timedelta(seconds=second))
    fail(installation, NOON + timedelta(seconds=first.value.seconds))


def test_failures_elsewhere_do_not_keep_somebody_out_at_a_place_of_their_own(installation: Installation):
    device = new_device(installation.keys, "Lan")
    for _ in range(FREE_FAILURES + 1):
        fail(installation, NOON)
    with pytest.raises(SignInMustWait):
        fail(installation, NOON)
    fail(installation, NOON, device)


def test_a_known_place_is_no_way_around_the_wait(installation: Installation):
    device = new_device(installation.keys, "lan")
    for _ in range(FREE_FAILURES + 1):
        fail(installation, NOON, device)
    with pytest.raises(SignInMustWait):
        fail(installation, NOON, device)


def test_the_mark_of_one_person_is_worth_nothing_for_another(installation: Installation):
    mark = new_device(installation.keys, "hoa")
    assert place_of(installation.keys, "lan", mark).device == UNKNOWN_PLACE
    assert place_of(installation.keys, "lan", "không phải dấu").device == UNKNOWN_PLACE
    assert place_of(installation.keys, "HOA ", mark).device != UNKNOWN_PLACE


def test_success_forgets_failures_and_so_does_a_day(installation: Installation):
    place = place_of(installation.keys, "lan", None)
    for _ in range(FREE_FAILURES):
        fail(installation, NOON)
    with writing(installation.sessions) as session:
        succeed(session, place)
    for _ in range(FREE_FAILURES):
        fail(installation, NOON)
    fail(installation, NOON + timedelta(hours=25))
    with writing(installation.sessions) as session:
        assert is_waiting(session, installation.keys, "lan", NOON + timedelta(hours=25)) is None


def test_no_login_is_kept_as_it_was_typed(installation: Installation):
    fail(installation, NOON, login="mật khẩu gõ nhầm ô")
    with reading(installation.sessions) as session:
        kept = AccessRepository(session).waits(login_hash(installation.keys, "mật khẩu gõ nhầm ô"))
    assert [len(row.login_hash) for row in kept] == [64]


def test_tries_that_begin_while_others_succeed_are_all_counted_or_forgotten(installation: Installation):
    """A row that one deletes after its success is the one that another is about to count in."""
    place, failures = place_of(installation.keys, "lan", None), list[BaseException]()

    def try_often() -> None:
        for _ in range(25):
            try:
                with suppress(SignInMustWait), writing(installation.sessions) as session:
                    begin_try(session, place, NOON)
                with writing(installation.sessions) as session:
                    succeed(session, place)
            except Exception as error:  # noqa: BLE001  told to the test
                failures.append(error)

    threads = [threading.Thread(target=try_often) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
