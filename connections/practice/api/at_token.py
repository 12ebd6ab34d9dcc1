"""Faults at the token endpoint: whichever flow, before or after it did its work."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from connections.practice.oauth.clients import client_of
from connections.practice.rules.call_kinds import TOKEN
from connections.practice.rules.faults import BEFORE, KINDS
from connections.practice.store.calls import Asked, keep_call
from connections.practice.store.orgs import take_serial
from connections.practice.store.places import Place, find_place
from connections.practice.store.tokens import org_key_of
from connections.practice.store.troubles import Trouble, draw, living_faults
from tenants import walls

from .exchange import Answer
from .misbehaving import hold_up, instead, spoiled
from .responses import response_of

View = Callable[[HttpRequest], HttpResponse]


def may_misbehave(view: View) -> Callable[[HttpRequest], HttpResponseBase]:
    """The view, with the faults that its org has for the token endpoint."""

    @wraps(view)
    def misbehaving(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        place = _place(request)
        faults = living_faults(place.tenant_id, place.org_pk) if place else ()
        trouble = draw(place.tenant_id, faults, TOKEN) if place and faults else None
        if place is None or trouble is None or not trouble.kind:
            return view(request)
        if trouble.kind != "trickle":
            hold_up(trouble.seconds)
        if trouble.kind in BEFORE:
            answer = instead(trouble.kind)
            response = response_of(answer)
        else:
            response = view(request)
            answer = Answer(response.status_code)
        _note(request, place, trouble=trouble, answer=answer, started=started)
        return spoiled(request, response, kind=trouble.kind, seconds=trouble.seconds)

    return misbehaving


def _place(request: HttpRequest) -> Place | None:
    """The org that a client's key, or else the refresh token, belongs to."""
    key = client_of(request).key
    place = find_place(key) if key else None
    refresh = request.POST.get("refresh_token", "")
    return place or (find_place(org_key_of(refresh)) if refresh else None)


def _note(
    request: HttpRequest, place: Place, *, trouble: Trouble, answer: Answer, started: float
) -> None:
    with walls.inside(place.tenant_id):
        org = take_serial(place.org_pk)
    asked = Asked(
        at=timezone.now(),
        method=request.method or "",
        path=request.path,
        sentence=f"Ask for a token; {KINDS[trouble.kind]}",
        status=answer.status,
        refusal=answer.refusal,
        ms=round((perf_counter() - started) * 1000),
        leads=0,
        fault=trouble.kind,
    )
    keep_call(org, org.serial, asked)
