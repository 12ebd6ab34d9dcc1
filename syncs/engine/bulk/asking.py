"""Waiting for a load: for its last rows, and for the org to work it."""

from __future__ import annotations

from django.db.models import F

from connections.bulk_port import BulkState
from syncs.models import BulkLoad, InboundLead
from syncs.states import LoadState
from tenants import walls

from .moving import Mover
from .timing import IDLE, is_gathered, is_given_up, poll_in


def gather(at: Mover, load: BulkLoad) -> float:
    """See whether its file is through; seconds until it is looked again, 0 when it is."""
    with walls.inside(load.tenant_id):
        more = InboundLead.objects.filter(
            connection_id=load.connection_id, backfill=True, attempts=0, due_at__lte=at.now
        ).exists()
    if not is_gathered(load.opened_at, load.grown_at, at.now, more=more):
        return IDLE
    at.hold.keep(state=LoadState.READY)
    return 0


def ask(at: Mover, load: BulkLoad) -> float:
    """Ask how far the org is; seconds until it is asked again, 0 when it is done."""
    org = at.org(load)
    late = is_given_up(load.sent_at, at.now)
    job = org.abort_job(load.job_id) if late else org.job(load.job_id)
    if job.state is BulkState.OPEN:
        at.hold.keep(state=LoadState.CLOSING)
        return 0
    if job.state.is_over:
        at.hold.keep(state=LoadState.READING, processed=job.processed)
        return 0
    at.hold.keep(asked=F("asked") + 1, processed=job.processed)
    return poll_in(load.asked + 1)
