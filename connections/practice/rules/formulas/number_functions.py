"""The functions of formulas over numbers; what is none gives nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from .conversions import as_number, whole
from .scope import Value


def rounded(value: Value, places: Value) -> Value:
    """To so many places, halves away from zero."""
    number = as_number(value)
    return None if number is None else number.quantize(Decimal(1).scaleb(-whole(places)),
                                                       ROUND_HALF_UP)  # fmt: skip


def whole_by(rounding: str) -> Callable[[Value], Value]:
    """The function that makes whole numbers by this rounding of `decimal`."""

    def cut(value: Value) -> Value:
        number = as_number(value)
        return None if number is None else number.to_integral_value(rounding)

    return cut


def extreme(choose: Callable[[list[Decimal]], Decimal]) -> Callable[..., Value]:
    """The function that chooses one of the numbers among its arguments."""

    def chosen(*values: Value) -> Value:
        known = [number for number in map(as_number, values) if number is not None]
        return choose(known) if known else None

    return chosen


def remainder(value: Value, by: Value) -> Value:
    """What is left of a division; nothing by zero."""
    number, divisor = as_number(value), as_number(by)
    return number % divisor if number is not None and divisor else None


def size(value: Value) -> Value:
    """The number without its sign."""
    number = as_number(value)
    return None if number is None else abs(number)
