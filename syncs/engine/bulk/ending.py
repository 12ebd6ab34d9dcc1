"""How a load ends: rows that the org never worked go back into the queue, people are let go."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from connections.models import Connection
from syncs.models import BatchRun, BulkLoad, BulkRow, InboundLead, PersonClaim
from syncs.states import LoadState
from syncs.waking import wake

from .moving import Mover

AT_ONCE = 1_000


def give_back(at: Mover, why: str, *, refused: bool = False) -> float:
    """Put every lead whose row is still open back into the queue, and end the load.

    They are sent again with their person's key, so what the org may have done is found again.
    """
    given = 0
    while some := _some_back(at, why):
        given += some
    _finish(at, trouble=why if given else "", refused=refused)
    return 0


def _some_back(at: Mover, why: str) -> int:
    """A thousand rows, or whatever is left; how many there were."""
    with at.hold.moving() as load:
        rows = list(BulkRow.objects.filter(load=load).only("lead_ids")[:AT_ONCE])
        lead_ids = [one for row in rows for one in row.lead_ids]
        InboundLead.objects.filter(pk__in=lead_ids, fence=load.mark).update(
            due_at=Now(), fence=0, reason=why, changed_at=Now()
        )
        if load.sent_at is not None:
            _keep_away(load, lead_ids)
        BulkRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _keep_away(load: BulkLoad, lead_ids: Sequence[uuid.UUID]) -> None:
    """The org may still be at a row of theirs: until it can't be, only the same leads may go on
    with these people, since others could bring another key.
    """
    PersonClaim.objects.filter(
        connection_id=load.connection_id, owner=load.owner, lead_id__in=lead_ids
    ).update(
        owner="", quarantined=False, until=Now() + timedelta(seconds=settings.INLET_QUARANTINE)
    )


def _finish(at: Mover, *, trouble: str, refused: bool) -> None:
    """End a load that has no rows left, and wake whoever waited for its people."""
    calls = at.uncounted()
    with at.hold.moving() as load:
        PersonClaim.objects.filter(connection_id=load.connection_id, owner=load.owner).delete()
        _tell_calls(load, load.calls + calls)
        load.state, load.finished_at = LoadState.DONE, timezone.now()
        load.trouble, load.refused = trouble, refused
        load.save(update_fields=["state", "finished_at", "trouble", "refused"])
        streams = Connection.objects.values_list("streams", flat=True).get(pk=load.connection_id)
    for stream in range(streams):
        wake(load.tenant_id, load.connection_id, stream)


def _tell_calls(load: BulkLoad, calls: int) -> None:
    """Calls by which no lead was decided are told as a batch of none."""
    if calls:
        here = {"tenant_id": load.tenant_id, "connection_id": load.connection_id}
        BatchRun.objects.create(leads=0, calls=calls, **here)
