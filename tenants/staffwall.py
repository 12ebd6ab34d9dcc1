"""The walls around Django's admin: a person sees there what they may edit elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import walls
from .access import Action, Role, may, strongest
from .members import tenants_of
from .models import Membership, Tenant, User

PREFIX = "/staff/"
# Unfold's scripts evaluate expressions and set inline styles; no other page may.
LOOSER = {"script-src": ["'self'", "'unsafe-eval'"], "style-src": ["'self'", "'unsafe-inline'"]}


class _Undone(Exception):
    """The page broke: what it wrote must not stay."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def roles_of(user: object) -> dict[Tenant, Role]:
    """The person's role at each of their tenants; the platform's staff own all. Two queries."""
    if not isinstance(user, User):
        return {}
    if user.is_superuser:
        return dict.fromkeys(Tenant.objects.select_related("agency"), Role.OWNER)
    held = list(Membership.objects.filter(user=user).values_list("agency_id", "tenant_id", "role"))
    roles = {
        tenant: strongest(
            [
                Role(role)
                for agency, only, role in held
                if agency == tenant.agency_id and only in {None, tenant.pk}
            ]
        )
        for tenant in tenants_of(user)
    }
    return {tenant: role for tenant, role in roles.items() if role is not None}


def editable(request: HttpRequest) -> dict[Tenant, Role]:
    """The tenants whose set-up the person may change, with their role; read once a request."""
    kept: dict[Tenant, Role] | None = vars(request).get("_staff_roles")
    if kept is None:
        found = roles_of(request.user)
        kept = {tenant: role for tenant, role in found.items() if may(role, Action.EDIT)}
        vars(request)["_staff_roles"] = kept
    return kept


def tenants_for(request: HttpRequest, action: Action) -> list[Tenant]:
    """Those of the tenants in force on an admin page at which the person may take `action`."""
    return [tenant for tenant, role in editable(request).items() if may(role, action)]


class StaffWallMiddleware:
    """Puts the person's tenants in force on every admin page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, made inside the walls for admin pages, untouched for all others."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        response = self._inside(request)
        vars(response)["_csp_update"] = LOOSER
        return response

    def _inside(self, request: HttpRequest) -> HttpResponse:
        tenants = list(editable(request))
        if not tenants:
            return self.get_response(request)
        try:
            with walls.inside(*tenants):
                response = self.get_response(request)
                # An exception has become a page by now, so the transaction would not see it.
                if response.status_code >= 500:
                    raise _Undone(response)
        except _Undone as undone:
            return undone.response
        return response
