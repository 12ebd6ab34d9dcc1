"""Until when the calls last."""

from __future__ import annotations

import pytest

from syncs.engine.forecasting import Forecast, forecast, pace_of
from syncs.engine.usage import Hour, Spending

from .test_usage import HOUR, NOON, hours_ago, told


def steady(an_hour: int, *, used: int = 0, allowed: int = 15_000) -> Spending:
    """An org in which Inlet calls as much every hour, the last answer just now."""
    before = [Hour(hours_ago(ago), an_hour) for ago in range(30, 0, -1)]
    return Spending([*before, told(0, used or 24 * an_hour, ours=0, allowed=allowed)])


# What is known; when it ends, in hours from now, and whether for all apps.
ENDS = [
    ("the same every day never ends", steady(100), None, False),
    ("the share is used up now", steady(320), 0, False),
    ("a share that grows", Spending([Hour(hours_ago(1), 500), told(0, 500, 0, 4000)]), 3, False),
    ("others take the rest", Spending([told(3, 0), told(0, 600)], share=100), 2, True),
    ("empty", Spending([told(0, 1000)]), 0, True),
    ("nothing is called", Spending([told(0, 300)]), None, False),
]


@pytest.mark.parametrize("row", ENDS, ids=[row[0] for row in ENDS])
def test_when_calls_end(row: tuple[str, Spending, float | None, bool]) -> None:
    _, known, ends, whole_org = row
    found = forecast(known, NOON)
    assert found is not None
    assert found.ends_at == (None if ends is None else NOON + ends * HOUR)
    assert found.whole_org is whole_org


def test_without_a_word_of_the_org_there_is_no_forecast() -> None:
    assert forecast(Spending([Hour(NOON, 99)]), NOON) is None
    assert forecast(Spending([told(25, 3)]), NOON) is None
    assert forecast(Spending([told(0, 3)]), NOON) == Forecast(0.0)


@pytest.mark.parametrize(
    ("hours", "pace"),
    [
        ([], 0),
        ([Hour(NOON, 60)], 60),
        ([Hour(hours_ago(2), 60), Hour(hours_ago(1), 60)], 60),
        ([Hour(hours_ago(9), 999), Hour(hours_ago(3), 30), Hour(hours_ago(1), 60)], 30),
        ([Hour(hours_ago(9), 900), Hour(hours_ago(3.5), 60)], 10),
    ],
)
def test_the_pace_is_that_of_the_last_three_hours(hours: list[Hour], pace: float) -> None:
    assert pace_of(Spending(hours), NOON) == pytest.approx(pace)
