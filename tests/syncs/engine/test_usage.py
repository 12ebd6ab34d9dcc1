"""Whose calls the org's sum is made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.engine.usage import (
    Hour,
    Reading,
    Spending,
    last_reading,
    others_at,
    ours_at,
    rise,
    share_of,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours_ago(number: float) -> datetime:
    return NOON - number * HOUR


def told(ago: float, used: int, ours: int = 0, allowed: int = 1000) -> Hour:
    """An hour whose last answer came at that moment."""
    at = hours_ago(ago)
    return Hour(at.replace(minute=0, second=0, microsecond=0), ours, Reading(at, used, allowed))


OURS = [
    ("none", [], 0),
    ("this hour", [Hour(NOON, 7)], 7),
    ("yesterday, just within", [Hour(hours_ago(23), 8)], 8),
    ("the hour that is half over", [Hour(hours_ago(24.5), 8)], 4),
    ("a day and an hour ago", [Hour(hours_ago(25), 8)], 0),
    ("several", [Hour(hours_ago(24.75), 8), Hour(hours_ago(3), 5), Hour(NOON, 1)], 8),
    ("an hour that hasn't begun", [Hour(hours_ago(-1), 9)], 0),
]


@pytest.mark.parametrize(("hours", "ours"), [row[1:] for row in OURS], ids=[r[0] for r in OURS])
def test_ours_are_those_of_the_last_24_hours(hours: list[Hour], ours: float) -> None:
    assert ours_at(hours, NOON) == pytest.approx(ours)


def test_a_reading_older_than_a_day_tells_nothing_of_today() -> None:
    known = Spending([told(24, 5), Hour(hours_ago(2), 3)])
    assert last_reading(known, NOON) is None
    assert last_reading(known, NOON - HOUR / 60) == Reading(hours_ago(24), 5, 1000)


def test_others_are_what_is_not_ours_and_never_less_than_nobody() -> None:
    known = Spending([Hour(hours_ago(5), 100), told(1, 140, ours=30)])
    last = last_reading(known, NOON)
    assert last is not None
    assert others_at(known, last) == 10
    assert others_at(known, Reading(NOON, 90, 1000)) == 0


RISES = [
    ("a single reading", [told(0, 500)], 0),
    ("two within the hour", [told(0.9, 100), told(0.1, 500)], 0),
    ("as much every hour", [told(4, 500), told(3, 500), told(0, 500)], 0),
    ("less and less", [told(4, 900), told(0, 500)], 0),
    ("100 more an hour", [told(3, 200), told(2, 999), told(0, 500)], 100),
    ("only two hours known", [told(2, 100), told(1, 300), told(0, 500)], 200),
    ("ours rose, not theirs", [told(3, 200), told(0, 500, ours=300)], 0),
    ("more long ago, but not of late", [told(10, 0), told(3, 500), told(0, 500)], 0),
    ("a reading of long ago", [told(10, 0), told(0, 500)], 50),
]


@pytest.mark.parametrize(("hours", "an_hour"), [row[1:] for row in RISES],
                         ids=[row[0] for row in RISES])  # fmt: skip
def test_a_rise_is_taken_from_about_three_hours(hours: list[Hour], an_hour: float) -> None:
    known = Spending(hours)
    last = last_reading(known, NOON)
    assert last is not None
    assert rise(known, last) == pytest.approx(an_hour)


@pytest.mark.parametrize(
    ("share", "others", "calls"),
    [(50, 0, 500), (50, 400, 300), (100, 400, 600), (1, 0, 10), (50, 1000, 0), (50, 1200, 0)],
)
def test_the_share_is_of_what_the_others_leave(share: int, others: float, calls: float) -> None:
    assert share_of(Spending([], share=share), 1000, others) == calls


@given(st.lists(st.integers(0, 10_000), min_size=30, max_size=60), st.floats(0, 24))
def test_ours_never_count_more_than_was_called_and_fall_while_nothing_is(
    calls: list[int], ahead: float
) -> None:
    hours = [Hour(hours_ago(len(calls) - at), ours) for at, ours in enumerate(calls)]
    assert ours_at(hours, NOON) <= sum(calls[-25:])
    assert ours_at(hours, NOON + ahead * HOUR) <= ours_at(hours, NOON) + 1e-6
