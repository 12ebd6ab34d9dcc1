"""Celery's tasks: they carry ids and hold no logic; each may be lost, repeated or doubled."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from connections.models import Connection, Environment
from connections.models import State as ConnectionState
from tenants import walls
from tenants.models import Tenant

from . import onboarding
from .engine.running import run
from .models import BatchRun, IdempotencyRecord, InboundLead, Lane
from .waking import WORK, wake

logger = logging.getLogger(__name__)
SWEEP_AT_ONCE = 200


@shared_task(name=WORK)
def work(tenant_id: str, connection_id: str) -> None:
    """Work what is due for one connection."""
    tenant, connection = uuid.UUID(tenant_id), uuid.UUID(connection_id)
    try:
        more = run(tenant, connection)
    except Exception:
        # The one broad net: the leads' claim ends by itself, and the sweeper brings them back.
        logger.exception("A batch of connection %s broke off.", connection_id)
        return
    if more:
        wake(tenant, connection)


@shared_task(name="syncs.tasks.sweep")
def sweep() -> None:
    """Wake whatever is due and not being worked: after a crash, a lost message, a pause."""
    for tenants in _chunks():
        with walls.inside(*tenants):
            busy = Lane.objects.filter(
                Q(lease_until__gt=timezone.now()) | Q(paused_until__gt=timezone.now())
            ).values("connection_id")
            due = list(
                InboundLead.objects.filter(due_at__lte=timezone.now())
                .exclude(connection_id__in=busy)
                .order_by()
                .values_list("tenant_id", "connection_id")
                .distinct()
            )
        for tenant_id, connection_id in due:
            wake(tenant_id, connection_id)


@shared_task(name="syncs.tasks.connect")
def connect() -> None:
    """Sign in to the practice orgs that did not answer when their tenant was opened."""
    for tenants in _chunks():
        with walls.inside(*tenants):
            waiting = list(
                Connection.objects.filter(
                    environment=Environment.PRACTICE, state=ConnectionState.NEW
                )
            )
        for connection in waiting:
            onboarding.connect(connection)


@shared_task(name="syncs.tasks.tidy")
def tidy() -> None:
    """Forget what is kept for a while only: idempotency after a day, batches after a month."""
    now = timezone.now()
    for tenants in _chunks():
        with walls.inside(*tenants):
            IdempotencyRecord.objects.filter(created_at__lt=now - timedelta(days=1)).delete()
            BatchRun.objects.filter(at__lt=now - timedelta(days=30)).delete()


def _chunks() -> list[list[uuid.UUID]]:
    ids = list(Tenant.objects.order_by("id").values_list("id", flat=True))
    return [ids[at : at + SWEEP_AT_ONCE] for at in range(0, len(ids), SWEEP_AT_ONCE)]
