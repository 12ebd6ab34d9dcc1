"""All clients of a person: who needs me first?"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Max

from connections.models import Connection
from connections.models import State as ConnectionState
from syncs.charts import Beat, spark
from syncs.models import Source
from syncs.page_values import ClientLink, ClientRow, ClientsPage, Ledger
from syncs.speeds import SLOW, quantile
from tenants.models import Tenant

from .counting import Counted, added, by_tenant_and_day
from .days import day_start, local_day, zone_of
from .orgs import Orgs, kind_of
from .sentences import clause
from .waiting import Cause, read_causes, told_by_newest

DAYS = 7
Health = Literal["disconnected", "repair", "well", "quiet"]
_ORDER: tuple[Health, ...] = ("disconnected", "repair", "well", "quiet")


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is known of one client, before it is put into words."""

    tenant: Tenant
    orgs: Orgs
    days: tuple[Counted, ...]  # the last one is today
    causes: tuple[Cause, ...]
    last_lead_at: datetime | None

    @property
    def today(self) -> Ledger:
        return self.days[-1].ledger

    @property
    def waiting(self) -> int:
        return sum(cause.count for cause in self.causes)

    @property
    def health(self) -> Health:
        main = self.orgs.main
        if main and main.state in (ConnectionState.NEEDS_RECONNECT, ConnectionState.DISCONNECTED):
            return "disconnected"
        if self.waiting:
            return "repair"
        return "well" if self.today.received else "quiet"


def link_of(tenant: Tenant) -> ClientLink:
    """The client as the switcher shows it."""
    return ClientLink(tenant.name, tenant.mark, tenant.slug)


def common_zone(tenants: Sequence[Tenant]) -> ZoneInfo:
    """The zone in which most of the clients live: the agency's own is not known."""
    names = Counter(tenant.time_zone for tenant in tenants)
    return zone_of(names.most_common(1)[0][0]) if names else zone_of("UTC")


def clients_page(tenants: Sequence[Tenant], *, q: str, now: datetime) -> ClientsPage:
    """The page, all of `tenants` being in force; five reads, one more per further time zone."""
    standings = _standings(tenants, now)
    told = told_by_newest([one.causes[0] for one in standings if one.causes])
    shown = [one for one in standings if q.casefold() in one.tenant.name.casefold()]
    shown.sort(key=lambda one: (_ORDER.index(one.health), -one.waiting, -one.today.received))
    return ClientsPage(
        now=now,
        today=added(one.today for one in standings),
        rows=tuple(_row(one, told) for one in shown),
        all_count=len(standings),
        q=q,
    )


def _standings(tenants: Sequence[Tenant], now: datetime) -> list[_Standing]:
    days = _days(tenants, now)
    connections: dict[uuid.UUID, list[Connection]] = defaultdict(list)
    for connection in Connection.objects.only("tenant_id", "environment", "state", "problem"):
        connections[connection.tenant_id].append(connection)
    causes: dict[uuid.UUID, list[Cause]] = defaultdict(list)
    for cause in read_causes():
        causes[cause.tenant_id].append(cause)
    last = dict(
        Source.objects.order_by().values_list("tenant_id").annotate(last=Max("last_lead_at"))
    )
    return [
        _Standing(
            tenant,
            Orgs(tuple(connections[tenant.pk])),
            days[tenant.pk],
            tuple(causes[tenant.pk]),
            last.get(tenant.pk),
        )
        for tenant in tenants
    ]


def _days(tenants: Sequence[Tenant], now: datetime) -> dict[uuid.UUID, tuple[Counted, ...]]:
    """The last 7 days of each, oldest first, as days are where it lives; one read a zone."""
    found: dict[uuid.UUID, tuple[Counted, ...]] = {}
    for name in {tenant.time_zone for tenant in tenants}:
        zone = zone_of(name)
        here = [tenant.pk for tenant in tenants if tenant.time_zone == name]
        counted = by_tenant_and_day(day_start(now, zone, back=DAYS - 1), zone, here)
        today = local_day(now, zone)
        dates = [today - timedelta(days=back) for back in reversed(range(DAYS))]
        found |= {pk: tuple(counted[pk].get(on, Counted()) for on in dates) for pk in here}
    return found


def _row(one: _Standing, told: dict[tuple[uuid.UUID, str, str], tuple[str, str]]) -> ClientRow:
    speeds = one.days[-1].speeds
    return ClientRow(
        client=link_of(one.tenant),
        environment=kind_of(one.orgs.main),
        health=one.health,
        today=one.today,
        waiting=one.waiting,
        cause=_cause(one, told),
        days=_spark(one.days),
        slow=quantile(speeds, SLOW) if sum(speeds) else None,
        last_lead_at=one.last_lead_at,
    )


def _cause(one: _Standing, told: dict[tuple[uuid.UUID, str, str], tuple[str, str]]) -> str:
    if one.health == "disconnected" and one.orgs.main:
        return one.orgs.main.problem or ConnectionState(one.orgs.main.state).label
    if not one.causes:
        return ""
    first = one.causes[0]
    reason, _fix = told.get((first.tenant_id, first.state, first.key), ("", ""))
    return clause(reason) + "." if reason else ""


def _spark(days: tuple[Counted, ...]) -> Beat:
    return spark([day.ledger.received for day in days])
