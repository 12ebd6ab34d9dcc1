"""A practice org behind TLS, at names of Salesforce's, for clients that we did not write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from connections.practice.models import PracticeOrg
from connections.practice.opening import (
    Credentials,
    allow_soap_login,
    find_org,
    open_practice_org,
)
from connections.practice.store.access import change_access
from tenants import walls
from tenants.models import Tenant
from tests.clients.tunnels import tunnels_to
from tests.practice_process import Tls, practice_org_process

HOST = "solvane.my.salesforce.com"
NAMES = ("127.0.0.1", "localhost", "*.salesforce.com", "*.my.salesforce.com")


@dataclass(frozen=True)
class Reach:
    """How a client gets to the org: through `proxy`, trusting the file `authority`."""

    proxy: str
    authority: str
    url: str = f"https://{HOST}"


@dataclass(frozen=True)
class World:
    """An org, its keys, the way to it."""

    reach: Reach
    org: PracticeOrg
    credentials: Credentials


@pytest.fixture(scope="session")
def reach(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reach]:
    """The practice org behind TLS, with a certificate of an authority made just now."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    made = authority.issue_cert(*NAMES)
    files = Tls(*(str(folder / name) for name in ("chain.pem", "key.pem", "authority.pem")))
    authority.cert_pem.write_to_path(files.authority)
    made.private_key_pem.write_to_path(files.key)
    for one in made.cert_chain_pems:
        one.write_to_path(files.certificate, append=True)
    with practice_org_process(files) as url, tunnels_to(urlsplit(url).port or 0) as proxy:
        yield Reach(proxy, files.authority)


@pytest.fixture
def world(transactional_db: None, tenant: Tenant, reach: Reach, settings: Any) -> World:
    """A newly opened org that lets every client in its own way in."""
    # The org's process checks passwords as in production.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    credentials = open_practice_org(tenant, name="Solvane Energy")
    org = find_org(tenant)
    assert org is not None
    allow_soap_login(org)
    with walls.inside(tenant):
        change_access(org, lambda access: replace(access, password_flow=True))
    return World(reach, org, credentials)
