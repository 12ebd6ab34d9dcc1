"""What formulas take a value for: nothing, a text, a number."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from .scope import Value


def is_blank(value: Value) -> bool:
    """Nothing, or text without anything but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def as_text(value: Value) -> str:
    """A value as TEXT shows it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value).upper() if isinstance(value, bool) else value.isoformat()


def as_number(value: Value) -> Decimal | None:
    """A value as a number; None when it is none."""
    if isinstance(value, Decimal):
        return value
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def whole(value: Value) -> int:
    """A value as a whole number; 0 when it is no number."""
    return int(as_number(value) or 0)
