"""Aggregate functions over values in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from connections.practice.rules.fields import Field

from .comparing import as_comparable


def _extreme(chosen: Callable[..., Any]) -> Callable[[Field, list[Any]], Any]:
    def measured(field: Field, values: list[Any]) -> Any:
        return chosen(values, key=lambda value: as_comparable(field, value), default=None)

    return measured


def _sum(_field: Field, values: list[Any]) -> Any:
    return as_json(sum((Decimal(str(value)) for value in values), Decimal())) if values else None


def _average(field: Field, values: list[Any]) -> Any:
    return as_json(Decimal(str(_sum(field, values))) / len(values)) if values else None


def as_json(number: Decimal) -> float | int:
    """A number as JSON has it: whole ones without a point."""
    return int(number) if number == number.to_integral_value() else float(number)


MEASURES: Mapping[str, Callable[[Field, list[Any]], Any]] = {
    "count": lambda _, values: len(values),
    "count_distinct": lambda field, values: len({as_comparable(field, one) for one in values}),
    "sum": _sum,
    "avg": _average,
    "min": _extreme(min),
    "max": _extreme(max),
}
