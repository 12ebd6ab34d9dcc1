"""Who may enter where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from tenants.access import Action, Role
from tenants.members import role_at, tenants_of, tenants_where
from tenants.models import Membership, Tenant, User

Member = Callable[..., User]


@pytest.fixture
def second(tenant: Tenant) -> Tenant:
    """Another client of the same agency."""
    return Tenant.objects.create(agency=tenant.agency, name="Merrow Roofing", slug="merrow")


def test_a_role_at_one_client_opens_no_other(
    tenant: Tenant, second: Tenant, outsider: Tenant, member: Member
) -> None:
    user = member(tenant, Role.ADMIN)
    assert [role_at(user, one) for one in (tenant, second, outsider)] == [Role.ADMIN, None, None]
    assert list(tenants_of(user)) == [tenant]


def test_a_role_at_the_agency_opens_all_its_clients(
    tenant: Tenant, second: Tenant, outsider: Tenant, member: Member
) -> None:
    user = member(tenant, Role.VIEWER, whole_agency=True)
    assert [role_at(user, one) for one in (tenant, second, outsider)] == [
        Role.VIEWER,
        Role.VIEWER,
        None,
    ]
    assert list(tenants_of(user)) == [second, tenant]


def test_the_stronger_of_two_roles_counts_and_a_client_is_listed_once(
    tenant: Tenant, second: Tenant, member: Member
) -> None:
    user = member(tenant, Role.VIEWER, whole_agency=True)
    Membership.objects.create(user=user, agency=second.agency, tenant=second, role=Role.EDITOR)
    assert role_at(user, second) is Role.EDITOR
    assert list(tenants_of(user)) == [second, tenant]
    assert tenants_where(user, Action.EDIT) == [second]
    assert tenants_where(user, Action.VIEW) == [second, tenant]
    assert tenants_where(user, Action.MANAGE) == []


def test_a_membership_that_names_a_stranger_s_client_opens_nothing(
    tenant: Tenant, outsider: Tenant, member: Member
) -> None:
    user = member(tenant, Role.VIEWER)
    Membership.objects.create(user=user, agency=tenant.agency, tenant=outsider, role=Role.OWNER)
    assert role_at(user, outsider) is None
    assert tenants_where(user, Action.VIEW) == [tenant]


def test_nobody_in_particular_has_no_role(tenant: Tenant) -> None:
    assert role_at(AnonymousUser(), tenant) is None
