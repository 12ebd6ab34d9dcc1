"""What the tests of the Salesforce side share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from connections.models import Connection, Environment, State
from tenants import walls
from tenants.models import Tenant

from .scripted import Script, scripted_server

ORG, USER = "00DKB0000004VwX2AU", "005KB000001mNoPYAU"


@pytest.fixture
def script() -> Iterator[Script]:
    """A server that answers what the test tells it to."""
    with scripted_server() as running:
        yield running


@pytest.fixture
def connection(tenant: Tenant, script: Script, settings: Any) -> Connection:
    """A practice connection that nobody has signed in to."""
    settings.PRACTICE_URL = script.url
    row = Connection(
        tenant=tenant,
        name="Practice",
        environment=Environment.PRACTICE,
        login_url=script.url,
        consumer_key="our key",
    )
    row.client_secret = "our secret"
    with walls.inside(tenant):
        row.save()
    return row


@pytest.fixture
def connected(connection: Connection, script: Script) -> Connection:
    """The same, connected: access token "a1", refresh token "r1", generation 1."""
    with walls.inside(connection.tenant_id):
        connection.access_token, connection.refresh_token = "a1", "r1"
        connection.state, connection.generation = State.CONNECTED, 1
        connection.instance_url, connection.org_id, connection.user_id = script.url, ORG, USER
        connection.save()
    return connection


def stored(connection: Connection) -> Connection:
    with walls.inside(connection.tenant_id):
        return Connection.objects.get(pk=connection.pk)
