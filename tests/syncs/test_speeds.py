"""Speed to lead: the stored histogram, and what is read from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.speeds import SLOTS, SPEED_BOUNDS, quantile, speed_slot


def histogram(**slots: int) -> list[int]:
    return [slots.get(f"slot{slot}", 0) for slot in range(SLOTS)]


@pytest.mark.parametrize(
    ("counts", "share", "seconds"),
    [
        (histogram(slot0=1), 0.5, 0.125),
        (histogram(slot0=4), 1.0, 0.25),
        (histogram(slot1=2), 0.5, 0.375),
        (histogram(slot4=10), 0.5, 3.0),  # the middle of 2 to 4
        (histogram(slot2=50, slot5=50), 0.5, 1.0),
        (histogram(slot2=50, slot5=50), 0.75, 5.0),  # half of 4 to 6
        (histogram(slot2=99, slot5=1), 0.99, 1.0),
        (histogram(slot2=980, slot10=20), 0.99, 45.0),
        (histogram(slot11=3), 0.5, 60.0),
        (histogram(), 0.5, 60.0),
    ],
)
def test_leads_are_spread_evenly_over_their_slot(
    counts: list[int], share: float, seconds: float
) -> None:
    assert quantile(counts, share) == pytest.approx(seconds)


@given(st.floats(0, 1000))
def test_a_speed_falls_into_the_first_slot_that_holds_it(seconds: float) -> None:
    slot = speed_slot(seconds)
    assert slot == len(SPEED_BOUNDS) or seconds <= SPEED_BOUNDS[slot]
    assert slot == 0 or seconds > SPEED_BOUNDS[slot - 1]


@given(st.lists(st.floats(0, 59), min_size=1, max_size=200), st.sampled_from([0.5, 0.95, 0.99]))
def test_the_estimate_is_in_the_slot_of_the_true_quantile_or_beside_it(
    speeds: list[float], share: float
) -> None:
    counts = [0] * SLOTS
    for one in speeds:
        counts[speed_slot(one)] += 1
    ordered = sorted(speeds)
    at = share * len(ordered)
    low, high = ordered[max(0, int(at) - 1)], ordered[min(len(ordered) - 1, int(at))]
    assert speed_slot(low) <= speed_slot(quantile(counts, share)) <= speed_slot(high)


@given(st.lists(st.integers(0, 50), min_size=SLOTS, max_size=SLOTS))
def test_a_larger_share_never_takes_less_time(counts: list[int]) -> None:
    told = [quantile(counts, share / 20) for share in range(1, 21)]
    assert told == sorted(told)
