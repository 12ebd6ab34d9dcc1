"""Speed, as the overview tells it."""

from __future__ import annotations

from syncs.reporting.speeds import speed_of
from syncs.speeds import SLOTS, SPEED_BOUNDS


def test_nothing_measured_is_no_speed() -> None:
    assert speed_of([0] * SLOTS) is None


def test_what_is_told_is_the_middle_lead_the_slowest_and_the_histogram() -> None:
    counts = [0] * SLOTS
    counts[1], counts[9] = 90, 10
    told = speed_of(counts)
    assert told is not None
    assert (round(told.typical, 2), round(told.slow, 1)) == (0.39, 22.5)
    assert (told.chart.total, len(told.chart.bins)) == (100, SLOTS)
    assert [one.bound for one in told.chart.bins] == [*SPEED_BOUNDS, None]
