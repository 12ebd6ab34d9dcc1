"""Selects with aggregate functions or GROUP BY: what a group has, and under which names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from connections.practice.rules.fields import NUMBERS, Field

from .conditions import Conditions
from .naming import Names
from .plan import Column, Grouping, Measure, Order
from .statement import Aggregate, AllFields, Name, Select, Selected

_UNMEASURED = frozenset({"boolean", "multipicklist", "address"})


def is_grouped(select: Select) -> bool:
    """Whether a select answers with groups."""
    return bool(select.group) or any(isinstance(one, Aggregate) for one in select.fields)


def grouping_of(select: Select, names: Names, now: datetime) -> Grouping:
    """The groups of a select. Raises Refused."""
    return _Grouper(select, names).grouping(now)


@dataclass(frozen=True)
class _Grouper:
    select: Select
    names: Names
    keys: dict[str, Column] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    def grouping(self, now: datetime) -> Grouping:
        for name in self.select.group:
            column = self.names.column_for(name, "grouped")
            self.keys[column.path] = column
        unnamed = (f"expr{number}" for number in count())
        shown = tuple(self._shown(one, unnamed) for one in self.select.fields)
        self._refuse_repeats([alias for _, alias in shown])
        having = self.select.having
        conditions = Conditions(self.names, now, self._left, inner=None)
        return Grouping(
            keys=self.keys,
            measures=self.measures,
            shown=shown,
            having=None if having is None else conditions.whole(having),
            order=tuple(
                Order(self._left(one.name), one.descending, one.nulls_first)
                for one in self.select.order
            ),
        )

    def _shown(self, selected: Selected, unnamed: Iterator[str]) -> tuple[str, str]:
        if isinstance(selected, Aggregate):
            return self._measured(selected), selected.alias or next(unnamed)
        if isinstance(selected, Select | AllFields):
            at = selected.at if isinstance(selected, AllFields) else selected.sobject.at
            message = "Grouped query cannot use child relationships or FIELDS in the SELECT list"
            raise self.names.fault("MALFORMED_QUERY", message, at)
        column = self._left(selected)
        key = column.field.name
        return key, selected.alias or selected.path.split(".")[-1]

    def _left(self, name: Name | Aggregate) -> Column:
        """A column of the groups, for what a statement calls a key or a measure."""
        if isinstance(name, Aggregate):
            measured = self._measured(name)
            return Column((), _measured_field(measured, self.measures[measured]))
        column = self.names.column(name)
        key = column.path
        if key not in self.keys:
            message = f"Field must be grouped or aggregated: {name.path}"
            raise self.names.fault("MALFORMED_QUERY", message, name.at)
        return Column((), replace(column.field, name=key))

    def _measured(self, wanted: Aggregate) -> str:
        column = self.names.column_for(wanted.name, "aggregated")
        kind, function = column.field.type, wanted.function
        summing = function in {"sum", "avg"} and kind not in NUMBERS
        unfit = kind in _UNMEASURED or (function in {"min", "max"} and kind in {"id", "reference"})
        if summing or unfit:
            message = f"field {column.field.name} does not support aggregate operator"
            shown = f"{message} {function.upper()}"
            raise self.names.fault("MALFORMED_QUERY", shown, wanted.at)
        name = f"{function}({column.path})"
        self.measures[name] = Measure(function, column)
        return name

    def _refuse_repeats(self, aliases: list[str]) -> None:
        seen: set[str] = set()
        for alias in aliases:
            if alias.lower() in seen:
                raise self.names.fault("MALFORMED_QUERY", f"duplicate alias: {alias}")
            seen.add(alias.lower())


def _measured_field(name: str, measure: Measure) -> Field:
    kind = measure.column.field.type if measure.function in {"min", "max"} else "double"
    return Field(name, name, kind)
