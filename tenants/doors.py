"""The door of every page of a tenant: who may enter, and the walls around what follows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from . import walls
from .access import Action, Role, may
from .members import agencies_of, role_at
from .models import Tenant, User


class Visit(HttpRequest):
    """A request of a signed-in person at a tenant they may enter (for type checkers)."""

    user: User
    tenant: Tenant
    role: Role


View = Callable[Concatenate[Visit, ...], HttpResponse]


def enter(request: HttpRequest, slug: str, action: Action) -> None:
    """Set `request.tenant` and `request.role`. Raises Http404 for strangers, 403 for the role."""
    tenant = Tenant.objects.select_related("agency").filter(slug=slug).first()
    role = role_at(request.user, tenant) if tenant else None
    if tenant is None or role is None:
        raise Http404("There is no such client, or you are not one of its members.")
    if not may(role, action):
        raise PermissionDenied(f"Your role here is {role}; it does not allow this.")
    vars(request).update(tenant=tenant, role=role)


def client_page(action: Action = Action.VIEW, *, walled: bool = True) -> Callable[[View], Any]:
    """Decorate a view with a `slug`: sign-in, membership, right, and (unless not `walled`,
    for views that talk to Salesforce) the tenant in force for the whole view."""

    def decorate(view: View) -> Any:
        @wraps(view)
        def guarded(request: Any, slug: str, **kwargs: Any) -> HttpResponse:
            enter(request, slug, action)
            if not walled:
                return view(request, **kwargs)
            with walls.inside(request.tenant):
                return view(request, **kwargs)

        return login_required(guarded)

    return decorate


class AgencyVisit(HttpRequest):
    """A request of a signed-in person about the clients of their agency (for type checkers).

    ``tenants`` are all clients of the agencies at which the person may take the view's action.
    """

    user: User
    tenants: list[Tenant]
    roles: dict[uuid.UUID, Role]


AgencyView = Callable[Concatenate[AgencyVisit, ...], HttpResponse]


def agency_door(action: Action = Action.VIEW) -> Callable[[AgencyView], Any]:
    """Decorate a view about all clients of an agency: sign-in, a role in the agency as a whole,
    and its clients in force. Members of single clients find nothing there."""

    def decorate(view: AgencyView) -> Any:
        @wraps(view)
        def guarded(request: Any, **kwargs: Any) -> HttpResponse:
            roles = agencies_of(request.user)
            if not roles:
                raise Http404("This is for members of a whole agency.")
            allowed = {agency: role for agency, role in roles.items() if may(role, action)}
            if not allowed:
                raise PermissionDenied("Your role does not allow this.")
            tenants = list(Tenant.objects.filter(agency__in=allowed).select_related("agency"))
            if not tenants:
                raise Http404("Your agency has no client yet.")
            vars(request).update(tenants=tenants, roles=allowed)
            with walls.inside(*tenants):
                return view(request, **kwargs)

        return login_required(guarded)

    return decorate
