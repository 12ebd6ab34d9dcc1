"""Calls that consist of calls: composite, graph and batch; any other is carried out as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connections.practice.rules.refusals import Refused, refuse
from connections.practice.store.orgs import Session

from .batch import batch
from .composite import composite
from .exchange import Answer, Call, refused
from .graph import graph
from .routes import dispatch
from .sentences import attempt

_PACKAGES: Mapping[str, Callable[[Session, Call], Answer]] = {
    "composite": composite,
    "composite/batch": batch,
    "composite/graph": graph,
    "tooling/composite": composite,
}
_JSON = {"application/json", "application/*", "*/*", "text/json", "text/*"}


def carried_out(session: Session, call: Call) -> Answer:
    """The answer to any call of the REST API but bulk jobs; an error is an answer too."""
    if not _takes_json(call.headers.get("accept", "")):
        return refused(refuse("NOT_ACCEPTABLE", "The practice org answers in JSON only."))
    package = _PACKAGES.get(call.path) if call.method == "POST" else None
    if package is None:
        return dispatch(session, call)
    try:
        return package(session, call)
    except Refused as wrong:
        return refused(wrong, [attempt(call.method, call.path)])


def _takes_json(accept: str) -> bool:
    """Whether a client's Accept leaves room for JSON. Without a word it takes anything."""
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return not accept.strip() or any(kind in _JSON for kind in kinds)
