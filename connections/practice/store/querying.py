"""A plan carried out: rows and their parents, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from connections.practice.models import PracticeRecord
from connections.practice.soql.pages import Page
from connections.practice.soql.plan import Plan

from .cursors import CursorPart
from .families import page_of
from .filters import Reader
from .grouping import read_groups
from .ordering import ordered
from .record_access import setup_rows
from .rows import row_of


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


def next_page(reader: Reader, plan: Plan, part: CursorPart) -> Page:
    """The rows of a cursor's part; what was deleted since is left out."""
    chosen = reader.records(plan.sobject.name).filter(sf_id__in=part.ids)
    found = {record.sf_id: record for record in chosen}
    records = [found[one] for one in part.ids if one in found]
    return _page(reader, plan, records, total=part.total)
