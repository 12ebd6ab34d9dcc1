"""Settings of a client: both tabs, and the facts beside them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone

from syncs.reporting.keys import keys_page
from syncs.reporting.members import members_page
from syncs.reporting.orgs import read_orgs
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import tenant_page
from .showing import shell_for, show

_TEMPLATE = "tenants/settings.html"


@tenant_page()
def settings_keys(request: Visit) -> HttpResponse:
    """The API keys."""
    return show_keys(request)


@tenant_page()
def settings_members(request: Visit) -> HttpResponse:
    """The members and open invitations."""
    return show_members(request)


def show_keys(request: Visit, *, typed: str = "", error: str = "") -> HttpResponse:
    """The keys' tab; with an `error` of its form, status 422."""
    known = read_orgs()
    page = keys_page(
        request.tenant,
        known=known,
        can_manage=may(request.role, Action.MANAGE),
        now=timezone.now(),
        typed=typed,
        error=error,
    )
    shell = shell_for(request, "settings", known=known)
    return show(request, _TEMPLATE, page=page, shell=shell, status=_status(error))


def show_members(request: Visit, *, typed: str = "", error: str = "") -> HttpResponse:
    """The members' tab; with an `error` of its form, status 422."""
    known = read_orgs()
    page = members_page(
        request.tenant,
        user=request.user,
        role=request.role,
        known=known,
        now=timezone.now(),
        typed=typed,
        error=error,
    )
    shell = shell_for(request, "settings", known=known)
    return show(request, _TEMPLATE, page=page, shell=shell, status=_status(error))


def _status(error: str) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
