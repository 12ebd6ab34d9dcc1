"""Looks at an org, many to a composite call: what is sent, and what each of them saw.

Pure. Limits: salesforce-facts 5.1. A look that fails is a fact too, so nothing is raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import soql
from .batches import MAX_PARTS as MAX_QUERIES
from .composite import Page, answer_parts, page, query_path, status_of
from .crm import Creation, Describe, Look, Query, Sight, WriteResult
from .describes import is_sobject, read_sobject
from .errors import failure, parse_errors
from .singles import told
from .soql import Select

MAX_PARTS = 25


def calls_for(looks: Sequence[Look]) -> list[list[int]]:
    """The positions of the looks, one list per call: 25 parts, 5 queries among them."""
    calls: list[list[int]] = [[]]
    for place, look in enumerate(looks):
        queries = sum(isinstance(looks[at], Query) for at in calls[-1])
        full = len(calls[-1]) == MAX_PARTS or (isinstance(look, Query) and queries == MAX_QUERIES)
        if full:
            calls.append([])
        calls[-1].append(place)
    return [call for call in calls if call]


def looking_body(looks: Sequence[Look], version: str) -> dict[str, Any]:
    """What is posted to `/composite` for these looks."""
    return _envelope([{"method": "GET", "url": _path(look, version)} for look in looks])


def creating_body(creations: Sequence[Creation], version: str, *, tooling: bool) -> dict[str, Any]:
    """What is posted to make these set-up records; each stands by itself."""
    base = f"/services/data/v{version}{'/tooling' if tooling else ''}/sobjects"
    parts = [
        {"method": "POST", "url": f"{base}/{soql.identifier(one.sobject)}", "body": dict(one.body)}
        for one in creations
    ]
    named = [{**part, "referenceId": one.ref} for part, one in zip(parts, creations, strict=True)]
    return {"allOrNone": False, "collateSubrequests": False, "compositeRequest": named}


def sights(looks: Sequence[Look], answer: object) -> list[Sight]:
    """What each look of one call saw."""
    parts = answer_parts(answer)
    return [_sight(look, answer, parts.get(f"part{place}"), place=place)
            for place, look in enumerate(looks)]  # fmt: skip


def tooling_sight(select: Select, body: object) -> Sight:
    """The rows of a Tooling query that was asked for alone."""
    wrapped = {"compositeResponse": [{"referenceId": "part0", "httpStatusCode": 200, "body": body}]}
    found = page(wrapped, 0, select)
    if not isinstance(found, Page):
        return Sight(failure=found[0])
    return Sight(records=found.records)


def creation_results(creations: Sequence[Creation], answer: object) -> list[WriteResult]:
    """What became of each set-up record."""
    parts = answer_parts(answer)
    results = (told(one.ref, parts.get(one.ref)) for one in creations)
    return [replace(one, created=True) if one.ok else one for one in results]


def _path(look: Look, version: str) -> str:
    base = f"/services/data/v{version}"
    if isinstance(look, Query):
        return query_path(look.select, version)
    if isinstance(look, Describe):
        return f"{base}/sobjects/{soql.identifier(look.sobject)}/describe"
    return f"{base}/{look.path}"


def _envelope(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    named = [{**part, "referenceId": f"part{place}"} for place, part in enumerate(parts)]
    return {"allOrNone": False, "compositeRequest": named}


def _sight(look: Look, answer: object, part: Mapping[str, Any] | None, *, place: int) -> Sight:
    if isinstance(look, Query):
        found = page(answer, place, look.select)
        if not isinstance(found, Page):
            return Sight(failure=found[0])
        return Sight(records=found.records)
    if part is None:
        return Sight(failure=failure("", "The answer lacks a part."))
    body, status = part.get("body"), status_of(part)
    if not 200 <= status < 300:
        return Sight(failure=parse_errors(body, status)[0])
    if isinstance(look, Describe):
        return _described(body)
    return Sight(body=body)


def _described(body: object) -> Sight:
    if is_sobject(body):
        return Sight(sobject=read_sobject(body))
    return Sight(failure=failure("", "The description can't be read."))
