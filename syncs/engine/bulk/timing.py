"""When a load is full, when the org is asked about it, and when it is given up. Pure.

Times are in seconds.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from connections import bulk

# Between the end of one question about a job and the next.
_POLLS = (2, 5, 10, 15, 20, 30, 60)
# Rows that a batch may bring.
_BATCH = 1_000
# Rows come in with every batch; where none came for so long, the file is through.
IDLE = 3
_GATHERED_AFTER = timedelta(seconds=60)
# The org is told to stop; what it did by then stays, the rest goes the other way.
_GIVEN_UP_AFTER = timedelta(hours=6)
# From here on nobody begins a load: its leads would be due before the org is done.
_TOO_LATE = timedelta(hours=7)
DEADLINE = timedelta(hours=12)
# A load that an org won't take says something of the next one as well.
REFUSED_FOR = timedelta(hours=1)


def poll_in(asked: int) -> int:
    """Seconds until the org is asked again, after it was asked so often."""
    return _POLLS[min(asked, len(_POLLS) - 1)]


def is_full(rows: int, size: int, *, most: int) -> bool:
    """Whether another batch may be too much for a load of so many rows and bytes."""
    return rows + _BATCH > most or size >= bulk.MAX_BYTES


def is_gathered(opened_at: datetime, grown_at: datetime, now: datetime, *, more: bool) -> bool:
    """Whether a load that isn't full begins all the same; ``more`` leads of its kind are due."""
    idle = now - grown_at >= timedelta(seconds=IDLE) and not more
    return idle or now - opened_at >= _GATHERED_AFTER


def is_too_late(deadline: datetime, now: datetime) -> bool:
    """Whether a load that the org knows nothing of yet stays at home."""
    return now >= deadline - _TOO_LATE


def is_given_up(sent_at: datetime | None, now: datetime) -> bool:
    """Whether the org had its time."""
    return sent_at is not None and now - sent_at >= _GIVEN_UP_AFTER
