"""To Salesforce and back: a browser is sent to sign in, and what came of it is told afterwards.

These are no pages to look at: whoever draws the page of a connection or of an admin link sends
people here by a form, and reads what came of it with ``pop_arrival``.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from connections.blocking import Advice, Reason, advise
from connections.consents import Visitor
from connections.errors import CrmError
from connections.models import Connection
from syncs import connecting, linking
from syncs.connecting import Arrival, Errand
from tenants import walls
from tenants.access import Action
from tenants.doors import Visit, client_page

from .guarding import private

_SECRET, _BACK, _ARRIVED = "signing_in_secret", "signing_in_back", "signing_in_arrived"
# What an admin's sign-in does for a link that isn't for connecting, by the link's purpose.
ERRANDS: dict[str, Errand] = {}


@dataclass(frozen=True, slots=True)
class Told:
    """What came of the last sign-in for a connection: ``advice`` is None when it went well."""

    advice: Advice | None


def session_secret(request: HttpRequest) -> str:
    """The secret that binds a sign-in to this browser; made when it is first needed."""
    return str(request.session.setdefault(_SECRET, secrets.token_urlsafe(32)))


def pop_arrival(request: HttpRequest, connection_id: uuid.UUID) -> Told | None:
    """What came of the last sign-in for this connection in this browser; told once."""
    kept = request.session.get(_ARRIVED, {})
    found = kept.pop(str(connection_id), None)
    if found is None:
        return None
    request.session[_ARRIVED] = kept
    return Told(_read_advice(found["advice"]) if found["advice"] else None)


@private
@require_http_methods(["POST"])
@client_page(Action.MANAGE, walled=False)
def begin_sign_in(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """POST: on to Salesforce. The form's `next` says where to come back to."""
    with walls.inside(request.tenant):
        connection = get_object_or_404(
            Connection.objects.select_related("tenant"), pk=connection_id
        )
    return go_to_salesforce(request, connection, _safe(request, request.POST.get("next", "")))


def go_to_salesforce(request: Visit, connection: Connection, back: str) -> HttpResponse:
    """On to the sign-in of this connection; `back` is where the person ends up. Outside the
    walls."""
    visitor = Visitor(request.user.pk, session_secret(request))
    try:
        address = connecting.start(connection, visitor=visitor)
    except CrmError as error:
        keep_arrival(request, connection.pk, advise(error.failure, flow=connection.flow))
        return redirect(back)
    return _leave(request, connection.pk, back, to=address)


@private
@require_http_methods(["POST"])
def begin_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """POST: on to Salesforce, for whoever holds the link."""
    opened = linking.open_link(token)
    if opened is None:
        raise Http404("There is no such link.")
    back = f"/connect/{token}/"
    try:
        address = linking.start(token, session=session_secret(request))
    except CrmError as error:
        keep_arrival(request, opened.connection_id, advise(error.failure, flow=opened.flow))
        return redirect(back)
    return _leave(request, opened.connection_id, back, to=address)


@private
@require_http_methods(["GET"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Salesforce sends people here; on to the page that they came from."""
    user = request.user
    arrival = connecting.arrive(
        request.GET.dict(),
        visitor=Visitor(user.pk, request.session.get(_SECRET, "")),
        actor=user,
        errands=ERRANDS,
    )
    return redirect(_told(request, arrival))


def _told(request: HttpRequest, arrival: Arrival) -> str:
    """Keep what came of it, and say where to go on."""
    ways = request.session.get(_BACK, {})
    if arrival.connection is None:
        # Nobody knows which sign-in this was; the last one begun here is told.
        name, back = next(reversed(ways.items()), ("", reverse("home")))
        if name:
            keep_arrival(request, uuid.UUID(name), arrival.advice)
        return str(back)
    keep_arrival(request, arrival.connection.pk, arrival.advice)
    back = ways.pop(str(arrival.connection.pk), reverse("home"))
    request.session[_BACK] = ways
    return str(back)


def _leave(request: HttpRequest, connection_id: uuid.UUID, back: str, *, to: str) -> HttpResponse:
    """A page that goes on by itself: a form's answer may not redirect to another host (CSP)."""
    ways = request.session.get(_BACK, {})
    ways.pop(str(connection_id), None)
    request.session[_BACK] = {**ways, str(connection_id): back}
    return render(request, "connections/leaving.html", {"address": to})


def keep_arrival(request: HttpRequest, connection_id: uuid.UUID, advice: Advice | None) -> None:
    """Keep what came of a sign-in, for the page that tells it once."""
    kept = request.session.get(_ARRIVED, {})
    told = {"advice": asdict(advice) if advice else None}
    request.session[_ARRIVED] = {**kept, str(connection_id): told}


def _read_advice(kept: Mapping[str, Any]) -> Advice:
    values = {**kept, "reason": Reason(kept["reason"]), "steps": tuple(kept["steps"])}
    return Advice(**values)


def _safe(request: HttpRequest, address: str) -> str:
    """The address, if it is one of ours; else the client's first page."""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    slug = cast(Visit, request).tenant.slug
    return address if own else reverse("overview", args=[slug])
