"""The ledger of a client, by hour or day and by source, as page and as file."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from syncs.page_values import Choice, Live
from syncs.page_values.ledger_page import LedgerLine, LedgerPage, Speeds
from syncs.speeds import SLOTS, SLOW, SLOWEST, TYPICAL, quantile
from tenants.models import Tenant

from .comparisons import last_check, last_compared
from .counting import COLUMNS, Counted, added, by_source_and
from .days import day_start, zone_of
from .filters import DAYS, Filters
from .freshness import Freshness, mark_of
from .ledger_filters import LedgerFilters
from .orgs import Orgs
from .sources import names_of_sources


def ledger_page(
    tenant: Tenant,
    filters: LedgerFilters,
    *,
    fresh: Freshness,
    known: Orgs,
    can_compare: bool,
    now: datetime,
) -> LedgerPage:
    """The page; about five reads."""
    zone, names = zone_of(tenant.time_zone), names_of_sources()
    chosen = filters.among(set(names))
    rows = _rows(chosen, zone, now)
    slots, sources = _summed(rows, by=1), _summed(rows, by=0)
    speeds = _speeds(list(slots.values()))
    checked, compared = last_check(names, zone), last_compared(now, known.all)
    here, leads = reverse("ledger", args=[tenant.slug]), reverse("leads", args=[tenant.slug])
    return LedgerPage(
        live=Live(here + chosen.query(), ledger_mark(fresh, checked, compared)),
        now=now,
        total=added(one.ledger for one in slots.values()),
        lines=tuple(_line(slot, slots[slot]) for slot in sorted(slots, reverse=True)),
        by_source=tuple(
            replace(_line(None, sources[pk]), name=names[pk], address=leads + _leads(chosen, pk))
            for pk in names
            if pk in sources
        ),
        when=chosen.when,
        by=chosen.by,
        sources=tuple(Choice(str(pk), name, pk == chosen.source) for pk, name in names.items()),
        speeds=speeds,
        checked=checked,
        compared=compared,
        file_address=reverse("ledger-file", args=[tenant.slug]) + chosen.query(),
        leads_address=leads + _leads(chosen, chosen.source),
        can_compare=can_compare and known.main is not None,
    )


def ledger_mark(fresh: Freshness, *rest: object) -> str:
    """What the page shows, as a short mark."""
    return mark_of(fresh.mark, *rest)


def _rows(
    filters: LedgerFilters, zone: ZoneInfo, now: datetime
) -> dict[tuple[uuid.UUID, datetime | date], Counted]:
    since = day_start(now, zone, back=DAYS[filters.when] - 1)
    return by_source_and(filters.by, since, zone, source=filters.source)


def _summed(rows: Mapping[Any, Counted], *, by: int) -> dict[Any, Counted]:
    """The rows as one per source (0) or per hour or day (1)."""
    found: dict[Any, list[Counted]] = defaultdict(list)
    for key, counted in rows.items():
        found[key[by]].append(counted)
    return {key: _sum(some) for key, some in found.items()}


def _sum(some: Sequence[Counted]) -> Counted:
    speeds = tuple(sum(one.speeds[slot] for one in some) for slot in range(SLOTS))
    return Counted(added(one.ledger for one in some), speeds)


def _line(slot: datetime | date | None, counted: Counted) -> LedgerLine:
    return LedgerLine(
        counted.ledger,
        at=slot if isinstance(slot, datetime) else None,
        on=None if isinstance(slot, datetime) else slot,
        slow=quantile(counted.speeds, SLOW) if sum(counted.speeds) else None,
    )


def _speeds(rows: Sequence[Counted]) -> Speeds | None:
    counts = _sum(rows).speeds
    if not sum(counts):
        return None
    typical, slow, slowest = (quantile(counts, one) for one in (TYPICAL, SLOW, SLOWEST))
    return Speeds(typical, slow, slowest)


def _leads(filters: LedgerFilters, source: uuid.UUID | None) -> str:
    return Filters(when=filters.when, source=source).query()


def ledger_cells(
    tenant: Tenant, filters: LedgerFilters, now: datetime
) -> Iterator[tuple[object, ...]]:
    """The same as cells of a table, with its headings: a line per hour or day and source, oldest
    first, in the client's zone."""
    zone, names = zone_of(tenant.time_zone), names_of_sources()
    chosen = filters.among(set(names))
    yield ("from", "source", *COLUMNS)
    rows = _rows(chosen, zone, now)
    for pk, slot in sorted(rows, key=lambda key: (key[1], names.get(key[0], ""))):
        ledger = rows[pk, slot].ledger
        begins = slot.astimezone(zone) if isinstance(slot, datetime) else slot
        counts = (getattr(ledger, name) for name in COLUMNS)
        yield (begins.isoformat(), names.get(pk, ""), *counts)
