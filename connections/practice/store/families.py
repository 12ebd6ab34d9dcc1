"""The children of rows, for selects among the fields of a select."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from connections.practice.soql.judging import Row, Rows
from connections.practice.soql.pages import Page
from connections.practice.soql.plan import Child, Plan

from .expressions import text_of
from .filters import Reader
from .listed_values import among
from .ordering import ordered
from .parents import parents_of
from .rows import row_of

Families = Mapping[str, Mapping[str, Page]]


def page_of(reader: Reader, plan: Plan, rows: list[Row], *, total: int) -> Page:
    """A page of rows with their parents and their children."""
    parents = parents_of(reader, plan.steps(), rows)
    children = {child.name: _families(reader, child, rows) for child in plan.children}
    return Page(total, rows, parents, children=children)


def _families(reader: Reader, child: Child, parents: Sequence[Row]) -> Mapping[str, Page]:
    """The children of each parent that has any, by its id; a limit holds for each parent."""
    plan, found = child.plan, defaultdict(list)
    for row in _children(reader, child, [row["Id"] for row in parents]):
        found[row[child.field.name]].append(row)
    kept = {one: Rows().cut(rows, plan) for one, rows in found.items()}
    everyone = page_of(reader, plan, [row for rows in kept.values() for row in rows], total=0)
    return {
        one: replace(everyone, total=len(rows), rows=rows) for one, rows in kept.items() if rows
    }


def _children(reader: Reader, child: Child, ids: Sequence[str]) -> list[Row]:
    plan = child.plan
    if not plan.sobject.stored:
        whole, wanted = replace(plan, limit=None, offset=0), set(ids)
        rows = reader.seen(plan).select(whole, reader.admin_rows(plan.sobject.name))
        return [row for row in rows if row.get(child.field.name) in wanted]
    found = ordered(reader, plan).filter(among(text_of(child.field), list(ids)))
    return [row_of(record) for record in found]
