"""Bells: nobody who rang is forgotten, nobody is woken twice at once."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from syncs.intake.ringing import PAUSE, Bell, Bells

ONE: Bell = (uuid.UUID(int=1), uuid.UUID(int=2), 0)
OTHER: Bell = (uuid.UUID(int=1), uuid.UUID(int=2), 1)


def test_the_first_ring_is_answered_at_once() -> None:
    bells = Bells()
    assert bells.pause(10.0) is None
    bells.ring(ONE)
    assert bells.pause(10.0) == 0
    assert bells.take(10.0) == [ONE]
    assert bells.pause(10.0) is None


def test_rings_after_a_wake_up_become_one_more_when_the_pause_is_over() -> None:
    bells = Bells()
    bells.ring(ONE)
    bells.take(10.0)
    for _ in range(5):
        bells.ring(ONE)
    assert bells.take(10.0 + PAUSE / 2) == []
    assert 0 < (bells.pause(10.0 + PAUSE / 2) or 0) <= PAUSE / 2 + 1e-6
    assert bells.take(10.0 + PAUSE + 0.001) == [ONE]


def test_streams_do_not_wait_for_each_other() -> None:
    bells = Bells()
    bells.ring(ONE)
    bells.take(10.0)
    bells.ring(OTHER)
    assert bells.pause(10.0) == 0
    assert bells.take(10.0) == [OTHER]


@given(st.lists(st.tuples(st.sampled_from([ONE, OTHER]), st.floats(0, 0.1)), max_size=40))
def test_every_ring_is_followed_by_a_wake_up_within_the_pause(
    rings: list[tuple[Bell, float]],
) -> None:
    bells, now = Bells(), 100.0
    waiting: dict[Bell, float] = {}
    woken: dict[Bell, float] = {}
    for bell, gap in rings:
        until = now + gap
        while (pause := bells.pause(now)) is not None and now + pause <= until:
            now += pause + 1e-9
            for one in bells.take(now):
                assert now - waiting.pop(one) <= PAUSE + 1e-6
                assert now - woken.get(one, 0.0) >= PAUSE - 1e-6
                woken[one] = now
        now = max(now, until)
        bells.ring(bell)
        waiting.setdefault(bell, now)
    now += PAUSE + 1e-6
    assert set(bells.take(now)) == set(waiting)
