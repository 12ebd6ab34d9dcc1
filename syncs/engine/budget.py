"""How many of an org's API calls Inlet may make, and why no more for now. Pure.

Inlet takes a share of what the other apps leave over. Live leads may use all of it, backfills
four fifths, so that a large file never makes a lead wait that somebody typed in just now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .usage import (
    DAY,
    HOUR,
    Reading,
    Spending,
    last_reading,
    others_at,
    ours_at,
    rise,
    share_of,
    within,
)

BACKFILL = 0.8
# What the others will take if their calls go on rising is left to them: for live leads the next
# hour's, since nobody should wait for a guess, for backfills that of six hours.
AHEAD, FAR_AHEAD = 1, 6
# A batch takes two calls, seldom four; each stream may be about to make one.
_CALLS_A_BATCH = 4
# How old a reading may be that keeps leads waiting: one more call tells whether it still holds.
ASK_EMPTY, ASK_SHARE = timedelta(minutes=1), timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What Inlet may call. ``ours`` and ``others``: calls of the last 24 hours, of ``allowed``;
    ``limit``: Inlet's share in calls. ``live``, ``backfill``: calls left for them, None while
    nobody knows of a limit, and for ``need`` of them a batch may begin. ``why``,
    ``why_backfill``: the sentences for leads that wait, until about ``free_at`` (None: nobody
    knows). ``asks``: a new reading is due, since it may end the waiting."""

    ours: int
    others: int | None = None
    allowed: int | None = None
    limit: int | None = None
    live: int | None = None
    backfill: int | None = None
    need: int = 1
    why: str = ""
    why_backfill: str = ""
    free_at: datetime | None = None
    asks: bool = False

    def may(self, *, backfill: bool = False) -> bool:
        """Whether a batch of leads may be begun."""
        left = self.backfill if backfill else self.live
        return left is None or left >= self.need


def allowance(known: Spending, now: datetime) -> Allowance:
    """What may be called now."""
    ours, told = ours_at(known.hours, now), last_reading(known, now)
    if told is None:
        # Nothing was told of these 24 hours; the next answer tells.
        return Allowance(ours=round(ours))
    others, rising = others_at(known, told), rise(known, told)
    limit = share_of(known, told.allowed, others + AHEAD * rising)
    later = BACKFILL * share_of(known, told.allowed, others + FAR_AHEAD * rising)
    found = Allowance(
        ours=round(ours),
        others=round(others),
        allowed=told.allowed,
        limit=int(limit),
        live=_whole(limit - ours),
        backfill=_whole(later - ours),
        need=_need(limit, known.streams),
    )
    if found.may(backfill=True):
        return found
    enough = (later if found.may() else limit) - found.need
    return _waiting(found, known, now=now, told=told, enough=enough)


def _waiting(
    found: Allowance, known: Spending, *, now: datetime, told: Reading, enough: float
) -> Allowance:
    """The same, saying why leads wait and for how long: until Inlet's calls are ``enough``."""
    empty = told.used >= told.allowed
    why = _why_empty(found) if empty else _why_share(found)
    # When Inlet alone has used the share, no reading can change that.
    alone = share_of(known, told.allowed, 0) - ours_at(known.hours, now) < found.need
    return replace(
        found,
        why="" if found.may() else why,
        why_backfill=_why_backfill(found) if found.may() else why,
        free_at=None if empty else free_at(known, enough, now),
        asks=(empty or not alone) and now - told.at >= (ASK_EMPTY if empty else ASK_SHARE),
    )


def free_at(known: Spending, enough: float, now: datetime) -> datetime | None:
    """When no more than ``enough`` of Inlet's calls are younger than 24 hours; None for never."""
    left = ours_at(known.hours, now) - enough
    if enough < 0 or left <= 0:
        return None if enough < 0 else now
    for one in known.hours:
        counted = one.ours * within(one.hour, now)
        if counted >= left:
            return one.hour + HOUR + DAY - HOUR * ((counted - left) / one.ours)
        left -= counted
    return None


def _need(limit: float, streams: int) -> int:
    """Calls that must be left for a batch to begin; a small share isn't all set aside."""
    return min(_CALLS_A_BATCH * streams, max(2, int(limit / 10)))


def _whole(calls: float) -> int:
    return max(0, int(calls))


def _why_empty(found: Allowance) -> str:
    return (
        f"The org has used all of the {found.allowed:,} API calls that Salesforce allows in 24 "
        "hours. Inlet goes on by itself as soon as calls are free."
    )


def _why_share(found: Allowance) -> str:
    return (
        f"Inlet has used its share of the org’s API calls: {found.ours:,} of {found.limit:,} in "
        f"24 hours. Other apps used {found.others:,}. It goes on by itself as calls are free."
    )


def _why_backfill(found: Allowance) -> str:
    return (
        "Backfills wait, so that calls are left for new leads: Inlet has used "
        f"{found.ours:,} of its {found.limit:,} API calls in 24 hours. They go on by themselves."
    )
