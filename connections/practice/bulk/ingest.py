"""Ingest jobs over HTTP (salesforce-facts 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zlib import crc32

from connections.practice.api.bodies import Csv, Multipart
from connections.practice.api.exchange import Answer, Call
from connections.practice.api.sentences import CREATE, DELETE, OTHER, UPDATE, Note
from connections.practice.rules.refusals import refuse
from connections.practice.store.orgs import Session

from . import jobs
from .requests import (
    ABORTED,
    FINISHED,
    INGEST,
    UPLOADED,
    check_key,
    job_error,
    layout_of,
    read_ingest,
)
from .tables import PracticeJob

# What may come with the call that creates the job.
_MULTIPART_LIMIT = 100_000
_KINDS = {"insert": CREATE, "update": UPDATE, "upsert": UPDATE, "delete": DELETE}


def create(session: Session, call: Call) -> Answer:
    """POST jobs/ingest: JSON, or a multipart of `job` and `content`, which completes the upload."""
    both = call.body if isinstance(call.body, Multipart) else None
    details = read_ingest(both.job if both else call.document())
    sobject = session.setup.objects.get(details["object"])
    if sobject is None:
        message = f"Entity '{details['object']}' is not supported by the Bulk API"
        raise job_error(message, "InvalidEntity")
    key = check_key(details["operation"], sobject, details.get("externalIdFieldName", ""))
    if key:
        details["externalIdFieldName"] = key
    # Raises Refused for an id of no rule.
    session.setup.assignment_rule("Lead", details.get("assignmentRuleId") or "FALSE")
    if both and len(both.content) > _MULTIPART_LIMIT:
        message = f"The content has more than {_MULTIPART_LIMIT} characters: upload it by itself"
        raise job_error(message, "ClientInputError")
    job = jobs.make_job(session, INGEST, details, sobject=sobject.name)
    if both:
        jobs.fill_job(session, job, both.content)
        jobs.hand_over(session, job)
    return Answer(200, jobs.info(session, job), notes=(_note("Create", job),))


def _note(verb: str, job: PracticeJob) -> Note:
    return Note(OTHER, how=f"{verb} a bulk job: {job.operation} {job.sobject}")


def upload(session: Session, call: Call, job_id: str) -> Answer:
    """PUT jobs/ingest/<id>/batches: the CSV, once."""
    job = jobs.find_job(session, INGEST, job_id, locked=True)
    if not isinstance(call.body, Csv):
        raise refuse("UNSUPPORTED_MEDIA_TYPE", "The data of a bulk job is text/csv")
    jobs.fill_job(session, job, call.body.content)
    return Answer(201, notes=(Note(OTHER, how=f"Upload {job.total} rows for a bulk job"),))


def change(session: Session, call: Call, job_id: str) -> Answer:
    """PATCH jobs/ingest/<id>: the upload is complete, or the job is to be aborted."""
    job = jobs.find_job(session, INGEST, job_id, locked=True)
    state = call.document().get("state")
    if state == UPLOADED:
        jobs.hand_over(session, job)
    elif state == ABORTED:
        jobs.abort(session, job)
    else:
        raise job_error(f"The Job can't be set to state '{state}'", "InvalidJobState")
    return Answer(200, jobs.info(session, job), notes=(_note(f"Set to {state}", job),))


def read(session: Session, _call: Call, job_id: str) -> Answer:
    """GET jobs/ingest/<id>."""
    job = jobs.find_job(session, INGEST, job_id)
    return Answer(200, jobs.full_info(session, job), notes=(_note(job.state, job),))


def delete(session: Session, _call: Call, job_id: str) -> Answer:
    """DELETE jobs/ingest/<id>."""
    job = jobs.find_job(session, INGEST, job_id, locked=True)
    jobs.remove(job)
    return Answer(204, notes=(_note("Delete", job),))


def successes(session: Session, _call: Call, job_id: str) -> Answer:
    """GET jobs/ingest/<id>/successfulResults."""
    job = jobs.find_job(session, INGEST, job_id)
    rows = [
        [record_id, "true" if created else "false", *row]
        for row, (record_id, created, error) in _worked(job)
        if not error
    ]
    kind = _KINDS[job.operation]
    answer = _csv(job, ["sf__Id", "sf__Created", *job.header], rows)
    return Answer(200, answer.body, answer.headers, (_results(job, len(rows), f"{kind}d"),))


def failures(session: Session, _call: Call, job_id: str) -> Answer:
    """GET jobs/ingest/<id>/failedResults."""
    job = jobs.find_job(session, INGEST, job_id)
    rows = [[record_id, error, *row] for row, (record_id, _, error) in _worked(job) if error]
    answer = _csv(job, ["sf__Id", "sf__Error", *job.header], rows)
    return Answer(200, answer.body, answer.headers, (_results(job, len(rows), "refused"),))


def unprocessed(session: Session, _call: Call, job_id: str) -> Answer:
    """GET jobs/ingest/<id>/unprocessedrecords."""
    job = jobs.find_job(session, INGEST, job_id)
    rows: list[list[str]] = []
    if job.state in FINISHED:
        left = (part for part in jobs.parts_of(job) if part.results is None)
        rows = [row for part in left for row in part.rows]
    answer = _csv(job, job.header, rows)
    return Answer(200, answer.body, answer.headers, (_results(job, len(rows), "not worked"),))


def _results(job: PracticeJob, count: int, what: str) -> Note:
    return Note(OTHER, how=f"Read results of a bulk job: {count} {job.sobject} rows {what.lower()}")


def _worked(job: PracticeJob) -> Iterator[tuple[list[str], Sequence[Any]]]:
    """The worked rows with their results, in an order of their own: Salesforce keeps none."""
    for part in jobs.parts_of(job):
        if part.results is not None:
            yield from sorted(zip(part.rows, part.results, strict=True), key=_mixed)


def _mixed(pair: tuple[list[str], Sequence[Any]]) -> int:
    return crc32("\x1f".join(pair[0]).encode())


def _csv(job: PracticeJob, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Answer:
    text = layout_of(job.details).write([header, *rows])
    return Answer(200, text.encode(), {"Content-Type": "text/csv"})
