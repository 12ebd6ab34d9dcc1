"""The door of every page of a client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django_scopes.exceptions import ScopeError

from tenants import walls
from tenants.access import Action, Role
from tenants.doors import Visit, client_page
from tenants.models import AuditEntry, Tenant, User

Member = Callable[..., User]


def _page(request: Visit) -> HttpResponse:
    return HttpResponse(f"{request.tenant} {request.role} {AuditEntry.objects.count()}")


def _knock(user: Any, slug: str, action: Action = Action.VIEW, *, walled: bool = True) -> Any:
    request = RequestFactory().get("/c/somewhere/")
    request.user = user
    return client_page(action, walled=walled)(_page)(request, slug=slug)


def _note(tenant: Tenant) -> None:
    with walls.inside(tenant):
        AuditEntry.objects.create(tenant=tenant, actor="x", action="y")


def test_a_member_is_let_in_with_the_client_in_force(
    tenant: Tenant, outsider: Tenant, member: Member
) -> None:
    for one in (tenant, outsider):
        _note(one)
    assert _knock(member(tenant, Role.VIEWER), tenant.slug).content == b"Solvane Energy viewer 1"
    with pytest.raises(ScopeError):
        AuditEntry.objects.count()


def test_a_page_that_talks_to_salesforce_has_no_client_in_force(
    tenant: Tenant, member: Member
) -> None:
    user = member(tenant, Role.VIEWER)
    with pytest.raises(ScopeError):
        _knock(user, tenant.slug, walled=False)


def test_a_stranger_hears_what_they_would_hear_of_a_client_that_does_not_exist(
    tenant: Tenant, outsider: Tenant, member: Member
) -> None:
    user, heard = member(tenant, Role.OWNER, whole_agency=True), []
    for slug in (outsider.slug, "no-such-client"):
        with pytest.raises(Http404) as refused:
            _knock(user, slug)
        heard.append(str(refused.value))
    assert heard == ["There is no such client, or you are not one of its members."] * 2


@pytest.mark.parametrize(
    ("role", "action", "message"),
    [
        (Role.VIEWER, Action.EDIT, "Your role here is viewer; it does not allow this."),
        (Role.EDITOR, Action.MANAGE, "Your role here is editor; it does not allow this."),
        (Role.ADMIN, Action.OWN, "Your role here is admin; it does not allow this."),
    ],
)
def test_a_role_that_does_not_suffice_is_named(
    tenant: Tenant, member: Member, role: Role, action: Action, message: str
) -> None:
    with pytest.raises(PermissionDenied) as refused:
        _knock(member(tenant, role), tenant.slug, action)
    assert str(refused.value) == message


def test_whoever_is_not_signed_in_is_asked_to(tenant: Tenant) -> None:
    answer = _knock(AnonymousUser(), tenant.slug)
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/c/somewhere/")
