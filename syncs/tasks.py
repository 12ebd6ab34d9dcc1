"""Celery's tasks: they carry ids and hold no logic; each may be lost, repeated or doubled."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from connections import keepalive
from connections.keepalive import find_idle
from connections.models import Connection, Environment
from connections.models import State as ConnectionState
from mappings.models import PreflightRun, Promotion
from tenants import walls
from tenants.models import Tenant

from . import onboarding
from .engine import persons
from .engine.bulk.advancing import advance
from .engine.bulk.holds import waiting_loads
from .engine.due import due_streams
from .engine.running import run
from .models import ApiHour, BatchRun, BulkLoad, IdempotencyRecord, PlanRun, Replay
from .planning import many, replaying
from .preflight.asking import CHECK, ask
from .preflight.running import run_preflight
from .rollout import running as rollout
from .waking import BULK, PLAN, RENEW, REPLAY, ROLL_OUT, WORK, later, wake

logger = logging.getLogger(__name__)
SWEEP_AT_ONCE = 500
KEEP_AT_ONCE = 200
# Seconds over which a round is spread; less than the broker waits before it delivers again.
KEEP_WITHIN = 240


@shared_task(name=WORK)
def work(tenant_id: str, connection_id: str, stream: int = 0) -> None:
    """Work what is due in one stream of a connection, for a short while."""
    tenant, connection = uuid.UUID(tenant_id), uuid.UUID(connection_id)
    try:
        more = run(tenant, connection, stream)
    except Exception:
        # The one broad net: the leads' claim ends by itself, and the sweeper brings them back.
        logger.exception("A batch of connection %s broke off.", connection_id)
        return
    if more:
        wake(tenant, connection, stream)


@shared_task(name="syncs.tasks.sweep")
def sweep() -> None:
    """Wake whatever is due and not being worked: after a crash, a lost message, a pause."""
    for tenants in _chunks():
        with walls.inside(*tenants):
            found = list(due_streams())
        for tenant_id, connection_id, stream in found:
            wake(tenant_id, connection_id, stream)


@shared_task(name=BULK)
def bulk(tenant_id: str, load_id: str) -> None:
    """Take one bulk load on, and come back to it when it is worth while."""
    tenant, load = uuid.UUID(tenant_id), uuid.UUID(load_id)
    wait = advance(tenant, load)
    if wait is not None:
        later(BULK, tenant, load, after=wait)


@shared_task(name="syncs.tasks.bulk_loads")
def bulk_loads() -> None:
    """Wake the bulk loads whose time has come: after a crash, a lost message."""
    for tenants in _chunks():
        with walls.inside(*tenants):
            found = list(waiting_loads())
        for tenant_id, load_id in found:
            later(BULK, tenant_id, load_id)


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
    """Forget what is kept for a while only: who was in a dead worker's hands, idempotency for a
    day, plans of many leads for a week, batches, loads and replays for a month."""
    now = timezone.now()
    for tenants in _chunks():
        with walls.inside(*tenants):
            IdempotencyRecord.objects.filter(created_at__lt=now - timedelta(days=1)).delete()
            PlanRun.objects.filter(asked_at__lt=now - timedelta(days=7)).delete()
            BatchRun.objects.filter(at__lt=now - timedelta(days=30)).delete()
            ApiHour.objects.filter(hour__lt=now - timedelta(days=30)).delete()
            Replay.objects.filter(asked_at__lt=now - timedelta(days=30)).delete()
            BulkLoad.objects.filter(finished_at__lt=now - timedelta(days=30)).delete()
            persons.sweep()


@shared_task(name="syncs.tasks.keep_alive")
def keep_alive() -> None:
    """Have the tokens used that nobody used for a week, a bounded number a round."""
    left = KEEP_AT_ONCE
    for tenants in _chunks():
        for idle in find_idle(tenants, now=timezone.now(), at_most=left):
            left -= 1
            later(RENEW, idle.tenant_id, idle.connection_id, within=KEEP_WITHIN)


@shared_task(name=RENEW)
def renew(tenant_id: str, connection_id: str) -> None:
    """Use one connection's refresh token; what came of it stands in its row."""
    keepalive.keep_alive(uuid.UUID(connection_id), uuid.UUID(tenant_id))


@shared_task(name=CHECK)
def check(tenant_id: str, connection_id: str, trigger: str) -> None:
    """Check one connection's Salesforce settings and watch for changes there."""
    with walls.inside(uuid.UUID(tenant_id)):
        connection = Connection.objects.select_related("tenant").filter(pk=connection_id).first()
    if connection is not None and connection.state == ConnectionState.CONNECTED:
        run_preflight(connection, trigger)


@shared_task(name=REPLAY)
def replay(tenant_id: str, replay_id: str) -> None:
    """Go on with one replay of a draft, a bounded stretch at a time."""
    tenant, one = uuid.UUID(tenant_id), uuid.UUID(replay_id)
    if replaying.run(tenant, one):
        later(REPLAY, tenant, one)


@shared_task(name=PLAN)
def plan(tenant_id: str, run_id: str) -> None:
    """Go on with one plan for many leads, a bounded stretch at a time."""
    tenant, one = uuid.UUID(tenant_id), uuid.UUID(run_id)
    if many.run(tenant, one):
        later(PLAN, tenant, one)


@shared_task(name="syncs.tasks.plans")
def plans() -> None:
    """Wake the plans for many leads that stand still: after a crash, a lost message."""
    for tenants in _chunks():
        with walls.inside(*tenants):
            found = list(many.stalled(timezone.now() - timedelta(minutes=2)))
        for tenant_id, run_id in found:
            later(PLAN, tenant_id, run_id)


@shared_task(name=ROLL_OUT)
def roll_out(agency_id: str, promotion_id: str) -> None:
    """Take a promotion of a blueprint on by the next few clients."""
    agency, one = uuid.UUID(agency_id), uuid.UUID(promotion_id)
    if rollout.advance(agency, one):
        later(ROLL_OUT, agency, one)


@shared_task(name="syncs.tasks.roll_outs")
def roll_outs() -> None:
    """Wake every promotion that is under way: after a crash, a lost message, new leads."""
    found: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for tenants in _chunks():
        with walls.inside(*tenants):
            rows = Promotion.objects.filter(state__in=rollout.MOVING)
            found |= set(rows.values_list("agency_id", "id"))
    for agency_id, promotion_id in found:
        later(ROLL_OUT, agency_id, promotion_id)


@shared_task(name="syncs.tasks.replays")
def replays() -> None:
    """Wake the replays that stand still: after a crash, a lost message."""
    for tenants in _chunks():
        with walls.inside(*tenants):
            still = list(
                Replay.objects.filter(
                    state__in=[Replay.State.WAITING, Replay.State.RUNNING],
                    moved_at__lt=timezone.now() - timedelta(minutes=1),
                ).values_list("tenant_id", "id")
            )
        for tenant_id, replay_id in still:
            later(REPLAY, tenant_id, replay_id)


@shared_task(name="syncs.tasks.check_all")
def check_all() -> None:
    """Every night: have each connection checked, spread over minutes."""
    for tenants in _chunks():
        with walls.inside(*tenants):
            connected = list(
                Connection.objects.filter(state=ConnectionState.CONNECTED).values_list(
                    "tenant_id", "id"
                )
            )
        for tenant_id, connection_id in connected:
            ask(tenant_id, connection_id, PreflightRun.Trigger.NIGHTLY, within=KEEP_WITHIN)


def _chunks() -> list[list[uuid.UUID]]:
    ids = list(Tenant.objects.order_by("id").values_list("id", flat=True))
    return [ids[at : at + SWEEP_AT_ONCE] for at in range(0, len(ids), SWEEP_AT_ONCE)]
