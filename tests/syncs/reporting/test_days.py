"""Days as clients live them, in whole hours of the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.reporting.days import HOUR, day_start, local_day, zone_of

ZONES = ["UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu"]


@pytest.mark.parametrize(
    ("now", "zone", "back", "start"),
    [
        ("2026-11-19T14:20", "UTC", 0, "2026-11-19T00:00"),
        ("2026-11-19T14:20", "America/New_York", 0, "2026-11-19T05:00"),
        ("2026-11-19T03:00", "America/New_York", 0, "2026-11-18T05:00"),
        ("2026-11-19T14:20", "UTC", 13, "2026-11-06T00:00"),
        ("2026-10-25T12:00", "Europe/London", 0, "2026-10-24T23:00"),  # the clocks go back
        ("2026-11-19T14:20", "Asia/Kolkata", 0, "2026-11-18T19:00"),  # midnight is 18:30
    ],
)
def test_a_day_begins_at_its_own_midnight_or_the_next_whole_hour(
    now: str, zone: str, back: int, start: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    begun = datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert day_start(moment, ZoneInfo(zone), back=back) == begun


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
def test_the_first_hour_of_a_day_is_that_days_and_the_one_before_is_not(
    now: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    start = day_start(now, zone)
    today = local_day(now, zone)
    assert (start.minute, start.second, start.microsecond) == (0, 0, 0)
    assert local_day(start, zone) == today
    assert local_day(start - HOUR, zone) == today - timedelta(days=1)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "a\x00b", "A" * 500])
def test_a_zone_that_nobody_knows_is_utc(name: str) -> None:
    assert zone_of(name) == ZoneInfo("UTC")
