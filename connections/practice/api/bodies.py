"""What a request's body says: JSON, CSV for a bulk job, or both in a multipart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from connections.practice.bulk.csvs import too_large
from connections.practice.rules.refusals import refuse

_PIECE = 1_000_000


@dataclass(frozen=True, slots=True)
class Csv:
    """A body of text/csv, as it came."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Multipart:
    """A bulk job, and the CSV that it is to work."""

    job: dict[str, Any]
    content: bytes


def read_body(request: HttpRequest) -> Any:
    """What JSON says, a `Csv`, a `Multipart`, or None. Raises Refused."""
    if request.content_type == "text/csv":
        content = _raw(request)
        return Csv(content) if content or request.method == "PUT" else None
    if request.content_type == "multipart/form-data":
        return _multipart(request)
    content = request.body
    if not content:
        return None
    if request.content_type != "application/json":
        message = f"content-type not supported: {request.content_type}"
        raise refuse("UNSUPPORTED_MEDIA_TYPE", message)
    return _json(content)


def _json(content: bytes | str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as unreadable:
        raise refuse("JSON_PARSER_ERROR", f"The body is not JSON: {unreadable}") from unreadable


def _raw(request: HttpRequest) -> bytes:
    """The body, beyond what Django would keep in memory of a form."""
    if too_large(int(request.META.get("CONTENT_LENGTH") or 0)):
        # Clients look for an answer only when all is sent.
        while request.read(_PIECE):
            pass
        message = "ClientInputError : The data has more than 150 MB as base64"
        raise refuse("CLIENTINPUTERROR", message)
    content: bytes = request.read()
    return content


def _multipart(request: HttpRequest) -> Multipart:
    described = request.POST.get("job") or _file(request, "job").decode("utf-8", "replace")
    job = _json(described)
    if not isinstance(job, dict):
        raise refuse("JSON_PARSER_ERROR", "The part “job” has to be a JSON object.")
    return Multipart(job, request.POST.get("content", "").encode() or _file(request, "content"))


def _file(request: HttpRequest, name: str) -> bytes:
    found = request.FILES.get(name)
    if found is None:
        raise refuse("JSON_PARSER_ERROR", f"The part “{name}” is missing.")
    content: bytes = found.read()
    return content
