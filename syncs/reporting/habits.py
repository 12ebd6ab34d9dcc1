"""Whether a source is arriving, late or silent, measured against its own habit. Pure.

Takes its leads per hour: 8 days, oldest first, the last entry being the hour that runs now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

Now = Literal["arriving", "late", "silent", "none"]

WEEK, DAY = 7 * 24, 24
HOURS = WEEK + DAY
# Fewer leads than these make no habit.
LEAST = 8
LATE, SILENT = 3.0, 8.0
# Nobody is called for a pause shorter than this, however busy the source.
PATIENCE = timedelta(minutes=15)


def usual_gap(counts: Sequence[int]) -> float | None:
    """The middle gap between two leads of the last 7 days in seconds; None without a habit.

    The leads of an hour are taken as spread evenly over it.
    """
    week = counts[-WEEK:]
    if sum(week) < LEAST:
        return None
    moments = [
        (hour + (at + 0.5) / count) * 3600 for hour, count in enumerate(week) for at in range(count)
    ]
    return median(after - before for before, after in pairwise(moments))


def state_of(
    counts: Sequence[int],
    *,
    last_lead_at: datetime | None,
    created_at: datetime,
    now: datetime,
) -> Now:
    """How the source does now.

    A pause counts only where the same hours a week before, or a day before while the source is
    younger, did bring leads: a night or a weekend is no silence.
    """
    if last_lead_at is None:
        return "none"
    pause, gap = now - last_lead_at, usual_gap(counts)
    if gap is None:
        return "arriving" if pause < timedelta(days=1) else "none"
    is_young = now - created_at < timedelta(hours=HOURS)
    if pause < PATIENCE or not _usually_brings(counts, pause, back=DAY if is_young else WEEK):
        return "arriving"
    missed = pause.total_seconds() / gap
    return "silent" if missed > SILENT else "late" if missed > LATE else "arriving"


def _usually_brings(counts: Sequence[int], pause: timedelta, *, back: int) -> bool:
    """Whether the hours of the pause (the last day of it) had leads, `back` hours earlier."""
    hours = min(DAY, silent_hours(pause))
    end = len(counts) - back
    return sum(counts[max(0, end - hours) : end]) > 0


def silent_hours(pause: timedelta) -> int:
    """How many slots of the beat a pause covers, at least one."""
    return max(1, round(pause.total_seconds() / 3600))
