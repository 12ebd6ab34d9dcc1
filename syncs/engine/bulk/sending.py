"""A load on its way into the org: a job is opened, filled and closed.

Until it is closed nothing of a job is ever worked. So whatever is unclear before that is thrown
away, and a new job is opened; what may have been closed is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from connections.bulk import csv_of
from connections.bulk_port import BulkState
from connections.errors import CrmError, ErrorClass, PermanentError, explain
from syncs.engine import spending
from syncs.models import BulkLoad, BulkRow
from syncs.states import LoadState
from tenants import walls

from .ending import give_back
from .moving import Mover
from .opening import open_job
from .timing import is_too_late, poll_in

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
        job = open_job(at, load)
        at.org(load).upload(job.id, _content(load))
        at.hold.keep(state=LoadState.CLOSING, sent_at=at.now)
        at.org(load).close_job(job.id)
    except CrmError as error:
        return _refused(at, error)
    at.hold.keep(state=LoadState.WORKING)
    return poll_in(0)


def _refused(at: Mover, error: CrmError) -> float:
    """The org won't take the load, which it was not told to begin; or it takes nothing now."""
    if error.failure.retry or error.kind in _ABOUT_ALL or error.code == _NO_CALLS:
        raise error
    why, _ = explain(error.failure, {})
    return give_back(at, _REFUSED.format(why=why), refused=True)


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
        try:
            at.org(load).close_job(load.job_id)
        except CrmError as error:
            return _refused(at, error)
    at.hold.keep(state=LoadState.WORKING)
    return 0


def _content(load: BulkLoad) -> bytes:
    with walls.inside(load.tenant_id):
        return csv_of(load.columns, _rows(load))


def _rows(load: BulkLoad) -> Iterator[Mapping[str, Any]]:
    rows = BulkRow.objects.filter(load=load).order_by("place", "id")
    yield from rows.values_list("document__fields", flat=True).iterator(chunk_size=1_000)
