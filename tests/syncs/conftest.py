"""A tenant with a source, a key and the default mapping, ready to be sent leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from connections.models import Connection, Environment, State
from mappings.defaults import make_mapping
from syncs.models import Source
from tenants import walls
from tenants.apikeys import make_key
from tenants.models import ApiKey, Tenant


@dataclass(frozen=True)
class Door:
    """A source and the key that opens it."""

    tenant: Tenant
    source: Source
    key: ApiKey
    text: str

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """POST JSON (or raw bytes) to the API with this key."""
        return Client(raise_request_exception=False).post(
            f"/api/v1/{path}",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.text}", **headers},
        )

    def get(self, path: str) -> Any:
        """GET from the API with this key."""
        return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {self.text}"})


def open_door(tenant: Tenant, name: str = "Website") -> Door:
    """A source of `tenant` with the default mapping and a connection that is not connected."""
    key, text = make_key(tenant, name)
    with walls.inside(tenant):
        source = Source.objects.create(
            tenant=tenant,
            name=name,
            api_key=key,
            mapping=make_mapping(tenant, "Default"),
            connection=Connection.objects.create(
                tenant=tenant,
                name="Org",
                environment=Environment.PRACTICE,
                login_url="http://127.0.0.1:1",
                state=State.NEW,
            ),
        )
    return Door(tenant, source, key, text)


@pytest.fixture
def door(tenant: Tenant) -> Door:
    """The door of the tenant a test stands in."""
    return open_door(tenant)


@pytest.fixture
def other_door(outsider: Tenant) -> Door:
    """A stranger's door."""
    return open_door(outsider)
