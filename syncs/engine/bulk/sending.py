"""A load on its way into the org: a job is opened, filled and closed.

Until it is closed nothing of a job is ever worked. So whatever is unclear before that is thrown
away, and a new job is opened; what may have been closed is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from connections.bulk import csv_of
from connections.bulk_port import BulkJob, BulkState
from connections.errors import CrmError, ErrorClass, PermanentError, explain
from connections.record_ids import full_id
from syncs.engine import spending
from syncs.models import BulkLoad, BulkRow
from syncs.states import LoadState
from tenants import walls

from .ending import give_back
from .moving import Mover
from .timing import is_too_late, poll_in

# By so much the org's clock and ours may differ.
_SKEW = timedelta(minutes=2)
_TOO_LATE = "Salesforce could not be given this load in time, so its leads are written in batches."
_REFUSED = "Salesforce did not take this load, so its leads are written in batches. {why}"
# With these the org takes no call at all, which says nothing of loads.
_ABOUT_ALL = {ErrorClass.AUTH, ErrorClass.TRANSIENT}
_NO_CALLS = "REQUEST_LIMIT_EXCEEDED"
# Seconds until it is looked again whether there are calls left.
_SPENT = 60


def send(at: Mover, load: BulkLoad) -> float:
    """Hand the rows over and have them worked; seconds until the org is asked about them."""
    if is_too_late(load.deadline, at.now):
        return give_back(at, _TOO_LATE)
    if not _may_call(at, load):
        return _SPENT
    try:
        job = _opened(at, load)
        at.org(load).upload(job.id, _content(load))
    except CrmError as error:
        if error.failure.retry or error.kind in _ABOUT_ALL or error.code == _NO_CALLS:
            raise
        why, _ = explain(error.failure, {})
        return give_back(at, _REFUSED.format(why=why), refused=True)
    at.hold.keep(state=LoadState.CLOSING, sent_at=at.now)
    at.org(load).close_job(job.id)
    at.hold.keep(state=LoadState.WORKING)
    return poll_in(0)


def _may_call(at: Mover, load: BulkLoad) -> bool:
    """Whether the org has calls left for whole files."""
    with walls.inside(load.tenant_id):
        return spending.allowance(load.connection_id, at.now).may(backfill=True)


def throw_away(at: Mover, load: BulkLoad) -> float:
    """Somebody died while filling the job, or its upload got no answer: begin anew."""
    with suppress(PermanentError):
        at.org(load).abort_job(load.job_id)
    at.hold.keep(state=LoadState.READY, job_id="", asked_at=None)
    return 0


def close(at: Mover, load: BulkLoad) -> float:
    """The job may have been closed, or not: the org knows."""
    if at.org(load).job(load.job_id).state is BulkState.OPEN:
        at.org(load).close_job(load.job_id)
    at.hold.keep(state=LoadState.WORKING)
    return 0


def _opened(at: Mover, load: BulkLoad) -> BulkJob:
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


def _content(load: BulkLoad) -> bytes:
    with walls.inside(load.tenant_id):
        return csv_of(load.columns, _rows(load))


def _rows(load: BulkLoad) -> Iterator[Mapping[str, Any]]:
    rows = BulkRow.objects.filter(load=load).order_by("place", "id")
    yield from rows.values_list("document__fields", flat=True).iterator(chunk_size=1_000)
