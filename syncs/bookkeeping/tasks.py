"""Celery's tasks of the ledger: they carry ids; each may be lost, repeated or doubled."""

from __future__ import annotations

import uuid
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from syncs.models import Reconciliation
from syncs.reconciling import asking, running
from syncs.rounds import chunks
from syncs.waking import later
from tenants import walls
from tenants.models import Tenant

from . import checking, summing

CHECK = "syncs.bookkeeping.tasks.check"
# Seconds over which a night's round is spread; less than the broker waits to deliver again.
WITHIN = 240
# A comparison asked for longer ago than this was lost on its way.
LOST = timedelta(minutes=10)


@shared_task(name="syncs.bookkeeping.tasks.summarise")
def summarise() -> None:
    """Make the rows of the agency's page anew, of the clients that changed."""
    for tenants in chunks():
        now = timezone.now()
        with walls.inside(*tenants):
            due = summing.due(tenants, now)
            summing.refresh(Tenant.objects.filter(pk__in=due), now)


@shared_task(name="syncs.bookkeeping.tasks.check_all")
def check_all() -> None:
    """Every night: have each client's ledger compared with its leads."""
    for tenants in chunks():
        for one in tenants:
            later(CHECK, one, one, within=WITHIN)


@shared_task(name=CHECK)
def check(tenant_id: str, subject_id: str) -> None:
    """Compare one client's ledger with its leads; what differs is an error in the log."""
    del subject_id
    checking.check(uuid.UUID(tenant_id))


@shared_task(name="syncs.bookkeeping.tasks.reconcile_all")
def reconcile_all() -> None:
    """Every night: have the last days of each connection compared with Salesforce."""
    now = timezone.now()
    for tenants in chunks():
        with walls.inside(*tenants):
            asking.forget(now)
            rows = Tenant.objects.filter(pk__in=tenants)
            asking.ask_nightly(rows, now=now, within=WITHIN)


@shared_task(name="syncs.bookkeeping.tasks.unanswered")
def unanswered() -> None:
    """Ask again for comparisons that nobody made: after a crash, a lost message."""
    for tenants in chunks():
        with walls.inside(*tenants):
            found = asking.unanswered(timezone.now() - LOST)
        for tenant_id, one in found:
            later(asking.RECONCILE, tenant_id, one)


@shared_task(name=asking.RECONCILE)
def reconcile(tenant_id: str, reconciliation_id: str) -> None:
    """Make one comparison that was asked for, unless it is made already."""
    tenant = uuid.UUID(tenant_id)
    with walls.inside(tenant):
        row = Reconciliation.objects.filter(
            pk=reconciliation_id, state=Reconciliation.State.WAITING
        ).first()
    if row is not None:
        running.reconcile(tenant, row.connection_id, row.day)
