"""A connection's state changes as its table says, and in no other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.lifecycle import Happening, after, may_call
from connections.models import State

N, C, R, D = State.NEW, State.CONNECTED, State.NEEDS_RECONNECT, State.DISCONNECTED
EVERY = list(State)
HAPPENINGS = st.lists(st.sampled_from(Happening), max_size=20)


@pytest.mark.parametrize(
    ("happening", "states"),
    [
        (Happening.GRANTED, [C, C, C, C]),
        (Happening.ENDED, [N, R, R, D]),
        (Happening.PARTED, [D, D, D, D]),
        (Happening.MOVED, [N, R, R, D]),
    ],
)
def test_what_follows(happening: Happening, states: list[State]) -> None:
    assert [after(state, happening) for state in EVERY] == states


def test_only_a_connected_one_may_call() -> None:
    assert [state for state in EVERY if may_call(state)] == [C]


def test_no_state_is_unknown_and_none_is_made_up() -> None:
    assert {after(state, one) for state in EVERY for one in Happening} <= set(EVERY)
    with pytest.raises(KeyError):
        after("elsewhere", Happening.GRANTED)


@given(HAPPENINGS)
def test_only_a_grant_connects_and_whatever_ends_it_stays_ended(story: list[Happening]) -> None:
    state: str = State.NEW
    for one in story:
        state = after(state, one)
    granted = [at for at, one in enumerate(story) if one is Happening.GRANTED]
    since = story[granted[-1] + 1 :] if granted else story
    assert may_call(state) == (bool(granted) and not since)
    if state == R:
        assert granted, "what never worked isn't broken"
    if story and story[-1] is Happening.PARTED:
        assert state == D
