"""What comes next in a stream: what is new, what is tried again, whole files. Pure."""

from __future__ import annotations

from enum import StrEnum


class Queue(StrEnum):
    """The three queues of a stream."""

    LIVE = "live"  # leads that nobody has tried yet
    RETRY = "retry"  # leads that were tried before
    BACKFILL = "backfill"  # whole files, replays of many


_ROTATION = (
    (Queue.LIVE, Queue.RETRY, Queue.BACKFILL),
    (Queue.RETRY, Queue.LIVE, Queue.BACKFILL),
    (Queue.LIVE, Queue.RETRY, Queue.BACKFILL),
    (Queue.BACKFILL, Queue.LIVE, Queue.RETRY),
)


def preference(turn: int) -> tuple[Queue, ...]:
    """The queues in the order in which the stream's turn (0, 1, 2 …) looks into them.

    Every second turn begins with the new ones, and each of the others comes first every fourth
    turn: nobody starves, and a new lead waits for one batch at most.
    """
    return _ROTATION[turn % len(_ROTATION)]
