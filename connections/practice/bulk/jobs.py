"""Jobs kept: created, found, listed, filled, handed over, ended, forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from connections.practice.rules.ids import to_18
from connections.practice.rules.refusals import not_found
from connections.practice.rules.stamps import written
from connections.practice.store.orgs import Session

from .csvs import Broken, split
from .quota import batches_for, spend
from .requests import ABORTED, FINISHED, INGEST, OPEN, UPLOADED, job_error, layout_of
from .tables import PracticeJob, PracticeJobPart

# Finished jobs vanish (salesforce-facts 6).
KEPT_FOR = timedelta(days=7)
PAGE = 1_000
# Rows that are worked, and committed, at once.
PART = 200
_SHOWN = ("assignmentRuleId", "externalIdFieldName")


def make_job(
    session: Session, kind: str, details: Mapping[str, str], *, sobject: str
) -> PracticeJob:
    """A new job. `details`: see `requests`; a query waits to be worked at once."""
    _forget(session)
    asks = kind != INGEST
    spend(session, queries=int(asks))
    return PracticeJob.objects.create(
        tenant_id=session.org.tenant_id,
        org=session.org,
        job_id=session.mint("Job"),
        kind=kind,
        state=UPLOADED if asks else OPEN,
        operation=details["operation"],
        sobject=sobject,
        details=dict(details),
        soql=details.get("query", ""),
        created_by=session.user.id,
        created_at=session.now,
        queued_at=timezone.now() if asks else None,
        modified_at=session.now,
    )


def _forget(session: Session) -> None:
    PracticeJob.objects.filter(_is_gone(session), org=session.org).delete()


def _is_gone(session: Session) -> Q:
    return Q(state__in=FINISHED, modified_at__lt=session.now - KEPT_FOR)


def find_job(session: Session, kind: str, job_id: str, *, locked: bool = False) -> PracticeJob:
    """The job of that id, of either length. Raises Refused, 404, also when it has vanished."""
    try:
        wanted = to_18(job_id)
    except ValueError as malformed:
        raise not_found() from malformed
    jobs = PracticeJob.objects.select_for_update(no_key=True) if locked else PracticeJob.objects
    living = jobs.filter(~_is_gone(session), org=session.org, kind=kind)
    found = living.filter(job_id=wanted).first()
    if found is None:
        raise not_found()
    return found


def list_jobs(session: Session, kind: str, after: str) -> list[PracticeJob]:
    """Up to a page of jobs, and one more if there are any, in the order of their ids."""
    jobs = PracticeJob.objects.filter(~_is_gone(session), org=session.org, kind=kind)
    return list(jobs.filter(job_id__gt=after).defer("ids").order_by("job_id")[: PAGE + 1])


def fill_job(session: Session, job: PracticeJob, content: bytes) -> None:
    """Take the upload apart. What is wrong with it shows when the job is worked, as there.

    Raises Refused for a second upload, or when the job is no longer open.
    """
    if job.uploaded:
        message = (
            f"Found multiple contents for job: <{job.job_id}>, please 'Close' / 'Abort' / 'Delete' "
            "the current Job then create a new Job and make sure you only do 'PUT' once on a "
            "given Job."
        )
        raise job_error(message, "ClientInputError")
    _need(job, OPEN, "its data is uploaded")
    job.uploaded = True
    try:
        job.header, *rows = layout_of(job.details).read(content)
    except Broken as broken:
        job.error, rows = str(broken), []
    job.total = len(rows)
    job.save(update_fields=["uploaded", "error", "header", "total"])
    PracticeJobPart.objects.bulk_create(
        [
            PracticeJobPart(tenant_id=session.org.tenant_id, job=job, number=number, rows=part)
            for number, part in enumerate(split(rows, PART))
        ]
    )


def hand_over(session: Session, job: PracticeJob) -> None:
    """The upload is complete: from now on the job may be worked. Raises Refused."""
    _need(job, OPEN, "its upload is completed")
    if not job.uploaded:
        raise job_error("No data was uploaded for the job", "InvalidJobState")
    spend(session, batches=batches_for(job.total))
    job.queued_at = timezone.now()
    _turn(session, job, UPLOADED)


def abort(session: Session, job: PracticeJob) -> None:
    """End the job where it is; what was saved stays. Raises Refused for a finished one."""
    if job.state in FINISHED:
        raise job_error(f"Aborting Job is not allowed in state {job.state}", "InvalidJobState")
    _turn(session, job, ABORTED)


def remove(job: PracticeJob) -> None:
    """Delete the job. Raises Refused while it is open or being worked."""
    if job.state not in (*FINISHED, UPLOADED):
        raise job_error(f"Deleting Job is not allowed in state {job.state}", "InvalidJobState")
    job.delete()


def _need(job: PracticeJob, state: str, when: str) -> None:
    if job.state != state:
        message = f"The Job is {job.state}; it must be {state} while {when}"
        raise job_error(message, "InvalidJobState")


def _turn(session: Session, job: PracticeJob, state: str) -> None:
    job.state, job.modified_at = state, session.now
    job.save(update_fields=["state", "queued_at", "modified_at"])


def parts_of(job: PracticeJob) -> Sequence[PracticeJobPart]:
    """The parts of an upload, in its order."""
    return list(PracticeJobPart.objects.filter(job=job).order_by("number"))


def info(session: Session, job: PracticeJob) -> dict[str, Any]:
    """The job as Salesforce shows it."""
    version = session.base.rpartition("/v")[2]
    found = {
        "id": job.job_id,
        "operation": job.operation,
        "object": job.sobject,
        "createdById": job.created_by,
        "createdDate": written(job.created_at),
        "systemModstamp": written(job.modified_at),
        "state": job.state,
        **{name: job.details[name] for name in _SHOWN if name in job.details},
        "concurrencyMode": "Parallel",
        "contentType": "CSV",
        "apiVersion": float(version),
        "lineEnding": job.details["lineEnding"],
        "columnDelimiter": job.details["columnDelimiter"],
    }
    if job.kind == INGEST:
        found["contentUrl"] = f"{session.base[1:]}/jobs/ingest/{job.job_id}/batches"
    return found


def type_of(job: PracticeJob) -> str:
    """What Salesforce calls jobs of its kind."""
    return "V2Ingest" if job.kind == INGEST else "V2Query"


def full_info(session: Session, job: PracticeJob) -> dict[str, Any]:
    """The job, with how far it is."""
    found = {
        **info(session, job),
        "jobType": type_of(job),
        "numberRecordsProcessed": job.processed,
        "retries": 0,
        "totalProcessingTime": job.worked_ms,
    }
    if job.kind == INGEST:
        found |= {
            "numberRecordsFailed": job.failed,
            "apiActiveProcessingTime": job.worked_ms,
            "apexProcessingTime": 0,
        }
    return {**found, "errorMessage": job.error} if job.error else found
