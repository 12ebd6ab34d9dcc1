"""One practice org for a whole file: opened once, and as new before each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from connections import oauth
from connections.models import Connection, Environment
from connections.practice.opening import find_org, open_practice_org
from tenants import walls
from tenants.models import Agency, Tenant

from .world import World

# Its own process checks the password, with the hasher of production.
_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
# As after any test that commits: the app's role owns no sequence to reset.
_EMPTYING = {"reset_sequences": False, "inhibit_post_migrate": True}


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker: Any, practice_process: str) -> Iterator[World]:
    """The org and its connection, committed; what is left of them goes when the file is done."""
    there = override_settings(PRACTICE_URL=practice_process, PASSWORD_HASHERS=_HASHERS)
    with django_db_blocker.unblock(), there:
        yield _open(practice_process)
        call_command("flush", verbosity=0, interactive=False, **_EMPTYING)


def _open(address: str) -> World:
    agency = Agency.objects.create(name="Conformance")
    tenant = Tenant.objects.create(agency=agency, name="Conformance", slug="conformance")
    credentials = open_practice_org(
        tenant, name="Solvane Energy", redirect_uris=[oauth.MACHINE_RETURN]
    )
    org = find_org(tenant)
    assert org is not None
    with walls.inside(tenant):
        unconnected = Connection.objects.create(
            tenant=tenant,
            name="Practice",
            environment=Environment.PRACTICE,
            login_url=address,
        )
    return World(org, oauth.connect_practice(unconnected, credentials), credentials)


@pytest.fixture
def world(opened: World) -> World:
    """The org as on its first day."""
    opened.start_again()
    return opened
