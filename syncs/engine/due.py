"""What is due: in which queue of which stream, and for whom it is no time yet."""

from __future__ import annotations

import uuid

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Mod, Now
from django.utils import timezone

from connections.models import Connection
from syncs.models import InboundLead, Lane, Stream
from syncs.states import State
from tenants import walls

from . import lanes, spending
from .queues import Queue

OF_QUEUE = {
    Queue.LIVE: Q(backfill=False, attempts=0),
    Queue.RETRY: Q(backfill=False, attempts__gt=0),
    Queue.BACKFILL: Q(backfill=True),
}


def due_leads(lease: lanes.Lease, streams: int) -> QuerySet[InboundLead]:
    """The leads that may be worked now: due, and no earlier one of the person is waiting."""
    due = InboundLead.objects.filter(connection_id=lease.connection_id, due_at__lte=Now())
    if streams > 1:
        due = due.annotate(share=Mod("person_hash", streams)).filter(share=lease.stream)
    return due.exclude(_waiting(lease, "email") | _waiting(lease, "external_id"))


def _waiting(lease: lanes.Lease, field: str) -> Q:
    """Leads whose person has a lead that was tried and waits for its next try."""
    values = (
        InboundLead.objects.filter(
            connection_id=lease.connection_id,
            due_at__gt=Now(),
            state=State.PENDING,
            attempts__gt=0,
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
        due = due_leads(lease, streams)
        if Stream.objects.filter(pk__in=lanes.mine(lease), gather_until__gt=Now()).exists():
            # They are woken when they have gathered.
            due = due.exclude(OF_QUEUE[Queue.LIVE])
        if not due.exists():
            return False
        left = spending.allowance(lease.connection_id, timezone.now())
        return left.may(backfill=True) or due.filter(backfill=False).exists()


def due_streams() -> QuerySet[InboundLead, tuple[uuid.UUID, uuid.UUID, int]]:
    """(tenant, connection, stream) of all due leads that nobody works. Inside the walls."""
    streams = Connection.objects.filter(pk=OuterRef("connection_id")).values("streams")
    due = InboundLead.objects.filter(due_at__lte=Now()).annotate(
        stream=Mod("person_hash", Subquery(streams), output_field=IntegerField())
    )
    taken = Stream.objects.filter(
        connection_id=OuterRef("connection_id"), number=OuterRef("stream"), lease_until__gt=Now()
    )
    paused = Lane.objects.filter(paused_until__gt=Now()).values("connection_id")
    free = due.exclude(connection_id__in=paused).exclude(Exists(taken)).order_by()
    return free.values_list("tenant_id", "connection_id", "stream").distinct()
