"""Answers as HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from .exchange import Answer

_JSON = {"Content-Type": "application/json;charset=UTF-8"}
_NO_STORE = "no-cache,must-revalidate,max-age=0,no-store,private"


def response_of(answer: Answer, usage: str = "") -> HttpResponse:
    """The response. `usage`: what `Sforce-Limit-Info` says of today's calls, "5/15000"."""
    headers: Mapping[str, str] = {"Cache-Control": _NO_STORE, **_JSON, **answer.headers}
    if usage:
        headers = {**headers, "Sforce-Limit-Info": f"api-usage={usage}"}
    return HttpResponse(_content(answer.body), status=answer.status, headers=headers)


def _content(body: Any) -> bytes:
    if body is None:
        return b""
    return body if isinstance(body, bytes) else json.dumps(body).encode()
