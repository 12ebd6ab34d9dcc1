"""The functions of formulas over days; what is none gives nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from .conversions import as_text, whole
from .scope import Value


def part_of(name: str) -> Callable[[Value], Value]:
    """The function that takes "year", "month" or "day" of a day."""

    def part(value: Value) -> Value:
        return Decimal(getattr(value, name)) if isinstance(value, date) else None

    return part


def day_of(value: Value) -> Value:
    """The day of a moment, or of a text that begins with one."""
    if isinstance(value, datetime):
        return value.date()
    try:
        return value if isinstance(value, date) else date.fromisoformat(as_text(value)[:10])
    except ValueError:
        return None


def made_day(year: Value, month: Value, day: Value) -> Value:
    """The day of these three numbers."""
    try:
        return date(whole(year), whole(month), whole(day))
    except (ValueError, OverflowError):
        return None
