"""Claiming a batch: the oldest due leads of a stream that share one mapping."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Mod, Now
from django.utils import timezone

from connections.models import Connection
from mappings.models import MappingVersion
from syncs.models import InboundLead, Lane, Source, Stream
from syncs.orgs import org_of
from syncs.persons import names_of
from syncs.states import State
from tenants import walls

from . import lanes, persons
from .ports import Batch
from .queues import Queue, preference

BATCH = 1000
# Leads whose worker died or broke off this often come in ever smaller batches, so that the one
# that breaks it is found and the others get through.
PATIENCE = 3
# An org that was in trouble is tried with so many.
PROBE = 10
# A lead whose person somebody else has in hand looks again after this.
_ASIDE = timedelta(seconds=1)
_QUEUES = {
    Queue.LIVE: Q(backfill=False, attempts=0),
    Queue.RETRY: Q(backfill=False, attempts__gt=0),
    Queue.BACKFILL: Q(backfill=True),
}


def claim(lease: lanes.Lease, *, limit: int = BATCH) -> Batch | None:
    """Up to `limit` due leads, now this worker's until its lease ends; None when none is due.

    A lead waits while an earlier one of the same e-mail address or id is still to be tried
    again, so that one person's leads keep their order, and while somebody else has its person in
    hand. Raises FenceLost.
    """
    with walls.inside(lease.tenant_id):
        turn = lanes.renew(lease)
        connection = Connection.objects.select_related("tenant").get(pk=lease.connection_id)
        most = min(limit, PROBE) if lease.probe_until else limit
        rows, names = _take(lease, connection, turn=turn, limit=most)
        if not rows:
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
    )


def _take(
    lease: lanes.Lease, connection: Connection, *, turn: int, limit: int
) -> tuple[list[InboundLead], dict[uuid.UUID, Sequence[str]]]:
    """Due leads of one queue and one mapping whose people are free, and these people's names."""
    due = _due(lease, connection.streams)
    for queue in preference(turn):
        found = due.filter(_QUEUES[queue]).order_by("received_at", "id")
        while rows := _of_one_mapping(
            list(found.select_for_update(of=("self",), skip_locked=True)[:limit])
        ):
            names = {row.pk: names_of(row.payload) for row in rows}
            mine = persons.hold(lease, names)
            others = [row.pk for row in rows if row.pk not in mine]
            if others:
                InboundLead.objects.filter(pk__in=others).update(due_at=Now() + _ASIDE)
            if mine:
                return [row for row in rows if row.pk in mine], {at: names[at] for at in mine}
    return [], {}


def _of_one_mapping(rows: list[InboundLead]) -> list[InboundLead]:
    """The first of the rows, as many as may be worked at once, that share the first's mapping."""
    rows = rows[: _size(rows)]
    if len({row.source_id for row in rows}) < 2:
        return rows
    of_source = dict(
        Source.objects.filter(pk__in={row.source_id for row in rows}).values_list(
            "pk", "mapping_id"
        )
    )
    return [row for row in rows if of_source[row.source_id] == of_source[rows[0].source_id]]


def _size(rows: list[InboundLead]) -> int:
    """How many of the due rows to take at once. A fence on a due row: its worker never recorded."""
    breaks = max((row.attempts for row in rows if row.fence), default=0)
    return BATCH if breaks < PATIENCE else max(1, BATCH >> 2 * (breaks - PATIENCE + 1))


def _due(lease: lanes.Lease, streams: int) -> QuerySet[InboundLead]:
    """The leads that may be worked now: due, and no earlier one of the person is waiting."""
    due = InboundLead.objects.filter(connection_id=lease.connection_id, due_at__lte=Now())
    if streams > 1:
        due = due.annotate(share=Mod("person_hash", streams)).filter(share=lease.stream)
    return due.exclude(_waiting(lease, "email") | _waiting(lease, "external_id"))


def _waiting(lease: lanes.Lease, field: str) -> Q:
    """Leads whose person has an earlier lead that waits for its next try."""
    values = (
        InboundLead.objects.filter(
            connection_id=lease.connection_id, due_at__gt=Now(), state=State.PENDING
        )
        .exclude(**{field: ""})
        .values(field)
    )
    return Q(**{f"{field}__in": values})


def is_work_due(lease: lanes.Lease) -> bool:
    """Whether a lead may be worked now; asked after release, so that no wake-up is lost between."""
    with walls.inside(lease.tenant_id):
        lane = Lane.objects.filter(connection_id=lease.connection_id, paused_until__gt=Now())
        if lane.exists():
            return False
        streams = Connection.objects.values_list("streams", flat=True).get(pk=lease.connection_id)
        return _due(lease, streams).exists()


def due_streams() -> QuerySet[InboundLead, tuple[uuid.UUID, uuid.UUID, int]]:
    """(tenant, connection, stream) of all due leads that nobody works. Inside the walls."""
    streams = Connection.objects.filter(pk=OuterRef("connection_id")).values("streams")
    due = InboundLead.objects.filter(due_at__lte=Now()).annotate(
        stream=Mod("person_hash", Subquery(streams))
    )
    taken = Stream.objects.filter(
        connection_id=OuterRef("connection_id"), number=OuterRef("stream"), lease_until__gt=Now()
    )
    paused = Lane.objects.filter(paused_until__gt=Now()).values("connection_id")
    free = due.exclude(connection_id__in=paused).exclude(Exists(taken)).order_by()
    return free.values_list("tenant_id", "connection_id", "stream").distinct()
