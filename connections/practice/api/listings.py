"""What lies below `composite`, and what can't be within a call of calls."""

from __future__ import annotations

from connections.practice.rules.refusals import refuse
from connections.practice.store.orgs import Session

from .exchange import Answer, Call
from .sentences import OTHER, Note

_BELOW = ("batch", "graph", "sobjects", "tree")


def composite_resources(session: Session, _call: Call) -> Answer:
    """GET composite: the ways to send several calls or records at once."""
    body = {name: f"{session.base}/composite/{name}" for name in _BELOW}
    return Answer(200, body, notes=(Note(OTHER, how="List composite resources"),))


def not_within(_session: Session, call: Call) -> Answer:
    """POST composite as a part of another. Raises Refused: there is no such nesting."""
    raise refuse("INVALID_INPUT", f"url: a sub-request can't be '{call.path}'")
