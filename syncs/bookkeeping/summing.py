"""One row per client for the agency's page, made anew by a task a few seconds after it changed.

The counters of the hours are exact at every moment; the row is not kept in their transaction,
since that would have all doors and all streams of a client wait for one row. It says how old it
is instead, and nobody decides anything by it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, Subquery

from syncs.models import InboundLead, TenantSummary
from syncs.reporting.days import local_day, zone_of
from syncs.reporting.standing import Standing
from syncs.reporting.standings import standings
from syncs.speeds import SLOW, TYPICAL, quantile
from tenants.models import Tenant

# A change carries the moment at which its transaction began to write, and is seen only when it
# has ended: so a client counts as changed for so long after.
OVERLAP = timedelta(seconds=30)
# Days begin, orgs stop to answer and plugs are pulled without any lead.
AT_LEAST_EVERY = timedelta(seconds=60)
AT_SIGHT = 25
_COLUMNS = (
    "refreshed_at", "day", "days", "typical", "slow", "held", "failed", "pending",
    "oldest_pending_at", "last_lead_at", "environment", "health", "trouble", "api_used",
    "api_allowed",
)  # fmt: skip


def due(tenants: Sequence[uuid.UUID], now: datetime) -> set[uuid.UUID]:
    """Whose row is missing, older than a minute, or older than the client's newest lead.

    One probe of an index for each, in one read; all of ``tenants`` being in force.
    """
    newest = InboundLead.objects.filter(tenant=OuterRef("tenant")).order_by("-changed_at")
    rows = TenantSummary.objects.annotate(newest=Subquery(newest.values("changed_at")[:1]))
    is_due = Q(refreshed_at__lt=now - AT_LEAST_EVERY) | Q(newest__gt=F("refreshed_at") - OVERLAP)
    stale = set(rows.filter(is_due).values_list("tenant_id", flat=True))
    return stale | (set(tenants) - set(TenantSummary.objects.values_list("tenant_id", flat=True)))


def refresh(tenants: Iterable[Tenant], now: datetime) -> int:
    """Make the rows of these clients anew, whose walls are in force; how many there were.

    About ten reads and one write, however many clients. Two at once do the same twice.
    """
    rows = [_row(one, now) for one in standings(list(tenants), now)]
    TenantSummary.objects.bulk_create(
        # In one order everywhere, so that two rounds never wait for each other in a circle.
        sorted(rows, key=lambda row: row.tenant_id),
        update_conflicts=True,
        unique_fields=["tenant"],
        update_fields=_COLUMNS,
    )
    return len(rows)


def read_or_make(tenants: Sequence[Tenant], now: datetime) -> dict[uuid.UUID, TenantSummary]:
    """The rows of these clients, who are in force; one read, however many they are.

    A client that is so new that it has no row gets it now, though no more of them at once than a
    page's reader will wait for: the others' come with the next round.
    """
    rows = {row.tenant_id: row for row in TenantSummary.objects.all()}
    missing = [one for one in tenants if one.pk not in rows]
    if not missing:
        return rows
    refresh(missing[:AT_SIGHT], now)
    return {row.tenant_id: row for row in TenantSummary.objects.all()}


def _row(one: Standing, now: datetime) -> TenantSummary:
    speeds, main = one.days[-1].speeds, one.orgs.main
    return TenantSummary(
        tenant_id=one.tenant.pk,
        refreshed_at=now,
        day=local_day(now, zone_of(one.tenant.time_zone)),
        days=[[day.ledger.received, *day.ledger.counts.values()] for day in one.days],
        typical=quantile(speeds, TYPICAL) if sum(speeds) else None,
        slow=quantile(speeds, SLOW) if sum(speeds) else None,
        held=one.waiting.held,
        failed=one.waiting.failed,
        pending=one.waiting.pending,
        oldest_pending_at=one.waiting.oldest_at,
        last_lead_at=one.last_lead_at,
        environment=one.kind,
        health=one.health,
        trouble=one.trouble,
        api_used=main.api_used if main else None,
        api_allowed=main.api_allowed if main else None,
    )
