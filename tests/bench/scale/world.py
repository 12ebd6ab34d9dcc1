"""A client with a source, and somebody signed in who may see its pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from syncs.models import Source
from tenants import walls
from tenants.access import Role
from tenants.apikeys import find_key
from tenants.identifiers import uuid7
from tenants.models import Membership, Tenant, User
from tests.bench.intake.world import open_source


@dataclass(frozen=True)
class World:
    """The source, a browser, and the address of the client's pages."""

    source: Source
    client: Client
    address: str


def signed_in_world() -> World:
    """A client of its own, without any lead."""
    key = find_key(open_source())
    assert key is not None
    with walls.inside(key.tenant_id):
        source = Source.objects.get(api_key=key)
    tenant = Tenant.objects.get(pk=key.tenant_id)
    user = User.objects.create_user(f"{uuid7()}@bench.example", "x" * 12, name="Bench")
    Membership.objects.create(user=user, agency_id=tenant.agency_id, role=Role.OWNER)
    client = Client()
    client.force_login(user)
    return World(source, client, reverse("overview", args=[tenant.slug]))
