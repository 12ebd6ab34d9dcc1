"""The kinds of org there are: strict ones work, and each broken one breaks in its own way."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from connections.practice.opening import Credentials, find_org, open_practice_org
from connections.practice.standard.broken_orgs import BROKEN
from connections.practice.standard.opening_setup import PERSONALITIES
from tenants.models import Tenant

from .conftest import Api, token_for
from .test_permissions import toms_lead

# What the product's default mapping sends (mappings.defaults).
LEAD = {
    "FirstName": "Ana", "LastName": "Ruiz", "Company": "Acme", "Email": "ana@acme.example",
    "Phone": "+1 212 555 0100", "Title": "CEO", "Website": "https://acme.example",
    "Industry": "Energy", "Country": "Germany", "Status": "New", "LeadSource": "Web",
}  # fmt: skip
TRACKED = {**LEAD, "Sync_Source__c": "Inlet", "External_Person_ID__c": "p-1"}


@pytest.fixture
def opened(at_practice_address: None, client: Client, tenant: Tenant) -> Any:
    """Opens an org of a personality and logs in to it."""

    def open_one(personality: str) -> Api:
        credentials: Credentials = open_practice_org(
            tenant, name="Solvane Energy", personality=personality
        )
        org = find_org(tenant)
        assert org is not None
        return Api(client, credentials, org, token_for(client, credentials))

    return open_one


def sent(api: Api, **changes: Any) -> tuple[int, str]:
    reply = api.call("POST", "sobjects/Lead", {**TRACKED, **changes})
    refusal = reply.body[0]["errorCode"] if isinstance(reply.body, list) else ""
    return reply.status, refusal


@pytest.mark.parametrize(
    "personality", ["default", "routed", "careful", "enterprise", "broken_sharing"]
)
def test_a_usual_lead_arrives(opened: Any, personality: str) -> None:
    assert sent(opened(personality)) == (201, "")


@pytest.mark.parametrize(
    ("personality", "answer"),
    [
        ("broken_api_disabled", (403, "API_CURRENTLY_DISABLED")),
        ("broken_no_create", (400, "INSUFFICIENT_ACCESS_OR_READONLY")),
        ("broken_field_hidden", (400, "INVALID_FIELD")),
        ("broken_required_field", (400, "REQUIRED_FIELD_MISSING")),
        ("broken_picklist", (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")),
        ("no_custom_fields", (400, "INVALID_FIELD")),
    ],
)
def test_a_broken_org_refuses_a_usual_lead(opened: Any, personality: str, answer: Any) -> None:
    assert sent(opened(personality)) == answer


def test_what_breaks_it_is_the_only_thing(opened: Any) -> None:
    api = opened("broken_field_hidden")
    reply = api.call("POST", "sobjects/Lead", {k: v for k, v in TRACKED.items() if k != "Phone"})
    assert reply.status == 201


def test_an_inactive_default_owner_takes_what_fits_no_queue(opened: Any) -> None:
    api = opened("broken_owner_inactive")
    assert sent(api, Country="France") == (400, "INACTIVE_OWNER_OR_USER")
    assert sent(api) == (201, "")


def test_private_leads_of_others_make_doubles(opened: Any) -> None:
    api = opened("broken_sharing")
    toms_lead(api, Email="ana@acme.example")
    assert api.rows("SELECT Id FROM Lead WHERE Email = 'ana@acme.example'") == []
    assert sent(api) == (201, "")


def test_a_block_rule_lets_no_second_lead_in(opened: Any) -> None:
    api = opened("broken_duplicate_block")
    assert sent(api) == (201, "")
    assert sent(api, External_Person_ID__c="p-2") == (400, "DUPLICATES_DETECTED")
    allowed = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
    again = api.call("POST", "sobjects/Lead", LEAD, headers=allowed)
    assert again.body[0]["errorCode"] == "DUPLICATES_DETECTED"


def test_an_org_without_custom_fields_takes_leads_and_no_fields(opened: Any) -> None:
    api = opened("no_custom_fields")
    assert api.create("Lead", **LEAD)
    names = {one["name"] for one in api.get("sobjects/Lead/describe").body["fields"]}
    assert not names & {"External_Person_ID__c", "Sync_Source__c"}


def test_an_enterprise_org_is_strict(opened: Any) -> None:
    api = opened("enterprise")
    (org,) = api.rows("SELECT DefaultLeadAccess FROM Organization")
    assert org == {"DefaultLeadAccess": "None"}
    names = api.rows("SELECT DeveloperName FROM RecordType WHERE SobjectType = 'Lead'")
    assert [one["DeveloperName"] for one in names] == ["Inbound", "Partner"]
    assert len(api.rows("SELECT Id FROM QueueSobject")) == 2
    for changes, refusal in (
        ({"Email": None, "Phone": None}, "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
        ({"Company": "n/a"}, "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
        ({"Industry": "Wizardry"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ({"Country": "Narnia"}, "FIELD_INTEGRITY_EXCEPTION"),
    ):
        assert sent(api, **changes) == (400, refusal)
    theirs = toms_lead(api, Email="tom@acme.example")
    assert api.call("PATCH", f"sobjects/Lead/{theirs}", {"Title": "x"}).status == 204


def test_every_broken_org_has_a_name_of_its_own() -> None:
    assert len(BROKEN) == 8
    assert all(name.startswith("broken_") for name in BROKEN)
    assert BROKEN.keys() < PERSONALITIES.keys()
