"""Several calls in one, with references between them (salesforce-facts 5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from connections.practice.rules.refusals import Refusal, Refused, refuse
from connections.practice.store.orgs import Session
from tenants import walls

from .exchange import Answer, Call, refused, split_url
from .references import filled
from .routes import dispatch

MAX_PARTS = 25
MAX_HEAVY = 5
_REFERENCE_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}", re.ASCII)
_VERSIONED = re.compile(r"/services/data/v\d+\.\d/(.*)", re.DOTALL)
_HEAVY = re.compile(r"/services/data/v\d+\.\d/(query|composite/sobjects)")
# A part can't say these for itself.
_OUTER_HEADERS = {"accept", "authorization", "content-type"}
_METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}
_HALTED = Refusal(
    "PROCESSING_HALTED",
    "The transaction was rolled back since another operation in the same transaction failed.",
    (),
)


class _RollBack(Exception):
    """Ends the transaction of an all-or-none composite."""


@dataclass(frozen=True, slots=True)
class Part:
    """A call within the call. `body` and `url` may hold references."""

    reference: str
    method: str
    url: str
    body: Any
    headers: Mapping[str, str]


def composite(session: Session, call: Call) -> Answer:
    """POST composite. Headers of the outer call don't reach the parts."""
    try:
        document = call.document()
        parts = _parts(document)
    except Refused as wrong:
        return refused(wrong)
    run = _all_or_none if document.get("allOrNone") is True else _each
    answers = run(session, parts)
    shown = [_shown(part, answer) for part, answer in zip(parts, answers, strict=True)]
    notes = tuple(note for answer in answers for note in answer.notes)
    return Answer(200, {"compositeResponse": shown}, notes=notes)


def _parts(document: Mapping[str, Any]) -> list[Part]:
    asked = document.get("compositeRequest")
    if not isinstance(asked, list) or not asked:
        raise refuse("INVALID_INPUT", "compositeRequest: an array of sub-requests is required")
    if len(asked) > MAX_PARTS:
        message = f"Limit exceeded. Total number of sub-requests: {len(asked)}. Max: {MAX_PARTS}"
        raise refuse("LIMIT_EXCEEDED", message)
    parts = [_part(one) for one in asked]
    if len({part.reference for part in parts}) < len(parts):
        raise refuse("INVALID_INPUT", "referenceId: each has to be unique in the request")
    heavy = sum(bool(_HEAVY.match(part.url)) for part in parts)
    if heavy > MAX_HEAVY:
        message = f"Limit exceeded. Query and collection sub-requests: {heavy}. Max: {MAX_HEAVY}"
        raise refuse("LIMIT_EXCEEDED", message)
    return parts


def _part(asked: Any) -> Part:
    if not isinstance(asked, dict):
        raise refuse("JSON_PARSER_ERROR", "compositeRequest: each sub-request is an object")
    reference, method = str(asked.get("referenceId", "")), str(asked.get("method", ""))
    if not _REFERENCE_ID.fullmatch(reference):
        raise refuse("INVALID_INPUT", f"referenceId: not allowed: '{reference}'")
    if method not in _METHODS:
        raise refuse("INVALID_INPUT", f"method: not allowed: '{method}'")
    headers = asked.get("httpHeaders") or {}
    if not isinstance(headers, dict):
        raise refuse("INVALID_INPUT", "httpHeaders: an object is required")
    own = {str(name).lower(): str(value) for name, value in headers.items()}
    kept = {name: value for name, value in own.items() if name not in _OUTER_HEADERS}
    return Part(reference, method, str(asked.get("url", "")), asked.get("body"), kept)


def _each(session: Session, parts: Sequence[Part]) -> list[Answer]:
    known: dict[str, Any] = {}
    return [_answer(session, part, known) for part in parts]


def _answer(session: Session, part: Part, known: dict[str, Any]) -> Answer:
    """The part's answer; a good one is kept in `known` for the parts that refer to it."""
    try:
        url, body = filled(part.url, known), filled(part.body, known)
    except Refused as wrong:
        return refused(wrong)
    except RecursionError:
        return refused(refuse("JSON_PARSER_ERROR", "The body is nested too deeply."))
    path, query = split_url(url)
    found = _VERSIONED.fullmatch(path)
    below = found[1].strip("/") if found else "?"
    answer = dispatch(session, Call(part.method, below, query, part.headers, body))
    if answer.status < 300:
        known[part.reference] = answer.body
    return answer


def _all_or_none(session: Session, parts: Sequence[Part]) -> list[Answer]:
    answers: list[Answer] = []
    known: dict[str, Any] = {}
    try:
        with walls.inside(session.org.tenant_id), transaction.atomic():
            for part in parts:
                answers.append(_answer(session, part, known))
                if answers[-1].status >= 300:
                    raise _RollBack
    except _RollBack:
        return _halted(session, parts, answers)
    return answers


def _halted(session: Session, parts: Sequence[Part], answers: Sequence[Answer]) -> list[Answer]:
    """Queries keep their answer, the failed part its error; every other part is halted."""
    halted = Answer(400, [_HALTED.single()])
    failed = len(answers) - 1
    kept = [
        answer if place == failed or parts[place].method == "GET" else halted
        for place, answer in enumerate(answers)
    ]
    later = [
        _answer(session, part, {}) if part.method == "GET" else halted
        for part in parts[len(answers) :]
    ]
    return kept + later


def _shown(part: Part, answer: Answer) -> dict[str, Any]:
    return {
        "body": answer.body,
        "httpHeaders": dict(answer.headers),
        "httpStatusCode": answer.status,
        "referenceId": part.reference,
    }
