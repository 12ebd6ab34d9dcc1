"""Whether a source is arriving, late or silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syncs.reporting.habits import HOURS, state_of, usual_gap

NOW = datetime(2026, 11, 19, 14, 30, tzinfo=UTC)
OLD = NOW - timedelta(days=100)


def steadily(leads_an_hour: int, silent: int = 0) -> list[int]:
    """So many each hour, but none in the last `silent` hours."""
    return [leads_an_hour] * (HOURS - silent) + [0] * silent


def office_hours() -> list[int]:
    """Six an hour from 8 to 18, nothing at night or at the weekend; the end is NOW's hour."""
    begin = NOW.replace(minute=0) - timedelta(hours=HOURS - 1)
    hours = [begin + timedelta(hours=at) for at in range(HOURS)]
    return [6 if 8 <= one.hour < 18 and one.weekday() < 5 else 0 for one in hours]


@pytest.mark.parametrize(
    ("counts", "gap"),
    [
        (steadily(6), 600),
        (steadily(1), 3600),
        ([0] * HOURS, None),
        ([0] * (HOURS - 1) + [7], None),  # seven leads are no habit
        (([1] + [0] * 11) * (HOURS // 12), 12 * 3600),
        (office_hours(), 600),  # nights don't make the usual gap longer
    ],
)
def test_the_usual_gap_is_the_middle_one(counts: list[int], gap: float | None) -> None:
    found = usual_gap(counts)
    assert found == (None if gap is None else pytest.approx(gap))


@pytest.mark.parametrize(
    ("counts", "pause", "state"),
    [
        (steadily(6), timedelta(minutes=3), "arriving"),
        (steadily(6), timedelta(minutes=29), "arriving"),  # not three gaps yet
        (steadily(6), timedelta(minutes=40), "late"),
        (steadily(6, silent=2), timedelta(hours=2), "silent"),
        (steadily(60), timedelta(minutes=14), "arriving"),  # nobody is called for a few minutes
        (steadily(60), timedelta(minutes=16), "silent"),
        ([0] * HOURS, timedelta(hours=3), "arriving"),  # no habit: a lead of today is enough
        ([0] * HOURS, timedelta(days=3), "none"),
    ],
)
def test_a_pause_is_measured_against_the_habit(
    counts: list[int], pause: timedelta, state: str
) -> None:
    told = state_of(counts, last_lead_at=NOW - pause, created_at=OLD, now=NOW)
    assert told == state


def test_a_source_without_any_lead_has_no_state() -> None:
    assert state_of([0] * HOURS, last_lead_at=None, created_at=OLD, now=NOW) == "none"


@pytest.mark.parametrize(
    ("last", "now", "state"),
    [
        ("2026-11-19T17:50", "2026-11-20T05:30", "arriving"),  # a night
        ("2026-11-20T17:50", "2026-11-22T12:30", "arriving"),  # a weekend
        ("2026-11-19T17:50", "2026-11-20T11:30", "silent"),  # the night, and the morning after
    ],
)
def test_a_night_or_a_weekend_is_no_silence(last: str, now: str, state: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    last_lead_at = datetime.fromisoformat(last).replace(tzinfo=UTC)
    begin = moment.replace(minute=0) - timedelta(hours=HOURS - 1)
    hours = [begin + timedelta(hours=at) for at in range(HOURS)]
    counts = [
        6 if 8 <= one.hour < 18 and one.weekday() < 5 and one < last_lead_at else 0 for one in hours
    ]
    told = state_of(counts, last_lead_at=last_lead_at, created_at=OLD, now=moment)
    assert told == state


def test_a_young_source_is_measured_against_the_day_before() -> None:
    young = NOW - timedelta(days=2)
    counts = [0] * (HOURS - 40) + [6] * 37 + [0] * 3
    last = NOW - timedelta(hours=3)
    assert state_of(counts, last_lead_at=last, created_at=young, now=NOW) == "silent"
    assert state_of(counts, last_lead_at=last, created_at=OLD, now=NOW) == "arriving"
