"""Whose API calls an org's sum of 24 hours is made of: Inlet's own, and everybody else's.

Pure. Salesforce allows so many calls in any 24 hours, of all apps together, and tells the sum with
its answers (salesforce-facts 2.1 and 12). What Inlet called is kept by the hour; the rest are the
others. The sum comes a little late, so where it is less than Inlet's own there are no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(hours=24)
_A_WHILE = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Reading:
    """The calls of an org in the 24 hours before, of those it is allowed; ``used`` may exceed."""

    at: datetime
    used: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Hour:
    """The calls that Inlet made in an hour, and what the org last told in it, if it did."""

    hour: datetime
    ours: int
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """What is known of an org's calls: the hours with any of Inlet's, the oldest first, at least
    those of the last 28; Inlet's share in percent; how many streams work at once."""

    hours: Sequence[Hour]
    share: int = 50
    streams: int = 1


def ours_at(hours: Sequence[Hour], moment: datetime) -> float:
    """The calls Inlet made in the 24 hours before; of an hour cut by their beginning, a part."""
    return sum(one.ours * within(one.hour, moment) for one in hours)


def within(hour: datetime, moment: datetime, span: timedelta = DAY) -> float:
    """How much of the hour lies in the ``span`` before the moment: 0 to 1."""
    if hour > moment:
        return 0.0
    return min(1.0, max(0.0, (hour + HOUR - (moment - span)) / HOUR))


def last_reading(known: Spending, now: datetime) -> Reading | None:
    """What the org told last; None if that was before these 24 hours."""
    told = (one.reading for one in reversed(known.hours) if one.reading)
    last = next(told, None)
    return last if last and now - last.at < DAY else None


def others_at(known: Spending, reading: Reading) -> float:
    """The calls of all other apps in the 24 hours before a reading."""
    return max(0.0, reading.used - ours_at(known.hours, reading.at))


def rise(known: Spending, last: Reading) -> float:
    """By how many calls an hour the others' sum of 24 hours has risen of late; 0 if it fell.

    The same every day is no rise: what they call now replaces what they called yesterday.
    """
    readings = [one.reading for one in known.hours if one.reading]
    since = [one for one in readings if one.at <= last.at - HOUR]
    before = [one for one in since if one.at <= last.at - _A_WHILE]
    then = before[-1] if before else next(iter(since), None)
    if then is None:
        return 0.0
    risen = others_at(known, last) - others_at(known, then)
    return max(0.0, risen / ((last.at - then.at) / HOUR))


def share_of(known: Spending, allowed: int, others: float) -> float:
    """Inlet's share in calls when the others use so many of those allowed."""
    return max(0.0, (allowed - others) * known.share / 100)
