"""Claiming a batch: the oldest due leads of a stream that share one mapping."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from connections.models import Connection
from mappings.models import MappingVersion
from syncs.models import InboundLead, Source
from syncs.orgs import org_of
from syncs.persons import names_of
from syncs.waking import wake
from tenants import walls

from . import lanes, persons, spending
from .budget import Allowance
from .due import OF_QUEUE, due_leads
from .ports import Batch, OutOfCalls
from .queues import Queue, preference
from .rhythm import Rhythm, wait_for_more

BATCH = 1000
# How many leads come together whose workers never recorded, by how often that happened: so that
# the one that breaks them is found, and the others get through. Not at once one by one: workers
# die for reasons of their own, and no lead should be blamed for two of those.
SIZES = (BATCH, 250, 60, 8, 1)
# An org that was in trouble is tried with so many.
PROBE = 10
# A lead whose person somebody else has in hand looks again after this.
_ASIDE = timedelta(seconds=1)


def claim(lease: lanes.Lease, *, limit: int = BATCH) -> Batch | None:
    """Up to `limit` due leads, now this worker's until its lease ends; None when none is due.

    A lead waits while an earlier one of the same e-mail address or id is still to be tried
    again, so that one person's leads keep their order, and while somebody else has its person in
    hand. Raises FenceLost, and OutOfCalls while calls are lacking for what is due.
    """
    with walls.inside(lease.tenant_id):
        connection = Connection.objects.select_related("tenant").get(pk=lease.connection_id)
        pace = lanes.pace_of(lease)
        most = min(limit, pace.batch, PROBE if lease.probe_until else BATCH)
        left = _calls_left(lease, connection)
        rows, names = _take(lease, connection, limit=most, backfill=left.may(backfill=True))
        if not rows:
            if left.asks and due_leads(lease, connection.streams).filter(backfill=True).exists():
                raise OutOfCalls(left)
            return None
        InboundLead.objects.filter(pk__in=[row.pk for row in rows]).update(
            due_at=Now() + lanes.length(), fence=lease.fence, attempts=F("attempts") + 1
        )
        source = Source.objects.filter(pk=rows[0].source_id).values("mapping_id")
        live = MappingVersion.objects.filter(
            mapping_id__in=source, state=MappingVersion.LIVE
        ).first()
        org = org_of(connection, now=timezone.now())
    broke_off = any(row.fence for row in rows)
    for row in rows:
        row.attempts += 1
    return Batch(
        leads=tuple(rows),
        rules=live.as_rules() if live else None,
        number=live.number if live else 0,
        org=org,
        broke_off=broke_off,
        backfill=rows[0].backfill,
        names=names,
        pace=pace,
    )


def _calls_left(lease: lanes.Lease, connection: Connection) -> Allowance:
    """What may be called for a batch. Raises OutOfCalls where leads wait for calls."""
    left = spending.allowance_for(connection, timezone.now())
    if not left.may() and due_leads(lease, connection.streams).exists():
        raise OutOfCalls(left)
    return left


Names = Mapping[uuid.UUID, Sequence[str]]


def _take(
    lease: lanes.Lease, connection: Connection, *, limit: int, backfill: bool
) -> tuple[list[InboundLead], Names]:
    """Due leads of one queue and one mapping whose people are free, and these people's names."""
    turn, rhythm = lanes.renew(lease)
    due = due_leads(lease, connection.streams)
    for queue in preference(turn):
        if queue is Queue.BACKFILL and not backfill:
            continue
        found = due.filter(OF_QUEUE[queue]).order_by("received_at", "id")
        while rows := list(found.select_for_update(of=("self",), skip_locked=True)[:limit]):
            if queue is Queue.LIVE and _gathers(lease, len(rows), rhythm):
                break
            mine, names = _in_hand(lease, _of_one_mapping(rows))
            if mine:
                if queue is Queue.LIVE:
                    lanes.claimed(lease, len(mine))
                return mine, names
    return [], {}


def _gathers(lease: lanes.Lease, found: int, rhythm: Rhythm) -> bool:
    """Whether these leads wait for more; a wake-up is sent for when they have."""
    seconds = wait_for_more(found, rhythm, window=settings.INLET_GATHER)
    if seconds and not rhythm.left:
        lanes.gather(lease, seconds)
        transaction.on_commit(
            partial(wake, lease.tenant_id, lease.connection_id, lease.stream, after=seconds)
        )
    return seconds > 0


def _in_hand(lease: lanes.Lease, rows: Sequence[InboundLead]) -> tuple[list[InboundLead], Names]:
    """The rows whose people this worker has in hand now; the others look again in a moment."""
    names = {row.pk: names_of(row.payload) for row in rows}
    mine = persons.hold(lease, names)
    others = [row.pk for row in rows if row.pk not in mine]
    if others:
        InboundLead.objects.filter(pk__in=others).update(due_at=Now() + _ASIDE)
    return [row for row in rows if row.pk in mine], {one: names[one] for one in mine}


def _of_one_mapping(rows: list[InboundLead]) -> list[InboundLead]:
    """The first of the rows, as many as may be worked at once, that share the first's mapping."""
    rows = _together(rows)
    if len({row.source_id for row in rows}) < 2:
        return rows
    of_source = dict(
        Source.objects.filter(pk__in={row.source_id for row in rows}).values_list(
            "pk", "mapping_id"
        )
    )
    return [row for row in rows if of_source[row.source_id] == of_source[rows[0].source_id]]


def _together(rows: list[InboundLead]) -> list[InboundLead]:
    """The first of the rows and those that go with it: of the others that never broke off a batch
    more often than it did, as many as may.
    """
    level = _breaks(rows[0])
    return [row for row in rows if _breaks(row) <= level][: SIZES[level]]


def _breaks(row: InboundLead) -> int:
    """How often its worker never recorded: a due row still has the fence then."""
    return min(row.attempts, len(SIZES) - 1) if row.fence else 0
