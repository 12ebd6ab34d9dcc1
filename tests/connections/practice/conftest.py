"""A practice org to try things in, and ways to call it over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from connections.practice.models import PracticeOrg
from connections.practice.opening import (
    Credentials,
    change_org,
    find_org,
    open_practice_org,
)
from connections.practice.rules.setup import Setup
from tenants.models import Tenant

CALLBACK = "https://inlet.example/connections/callback"
VERSION = "/services/data/v62.0"


@pytest.fixture
def at_practice_address(settings: Any) -> None:
    """The settings that its own process has."""
    settings.ROOT_URLCONF = "config.practice_urls"
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["*"]


@dataclass(frozen=True)
class Reply:
    """What came back: status, decoded JSON (None without a body), headers."""

    status: int
    body: Any
    headers: Any


@dataclass
class Api:
    """The org seen by a client that has an access token."""

    client: Client
    credentials: Credentials
    org: PracticeOrg
    token: str

    def call(
        self, method: str, path: str, body: Any = None, *, headers: Any = None, **query: str
    ) -> Reply:
        """A call below the version; `query` becomes the address's query."""
        address = f"{VERSION}/{path}" + (f"?{urlencode(query)}" if query else "")
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        response = self.client.generic(
            method,
            address,
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=sent,
        )
        content = json.loads(response.content) if response.content else None
        return Reply(response.status_code, content, response.headers)

    def get(self, path: str, **query: str) -> Reply:
        return self.call("GET", path, **query)

    def query(self, soql: str) -> Reply:
        return self.call("GET", "query", q=soql)

    def rows(self, soql: str) -> list[dict[str, Any]]:
        """The records of a query, without their attributes."""
        reply = self.query(soql)
        assert reply.status == 200, reply.body
        return [_bare(record) for record in reply.body["records"]]

    def create(self, sobject: str, headers: Any = None, **fields: Any) -> str:
        """A new record; returns its id."""
        reply = self.call("POST", f"sobjects/{sobject}", fields, headers=headers)
        assert reply.status == 201, reply.body
        return str(reply.body["id"])

    def change(self, change: Callable[[Setup], Setup]) -> Setup:
        """Change the org's setup."""
        return change_org(self.org, change)


def _bare(record: Any) -> Any:
    if not isinstance(record, dict):
        return record
    return {name: _bare(value) for name, value in record.items() if name != "attributes"}


@pytest.fixture
def personality() -> str:
    """How the org is when it opens."""
    return "default"


@pytest.fixture
def credentials(tenant: Tenant, personality: str) -> Credentials:
    """The credentials of a newly opened org."""
    return open_practice_org(
        tenant, name="Solvane Energy", personality=personality, redirect_uris=[CALLBACK]
    )


@pytest.fixture
def org(tenant: Tenant, credentials: Credentials) -> PracticeOrg:
    """A newly opened org."""
    found = find_org(tenant)
    assert found is not None
    return found


def token_for(client: Client, credentials: Credentials) -> str:
    """An access token by client credentials."""
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.consumer_key,
        "client_secret": credentials.consumer_secret,
    }
    reply = client.post("/services/oauth2/token", form)
    assert reply.status_code == 200, reply.content
    return str(reply.json()["access_token"])


@pytest.fixture
def api(
    at_practice_address: None, client: Client, credentials: Credentials, org: PracticeOrg
) -> Api:
    """The org, logged in to."""
    return Api(client, credentials, org, token_for(client, credentials))
