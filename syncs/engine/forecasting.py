"""Until when an org's API calls last if everybody goes on as in the last hours. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .usage import DAY, HOUR, Spending, others_at_last, ours_at, rise, share_of

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
    if known.used is None or known.told_at is None or now - known.told_at >= DAY:
        return None
    pace, others, rising = pace_of(known, now), others_at_last(known), rise(known)
    limit, allowed = share_of(known, others), known.allowed or 0
    for step in range(DAY // _STEP + 1):
        then = now + step * _STEP
        ahead = (then - now) / HOUR
        ours = ours_at(known.hours, then) + pace * ahead
        whole_org = others + rising * ahead + ours >= allowed
        if whole_org or ours >= limit:
            return Forecast(pace, then, whole_org)
    return Forecast(pace)


def pace_of(known: Spending, now: datetime) -> float:
    """Inlet's calls an hour, over the last three hours or since its first call, if that is less."""
    first = next((one.hour for one in known.hours), now)
    span = min(_PACE, max(HOUR, now - first))
    recent = (
        one.ours * min(1.0, max(0.0, (one.hour + HOUR - (now - span)) / HOUR))
        for one in known.hours
    )
    return sum(recent) / (span / HOUR)
