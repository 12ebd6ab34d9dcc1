"""A plan carried out: rows, their parents, and a cursor where a page doesn't hold them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from connections.practice.models import PracticeCursor, PracticeRecord
from connections.practice.rules.refusals import refuse
from connections.practice.soql.pages import Page
from connections.practice.soql.plan import Plan

from .families import page_of
from .filters import Reader
from .grouping import read_groups
from .ordering import ordered
from .record_access import setup_rows
from .rows import row_of

CURSOR_LIVES = timedelta(days=2)
_UNKNOWN = refuse("INVALID_QUERY_LOCATOR", "invalid query locator")


def first_page(reader: Reader, plan: Plan, *, size: int) -> Page:
    """The first `size` rows, or fewer; without rows when the plan only counts."""
    if plan.grouping:
        groups = read_groups(reader, plan, plan.grouping)
        return Page(len(groups), groups, {})
    if not plan.sobject.stored:
        rows = reader.seen(plan).select(plan, setup_rows(reader, plan))
        return page_of(reader, plan, [] if plan.counts else rows, total=len(rows))
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
    return page_of(reader, plan, [row_of(record) for record in records], total=total)


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


def cursor_soql(reader: Reader, locator: str, *, now: datetime) -> str:
    """The statement of a kept query. Raises Refused for an unknown or too old locator."""
    found = _cursors(reader, locator, now).values_list("soql", flat=True).first()
    if found is None:
        raise _UNKNOWN
    return found


def read_cursor(
    reader: Reader, locator: str, *, start: int, size: int, now: datetime
) -> CursorPart:
    """`size` ids from number `start` on. Raises Refused where there are none."""
    cursors = _cursors(reader, locator, now)
    found = cursors.values_list("soql", f"ids__{start}_{start + size}", "ids__len").first()
    if found is None or not found[1]:
        raise _UNKNOWN
    return CursorPart(*found)


def _cursors(reader: Reader, locator: str, now: datetime) -> QuerySet[PracticeCursor]:
    return PracticeCursor.objects.filter(
        org=reader.org, locator=locator, created_at__gte=now - CURSOR_LIVES
    )


def next_page(reader: Reader, plan: Plan, part: CursorPart) -> Page:
    """The rows of a cursor's part; what was deleted since is left out."""
    chosen = reader.records(plan.sobject.name).filter(sf_id__in=part.ids)
    found = {record.sf_id: record for record in chosen}
    records = [found[one] for one in part.ids if one in found]
    return _page(reader, plan, records, total=part.total)
