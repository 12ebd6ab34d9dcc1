"""ORDER BY as the database carries it out."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, OrderBy, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.lookups import Exact

from connections.practice.models import PracticeRecord
from connections.practice.rules.refusals import refuse
from connections.practice.soql.judging import Rows
from connections.practice.soql.plan import Column, Order, Plan

from .expressions import held, text_of
from .filters import Reader

Records = QuerySet[PracticeRecord]
_PARENT = "order_parent_{number}"


def ordered(reader: Reader, plan: Plan) -> Records:
    """The plan's records in its order. Ties break by id: pages neither repeat nor skip a row."""
    chosen = reader.where(plan)
    orders = []
    for number, order in enumerate(plan.order):
        if order.column.steps and order.column.steps[0].target.stored:
            name = _PARENT.format(number=number)
            chosen = chosen.alias(**{name: text_of(order.column.steps[0].field)})
            expression: Any = _by_stored_parent(reader, order.column, name)
        elif order.column.steps:
            expression = _by_setup_parent(reader, order.column)
        else:
            expression = held(plan.sobject, order.column.field)
        orders.append(_direction(expression, order))
    return chosen.order_by(*orders, "sf_id")


def _direction(expression: Any, order: Order) -> OrderBy:
    if not order.column.steps and not order.column.field.nillable:
        # Without a word on blanks the index of that column serves.
        return OrderBy(expression, descending=order.descending)
    way: dict[str, Any] = {"nulls_first" if order.nulls_first else "nulls_last": True}
    return OrderBy(expression, descending=order.descending, **way)


def _by_stored_parent(reader: Reader, column: Column, parent: str) -> Subquery:
    if len(column.steps) > 1:
        message = f"field '{column.field.name}' can not be sorted in a query call"
        raise refuse("INVALID_FIELD", message)
    target = column.steps[0].target
    parents = reader.records(target.name).filter(sf_id=OuterRef(parent))
    return Subquery(parents.annotate(sought=held(target, column.field)).values("sought")[:1])


def _by_setup_parent(reader: Reader, column: Column) -> Case:
    step, *rest = column.steps
    seen = Rows(reader.setup_parents(rest))
    sought = Column(tuple(rest), column.field)
    values = {row["Id"]: seen.value(row, sought) for row in reader.admin_rows(step.target.name)}
    cases = [
        When(Exact(text_of(step.field), owner), then=Value(str(value).lower()))
        for owner, value in values.items()
        if value is not None
    ]
    return Case(*cases, default=None, output_field=TextField(db_collation="C"))
