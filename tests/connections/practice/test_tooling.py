"""The Tooling API: custom fields made and removed, definitions, validation rules."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rehearsing import seed
from connections.practice.rules.changes import with_access, with_switches
from connections.practice.rules.policies import with_validation_rules
from connections.practice.rules.validation import ValidationRule

from .conftest import VERSION, Api
from .test_permissions import as_user, code

FIELDS = "tooling/sobjects/CustomField"
TEXT = {"label": "Sync Note", "type": "Text", "length": 80}


@pytest.fixture
def admin(api: Api) -> Api:
    """The org, seen by its administrator."""
    return as_user(api, "Maya Okafor")


def make(admin: Api, name: str = "Lead.Sync_Note__c", **metadata: Any) -> Any:
    return admin.call("POST", FIELDS, {"FullName": name, "Metadata": {**TEXT, **metadata}})


def grant(admin: Api, path: str) -> None:
    """The integration user's set gets the field."""
    soql = "SELECT Id FROM PermissionSet WHERE Name = 'Inlet_Integration'"
    row = {
        "ParentId": admin.rows(soql)[0]["Id"], "SobjectType": "Lead", "Field": path,
        "PermissionsRead": True, "PermissionsEdit": True,
    }  # fmt: skip
    assert admin.call("POST", "sobjects/FieldPermissions", row).status == 201


def test_a_new_field_is_nobodys_until_it_is_granted(api: Api, admin: Api) -> None:
    (lead,) = seed(api.org, "Lead", [{"LastName": "Ruiz", "Company": "Acme"}])
    made = make(admin)
    assert (made.status, made.body) == (
        201,
        {"id": made.body["id"], "success": True, "errors": [], "warnings": [], "infos": []},
    )
    assert made.body["id"][:3] == "00N"
    for one in (api, admin):
        assert code(one.query("SELECT Sync_Note__c FROM Lead")) == (400, "INVALID_FIELD")
    grant(admin, "Lead.Sync_Note__c")
    assert api.rows("SELECT Sync_Note__c FROM Lead") == [{"Sync_Note__c": None}]
    changed = api.call("PATCH", f"sobjects/Lead/{lead}", {"Sync_Note__c": "by hand"})
    assert changed.status == 204
    assert api.rows("SELECT Id FROM Lead WHERE Sync_Note__c = 'BY HAND'") == [{"Id": lead}]


def test_a_new_key_takes_upserts_at_once(api: Api, admin: Api) -> None:
    make(admin, "Lead.Source_Key__c", externalId=True, unique=True)
    grant(admin, "Lead.Source_Key__c")
    lead = {"LastName": "Ruiz", "Company": "Acme"}
    first = api.call("PATCH", "sobjects/Lead/Source_Key__c/k-1", lead)
    again = api.call("PATCH", "sobjects/Lead/Source_Key__c/k-1", lead)
    assert (first.status, again.status) == (201, 200)
    taken = api.call("POST", "sobjects/Lead", {**lead, "Source_Key__c": "K-1"})
    assert code(taken) == (400, "DUPLICATE_VALUE")


@pytest.mark.parametrize(
    ("name", "metadata", "refusal"),
    [
        ("Lead.Sync_Source__c", {}, "DUPLICATE_DEVELOPER_NAME"),
        ("Lead.sync_source__c", {}, "DUPLICATE_DEVELOPER_NAME"),
        ("Lead.1st__c", {}, "FIELD_INTEGRITY_EXCEPTION"),
        ("Lead.two__words__c", {}, "FIELD_INTEGRITY_EXCEPTION"),
        ("Lead.ends___c", {}, "FIELD_INTEGRITY_EXCEPTION"),
        ("Lead.Sync_Note", {}, "FIELD_INTEGRITY_EXCEPTION"),
        (f"Lead.{'a' * 41}__c", {}, "STRING_TOO_LONG"),
        ("Lead.Sync_Note__c", {"length": None}, "FIELD_INTEGRITY_EXCEPTION"),
        ("Lead.Sync_Note__c", {"length": 256}, "FIELD_INTEGRITY_EXCEPTION"),
        ("Lead.Sync_Note__c", {"type": "Dream"}, "INVALID_FIELD"),
        ("Nothing.Sync_Note__c", {}, "INVALID_FIELD"),
    ],
)
def test_what_cannot_be_a_field(admin: Api, name: str, metadata: Any, refusal: str) -> None:
    assert code(make(admin, name, **metadata)) == (400, refusal)


def test_who_may_not_customize_makes_no_field(api: Api) -> None:
    assert code(make(api)) == (400, "INSUFFICIENT_ACCESS_OR_READONLY")


def test_an_org_at_its_limit_takes_no_field(api: Api, admin: Api) -> None:
    api.change(lambda setup: with_switches(setup, custom_fields_allowed=False))
    assert code(make(admin)) == (400, "LIMIT_EXCEEDED")


def test_an_object_has_25_external_ids_at_most(admin: Api) -> None:
    parts = [part(f"Key_{number}__c", number) for number in range(24)]
    reply = admin.call("POST", "tooling/composite", {"compositeRequest": parts})
    assert [one["httpStatusCode"] for one in reply.body["compositeResponse"]] == [201] * 24
    refused = make(admin, "Lead.Key_99__c", externalId=True)
    assert code(refused) == (400, "FIELD_INTEGRITY_EXCEPTION")


def part(name: str, number: int) -> dict[str, Any]:
    metadata = {**TEXT, "label": name, "externalId": True}
    return {
        "method": "POST",
        "url": f"{VERSION}/{FIELDS}",
        "referenceId": f"f{number}",
        "body": {"FullName": f"Lead.{name}", "Metadata": metadata},
    }


def test_a_field_is_read_changed_and_removed(api: Api, admin: Api) -> None:
    made = make(admin).body["id"]
    grant(admin, "Lead.Sync_Note__c")
    api.create("Lead", LastName="Ruiz", Company="Acme", Sync_Note__c="x")
    row = admin.get(f"{FIELDS}/{made}").body
    assert (row["DeveloperName"], row["TableEnumOrId"], row["Metadata"]["length"]) == (
        "Sync_Note",
        "Lead",
        80,
    )
    changed = admin.call("PATCH", f"{FIELDS}/{made}", {"Metadata": {"length": 120}})
    assert changed.status == 204
    fields = api.get("sobjects/Lead/describe").body["fields"]
    assert [one["length"] for one in fields if one["name"] == "Sync_Note__c"] == [120]
    assert admin.call("DELETE", f"{FIELDS}/{made}").status == 204
    assert admin.get(f"{FIELDS}/{made}").status == 404
    make(admin)
    grant(admin, "Lead.Sync_Note__c")
    assert api.rows("SELECT Sync_Note__c FROM Lead") == [{"Sync_Note__c": None}]


def test_hidden_fields_are_told_from_missing_ones(api: Api) -> None:
    api.change(lambda setup: with_access(setup, "Lead", "Title", access="none"))
    reply = api.get(
        "tooling/query",
        q="SELECT QualifiedApiName, DataType FROM FieldDefinition "
        "WHERE EntityDefinition.QualifiedApiName = 'Lead' AND QualifiedApiName IN "
        "('Title', 'Nothing__c')",
    )
    assert [one["QualifiedApiName"] for one in reply.body["records"]] == ["Title"]


def test_custom_fields_are_listed_by_object(api: Api) -> None:
    reply = api.get(
        "tooling/query",
        q="SELECT Id, DeveloperName, TableEnumOrId FROM CustomField WHERE TableEnumOrId='Contact'",
    )
    assert "External_Person_ID" in [one["DeveloperName"] for one in reply.body["records"]]
    assert {one["TableEnumOrId"] for one in reply.body["records"]} == {"Contact"}
    assert code(api.query("SELECT Id FROM CustomField")) == (400, "INVALID_TYPE")


def test_validation_rules_show_their_formula_one_at_a_time(api: Api) -> None:
    rules = tuple(
        ValidationRule(f"03dKB000000000{n}AAA", f"Rule_{n}", "Lead", "ISBLANK(Email)", "No.")
        for n in range(2)
    )
    api.change(lambda setup: with_validation_rules(setup, *rules))
    soql = (
        "SELECT Id, ValidationName, Active, ErrorMessage, ErrorDisplayField, "
        "EntityDefinition.QualifiedApiName FROM ValidationRule "
        "WHERE EntityDefinition.QualifiedApiName='Lead' AND Active=true"
    )
    records = api.get("tooling/query", q=soql).body["records"]
    assert [one["ValidationName"] for one in records] == ["Rule_0", "Rule_1"]
    many = api.get("tooling/query", q="SELECT Metadata FROM ValidationRule")
    assert code(many) == (400, "MALFORMED_QUERY")
    one = api.get(
        "tooling/query", q="SELECT Metadata FROM ValidationRule WHERE ValidationName = 'Rule_1'"
    )
    assert one.body["records"][0]["Metadata"]["errorConditionFormula"] == "ISBLANK(Email)"


def test_the_root_and_the_objects_are_listed(api: Api) -> None:
    assert set(api.get("tooling").body) == {"composite", "query", "sobjects"}
    names = {one["name"] for one in api.get("tooling/sobjects").body["sobjects"]}
    assert {"CustomField", "ValidationRule", "FieldDefinition", "EntityDefinition"} <= names
    described = api.get("tooling/sobjects/CustomField/describe").body
    assert described["name"] == "CustomField"
