"""The walls around Django's admin: a person sees there what they may edit elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import walls
from .access import Action
from .members import tenants_where
from .models import Tenant, User

PREFIX = "/staff/"
# Unfold's scripts evaluate expressions and set inline styles; no other page may.
LOOSER = {"script-src": ["'self'", "'unsafe-eval'"], "style-src": ["'self'", "'unsafe-inline'"]}


def editable_tenants(user: object) -> list[Tenant]:
    """The tenants whose set-up this person may change; all of them for the platform's staff."""
    if not isinstance(user, User):
        return []
    if user.is_superuser:
        return list(Tenant.objects.all())
    return tenants_where(user, Action.EDIT)


class StaffWallMiddleware:
    """Puts the person's tenants in force on every admin page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, made inside the walls for admin pages, untouched for all others."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        tenants = editable_tenants(request.user)
        if not tenants:
            return self.get_response(request)
        with walls.inside(*tenants):
            response = self.get_response(request)
        vars(response)["_csp_update"] = LOOSER
        return response
