"""What OAuth endpoints answer: JSON, XML or form-encoded, as the client asked (1.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse

from connections.practice.rules.oauth_errors import OAuthError

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_ACCEPTED = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/x-www-form-urlencoded": "urlencoded",
}


def format_of(request: HttpRequest) -> str:
    """ "json", "xml" or "urlencoded": the parameter `format`, else `Accept`, else JSON."""
    named = request.POST.get("format") or request.GET.get("format")
    if named in _WRITERS:
        return str(named)
    first = request.headers.get("Accept", "").partition(",")[0].partition(";")[0].strip().lower()
    return _ACCEPTED.get(first, "json")


def answer(request: HttpRequest, body: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """The answer in the format that the request asks for; never cached."""
    response = _WRITERS[format_of(request)](body)
    response.status_code = status
    for name, value in NO_STORE.items():
        response[name] = value
    return response


def refusal(request: HttpRequest, wrong: OAuthError) -> HttpResponse:
    """An error, in the format that the request asks for: always 400."""
    body = {"error": wrong.error, "error_description": wrong.description}
    return answer(request, body, status=400)


def _as_json(body: Mapping[str, Any]) -> HttpResponse:
    return JsonResponse(dict(body), encoder=DjangoJSONEncoder)


def _as_xml(body: Mapping[str, Any]) -> HttpResponse:
    inner = "".join(f"<{name}>{escape(_text(value))}</{name}>" for name, value in body.items())
    content = f'<?xml version="1.0" encoding="UTF-8"?><OAuth>{inner}</OAuth>'
    return HttpResponse(content, content_type="application/xml;charset=UTF-8")


def _as_form(body: Mapping[str, Any]) -> HttpResponse:
    content = urlencode({name: _text(value) for name, value in body.items()})
    return HttpResponse(content, content_type="application/x-www-form-urlencoded;charset=UTF-8")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_WRITERS: Mapping[str, Callable[[Mapping[str, Any]], HttpResponse]] = {
    "json": _as_json,
    "xml": _as_xml,
    "urlencoded": _as_form,
}
