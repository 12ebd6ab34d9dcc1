"""The HTTP entry of the REST API: who calls, may they, what do they ask, what is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from connections.practice.rules.refusals import Refused, refuse
from connections.practice.rules.stamps import to_second
from connections.practice.store.calls import Asked, keep_call
from connections.practice.store.orgs import Place, Session, count_call, find_place, setup_of
from connections.practice.store.tokens import ACCESS, find_living, org_key_of
from tenants import walls

from .composite import composite
from .discovery import check_version, versions
from .exchange import Answer, Call, refused
from .routes import dispatch
from .sentences import attempt, say, written

# Address and headers together, in bytes (salesforce-facts 3.2).
MAX_HEAD = 16_384
_SCHEMES = {"bearer", "oauth"}
_API_SCOPES = {"api", "full"}
_NO_STORE = "no-cache,must-revalidate,max-age=0,no-store,private"


def version_list(_request: HttpRequest) -> HttpResponse:
    """GET /services/data/: no token needed, no call counted."""
    return _response(Answer(200, versions()))


def rest(request: HttpRequest, version: str, path: str = "") -> HttpResponse:
    """Everything below /services/data/vXX.0/."""
    started = perf_counter()
    try:
        check_version(version)
        place, session, allowed = _enter(request, version)
    except Refused as wrong:
        return _response(refused(wrong))
    if allowed:
        answer = _answer(request, session, path)
    else:
        answer = refused(refuse("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."))
    asked = Asked(
        at=timezone.now(),
        method=request.method or "",
        path=request.path,
        sentence=say(answer.notes) or attempt(request.method or "", path).how,
        status=answer.status,
        refusal=answer.refusal,
        ms=round((perf_counter() - started) * 1000),
        leads=written(answer.notes, "Lead"),
    )
    with walls.inside(place.tenant_id):
        keep_call(session, asked)
    return _response(answer, usage=f"{session.org.api_used}/{session.org.api_max}")


def token_of(request: HttpRequest) -> str:
    """The access token of the request. Raises Refused, 401, without a readable one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() not in _SCHEMES or not token.strip():
        raise refuse("INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE")
    return token.strip()


def _enter(request: HttpRequest, version: str) -> tuple[Place, Session, bool]:
    expired = refuse("INVALID_SESSION_ID", "Session expired or invalid")
    token, now = token_of(request), timezone.now()
    place = find_place(org_key_of(token))
    if place is None:
        raise expired
    with walls.inside(place.tenant_id):
        found = find_living(token, kind=ACCESS, now=now)
        if found is None or found.org_id != place.org_pk:
            raise expired
        if not _API_SCOPES & set(found.scope.split()):
            message = "This session is not valid for use with the REST API"
            raise refuse("INVALID_SESSION_ID", message)
        org, allowed = count_call(place.org_pk, now)
        user = setup_of(org).users_by_id.get(found.user)
    if user is None or not user.active:
        raise expired
    base = f"/services/data/v{version}"
    session = Session(org, setup_of(org), user, org.serial, to_second(now), base)
    return place, session, allowed


def _answer(request: HttpRequest, session: Session, path: str) -> Answer:
    address = len(request.get_full_path())
    if address > MAX_HEAD:
        return Answer(414)
    if address + sum(len(name) + len(value) for name, value in request.headers.items()) > MAX_HEAD:
        return Answer(431)
    try:
        call = _call(request, path)
    except Refused as wrong:
        return refused(wrong)
    if (call.method, call.path) == ("POST", "composite"):
        return composite(session, call)
    return dispatch(session, call)


def _call(request: HttpRequest, path: str) -> Call:
    query = {name: str(values[-1]) for name, values in request.GET.lists() if values}
    # For clients that can't send PATCH.
    method = query.get("_HttpMethod", request.method or "").upper()
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(method, path.strip("/"), query, headers, _body(request))


def _body(request: HttpRequest) -> Any:
    if not request.body:
        return None
    if request.content_type != "application/json":
        message = f"content-type not supported: {request.content_type}"
        raise refuse("UNSUPPORTED_MEDIA_TYPE", message)
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as unreadable:
        raise refuse("JSON_PARSER_ERROR", f"The body is not JSON: {unreadable}") from unreadable


def _response(answer: Answer, usage: str = "") -> HttpResponse:
    headers: Mapping[str, str] = {"Cache-Control": _NO_STORE, **answer.headers}
    if usage:
        headers = {**headers, "Sforce-Limit-Info": f"api-usage={usage}"}
    content = b"" if answer.body is None else json.dumps(answer.body).encode()
    return HttpResponse(
        content,
        status=answer.status,
        content_type="application/json;charset=UTF-8",
        headers=headers,
    )
