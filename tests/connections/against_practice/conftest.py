"""The practice org over HTTP, and the client connected to it."""

from __future__ import annotations

from typing import Any

import pytest

from connections import oauth
from connections.clients import open_crm
from connections.crm import Crm, Write
from connections.models import Connection, Environment
from connections.practice import opening
from connections.practice.models import PracticeOrg
from connections.practice.opening import Credentials, open_practice_org
from tenants import walls
from tenants.models import Tenant


@pytest.fixture
def credentials(transactional_db: None, tenant: Tenant, settings: Any) -> Credentials:
    """The tenant's new practice org."""
    # Its own process checks the password, with the hasher of production.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    return open_practice_org(tenant, name="Solvane Energy", redirect_uris=[oauth.MACHINE_RETURN])


@pytest.fixture
def org(tenant: Tenant, credentials: Credentials) -> PracticeOrg:
    """The same org, for its admin."""
    found = opening.find_org(tenant)
    assert found is not None
    return found


@pytest.fixture
def unconnected(
    settings: Any, credentials: Credentials, tenant: Tenant, practice_process: str
) -> Connection:
    """A connection to the org, which is served at an address of its own."""
    settings.PRACTICE_URL = practice_process
    with walls.inside(tenant):
        return Connection.objects.create(
            tenant=tenant,
            name="Practice",
            environment=Environment.PRACTICE,
            login_url=settings.PRACTICE_URL,
        )


@pytest.fixture
def connection(unconnected: Connection, credentials: Credentials) -> Connection:
    """The same, connected."""
    return oauth.connect_practice(unconnected, credentials)


@pytest.fixture
def crm(connection: Connection) -> Crm:
    """A client for the org."""
    return open_crm(connection.pk, connection.tenant_id)


def lead(ref: str, **fields: Any) -> Write:
    return Write(ref, "Lead", {"LastName": ref, "Company": "Acme", **fields})
