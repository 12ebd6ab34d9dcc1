"""Asks for comparisons with Salesforce: every night for all, by a button for one client."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from connections.models import Connection
from connections.models import State as ConnectionState
from syncs.limits import is_turn
from syncs.models import InboundLead, Reconciliation
from syncs.reporting.days import begin_of, local_day, zone_of
from syncs.waking import later
from tenants.models import Tenant

RECONCILE = "syncs.bookkeeping.tasks.reconcile"
# So many days, the running one among them: a record that is deleted later is still seen.
DAYS = 3
# A button costs the org's calls.
PATIENCE = 60
NIGHTLY = "nightly"
KEPT = timedelta(days=90)


def ask_for_days(tenant: Tenant, *, by: str, now: datetime) -> int:
    """Have the client's last days compared; how many comparisons that makes, 0 when they were
    asked for a moment ago or no org is connected. Inside the walls."""
    if not is_turn("ledger-compare", tenant.pk, seconds=PATIENCE):
        return 0
    connected = Connection.objects.filter(state=ConnectionState.CONNECTED)
    return _ask(tenant, connected, by=by, now=now, within=0)


def ask_nightly(tenants: Iterable[Tenant], *, now: datetime, within: int) -> int:
    """Have the last days of these clients compared, spread over so many seconds, where leads
    moved since: an org to which nothing was sent costs no call. Their walls are in force."""
    asked = 0
    for tenant in tenants:
        moved = InboundLead.objects.filter(tenant=tenant, changed_at__gte=_first(tenant, now))
        connected = Connection.objects.filter(
            tenant=tenant,
            state=ConnectionState.CONNECTED,
            pk__in=moved.order_by().values("connection_id"),
        )
        asked += _ask(tenant, connected, by=NIGHTLY, now=now, within=within)
    return asked


def _first(tenant: Tenant, now: datetime) -> datetime:
    zone = zone_of(tenant.time_zone)
    return begin_of(local_day(now, zone) - timedelta(days=DAYS - 1), zone)


def _ask(
    tenant: Tenant, connections: Iterable[Connection], *, by: str, now: datetime, within: int
) -> int:
    zone = zone_of(tenant.time_zone)
    today = local_day(now, zone)
    rows = [
        Reconciliation.objects.update_or_create(
            tenant=tenant,
            connection=connection,
            day=day,
            defaults={
                "begins": begin_of(day, zone),
                "ends": begin_of(day + timedelta(days=1), zone),
                "state": Reconciliation.State.WAITING,
                "asked_by": by[:160],
                "asked_at": now,
            },
        )[0]
        for connection in connections
        for day in (today - timedelta(days=back) for back in range(DAYS))
    ]
    transaction.on_commit(lambda: _send(tenant.pk, [row.pk for row in rows], within))
    return len(rows)


def _send(tenant_id: uuid.UUID, ids: list[uuid.UUID], within: int) -> None:
    for one in ids:
        later(RECONCILE, tenant_id, one, within=within)


def forget(now: datetime) -> None:
    """Forget comparisons of days long ago, of the tenants in force."""
    Reconciliation.objects.filter(ends__lt=now - KEPT).delete()


def unanswered(asked_before: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Client and id of the comparisons that were asked for before then and are not done: after a
    crash, a lost message. The tenants' walls are in force."""
    rows = Reconciliation.objects.filter(
        state=Reconciliation.State.WAITING, asked_at__lt=asked_before
    )
    return list(rows.values_list("tenant_id", "id"))
