"""When to try again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.retries import LOOK_AGAIN, ORG_SCHEDULE, SCHEDULE, UNLOCKING, pause_for, retry_in


@pytest.mark.parametrize("steps", [SCHEDULE, LOOK_AGAIN, UNLOCKING])
@given(st.integers(1, len(SCHEDULE)), st.floats(0, 1, exclude_max=True))
def test_a_try_comes_within_its_step(steps: tuple[int, ...], tries: int, draw: float) -> None:
    wait = retry_in(tries, draw, steps)
    assert wait is not None
    assert steps[tries - 1] * 0.2 <= wait <= steps[tries - 1]


def test_what_changed_meanwhile_is_looked_at_again_at_once_but_once() -> None:
    assert retry_in(1, 0.9, LOOK_AGAIN) == 0
    assert retry_in(2, 0.9, LOOK_AGAIN) == retry_in(1, 0.9)


def test_a_lock_is_soon_over_but_may_be_held_for_long() -> None:
    first, second = (retry_in(tries, 0.99, UNLOCKING) for tries in (1, 2))
    assert first is not None
    assert second is not None
    assert first < 1.1
    assert second < 3.1
    assert UNLOCKING[-1] == SCHEDULE[-1]


def test_after_the_last_step_it_is_given_up_and_the_steps_last_about_a_day() -> None:
    assert retry_in(len(SCHEDULE) + 1, 0.5) is None
    assert 20 * 3600 < sum(SCHEDULE) < 24 * 3600


@pytest.mark.parametrize(("troubles", "longest"), [(1, 2), (3, 15), (6, 600), (60, 600)])
def test_an_org_is_left_alone_longer_each_time_up_to_ten_minutes(
    troubles: int, longest: int
) -> None:
    assert pause_for(troubles, 0.999999) == pytest.approx(longest, rel=1e-3)
    assert pause_for(troubles, 0.0) >= ORG_SCHEDULE[0] * 0.2
