"""Values in memory compared as SOQL compares them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from connections.practice.rules.fields import IDS, NUMBERS, Field
from connections.practice.rules.stamps import read_datetime

from .literals import pattern_regex
from .plan import Comparable


def as_comparable(field: Field, value: Any) -> Any:
    """A row's JSON value in the form that plans compare with."""
    if value is None:
        return False if field.type == "boolean" else None
    if field.type in NUMBERS:
        return Decimal(str(value))
    if field.type in IDS or field.type == "boolean":
        return value
    if field.type == "date":
        return date.fromisoformat(value)
    return _moment(value) if field.type == "datetime" else str(value).lower()


def _moment(value: str | datetime) -> datetime:
    return read_datetime(value) if isinstance(value, str) else value


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Sequence[Comparable]], bool]:
    def holds(held: Any, values: Sequence[Comparable]) -> bool:
        return held is not None and values[0] is not None and test(held, values[0])

    return holds


def _like(held: Any, values: Sequence[Comparable]) -> bool:
    return held is not None and pattern_regex(str(values[0] or "")).fullmatch(held) is not None


def _includes(held: Any, values: Sequence[Comparable]) -> bool:
    chosen = set(str(held or "").split(";"))
    return any(chosen.issuperset(str(wanted or "").split(";")) for wanted in values)


OPERATORS: Mapping[str, Callable[[Any, Sequence[Comparable]], bool]] = {
    "=": lambda held, values: held == values[0],
    "in": lambda held, values: held in values,
    "like": _like,
    "includes": _includes,
    "<": _ordered(lambda held, value: held < value),
    "<=": _ordered(lambda held, value: held <= value),
    ">": _ordered(lambda held, value: held > value),
    ">=": _ordered(lambda held, value: held >= value),
}
