"""The calls within a call, of a composite or of a graph (salesforce-facts 5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connections.practice.rules.refusals import refuse

from .exchange import Answer

_REFERENCE_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}", re.ASCII)
# A part can't say these for itself.
_OUTER_HEADERS = {"accept", "authorization", "content-type"}
_METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}


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


def shown(part: Part, answer: Answer) -> dict[str, Any]:
    """A part's answer among those of all."""
    return {
        "body": answer.body,
        "httpHeaders": dict(answer.headers),
        "httpStatusCode": answer.status,
        "referenceId": part.reference,
    }
