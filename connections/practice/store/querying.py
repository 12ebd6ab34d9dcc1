"""A plan carried out: rows, their parents, and a cursor where a page doesn't hold them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from connections.practice.models import PracticeCursor, PracticeRecord
from connections.practice.rules.refusals import refuse
from connections.practice.soql.judging import Row, Rows
from connections.practice.soql.plan import Plan

from .filters import Reader
from .ordering import ordered
from .rows import row_of

CURSOR_LIVES = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a query. `total`: all its rows; `parents`: rows by id, for showing.

    `ids`: those of all rows, in order, when there are more than the page holds.
    """

    total: int
    rows: list[Row]
    parents: Mapping[str, Row]
    ids: list[str] = field(default_factory=list)


def first_page(reader: Reader, plan: Plan, *, size: int) -> Page:
    """The first `size` rows, or fewer; without rows when the plan only counts."""
    if not plan.sobject.stored:
        seen = Rows(reader.parents, reader.sub_select)
        rows = seen.select(plan, reader.admin_rows(plan.sobject.name))
        return Page(len(rows), [] if plan.counts else rows, reader.parents)
    end = None if plan.limit is None else plan.offset + plan.limit
    chosen = ordered(reader, plan)[plan.offset : end]
    if plan.counts:
        return Page(chosen.count(), [], {})
    records = list(chosen[: size + 1])
    if len(records) <= size:
        return _page(reader, plan, records, total=len(records))
    ids = list(chosen.values_list("sf_id", flat=True))
    return replace(_page(reader, plan, records[:size], total=len(ids)), ids=ids)


def _page(reader: Reader, plan: Plan, records: Iterable[PracticeRecord], *, total: int) -> Page:
    rows = [row_of(record) for record in records]
    return Page(total, rows, parents_of(reader, plan, rows))


def parents_of(reader: Reader, plan: Plan, rows: Iterable[Row]) -> Mapping[str, Row]:
    """The rows, by id, that the plan's relationships lead to."""
    known = dict(reader.parents)
    children = list(rows)
    for steps in plan.steps():
        level = children
        for step in steps:
            ids = {row.get(step.field.name) or "" for row in level}
            if step.target.stored:
                found = reader.records(step.target.name).filter(sf_id__in=ids - known.keys())
                known.update((record.sf_id, row_of(record)) for record in found)
            level = [known[one] for one in ids if one in known]
    return known


def keep_cursor(reader: Reader, page: Page, *, locator: str, soql: str, now: datetime) -> None:
    """Remember the rows of a query under `locator`; forget cursors too old to be asked for."""
    cursors = PracticeCursor.objects.filter(org=reader.org)
    cursors.filter(created_at__lt=now - CURSOR_LIVES).delete()
    PracticeCursor.objects.create(
        tenant_id=reader.org.tenant_id,
        org=reader.org,
        locator=locator,
        soql=soql,
        ids=page.ids,
        created_at=now,
    )


@dataclass(frozen=True, slots=True)
class CursorPart:
    """Part of a kept query: its text, the ids from where was asked on, and how many in all."""

    soql: str
    ids: list[str]
    total: int


def read_cursor(
    reader: Reader, locator: str, *, start: int, size: int, now: datetime
) -> CursorPart:
    """`size` ids from number `start` on. Raises Refused for an unknown or too old locator."""
    cursors = PracticeCursor.objects.filter(
        org=reader.org, locator=locator, created_at__gte=now - CURSOR_LIVES
    )
    found = cursors.values_list("soql", f"ids__{start}_{start + size}", "ids__len").first()
    if found is None or not found[1]:
        raise refuse("INVALID_QUERY_LOCATOR", "invalid query locator")
    return CursorPart(*found)


def next_page(reader: Reader, plan: Plan, part: CursorPart) -> Page:
    """The rows of a cursor's part; what was deleted since is left out."""
    chosen = reader.records(plan.sobject.name).filter(sf_id__in=part.ids)
    found = {record.sf_id: record for record in chosen}
    records = [found[one] for one in part.ids if one in found]
    return _page(reader, plan, records, total=part.total)
