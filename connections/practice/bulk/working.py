"""Jobs worked, part by part, by whoever asks about them.

There is no worker in the background: an asker works for a moment and says how far the job is.
Each part is one transaction, in which its records are saved and its results kept, under the
lock of the job: a killed process leaves whole parts behind, and no row is worked twice.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from time import perf_counter

from django.db import OperationalError
from django.db.models import F
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from connections.practice.rules.refusals import Refused
from connections.practice.rules.stamps import to_second
from connections.practice.store.orgs import Session, take_serial
from connections.practice.store.setups import setup_of, view_of
from tenants import walls

from .csvs import Broken
from .finding import find_rows
from .requests import COMPLETE, FAILED, FINISHED, QUERY, UPLOADED, WORKING
from .saving import work_rows
from .tables import PracticeJob, PracticeJobPart

# So long a job waits before it is worked, and so long one asker works at it.
QUEUED_FOR = timedelta(seconds=0.2)
_SLICE = 1.0


def advance(session: Session, job_id: str) -> None:
    """Work the job `job_id` for about a second, if it is to be worked and nobody else does.

    Opens transactions of its own: call it outside of any.
    """
    until = perf_counter() + _SLICE
    with suppress(_Held):
        while _step(session, job_id) and perf_counter() < until:
            pass


class _Held(Exception):
    """Another asker works at the job, or a record of its next part is locked."""


def _step(session: Session, job_id: str) -> bool:
    """One part, or one change of state; whether there is more to do."""
    try:
        with walls.inside(session.org.tenant_id):
            if not _waits(session, job_id):
                return False
            org = take_serial(session.org.pk)
        with walls.inside(session.org.tenant_id):
            job = _locked(session, job_id)
            now = timezone.now()
            user = setup_of(org).users_by_id.get(job.created_by, session.user)
            mine = replace(
                session,
                org=org,
                setup=view_of(org, user.id),
                user=user,
                serial=org.serial,
                now=to_second(now),
                numbers=count(),
            )
            return _next(job)(mine, job)
    except OperationalError as broken:
        if isinstance(broken.__cause__, DeadlockDetected):
            raise _Held from broken
        raise


def _waits(session: Session, job_id: str) -> bool:
    jobs = PracticeJob.objects.filter(org=session.org, job_id=job_id)
    due = jobs.filter(queued_at__lte=timezone.now() - QUEUED_FOR)
    return due.exclude(state__in=FINISHED).exists()


def _locked(session: Session, job_id: str) -> PracticeJob:
    jobs = PracticeJob.objects.select_for_update(no_key=True, skip_locked=True)
    job = jobs.filter(org=session.org, job_id=job_id).exclude(state__in=FINISHED).first()
    if job is None:
        raise _Held
    return job


def _next(job: PracticeJob) -> Callable[[Session, PracticeJob], bool]:
    if job.state == UPLOADED:
        return _begin
    return _run_query if job.kind == QUERY else _work_part


def _begin(_session: Session, job: PracticeJob) -> bool:
    _turn(job, FAILED if job.error else WORKING)
    return job.state == WORKING


def _run_query(session: Session, job: PracticeJob) -> bool:
    try:
        job.ids, job.total = find_rows(session, job)
    except Refused as refused:
        return _fail(job, refused.refusals[0].message)
    job.processed = job.total
    _turn(job, COMPLETE)
    return False


def _work_part(session: Session, job: PracticeJob) -> bool:
    started = perf_counter()
    part = PracticeJobPart.objects.filter(job=job, results__isnull=True).order_by("number").first()
    if part is None:
        _turn(job, COMPLETE)
        return False
    try:
        results = work_rows(session, job, part.rows)
    except Broken as broken:
        return _fail(job, str(broken))
    part.results = results
    part.save(update_fields=["results"])
    failed = sum(1 for _, _, error in results if error)
    PracticeJob.objects.filter(pk=job.pk).update(
        processed=F("processed") + len(results),
        failed=F("failed") + failed,
        worked_ms=F("worked_ms") + round((perf_counter() - started) * 1000),
    )
    return True


def _fail(job: PracticeJob, message: str) -> bool:
    job.error = message
    _turn(job, FAILED)
    return False


def _turn(job: PracticeJob, state: str) -> None:
    job.state, job.modified_at = state, timezone.now()
    job.save(update_fields=["state", "modified_at", "error", "ids", "total", "processed"])
