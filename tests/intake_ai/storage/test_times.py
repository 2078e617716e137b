from datetime import UTC, datetime, timedelta, timezone

import pytest

from intake_ai.storage.times import in_utc

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("stored", [NOON, NOON.replace(tzinfo=None), NOON.astimezone(timezone(timedelta(hours=7)))])
def test_a_stored_time_is_the_same_moment_with_or_without_a_zone(stored: datetime):
    assert in_utc(stored) == NOON
    assert in_utc(stored).utcoffset() == timedelta(0)
