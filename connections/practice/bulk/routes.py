"""Which path below `jobs/` leads to which answer, each in a transaction of its own.

A question about a job works at it first (`working`), outside of that transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from connections.practice.api.exchange import Answer, Call, refused
from connections.practice.api.sentences import OTHER, Note
from connections.practice.rules.ids import to_18
from connections.practice.rules.refusals import Refused, not_found, refuse
from connections.practice.store.orgs import Session
from tenants import walls

from . import ingest, queries
from .listing import list_ingest, list_queries
from .working import advance

Handler = Callable[..., Answer]
_ONE = "(?P<job_id>[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?)"

_ROUTES: tuple[tuple[str, Mapping[str, Handler]], ...] = (
    ("jobs/ingest", {"GET": list_ingest, "POST": ingest.create}),
    (
        f"jobs/ingest/{_ONE}",
        {"GET": ingest.read, "PATCH": ingest.change, "DELETE": ingest.delete},
    ),
    (f"jobs/ingest/{_ONE}/batches", {"PUT": ingest.upload}),
    (f"jobs/ingest/{_ONE}/successfulResults", {"GET": ingest.successes}),
    (f"jobs/ingest/{_ONE}/failedResults", {"GET": ingest.failures}),
    (f"jobs/ingest/{_ONE}/unprocessed[Rr]ecords", {"GET": ingest.unprocessed}),
    ("jobs/query", {"GET": list_queries, "POST": queries.create}),
    (
        f"jobs/query/{_ONE}",
        {"GET": queries.read, "PATCH": queries.change, "DELETE": queries.delete},
    ),
    (f"jobs/query/{_ONE}/results", {"GET": queries.results}),
)
_PATTERNS = [(re.compile(pattern, re.ASCII), handlers) for pattern, handlers in _ROUTES]


def bulk(session: Session, call: Call) -> Answer:
    """The answer to a call below `jobs/`; an error is an answer too."""
    try:
        handler, named = _find(call)
        if call.method == "GET" and "job_id" in named:
            advance(session, _whole(named["job_id"]))
        with walls.inside(session.org.tenant_id):
            return handler(session, call, **named)
    except Refused as wrong:
        return refused(wrong, [Note(OTHER, how=f"{call.method} {call.path}")])


def _find(call: Call) -> tuple[Handler, dict[str, str]]:
    for pattern, handlers in _PATTERNS:
        match = pattern.fullmatch(call.path)
        if match:
            handler = handlers.get(call.method)
            if handler is None:
                allowed = ",".join(sorted(handlers))
                message = f"HTTP Method '{call.method}' not allowed. Allowed are {allowed}"
                raise refuse("METHOD_NOT_ALLOWED", message)
            return handler, match.groupdict()
    raise not_found()


def _whole(job_id: str) -> str:
    try:
        return to_18(job_id)
    except ValueError as malformed:
        raise not_found() from malformed
