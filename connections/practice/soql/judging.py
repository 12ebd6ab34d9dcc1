"""Rows in memory against a plan: which hold, in which order, and how they are shown.

The database answers the same questions for stored records (`store.filters`); this is the plain
reading of the rules, and what those expressions are tested against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any

from .comparing import OPERATORS, as_comparable
from .plan import AllOf, Among, Check, Column, Order, Plan, Term

# A row: API name → value as JSON has it. A name that is missing is blank.
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a judgement may look at: parents by id, and the ids that a sub-select yields."""

    parents: Mapping[str, Row] = field(default_factory=dict)
    sub_select: Callable[[Plan], frozenset[str]] = lambda _: frozenset()

    def value(self, row: Row, column: Column) -> Any:
        """What `row` has in `column`, following its relationships; None where one is blank."""
        found: Row | None = row
        for step in column.steps:
            found = self.parents.get(found.get(step.field.name) or "") if found else None
        return found.get(column.field.name) if found else None

    def holds(self, term: Term, row: Row) -> bool:
        """Whether `row` passes."""
        match term:
            case Check(column, operator, values, negated):
                held = as_comparable(column.field, self.value(row, column))
                return OPERATORS[operator](held, values) != negated
            case Among(column, plan, negated):
                return (self.value(row, column) in self.sub_select(plan)) != negated
            case AllOf(parts):
                return all(self.holds(part, row) for part in parts)
        return any(self.holds(part, row) for part in term.parts)

    def select(self, plan: Plan, rows: Iterable[Row]) -> list[Row]:
        """The rows of the plan, ordered and cut."""
        kept = [row for row in rows if plan.where is None or self.holds(plan.where, row)]
        return self.cut(self.ordered(kept, plan.order), plan)

    def ordered(self, rows: Iterable[Row], orders: Sequence[Order]) -> list[Row]:
        """The rows in an order; those that it holds for equal stay as they were."""

        def compare(one: Row, other: Row) -> int:
            return self._compare(orders, one, other)

        return sorted(rows, key=cmp_to_key(compare)) if orders else list(rows)

    def cut(self, rows: Sequence[Row], plan: Plan) -> list[Row]:
        """What LIMIT and OFFSET leave."""
        end = None if plan.limit is None else plan.offset + plan.limit
        return list(rows[plan.offset : end])

    def _compare(self, orders: Sequence[Order], one: Row, other: Row) -> int:
        for order in orders:
            left = as_comparable(order.column.field, self.value(one, order.column))
            right = as_comparable(order.column.field, self.value(other, order.column))
            if left != right:
                return _before(left, right, order)
        return 0


def _before(left: Any, right: Any, order: Order) -> int:
    if left is None or right is None:
        return -1 if (left is None) == order.nulls_first else 1
    return -1 if (left < right) != order.descending else 1
