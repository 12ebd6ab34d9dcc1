"""Groups of rows in memory, and what HAVING, ORDER BY and LIMIT leave of any groups.

A group is a row too: what it has is known by the names of its `Grouping`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connections.practice.rules.refusals import refuse

from .comparing import as_comparable
from .judging import Row, Rows
from .measures import MEASURES
from .plan import Grouping, Plan

MAX_GROUPS = 2_000
_RESULT: Mapping[str, str] = {"type": "AggregateResult"}


def groups_of(grouping: Grouping, rows: Iterable[Row], seen: Rows) -> list[Row]:
    """The groups of some rows. Without keys there is one, also of no rows."""
    found: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        values = (
            as_comparable(column.field, seen.value(row, column))
            for column in grouping.keys.values()
        )
        found[tuple(values)].append(row)
    if not grouping.keys:
        found[()] = found.get((), [])
    return [_group(grouping, members, seen) for members in found.values()]


def _group(grouping: Grouping, members: Sequence[Row], seen: Rows) -> Row:
    shown: dict[str, Any] = {}
    for name, column in grouping.keys.items():
        value = seen.value(members[0], column)
        shown[name] = False if value is None and column.field.type == "boolean" else value
    for name, measure in grouping.measures.items():
        values = (seen.value(row, measure.column) for row in members)
        present = [value for value in values if value is not None]
        shown[name] = MEASURES[measure.function](measure.column.field, present)
    return shown


def chosen_groups(plan: Plan, grouping: Grouping, groups: Iterable[Row]) -> list[Row]:
    """The groups that the plan's HAVING, ORDER BY, LIMIT and OFFSET leave.

    Raises Refused, EXCEEDED_ID_LIMIT, for more than one page of them.
    """
    seen, having = Rows(), grouping.having
    kept = [group for group in groups if having is None or seen.holds(having, group)]
    left = seen.cut(seen.ordered(kept, grouping.order), plan)
    if len(left) > MAX_GROUPS:
        message = (
            "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a "
            "single batch"
        )
        raise refuse("EXCEEDED_ID_LIMIT", message)
    return left


def show_group(grouping: Grouping, group: Row) -> dict[str, Any]:
    """One group of a query's answer."""
    shown = {alias: group[name] for name, alias in grouping.shown}
    return {"attributes": dict(_RESULT), **shown}
