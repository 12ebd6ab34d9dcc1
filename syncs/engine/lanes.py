"""One worker at a time per stream: a lease with a fencing number, by the database's clock.

A killed worker's lease simply ends. A worker that was only slow finds, when it wants to record,
that the fence moved on, and records nothing: its leads are worked again, by the same keys.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any

from django.conf import settings
from django.db import connection as database
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from syncs.models import Lane, Stream
from tenants import walls
from tenants.identifiers import uuid7

from .breaking import Pause
from .jobs import FenceLost
from .pacing import Pace, read_pace
from .rhythm import Rhythm

__all__ = [
    "FenceLost",
    "Lease",
    "all_well",
    "claimed",
    "gather",
    "holding",
    "learn",
    "pace_of",
    "pause",
    "release",
    "renew",
    "take",
]

# An org that was in trouble is tried by one worker alone, with a few leads: whoever finds the
# pause over puts it off by a lease, so that nobody else does, and a dead one is replaced.
_TAKE = """
WITH probing AS (
    UPDATE syncs_lane
    SET paused_until = statement_timestamp() + make_interval(secs => %(lease)s)
    WHERE connection_id = %(connection)s AND paused_until <= statement_timestamp()
        AND EXISTS (SELECT 1 FROM syncs_stream WHERE connection_id = %(connection)s
            AND number = %(stream)s AND lease_until <= statement_timestamp())
    RETURNING paused_until)
UPDATE syncs_stream SET owner = %(owner)s, fence = fence + 1,
    lease_until = statement_timestamp() + make_interval(secs => %(lease)s)
WHERE connection_id = %(connection)s AND number = %(stream)s
    AND lease_until <= statement_timestamp()
    AND (EXISTS (SELECT 1 FROM probing) OR NOT EXISTS (SELECT 1 FROM syncs_lane
        WHERE connection_id = %(connection)s AND paused_until IS NOT NULL))
RETURNING fence, (SELECT paused_until FROM probing)
"""
_RENEW = """
UPDATE syncs_stream SET turn = turn + 1,
    lease_until = statement_timestamp() + make_interval(secs => %(lease)s)
WHERE connection_id = %(connection)s AND number = %(stream)s AND fence = %(fence)s
RETURNING turn, live_size,
    extract(epoch FROM statement_timestamp() - live_at)::float,
    extract(epoch FROM gather_until - statement_timestamp())::float
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work one stream of a connection, until it ends or is taken over.

    ``probe_until`` is set where the org was in trouble and this worker alone tries it.
    """

    tenant_id: uuid.UUID
    connection_id: uuid.UUID
    fence: int
    stream: int = 0
    owner: str = ""
    probe_until: datetime | None = None


def length() -> timedelta:
    """How long a lease lasts: longer than the slowest call, and renewed before each of them."""
    return timedelta(seconds=settings.INLET_LEASE)


def take(tenant_id: uuid.UUID, connection_id: uuid.UUID, stream: int = 0) -> Lease | None:
    """The lease, or None while somebody else has it or the org is left alone for a while."""
    owner = f"{os.getpid()}-{uuid.uuid4().hex[:24]}"
    values = {"connection": connection_id, "stream": stream, "owner": owner,
              "lease": settings.INLET_LEASE}  # fmt: skip
    with walls.inside(tenant_id):
        row = _returned(_TAKE, values)
        if row is None and _open(tenant_id, connection_id, stream):
            row = _returned(_TAKE, values)
    if row is None:
        return None
    return Lease(tenant_id, connection_id, row[0], stream, owner, row[1])


def renew(lease: Lease) -> tuple[int, Rhythm]:
    """Begin the lease anew, inside the walls; which turn of the stream this is, and how its new
    leads came. Raises FenceLost.
    """
    values = {"connection": lease.connection_id, "stream": lease.stream, "fence": lease.fence,
              "lease": settings.INLET_LEASE}  # fmt: skip
    row = _returned(_RENEW, values)
    if row is None:
        raise FenceLost
    turn, last, since, left = row
    return turn, Rhythm(inf if since is None else since, last, max(left or 0.0, 0.0))


def gather(lease: Lease, seconds: float) -> None:
    """Let the new leads wait for more; inside the walls."""
    mine(lease).update(gather_until=Now() + timedelta(seconds=seconds))


def claimed(lease: Lease, leads: int) -> None:
    """Note that so many new leads were claimed; inside the walls."""
    mine(lease).update(live_at=Now(), live_size=leads, gather_until=None)


def release(lease: Lease) -> None:
    """Let the next one in; harmless when the lease was lost."""
    with walls.inside(lease.tenant_id):
        mine(lease).update(lease_until=Now(), owner="")
        if lease.probe_until is not None:
            # Nothing came of it: whoever has leads next tries again.
            lane = Lane.objects.filter(connection_id=lease.connection_id)
            lane.filter(paused_until=lease.probe_until).update(paused_until=Now())


@contextmanager
def holding(lease: Lease) -> Iterator[None]:
    """A transaction in which nobody else can take the stream. Raises FenceLost."""
    with walls.inside(lease.tenant_id):
        if not mine(lease).select_for_update(of=("self",)).values_list("pk").first():
            raise FenceLost
        yield


def pause(lease: Lease, pause: Pause, why: str) -> None:
    """Leave the org alone for a while, and say why; within `holding`."""
    Lane.objects.filter(connection_id=lease.connection_id).update(
        paused_until=Now() + timedelta(seconds=pause.seconds),
        troubles=F("troubles") + int(pause.counts),
        trouble=why,
    )


def all_well(lease: Lease) -> None:
    """Forget past trouble, after a batch that went through; within `holding`.

    Only the one that tried the org alone may: others were under way when it refused somebody.
    """
    if lease.probe_until is not None:
        lane = Lane.objects.filter(connection_id=lease.connection_id)
        lane.filter(paused_until=lease.probe_until).update(
            paused_until=None, troubles=0, trouble=""
        )


def pace_of(lease: Lease) -> Pace:
    """How much the org bears at once, as far as it is known; inside the walls."""
    lane = Lane.objects.filter(connection_id=lease.connection_id)
    return read_pace(lane.values_list("pace", flat=True).first() or {})


def learn(lease: Lease, known: Pace, learnt: Pace) -> None:
    """Keep what a batch taught of the org, if it is new; within `holding`.

    Of two streams that learn at once the later one is kept: both saw the same org.
    """
    if learnt.document() != known.document():
        lane = Lane.objects.filter(connection_id=lease.connection_id)
        lane.update(pace=learnt.document())


def mine(lease: Lease) -> QuerySet[Stream]:
    """The row of the stream, while this lease holds."""
    return Stream.objects.filter(
        connection_id=lease.connection_id, number=lease.stream, fence=lease.fence
    )


def _open(tenant_id: uuid.UUID, connection_id: uuid.UUID, stream: int) -> bool:
    """Make the rows of a connection that was never worked; whether any was missing."""
    here = {"tenant_id": tenant_id, "connection_id": connection_id}
    if Stream.objects.filter(connection_id=connection_id, number=stream).exists():
        return False
    Lane.objects.bulk_create([Lane(**here)], ignore_conflicts=True)
    Stream.objects.bulk_create([Stream(id=uuid7(), number=stream, **here)], ignore_conflicts=True)
    return True


def _returned(statement: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
