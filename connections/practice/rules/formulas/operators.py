"""The operators of formulas, with Salesforce's way of treating what is blank."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from .conversions import as_number, as_text
from .scope import Value

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NUMBERS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_MOST_POWER = 100


def compare(left: Value, sign: str, right: Value) -> bool:
    """Whether the comparison holds. Nothing is less or greater than what is blank."""
    left, right = _alike(left, right)
    if sign in {"=", "=="}:
        return left == right
    if sign in {"<>", "!="}:
        return left != right
    if left is None or right is None or type(left) is not type(right):
        return False
    return _ORDERS[sign](left, right)


def _alike(left: Value, right: Value) -> tuple[Value, Value]:
    if isinstance(left, datetime) != isinstance(right, datetime):
        return (
            left.date() if isinstance(left, datetime) else left,
            right.date() if isinstance(right, datetime) else right,
        )
    # NULL compared with text: blank text is "".
    if isinstance(left, str) and right is None:
        return left, ""
    return ("", right) if isinstance(right, str) and left is None else (left, right)


def calculate(left: Value, sign: str, right: Value) -> Value:
    """The sum, product, … of two values; null when one is null or it can't be calculated."""
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, date):
        return _moved(left, sign, right)
    one, other = as_number(left), as_number(right)
    if one is None or other is None or (sign == "^" and abs(other) > _MOST_POWER):
        return None
    try:
        return _NUMBERS[sign](one, other)
    except (DivisionByZero, InvalidOperation, Overflow):
        return None


def _moved(moment: date, sign: str, by: Value) -> Value:
    """A day or time moved by days; or the days between two of them."""
    if isinstance(by, date):
        first, second = _alike(moment, by)
        if sign != "-" or not isinstance(first, date) or not isinstance(second, date):
            return None
        return Decimal(str((first - second).total_seconds())) / 86_400
    days = as_number(by)
    try:
        distance = timedelta(days=float(days if days is not None else "nan"))
        return moment + distance if sign == "+" else moment - distance
    except (ValueError, OverflowError):
        return None


def join(left: Value, right: Value) -> Value:
    """Two values as one text; blank is empty."""
    return as_text(left) + as_text(right)
