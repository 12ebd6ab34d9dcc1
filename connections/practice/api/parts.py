"""The calls within a call, of a composite or of a graph (salesforce-facts 5.1)."""

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

_REFERENCE_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}", re.ASCII)
_VERSIONED = re.compile(r"/services/data/v\d+\.\d/(.*)", re.DOTALL)
# A part can't say these for itself.
_OUTER_HEADERS = {"accept", "authorization", "content-type"}
_METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}
_HALTED = Refusal(
    "PROCESSING_HALTED",
    "The transaction was rolled back since another operation in the same transaction failed.",
    (),
)


class _RollBack(Exception):
    """Ends the transaction of parts that are saved all or none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A call within the call. `body` and `url` may hold references."""

    reference: str
    method: str
    url: str
    body: Any
    headers: Mapping[str, str]


def read_parts(asked: Any) -> list[Part]:
    """The parts under "compositeRequest". Raises Refused for what isn't one."""
    if not isinstance(asked, list) or not asked:
        raise refuse("INVALID_INPUT", "compositeRequest: an array of sub-requests is required")
    parts = [_part(one) for one in asked]
    if len({part.reference for part in parts}) < len(parts):
        raise refuse("INVALID_INPUT", "referenceId: each has to be unique in the request")
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


def answer_each(session: Session, parts: Sequence[Part]) -> list[Answer]:
    """The parts' answers, each by itself."""
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


def answer_all_or_none(session: Session, parts: Sequence[Part]) -> list[Answer]:
    """The parts' answers; when one fails, nothing of any stays, and the others are halted."""
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
    other = halted()
    failed = len(answers) - 1
    kept = [
        answer if place == failed or parts[place].method == "GET" else other
        for place, answer in enumerate(answers)
    ]
    later = [
        _answer(session, part, {}) if part.method == "GET" else other
        for part in parts[len(answers) :]
    ]
    return kept + later


def halted() -> Answer:
    """The answer of a part that isn't carried out because another failed."""
    return Answer(400, [_HALTED.single()])


def shown(part: Part, answer: Answer) -> dict[str, Any]:
    """A part's answer among those of all."""
    return {
        "body": answer.body,
        "httpHeaders": dict(answer.headers),
        "httpStatusCode": answer.status,
        "referenceId": part.reference,
    }
