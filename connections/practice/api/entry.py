"""The HTTP entry of the REST API: who calls, may they, what do they ask, what is answered."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from connections.practice.bulk.routes import bulk
from connections.practice.rules.automations import seconds_for
from connections.practice.rules.call_kinds import What, what_of
from connections.practice.rules.faults import BEFORE, KINDS
from connections.practice.rules.refusals import Refused, refuse
from connections.practice.rules.stamps import to_second
from connections.practice.store.calls import Asked, keep_call
from connections.practice.store.entering import Entered, end, enter
from connections.practice.store.oracle import BULK
from connections.practice.store.orgs import Session
from connections.practice.store.places import Place, find_place
from connections.practice.store.setups import view_of
from connections.practice.store.tokens import ACCESS, find_living, org_key_of
from connections.practice.store.troubles import NO_TROUBLE, Trouble, draw, locks_for
from tenants import walls

from .bodies import read_body
from .discovery import check_api
from .exchange import Answer, Call, refused
from .misbehaving import hold_up, instead, spoiled
from .packages import carried_out
from .packing import packed
from .responses import response_of
from .sentences import attempt, say, written
from .versions import check_version, versions

# Address and headers together, in bytes (salesforce-facts 3.2).
MAX_HEAD = 16_384
_SCHEMES = {"bearer", "oauth"}


def version_list(_request: HttpRequest) -> HttpResponse:
    """GET /services/data/: no token needed, no call counted."""
    return response_of(Answer(200, versions()))


def rest(request: HttpRequest, version: str, path: str = "") -> HttpResponseBase:
    """Everything below /services/data/vXX.0/."""
    started = perf_counter()
    try:
        check_version(version)
        entered, session = _enter(request, version)
    except Refused as wrong:
        return response_of(refused(wrong))
    answer, trouble = _judge(request, entered, session=session, path=path)
    asked = Asked(
        at=timezone.now(),
        method=request.method or "",
        path=request.path,
        sentence=_sentence(request, path, answer=answer, trouble=trouble),
        status=answer.status,
        refusal=answer.refusal,
        ms=round((perf_counter() - started) * 1000),
        leads=written(answer.notes, "Lead"),
        fault=trouble.kind,
    )
    keep_call(session.org, session.serial, asked)
    usage = f"{session.org.api_used}/{session.org.api_max}"
    response = packed(request, response_of(answer, usage=usage))
    return spoiled(request, response, kind=trouble.kind, seconds=trouble.seconds)


def token_of(request: HttpRequest) -> str:
    """The access token of the request. Raises Refused, 401, without a readable one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() not in _SCHEMES or not token.strip():
        raise refuse("INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE")
    return token.strip()


def _enter(request: HttpRequest, version: str) -> tuple[Entered, Session]:
    token, now = token_of(request), timezone.now()
    place = find_place(org_key_of(token))
    entered = enter(place, token, now=now) if place else None
    if place is None or entered is None:
        raise _shut(place, token)
    setup = view_of(entered.org, entered.user_id)
    user = setup.users_by_id.get(entered.user_id)
    if user is None or not user.active:
        raise _shut(None, token)
    base = f"/services/data/v{version}"
    return entered, Session(entered.org, setup, user, entered.org.serial, to_second(now), base)


def _shut(place: Place | None, token: str) -> Refused:
    """Why a token lets nobody in: it is dead, or meant for something else."""
    if place is not None:
        with walls.inside(place.tenant_id):
            if find_living(token, kind=ACCESS, now=timezone.now()):
                message = "This session is not valid for use with the REST API"
                return refuse("INVALID_SESSION_ID", message)
    return refuse("INVALID_SESSION_ID", "Session expired or invalid")


def _judge(
    request: HttpRequest, entered: Entered, *, session: Session, path: str
) -> tuple[Answer, Trouble]:
    """The answer, and what befell the call."""
    if not entered.allowed:
        wrong = refuse("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
        return refused(wrong), NO_TROUBLE
    too_long = _too_long(request)
    if too_long:
        return Answer(too_long), NO_TROUBLE
    try:
        check_api(session.setup)
        call = _call(request, path)
    except Refused as wrong:
        return refused(wrong), NO_TROUBLE
    if not entered.faults:
        return _carried_out(session, call), NO_TROUBLE
    return _befallen(request, entered, session=session, call=call)


def _befallen(
    request: HttpRequest, entered: Entered, *, session: Session, call: Call
) -> tuple[Answer, Trouble]:
    what: What = what_of(call.method, call.path, call.body)
    tenant_id = session.org.tenant_id
    trouble = draw(tenant_id, entered.faults, what)
    if trouble.kind in {"expired", "revoked"}:
        end(entered, token_of(request), with_family=trouble.kind == "revoked")
    if trouble.kind != "trickle":
        hold_up(trouble.seconds)
    if trouble.kind in BEFORE:
        return instead(trouble.kind, trouble.fault), trouble
    locks = locks_for(tenant_id, entered.faults, what)
    return _carried_out(replace(session, locks=locks.strike), call), trouble


def _carried_out(session: Session, call: Call) -> Answer:
    if call.path.startswith("jobs/"):
        return bulk(replace(session, source=BULK), call)
    answer = carried_out(session, call)
    slow = session.setup.automations
    if slow:
        hold_up(
            seconds_for(slow, {one.sobject: written(answer.notes, one.sobject) for one in slow})
        )
    return answer


def _too_long(request: HttpRequest) -> int:
    """414 or 431 when the address, or all headers with it, are too long; else 0."""
    address = len(request.get_full_path())
    if address > MAX_HEAD:
        return 414
    headers = sum(len(name) + len(value) for name, value in request.headers.items())
    return 431 if address + headers > MAX_HEAD else 0


def _sentence(request: HttpRequest, path: str, *, answer: Answer, trouble: Trouble) -> str:
    told = say(answer.notes) or attempt(request.method or "", path).how
    return f"{told}; {KINDS[trouble.kind]}" if trouble.kind else told


def _call(request: HttpRequest, path: str) -> Call:
    query = {name: str(values[-1]) for name, values in request.GET.lists() if values}
    # For clients that can't send PATCH.
    method = query.get("_HttpMethod", request.method or "").upper()
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(method, path.strip("/"), query, headers, read_body(request))
