"""A connection as it is entered: which host, which app, which secrets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from connections import oauth
from connections.entering import Entry, EntryRefused, change, enter, renew_certificate
from connections.errors import NO_APP, ConfigurationError
from connections.models import Connection, State
from tenants import walls
from tenants.models import Tenant

APP = {"consumer_key": " 3MVG9key ", "client_secret": " s3cret "}


def made(tenant: Tenant, entry: Entry) -> Connection:
    with walls.inside(tenant):
        return enter(tenant, entry)


def changed(row: Connection, entry: Entry) -> Connection:
    with walls.inside(row.tenant_id):
        return change(row, entry)


def problems(tenant: Tenant, entry: Entry) -> dict[str, str]:
    with pytest.raises(EntryRefused) as caught:
        made(tenant, entry)
    with walls.inside(tenant):
        assert Connection.objects.count() == 0
    return caught.value.problems


@pytest.mark.parametrize(
    ("environment", "typed", "origin"),
    [
        ("production", "", "https://login.salesforce.com"),
        ("sandbox", "", "https://test.salesforce.com"),
        ("production", " Acme.my.salesforce.com ", "https://acme.my.salesforce.com"),
        ("sandbox", "https://acme--uat.sandbox.my.salesforce.com/",
         "https://acme--uat.sandbox.my.salesforce.com"),
        ("practice", "https://evil.example", "http://127.0.0.1:8001"),
    ],
)  # fmt: skip
def test_where_people_sign_in(tenant: Tenant, environment: str, typed: str, origin: str) -> None:
    assert made(tenant, Entry("Org", environment, login_url=typed)).login_url == origin


@pytest.mark.parametrize(
    "typed",
    ["evil.example", "https://acme.my.salesforce.com/lightning", "acme.lightning.force.com"],
)
def test_no_other_address_is_taken(tenant: Tenant, typed: str) -> None:
    found = problems(tenant, Entry("Org", "production", login_url=typed))
    assert list(found) == ["login_url"]
    assert "Inlet sent nothing there" in found["login_url"]


def test_more_hosts_are_the_servers_matter(tenant: Tenant, settings: Any) -> None:
    settings.SALESFORCE_EXTRA_HOSTS = [".my.salesforce.mil"]
    entry = Entry("Org", "production", login_url="acme.my.salesforce.mil")
    assert made(tenant, entry).login_url == "https://acme.my.salesforce.mil"


def test_a_certificate_is_made_once_sealed_and_renewed_on_demand(tenant: Tenant) -> None:
    entry = Entry("Org", "production", "jwt_bearer", login_user="a@b.c", **APP)
    row = made(tenant, entry)
    key = load_pem_private_key(row.private_key.encode(), None).public_key()
    assert key == load_pem_x509_certificate(row.certificate.encode()).public_key()
    assert (row.consumer_key, row.client_secret) == ("3MVG9key", "s3cret")
    assert row.private_key_sealed.startswith("v1.")
    again = changed(row, replace(entry, login_user="other@b.c", client_secret=""))
    assert (again.certificate, again.client_secret, again.login_user) == (
        row.certificate, "s3cret", "other@b.c",
    )  # fmt: skip
    with walls.inside(tenant):
        assert renew_certificate(row).certificate != row.certificate


def test_a_secret_never_stands_in_a_log_line() -> None:
    entry = Entry("Org", "production", "password", client_secret="s3cret", password="pa55")
    assert not any(word in repr(entry) for word in ("s3cret", "pa55"))


def test_a_name_is_one_connections_only(tenant: Tenant) -> None:
    first = made(tenant, Entry("Org", "production"))
    other = made(tenant, Entry("Other", "production"))
    for attempt in (
        lambda: made(tenant, Entry("Org", "sandbox")),
        lambda: changed(other, Entry("Org", "production")),
    ):
        with pytest.raises(EntryRefused) as caught:
            attempt()
        assert list(caught.value.problems) == ["name"]
    assert changed(first, Entry("Org", "production")).name == "Org"


def test_a_living_connection_keeps_its_app_and_its_host(tenant: Tenant) -> None:
    row = made(tenant, Entry("Org", "production", **APP))
    with walls.inside(tenant):
        Connection.objects.update(state=State.CONNECTED)
    assert changed(row, Entry("New name", "production", **APP)).name == "New name"
    for entry in (
        Entry("Org", "production", consumer_key="other"),
        Entry("Org", "sandbox", **APP),
        Entry("Org", "production", login_url="acme.my.salesforce.com", **APP),
    ):
        with pytest.raises(EntryRefused, match="Disconnect first"):
            changed(row, entry)


def test_inlets_own_app_stands_in_where_there_is_one(tenant: Tenant, settings: Any) -> None:
    row = made(tenant, Entry("Org", "production"))
    with pytest.raises(ConfigurationError) as caught:
        oauth.begin(row, redirect_uri="https://inlet.example/back", user_id=None)
    assert caught.value.code == NO_APP
    settings.SALESFORCE_CLIENT_ID = "inlets key"
    address = oauth.begin(row, redirect_uri="https://inlet.example/back", user_id=None)
    assert address.startswith("https://login.salesforce.com/services/oauth2/authorize?")
    assert "client_id=inlets+key" in address
