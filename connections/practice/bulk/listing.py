"""Lists of jobs over HTTP, in pages."""

from __future__ import annotations

from connections.practice.api.exchange import Answer, Call
from connections.practice.api.sentences import OTHER, Note
from connections.practice.store.orgs import Session

from . import jobs
from .requests import INGEST, QUERY


def list_ingest(session: Session, call: Call) -> Answer:
    """GET jobs/ingest."""
    return _listed(session, call, INGEST)


def list_queries(session: Session, call: Call) -> Answer:
    """GET jobs/query."""
    return _listed(session, call, QUERY)


def _listed(session: Session, call: Call, kind: str) -> Answer:
    found = jobs.list_jobs(session, kind, call.query.get("queryLocator", ""))
    page, more = found[: jobs.PAGE], len(found) > jobs.PAGE
    following = f"{session.base}/jobs/{kind}?queryLocator={page[-1].job_id}" if more else None
    body = {
        "done": not more,
        "records": [{**jobs.info(session, job), "jobType": jobs.type_of(job)} for job in page],
        "nextRecordsUrl": following,
    }
    return Answer(200, body, notes=(Note(OTHER, how=f"List {len(page)} bulk jobs"),))
