"""GROUP BY and aggregate functions over records, made by the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Sum
from django.db.models.fields.json import KeyTextTransform

from connections.practice.rules.fields import NUMBERS, Field
from connections.practice.rules.stamps import written
from connections.practice.soql.comparing import as_comparable
from connections.practice.soql.groups import chosen_groups, groups_of
from connections.practice.soql.judging import Row, Rows
from connections.practice.soql.measures import as_json
from connections.practice.soql.plan import Column, Grouping, Measure, Plan

from .columns import COLUMNS
from .expressions import held
from .filters import Reader
from .parents import parents_of
from .rows import row_of

_TYPED = NUMBERS | {"boolean", "date", "datetime"}
_MEASURES: Mapping[str, Callable[[Any], Any]] = {
    "count": Count,
    "count_distinct": lambda expression: Count(expression, distinct=True),
    "sum": Sum,
    "avg": Avg,
    "min": Min,
    "max": Max,
}
# What a measure of two groups together is, where it follows from those of each.
_MERGED: Mapping[str, Callable[[Field, list[Any]], Any]] = {
    "count": lambda _, values: sum(values),
    "sum": lambda _, values: sum(values),
    "min": lambda field, values: min(values, key=lambda one: as_comparable(field, one)),
    "max": lambda field, values: max(values, key=lambda one: as_comparable(field, one)),
}


def read_groups(reader: Reader, plan: Plan, grouping: Grouping) -> list[Row]:
    """The groups of a plan, chosen and ordered. Raises Refused for too many."""
    if not plan.sobject.stored:
        seen, rows = reader.seen(plan), reader.admin_rows(plan.sobject.name)
        kept = [row for row in rows if plan.where is None or seen.holds(plan.where, row)]
        found = groups_of(grouping, kept, seen)
    elif not all(_is_measurable(one) for one in grouping.measures.values()):
        found = _in_memory(reader, plan, grouping)
    elif all(_is_plain(one) for one in grouping.keys.values()):
        found = _by_database(reader, plan, grouping)
    elif all(one.function in _MERGED for one in grouping.measures.values()):
        found = _by_reference(reader, plan, grouping)
    else:
        found = _in_memory(reader, plan, grouping)
    return chosen_groups(plan, grouping, found)


def _in_memory(reader: Reader, plan: Plan, grouping: Grouping) -> list[Row]:
    rows = [row_of(record) for record in reader.where(plan).order_by("sf_id").iterator()]
    columns = (*grouping.keys.values(), *(one.column for one in grouping.measures.values()))
    known = parents_of(reader, {one.steps for one in columns if one.steps}, rows)
    return groups_of(grouping, rows, Rows(known))


def _by_reference(reader: Reader, plan: Plan, grouping: Grouping) -> list[Row]:
    """Groups by what parents have: first by the parents' ids, then put together."""
    local = {
        name: Column((), one.steps[0].field if one.steps else one.field)
        for name, one in grouping.keys.items()
    }
    parts = _by_database(reader, plan, replace(grouping, keys=local))
    rows = [{one.field.name: part[name] for name, one in local.items()} for part in parts]
    steps = {one.steps for one in grouping.keys.values() if one.steps}
    seen = Rows(parents_of(reader, steps, rows))
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for part, row in zip(parts, rows, strict=True):
        values = {name: seen.value(row, one) for name, one in grouping.keys.items()}
        key = tuple(as_comparable(one.field, values[name]) for name, one in grouping.keys.items())
        known = merged.get(key)
        merged[key] = {**part, **values} if known is None else _merge(grouping, known, part)
    return list(merged.values())


def _merge(grouping: Grouping, one: Row, other: Row) -> dict[str, Any]:
    """Two groups with the same keys as one."""
    merged = dict(one)
    for name, measure in grouping.measures.items():
        present = [group[name] for group in (one, other) if group[name] is not None]
        kind = measure.column.field
        merged[name] = _MERGED[measure.function](kind, present) if present else None
    return merged


def _is_plain(column: Column) -> bool:
    return not column.steps


def _is_measurable(measure: Measure) -> bool:
    # The least of texts is shown as it was written, yet compared in lower case.
    kind = measure.column.field.type
    return _is_plain(measure.column) and (measure.function not in {"min", "max"} or kind in _TYPED)


def _by_database(reader: Reader, plan: Plan, grouping: Grouping) -> list[Row]:
    sobject = plan.sobject
    keys, measures = list(grouping.keys.items()), list(grouping.measures.items())
    compared = {f"key{n}": held(sobject, one.field) for n, (_, one) in enumerate(keys)}
    shown = {f"shown{n}": Min(_raw(one.field)) for n, (_, one) in enumerate(keys)
             if one.field.type not in _TYPED}  # fmt: skip
    measured = {
        f"measure{n}": _MEASURES[one.function](held(sobject, one.column.field))
        for n, (_, one) in enumerate(measures)
    }
    chosen = reader.where(plan).order_by()
    if not keys:
        found = [chosen.aggregate(**measured)]
    else:
        grouped = chosen.annotate(**compared).values(*compared)
        found = list(grouped.annotate(**shown, **measured).order_by(*compared))
    return [
        {name: _json(one.get(f"shown{n}", one[f"key{n}"])) for n, (name, _) in enumerate(keys)}
        | {name: _json(one[f"measure{n}"]) for n, (name, _) in enumerate(measures)}
        for one in found
    ]


def _raw(field: Field) -> Any:
    return (
        F(COLUMNS[field.name]) if field.name in COLUMNS else KeyTextTransform(field.name, "values")
    )


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return as_json(value)
    if isinstance(value, datetime):
        return written(value)
    return value.isoformat() if isinstance(value, date) else value
