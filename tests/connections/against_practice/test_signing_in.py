"""Signing in at the practice org, and reading what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connections import oauth, soql
from connections.crm import Crm, Identity, Usage
from connections.errors import ConfigurationError, explain
from connections.models import Connection, Environment, Flow, State
from connections.practice.opening import Credentials, open_practice_org
from tenants import walls
from tenants.models import Tenant
from tests.connections.conftest import stored

from .conftest import lead

KEY = "External_Person_ID__c"
LABELS = {"Region__c": "Region", "Company": "Company", "LastName": "Last Name"}


def test_a_machine_signs_in_like_a_person(connection: Connection, credentials: Credentials) -> None:
    assert {
        name: getattr(connection, name)
        for name in (
            "state", "problem", "org_id", "org_name", "username", "display_name", "generation",
            "instance_url", "environment", "flow", "consumer_key",
        )
    } == {
        "state": State.CONNECTED, "problem": "", "org_id": credentials.org_id,
        "org_name": "Solvane Energy", "username": "integration@solvane-energy.practice",
        "display_name": "Inlet Integration", "generation": 1,
        "instance_url": connection.login_url, "environment": Environment.PRACTICE,
        "flow": Flow.WEB_SERVER, "consumer_key": credentials.consumer_key,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "cause"),
    [
        (
            {"password": "wrong"},
            "invalid_grant",
            "Salesforce refused our sign-in: authentication failure.",
        ),
        (
            {"consumer_key": "unknown"},
            "invalid_client_id",
            "Salesforce doesn't accept the app: client identifier or redirect_uri not known.",
        ),
        (
            {"consumer_secret": "wrong"},
            "invalid_client",
            "Salesforce doesn't accept the app: invalid client credentials.",
        ),
    ],
)
def test_wrong_credentials_are_told_apart(
    unconnected: Connection,
    credentials: Credentials,
    change: dict[str, str],
    code: str,
    cause: str,
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        oauth.connect_practice(unconnected, replace(credentials, **change))
    assert caught.value.code == code
    assert explain(caught.value.failure, {})[0] == cause
    assert stored(unconnected).state == State.NEW


def test_an_address_that_the_org_does_not_know_is_refused(
    unconnected: Connection, credentials: Credentials
) -> None:
    with pytest.raises(ConfigurationError, match="redirect_uri"):
        oauth.connect_practice(unconnected, credentials, redirect_uri="https://elsewhere.example/")


def test_another_tenants_org_is_not_taken_for_this_one(
    connection: Connection, outsider: Tenant
) -> None:
    theirs = open_practice_org(outsider, name="Other", redirect_uris=[oauth.MACHINE_RETURN])
    with pytest.raises(ConfigurationError, match="WRONG_ORG"):
        oauth.connect_practice(connection, theirs)
    assert stored(connection).org_id == connection.org_id


def test_an_app_signs_in_as_its_own_user(unconnected: Connection, credentials: Credentials) -> None:
    unconnected.consumer_key = credentials.consumer_key
    unconnected.client_secret = credentials.consumer_secret
    with walls.inside(unconnected.tenant_id):
        unconnected.save()
    row = oauth.client_credentials(unconnected)
    assert (row.state, row.org_name, row.refresh_token) == (
        State.CONNECTED, "Solvane Energy", "",
    )  # fmt: skip


def test_it_says_who_we_are(crm: Crm, credentials: Credentials) -> None:
    who = crm.who_am_i()
    assert who == Identity(
        org_id=credentials.org_id,
        org_name="Solvane Energy",
        is_sandbox=who.is_sandbox,
        organization_type=who.organization_type,
        instance_name=who.instance_name,
        user_id=who.user_id,
        username=credentials.username,
        display_name="Inlet Integration",
        email=who.email,
    )
    assert who.user_id.startswith("005")


def test_it_describes_a_lead(crm: Crm) -> None:
    described = crm.describe("Lead")
    required = {name for name, one in described.fields.items() if one.required_on_create}
    assert required == {"LastName", "Company"}
    key = described.fields[KEY]
    assert (key.external_id, key.unique, key.length) == (True, True, 100)
    assert [one.value for one in described.fields["Region__c"].picklist] == [
        "EMEA", "Americas", "APAC",
    ]  # fmt: skip
    assert described.fields["Region__c"].restricted_picklist


def test_every_call_is_counted_and_the_usage_known(crm: Crm) -> None:
    before = crm.calls
    crm.find([soql.select("Lead", ["Id"])])
    first = crm.usage
    crm.write([lead("Ruiz")])
    second = crm.usage
    assert crm.calls == before + 2
    assert isinstance(first, Usage)
    assert isinstance(second, Usage)
    assert (second.used, second.allowed) == (first.used + 1, 15_000)
