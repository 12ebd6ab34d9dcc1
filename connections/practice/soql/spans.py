"""Date literals such as TODAY and LAST_N_DAYS:30, as moments in the user's time zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from .periods import PERIODS
from .statement import Span

Days = tuple[date, date]
_COUNTED = re.compile(r"(LAST|NEXT)_N_([A-Z_]+)|N_([A-Z_]+)_AGO", re.ASCII)
_NAMED = re.compile(r"(THIS|LAST|NEXT)_([A-Z_]+)", re.ASCII)
_SINGLE: Mapping[str, int] = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
_DISTANCE: Mapping[str, int] = {"LAST": -1, "THIS": 0, "NEXT": 1}


def read_span(text: str) -> Span:
    """The date literal in `text`, in any letter case. ValueError when there is none like it."""
    name, colon, number = text.upper().partition(":")
    counted = _COUNTED.fullmatch(name)
    if counted:
        period = (counted[2] or counted[3]).removesuffix("S")
        known = bool(number) and period in PERIODS
    else:
        named = _NAMED.fullmatch(name)
        known = not colon and (
            name in {*_SINGLE, "LAST_90_DAYS", "NEXT_90_DAYS"}
            or bool(named and named[2] in PERIODS and named[2] != "DAY")
        )
    if not known:
        raise ValueError(f"unexpected token: '{text}'")
    return Span(name, int(number or 0))


def days_of(span: Span, now: datetime) -> Days:
    """First day, and first day after. `now` is in the user's time zone.

    Raises OverflowError or ValueError where there are no such dates.
    """
    day, name, number = now.date(), span.name, span.number
    if name in {"LAST_90_DAYS", "NEXT_90_DAYS"}:
        name, number = name.replace("90", "N"), 90
    if name in _SINGLE:
        return _between("DAY", day, first=_SINGLE[name], end=_SINGLE[name] + 1)
    counted = _COUNTED.fullmatch(name)
    if counted is None:
        way, _, period = name.partition("_")
        return _between(period, day, first=_DISTANCE[way], end=_DISTANCE[way] + 1)
    period = (counted[2] or counted[3]).removesuffix("S")
    if counted[3]:
        return _between(period, day, first=-number, end=1 - number)
    if counted[1] == "NEXT":
        return _between(period, day, first=1, end=number + 1)
    # The last days include today, the last weeks and longer leave out the current one.
    return _between(period, day, first=-number, end=1 if period == "DAY" else 0)


def _between(period: str, day: date, *, first: int, end: int) -> Days:
    begins = PERIODS[period]
    return begins(day, first), begins(day, end)


def moments_of(span: Span, now: datetime) -> tuple[datetime, datetime]:
    """The midnights, in the zone of `now`, at which the span begins and ends."""
    first, end = days_of(span, now)
    zone = now.tzinfo
    return datetime.combine(first, time(), zone), datetime.combine(end, time(), zone)
