"""Date literals such as TODAY and LAST_N_DAYS:30, as moments in the user's time zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from .statement import Span

Days = tuple[date, date]


def _month(day: date, distance: int) -> date:
    months = day.year * 12 + day.month - 1 + distance
    return date(months // 12, months % 12 + 1, 1)


def _days(day: date, first: int, end: int) -> Days:
    return day + timedelta(days=first), day + timedelta(days=end)


def _months(day: date, distance: int, length: int) -> Days:
    return _month(day, distance), _month(day, distance + length)


def _years(day: date, distance: int) -> Days:
    return date(day.year + distance, 1, 1), date(day.year + distance + 1, 1, 1)


# Each gives the first day, and the first day no longer in it.
_SPANS: Mapping[str, Callable[[date, int], Days]] = {
    "TODAY": lambda day, _: _days(day, 0, 1),
    "YESTERDAY": lambda day, _: _days(day, -1, 0),
    "TOMORROW": lambda day, _: _days(day, 1, 2),
    "LAST_N_DAYS": lambda day, number: _days(day, -number, 1),
    "NEXT_N_DAYS": lambda day, number: _days(day, 1, number + 1),
    "THIS_MONTH": lambda day, _: _months(day, 0, 1),
    "LAST_MONTH": lambda day, _: _months(day, -1, 1),
    "NEXT_MONTH": lambda day, _: _months(day, 1, 1),
    "THIS_YEAR": lambda day, _: _years(day, 0),
    "LAST_YEAR": lambda day, _: _years(day, -1),
    "NEXT_YEAR": lambda day, _: _years(day, 1),
}


def days_of(span: Span, now: datetime) -> Days:
    """First day, and first day after. `now` is in the user's time zone."""
    return _SPANS[span.name](now.date(), span.number)


def moments_of(span: Span, now: datetime) -> tuple[datetime, datetime]:
    """The midnights, in the zone of `now`, at which the span begins and ends."""
    first, end = days_of(span, now)
    zone = now.tzinfo
    return datetime.combine(first, time(), zone), datetime.combine(end, time(), zone)
