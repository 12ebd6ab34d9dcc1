"""Until when an org's API calls last if everybody goes on as in the last hours. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .usage import DAY, HOUR, Spending, last_reading, others_at, ours_at, rise, share_of, within

_PACE = 3 * HOUR
_STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Forecast:
    """``ends_at``: when Inlet's share, or with ``whole_org`` all of the org's calls, is used up;
    None if it isn't within a day. ``pace``: Inlet's calls an hour."""

    pace: float
    ends_at: datetime | None = None
    whole_org: bool = False


def forecast(known: Spending, now: datetime) -> Forecast | None:
    """What comes of the next 24 hours at this pace; None while the org told nothing."""
    told = last_reading(known, now)
    if told is None:
        return None
    pace, others, rising = pace_of(known, now), others_at(known, told), rise(known, told)
    limit = share_of(known, told.allowed, others)
    for step in range(DAY // _STEP + 1):
        then = now + step * _STEP
        ahead = (then - now) / HOUR
        ours = ours_at(known.hours, then) + pace * ahead
        whole_org = others + rising * ahead + ours >= told.allowed
        if whole_org or ours >= limit:
            return Forecast(pace, then, whole_org)
    return Forecast(pace)


def pace_of(known: Spending, now: datetime) -> float:
    """Inlet's calls an hour, over the last three hours or since its first call, if that is less."""
    first = next((one.hour for one in known.hours), now)
    span = min(_PACE, max(HOUR, now - first))
    return sum(one.ours * within(one.hour, now, span) for one in known.hours) / (span / HOUR)
