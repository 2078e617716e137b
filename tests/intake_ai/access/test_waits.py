import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.access.errors import SignInMustWait
from intake_ai.access.repository import AccessRepository
from intake_ai.access.waits import (
    FREE_EVERYWHERE,
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


def fail(
    installation: Installation, now: datetime, device: str | None = None, login: str = "lan", address: str = ""
) -> None:
    with writing(installation.sessions) as session:
        begin_try(session, place_of(installation.keys, login, device, address), now)


def guess(installation: Installation, now: datetime, address: str, hours: int) -> int:
    """As often as the waits let; how often that is."""
    tried, end = 0, now + timedelta(hours=hours)
    while now < end:
        try:
            fail(installation, now, address=address)
            tried += 1
        except SignInMustWait as wait:
            now += timedelta(seconds=wait.seconds)
    return tried


@given(st.integers(min_value=0, max_value=10_000))
def test_waits_grow_and_never_last_longer_than_a_quarter_of_an_hour(failures: int):
    assert 0 <= wait_seconds(failures) <= wait_seconds(failures + 1) <= 900


def test_a_slip_of_a_finger_costs_no_wait():
    assert [wait_seconds(failures) for failures in range(1, FREE_FAILURES + 1)] == [0] * FREE_FAILURES
    assert wait_seconds(FREE_FAILURES + 1) > 0


def test_whoever_guesses_for_hours_gets_few_tries(installation: Installation):
    # a day has four times as many, about the hundred of NIST SP 800-63B, 3.2.2
    assert guess(installation, NOON, "", 6) < 35


def test_who_guesses_from_one_address_for_a_day_keeps_nobody_out_elsewhere(installation: Installation):
    assert guess(installation, NOON, "10.0.0.66", 23) > FREE_EVERYWHERE
    fail(installation, NOON + timedelta(hours=23), address="10.0.0.7")


def test_who_guesses_from_many_addresses_has_to_wait_everywhere_but_at_known_places(installation: Installation):
    device = new_device(installation.keys, "lan")
    addresses = [f"10.0.1.{number}" for number in range(100)]
    refused = 0
    for address in addresses:
        try:
            fail(installation, NOON, address=address)
        except SignInMustWait:
            refused += 1
    assert refused == len(addresses) - FREE_EVERYWHERE - 1
    fail(installation, NOON, device, address="10.0.1.1")


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
    assert [len(row.login_hash) for row in kept] == [64, 64]


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
