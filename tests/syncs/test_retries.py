"""When to try again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.retries import ORG_SCHEDULE, SCHEDULE, pause_for, retry_in


@given(st.integers(1, len(SCHEDULE)), st.floats(0, 1, exclude_max=True))
def test_a_try_comes_within_its_step(tries: int, draw: float) -> None:
    wait = retry_in(tries, draw)
    assert wait is not None
    assert SCHEDULE[tries - 1] * 0.2 <= wait <= SCHEDULE[tries - 1]


def test_after_the_last_step_it_is_given_up_and_the_steps_last_about_a_day() -> None:
    assert retry_in(len(SCHEDULE) + 1, 0.5) is None
    assert 20 * 3600 < sum(SCHEDULE) < 24 * 3600


@pytest.mark.parametrize(("troubles", "longest"), [(1, 2), (3, 15), (6, 600), (60, 600)])
def test_an_org_is_left_alone_longer_each_time_up_to_ten_minutes(
    troubles: int, longest: int
) -> None:
    assert pause_for(troubles, 0.999999) == pytest.approx(longest, rel=1e-3)
    assert pause_for(troubles, 0.0) >= ORG_SCHEDULE[0] * 0.2
