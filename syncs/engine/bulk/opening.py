"""A job for a load; and the one that an earlier worker opened, should its id have been lost."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.utils.dateparse import parse_datetime

from connections.bulk_port import BulkJob
from connections.errors import PermanentError
from connections.record_ids import full_id
from syncs.models import BulkLoad
from syncs.states import LoadState
from tenants import walls

from .moving import Mover

# By so much the org's clock and ours may differ.
_SKEW = timedelta(minutes=2)


def open_job(at: Mover, load: BulkLoad) -> BulkJob:
    """A new job, its id kept. What was opened and never heard of is ended."""
    org = at.org(load)
    if load.asked_at is not None:
        for lost in org.open_jobs(load.kind):
            if _is_ours(load, lost):
                with suppress(PermanentError):
                    org.abort_job(lost.id)
    at.hold.keep(asked_at=at.now)
    job = org.open_job(load.kind)
    at.hold.keep(state=LoadState.FILLING, job_id=job.id)
    return job


def _is_ours(load: BulkLoad, job: BulkJob) -> bool:
    """Whether this is the job whose id never reached us: made by our user when we asked, and no
    other load's."""
    made_at = parse_datetime(job.created_at)
    if load.asked_at is None or made_at is None or abs(made_at - load.asked_at) > _SKEW:
        return False
    with walls.inside(load.tenant_id):
        if BulkLoad.objects.filter(connection_id=load.connection_id, job_id=job.id).exists():
            return False
    return full_id(job.created_by) == full_id(load.connection.user_id)
