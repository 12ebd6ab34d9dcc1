"""What is new, what is tried again and whole files take turns."""

from __future__ import annotations

from syncs.engine.queues import Queue, preference


def test_every_second_turn_begins_with_what_is_new() -> None:
    assert [preference(turn)[0] for turn in (0, 2, 4, 6)] == [Queue.LIVE] * 4


def test_no_queue_starves() -> None:
    first = {preference(turn)[0] for turn in range(4)}
    assert first == set(Queue)


def test_every_turn_looks_into_every_queue() -> None:
    assert all(set(preference(turn)) == set(Queue) for turn in range(8))
