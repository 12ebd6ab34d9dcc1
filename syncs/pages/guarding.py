"""What every private page has in common: who may enter, the client's time, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from syncs.reporting.clients import common_zone
from syncs.reporting.days import zone_of
from tenants.access import Action
from tenants.doors import AgencyView, View, agency_door, client_page

_READING = ["GET", "HEAD"]


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view whose answers no browser and no proxy may keep."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return answered


def _in_clients_time(view: View) -> View:
    """Decorate a view so that its page prints times as the client's clocks show them."""

    @wraps(view)
    def told(request: Any, **kwargs: Any) -> HttpResponse:
        with timezone.override(zone_of(request.tenant.time_zone)):
            return view(request, **kwargs)

    return told


def tenant_page(action: Action = Action.VIEW, *, post: bool = False) -> Callable[[View], Any]:
    """Decorate the view of a client's page: to be read, or (`post`) a form's target."""

    def decorate(view: View) -> Any:
        guarded = client_page(action)(_in_clients_time(view))
        return private(require_http_methods(["POST"] if post else _READING)(guarded))

    return decorate


def outside_page(action: Action = Action.VIEW) -> Callable[[View], Any]:
    """Decorate a client's page that asks Salesforce before it answers: no tenant is in force."""

    def decorate(view: View) -> Any:
        guarded = client_page(action, walled=False)(_in_clients_time(view))
        return private(require_http_methods(_READING)(guarded))

    return decorate


def outside_post(action: Action) -> Callable[[View], Any]:
    """Decorate the target of a client's form that talks to Salesforce: no tenant is in force."""

    def decorate(view: View) -> Any:
        guarded = client_page(action, walled=False)(_in_clients_time(view))
        return private(require_http_methods(["POST"])(guarded))

    return decorate


def agency_page(action: Action = Action.VIEW, *, post: bool = False) -> Callable[[AgencyView], Any]:
    """Decorate the view of a page about all clients of an agency, or (`post`) a form's target."""

    def decorate(view: AgencyView) -> Any:
        @wraps(view)
        def told(request: Any, **kwargs: Any) -> HttpResponse:
            with timezone.override(common_zone(request.tenants)):
                return view(request, **kwargs)

        guarded = agency_door(action)(told)
        return private(require_http_methods(["POST"] if post else _READING)(guarded))

    return decorate


def person_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate the view of a signed-in person's page that belongs to no single client."""
    return private(require_http_methods(_READING)(login_required(view)))
