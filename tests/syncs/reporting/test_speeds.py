"""Speed, estimated from the stored histogram."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.reporting.speeds import quantile, speed_of
from syncs.states import SPEED_BOUNDS, speed_slot

SLOTS = len(SPEED_BOUNDS) + 1


def histogram(**slots: int) -> list[int]:
    return [slots.get(f"slot{slot}", 0) for slot in range(SLOTS)]


@pytest.mark.parametrize(
    ("counts", "share", "seconds"),
    [
        (histogram(slot0=1), 0.5, 0.5),
        (histogram(slot0=4), 1.0, 1.0),
        (histogram(slot2=10), 0.5, 3.0),  # the middle of 2 to 4
        (histogram(slot0=50, slot3=50), 0.5, 1.0),
        (histogram(slot0=50, slot3=50), 0.75, 5.0),  # half of 4 to 6
        (histogram(slot9=3), 0.5, 60.0),
        (histogram(), 0.5, 60.0),
    ],
)
def test_leads_are_spread_evenly_over_their_slot(
    counts: list[int], share: float, seconds: float
) -> None:
    assert quantile(counts, share) == pytest.approx(seconds)


def test_nothing_measured_is_no_speed() -> None:
    assert speed_of(histogram()) is None


@given(st.lists(st.floats(0, 59), min_size=1, max_size=200))
def test_the_estimate_is_in_the_slot_of_the_true_median_or_beside_it(speeds: list[float]) -> None:
    counts = [0] * SLOTS
    for one in speeds:
        counts[speed_slot(one)] += 1
    told = speed_of(counts)
    assert told is not None
    assert told.typical <= told.slow
    low, high = sorted(speeds)[(len(speeds) - 1) // 2], sorted(speeds)[len(speeds) // 2]
    assert speed_slot(low) <= speed_slot(told.typical) <= speed_slot(high), median(speeds)
    assert (told.chart.total, sum(counts)) == (len(speeds), len(speeds))
