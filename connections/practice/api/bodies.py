"""What a request's body says: JSON, CSV for a bulk job, or both in a multipart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from connections.practice.rules.refusals import refuse

# Bytes of an upload; a bulk job's data, as base64, must fit into 150 MB (salesforce-facts 6).
_MAX_UPLOAD = 150 * 1024 * 1024


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
    content = _raw(request) if _is_chunked(request) else request.body
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


def _is_chunked(request: HttpRequest) -> bool:
    # Django reads only as much as Content-Length says; a streaming client sends none.
    chunked = request.headers.get("Transfer-Encoding", "").lower() == "chunked"
    return chunked and bool(request.META.get("wsgi.input_terminated"))


def _raw(request: HttpRequest) -> bytes:
    """The body, beyond what Django would keep in memory of a form."""
    source = request.META["wsgi.input"] if _is_chunked(request) else request
    content: bytes = source.read(_MAX_UPLOAD + 1)
    if len(content) > _MAX_UPLOAD:
        raise refuse("CLIENTINPUTERROR", "ClientInputError : The data has more than 150 MB")
    return content


def _multipart(request: HttpRequest) -> Multipart:
    described = request.POST.get("job") or _file(request, "job").decode("utf-8", "replace")
    job = _json(described)
    if not isinstance(job, dict):
        raise refuse("JSON_PARSER_ERROR", "The part “job” has to be a JSON object.")
    return Multipart(job, request.POST.get("content", "").encode() or _file(request, "content"))


def _file(request: HttpRequest, name: str) -> bytes:
    found = request.FILES.get(name)
    if not hasattr(found, "read"):
        raise refuse("JSON_PARSER_ERROR", f"The part “{name}” is missing.")
    content: bytes = found.read()
    return content
