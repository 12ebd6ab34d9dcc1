"""Where weeks, months, quarters and years begin and end, as date literals count them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta


def _month(day: date, distance: int, *, months: int = 1) -> date:
    """The first day of the period of `months` months that is `distance` periods away."""
    number = (day.year * 12 + day.month - 1) // months + distance
    return date(number * months // 12, number * months % 12 + 1, 1)


def _week(day: date, distance: int) -> date:
    # Weeks begin on Sunday, as in the locale en_US that every user here has.
    return day - timedelta(days=day.isoweekday() % 7) + timedelta(weeks=distance)


# Each gives the first day of the period that is so many periods away. The fiscal year of an org
# is the calendar's until its admin says otherwise.
PERIODS: Mapping[str, Callable[[date, int], date]] = {
    "DAY": lambda day, distance: day + timedelta(days=distance),
    "WEEK": _week,
    "MONTH": _month,
    "QUARTER": lambda day, distance: _month(day, distance, months=3),
    "YEAR": lambda day, distance: _month(day, distance, months=12),
    "FISCAL_QUARTER": lambda day, distance: _month(day, distance, months=3),
    "FISCAL_YEAR": lambda day, distance: _month(day, distance, months=12),
}
