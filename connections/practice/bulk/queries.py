"""Query jobs over HTTP: created, worked, then read page by page (salesforce-facts 6)."""

from __future__ import annotations

import base64
import binascii

from connections.practice.api.exchange import Answer, Call
from connections.practice.api.sentences import OTHER, Note
from connections.practice.rules.refusals import refuse
from connections.practice.store.orgs import Session

from . import jobs
from .finding import lines, plan_of
from .requests import ABORTED, COMPLETE, QUERY, job_error, layout_of, read_query

# Rows of a page of results, when the client names no number, and at most.
_PAGE = 50_000


def create(session: Session, call: Call) -> Answer:
    """POST jobs/query. A statement that can't be run is refused here already."""
    details = read_query(call.document())
    wanted = plan_of(session, details["query"])
    job = jobs.make_job(session, QUERY, details, sobject=wanted.sobject.name)
    note = Note(OTHER, how=f"Create a bulk query of {job.sobject}")
    return Answer(200, jobs.info(session, job), notes=(note,))


def change(session: Session, call: Call, job_id: str) -> Answer:
    """PATCH jobs/query/<id>: only to abort it."""
    job = jobs.find_job(session, QUERY, job_id, locked=True)
    state = call.document().get("state")
    if state != ABORTED:
        raise job_error(f"The Job can't be set to state '{state}'", "InvalidJobState")
    jobs.abort(session, job)
    return Answer(200, jobs.info(session, job), notes=(Note(OTHER, how="Abort a bulk query"),))


def read(session: Session, _call: Call, job_id: str) -> Answer:
    """GET jobs/query/<id>."""
    job = jobs.find_job(session, QUERY, job_id)
    note = Note(OTHER, how=f"Ask for a bulk query: {job.state}")
    return Answer(200, jobs.full_info(session, job), notes=(note,))


def delete(session: Session, _call: Call, job_id: str) -> Answer:
    """DELETE jobs/query/<id>."""
    job = jobs.find_job(session, QUERY, job_id, locked=True)
    jobs.remove(job)
    return Answer(204, notes=(Note(OTHER, how="Delete a bulk query"),))


def results(session: Session, call: Call, job_id: str) -> Answer:
    """GET jobs/query/<id>/results: a page of CSV; the header `Sforce-Locator` leads on."""
    job = jobs.find_job(session, QUERY, job_id)
    if job.state != COMPLETE:
        raise job_error(f"Results are not ready: the Job is {job.state}", "InvalidJobState")
    start, size = _start(call.query.get("locator", "")), _size(call.query.get("maxRecords", ""))
    ids = job.ids[start : start + size]
    end = start + len(ids)
    rows = list(lines(session, job, ids))
    headers = {
        "Content-Type": "text/csv",
        "Sforce-Locator": _locator(end) if end < job.total else "null",
        "Sforce-NumberOfRecords": str(len(rows) - 1),
    }
    note = Note(OTHER, how=f"Read {len(rows) - 1} rows of a bulk query of {job.sobject}")
    return Answer(200, layout_of(job.details).write(rows).encode(), headers, (note,))


def _locator(row: int) -> str:
    return base64.urlsafe_b64encode(str(row).encode()).decode().rstrip("=")


def _start(locator: str) -> int:
    try:
        text = base64.urlsafe_b64decode(locator + "=" * (-len(locator) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError) as malformed:
        raise refuse("INVALID_QUERY_LOCATOR", "invalid query locator") from malformed
    if locator and not (text.isascii() and text.isdecimal()):
        raise refuse("INVALID_QUERY_LOCATOR", "invalid query locator")
    return int(text) if text else 0


def _size(text: str) -> int:
    if not text:
        return _PAGE
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise job_error(f"maxRecords must be a number above 0, not '{text}'")
    return min(int(text), _PAGE)
