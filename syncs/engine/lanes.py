"""One worker at a time per connection: a lease with a fencing number, by the database's clock.

A killed worker's lease simply ends. A worker that was only slow finds, when it wants to record,
that the fence moved on, and records nothing: its leads are worked again, by the same keys.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Now

from syncs.models import Lane
from tenants import walls

# Longer than the slowest call (5 s to connect, 30 s to read), renewed before each of the two.
LEASE = timedelta(seconds=40)


class FenceLost(Exception):
    """Another worker holds the lane now; what this one knows is out of date."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work one connection, until it ends or is taken over."""

    tenant_id: uuid.UUID
    connection_id: uuid.UUID
    fence: int


def take(tenant_id: uuid.UUID, connection_id: uuid.UUID) -> Lease | None:
    """The lease, or None while somebody else has it or the org is left alone for a while."""
    owner = str(uuid.uuid4())
    with walls.inside(tenant_id):
        Lane.objects.bulk_create(
            [Lane(tenant_id=tenant_id, connection_id=connection_id)], ignore_conflicts=True
        )
        free = Lane.objects.filter(
            Q(paused_until__isnull=True) | Q(paused_until__lte=Now()),
            connection_id=connection_id,
            lease_until__lte=Now(),
        )
        if not free.update(owner=owner, fence=F("fence") + 1, lease_until=Now() + LEASE):
            return None
        fence = Lane.objects.values_list("fence", flat=True).get(
            connection_id=connection_id, owner=owner
        )
    return Lease(tenant_id, connection_id, fence)


def renew(lease: Lease) -> None:
    """Begin the lease anew. Raises FenceLost when it was taken over. Inside the walls."""
    mine = Lane.objects.filter(connection_id=lease.connection_id, fence=lease.fence)
    if not mine.update(lease_until=Now() + LEASE):
        raise FenceLost


def release(lease: Lease) -> None:
    """Let the next one in; harmless when the lease was lost."""
    with walls.inside(lease.tenant_id):
        Lane.objects.filter(connection_id=lease.connection_id, fence=lease.fence).update(
            lease_until=Now(), owner=""
        )


@contextmanager
def holding(lease: Lease) -> Iterator[Lane]:
    """A transaction in which nobody else can take the lane. Raises FenceLost."""
    with walls.inside(lease.tenant_id):
        lane = (
            Lane.objects.select_for_update(of=("self",))
            .filter(connection_id=lease.connection_id, fence=lease.fence)
            .first()
        )
        if lane is None:
            raise FenceLost
        yield lane


def pause(lane: Lane, seconds: float, why: str) -> None:
    """Leave the org alone for a while, and say why; within `holding`."""
    Lane.objects.filter(pk=lane.pk).update(
        paused_until=Now() + timedelta(seconds=seconds),
        troubles=F("troubles") + 1,
        trouble=why,
    )


def all_well(lane: Lane) -> None:
    """Forget past trouble, after a batch that went through; within `holding`."""
    if lane.troubles:
        Lane.objects.filter(pk=lane.pk).update(paused_until=None, troubles=0, trouble="")
