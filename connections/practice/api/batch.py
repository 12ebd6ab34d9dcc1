"""Independent calls in one, each counted by itself (salesforce-facts 5.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connections.practice.rules.refusals import Refused, refuse
from connections.practice.store.counting import count_more
from connections.practice.store.orgs import Session

from .exchange import Answer, Call, refused, split_url
from .routes import dispatch
from .sentences import Note

MAX_PARTS = 25
_VERSIONED = re.compile(r"/?(?:services/data/)?v\d+\.\d/(.*)", re.DOTALL)
_METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}
_HALTED: Mapping[str, Any] = {
    "statusCode": 412,
    "result": [
        {
            "errorCode": "BATCH_PROCESSING_HALTED",
            "message": "Batch processing halted per request",
        }
    ],
}


def batch(session: Session, call: Call) -> Answer:
    """POST composite/batch: part after part, nothing is rolled back. Raises Refused."""
    document = call.document()
    asked = document.get("batchRequests")
    if not isinstance(asked, list) or not all(isinstance(one, dict) for one in asked) or not asked:
        raise refuse("INVALID_INPUT", "batchRequests: an array of sub-requests is required")
    if len(asked) > MAX_PARTS:
        message = f"Limit exceeded. Total number of sub-requests: {len(asked)}. Max: {MAX_PARTS}"
        raise refuse("LIMIT_EXCEEDED", message)
    # The call itself was counted when it came in.
    count_more(session.org, len(asked) - 1)
    halting = document.get("haltOnError") is True
    results: list[Mapping[str, Any]] = []
    notes: list[Note] = []
    failed = False
    for one in asked:
        if failed and halting:
            results.append(_HALTED)
            continue
        answer = _answer(session, one)
        failed = failed or answer.status >= 400
        results.append({"statusCode": answer.status, "result": answer.body})
        notes += answer.notes
    return Answer(200, {"hasErrors": failed, "results": results}, notes=tuple(notes))


def _answer(session: Session, asked: Mapping[str, Any]) -> Answer:
    method = str(asked.get("method", ""))
    path, query = split_url(str(asked.get("url", "")))
    found = _VERSIONED.fullmatch(path)
    try:
        if method not in _METHODS:
            raise refuse("INVALID_INPUT", f"method: not allowed: '{method}'")
        if found is None:
            raise refuse("INVALID_INPUT", f"url: not allowed: '{path}'")
    except Refused as wrong:
        return refused(wrong)
    below = found[1].strip("/")
    return dispatch(session, Call(method, below, query, body=asked.get("richInput")))
