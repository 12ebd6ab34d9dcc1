"""All clients of a person: who needs me first? Read from one row per client."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast, get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from syncs.charts import spark
from syncs.models import TenantSummary
from syncs.page_values import ClientLink, ClientRow, ClientsPage, Ledger, Live
from syncs.page_values.clients import Health
from syncs.page_values.shell import OrgKind
from tenants.models import Tenant

from .counting import COLUMNS, added
from .days import local_day, zone_of
from .freshness import mark_of

_ORDER: tuple[str, ...] = get_args(Health)
# A row is made anew at least every minute; one that is older says so.
STALE = timedelta(minutes=3)
# A lead that is on its way for longer is worth a word.
LONG = timedelta(minutes=5)
NOTHING = Ledger(received=0)


def link_of(tenant: Tenant) -> ClientLink:
    """The client as the switcher shows it."""
    return ClientLink(tenant.name, tenant.mark, tenant.slug)


def common_zone(tenants: Sequence[Tenant]) -> ZoneInfo:
    """The zone in which most of the clients live: the agency's own is not known."""
    names = Counter(tenant.time_zone for tenant in tenants)
    return zone_of(names.most_common(1)[0][0]) if names else zone_of("UTC")


def clients_mark(rows: Mapping[uuid.UUID, TenantSummary], now: datetime) -> str:
    """What the page shows of these rows, as a short mark: the same while nothing changed."""
    shown = (
        (pk, row.day, row.days, row.slow, row.held + row.failed, row.health, row.trouble,
         row.last_lead_at, _stale_since(row, now), _pending_since(row, now))
        for pk, row in rows.items()
    )  # fmt: skip
    return mark_of(*sorted(shown, key=lambda one: one[0]))


def clients_page(
    tenants: Sequence[Tenant],
    rows: Mapping[uuid.UUID, TenantSummary],
    *,
    mark: str,
    q: str,
    now: datetime,
) -> ClientsPage:
    """The page about these clients, by their rows, whose mark is `mark`; reads nothing."""
    every = [_row(tenant, rows.get(tenant.pk), now) for tenant in tenants]
    shown = [one for one in every if q.casefold() in one.client.name.casefold()]
    shown.sort(key=lambda one: (_ORDER.index(one.health), -one.waiting, -one.today.received))
    return ClientsPage(
        live=Live(address=f"{reverse('clients')}?{urlencode({'q': q})}", seen=mark),
        now=now,
        today=added(one.today for one in every),
        rows=tuple(shown),
        all_count=len(every),
        q=q,
    )


def _row(tenant: Tenant, row: TenantSummary | None, now: datetime) -> ClientRow:
    if row is None:
        return ClientRow(link_of(tenant), "practice", "new", NOTHING)
    is_today = row.day == local_day(now, zone_of(tenant.time_zone))
    return ClientRow(
        client=link_of(tenant),
        environment=cast(OrgKind, row.environment),
        health=cast(Health, row.health),
        today=_ledger(row.days[-1]) if is_today else NOTHING,
        waiting=row.held + row.failed,
        cause=row.trouble,
        days=spark([day[0] for day in row.days]),
        slow=row.slow if is_today else None,
        last_lead_at=row.last_lead_at,
        pending_since=_pending_since(row, now),
        stale_since=_stale_since(row, now),
    )


def _ledger(numbers: Sequence[int]) -> Ledger:
    """A day of a row: received, then each state in the fixed order."""
    return Ledger(**dict(zip(COLUMNS, numbers, strict=True)))


def _pending_since(row: TenantSummary, now: datetime) -> datetime | None:
    oldest = row.oldest_pending_at
    return oldest if oldest and oldest < now - LONG else None


def _stale_since(row: TenantSummary, now: datetime) -> datetime | None:
    return row.refreshed_at if row.refreshed_at < now - STALE else None
