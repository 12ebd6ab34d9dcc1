"""Opening an agency, and adding clients to it."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.access import Role
from tenants.models import Agency, Membership, Tenant, User
from tenants.opening import add_tenant, free_slug, open_agency


def furnish(tenant: Tenant, user: User | None) -> str:
    """What stands in for the apps above: a key that names whom it was made for."""
    return f"{tenant.slug} for {user}"


@pytest.fixture(autouse=True)
def _furnished_here(settings: Any) -> None:
    settings.NEW_TENANT_HOOK = "tests.tenants.test_opening.furnish"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Merrow Roofing", "merrow-roofing"),
        ("Café Größe & Söhne", "cafe-groe-sohne"),
        ("株式会社", "client"),
        ("  ", "client"),
        ("x" * 120, "x" * 50),
    ],
)
def test_a_name_becomes_an_address(db: None, name: str, slug: str) -> None:
    assert free_slug(name) == slug


def test_an_address_that_is_taken_gets_four_more_characters(tenant: Tenant) -> None:
    slug = free_slug("Solvane Energy")
    assert slug.startswith("solvane-energy-")
    assert len(slug) == len("solvane-energy-") + 4


def test_a_client_is_added_and_furnished(agency: Agency) -> None:
    opened = add_tenant(agency, "Merrow Roofing", user=None, phone_region="GB")
    assert opened.first_key == "merrow-roofing for None"
    assert (opened.tenant.agency, opened.tenant.slug, opened.tenant.phone_region) == (
        agency,
        "merrow-roofing",
        "GB",
    )


def test_whoever_opens_an_agency_owns_it(db: None) -> None:
    user = User.objects.create_user("maya@harborpine.example", name="Maya")
    opened = open_agency(user, "Harbor & Pine")
    assert opened.first_key == "harbor-pine for Maya"
    assert opened.tenant.name == opened.tenant.agency.name == "Harbor & Pine"
    made = Membership.objects.get()
    assert (made.user, made.agency, made.tenant, made.role) == (
        user,
        opened.tenant.agency,
        None,
        Role.OWNER,
    )
