"""One record at a time."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

import json
from typing import Any

import pytest

from connections.practice.rehearsing import convert_lead, seed
from connections.practice.rules.changes import with_picklist_value

from .conftest import VERSION, Api

KEY = "External_Person_ID__c"
NOT_FOUND = {"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}


@pytest.fixture
def lead(api: Api) -> str:
    """A Lead with a key."""
    return api.create("Lead", LastName="Ruiz", Company="Acme", Title="CTO", **{KEY: "P-1"})


def errors(reply: Any) -> tuple[int, list[str]]:
    return reply.status, [one["errorCode"] for one in reply.body]


def test_a_create_answers_where_the_record_is(api: Api) -> None:
    reply = api.call("POST", "sobjects/Lead", {"LastName": "Ruiz", "Company": "Acme"})
    record_id = reply.body["id"]
    assert (reply.status, reply.body, reply.headers["Location"]) == (
        201,
        {"id": record_id, "success": True, "errors": []},
        f"{VERSION}/sobjects/Lead/{record_id}",
    )


def test_an_update_answers_nothing_and_changes_only_what_was_sent(api: Api, lead: str) -> None:
    reply = api.call("PATCH", f"sobjects/Lead/{lead[:15]}", {"Title": None, "Phone": " 1 "})
    assert (reply.status, reply.body) == (204, None)
    assert api.rows(f"SELECT LastName, Title, Phone, {KEY} FROM Lead") == [
        {"LastName": "Ruiz", "Title": None, "Phone": "1", KEY: "P-1"}
    ]


def test_a_changed_name_is_found_by_its_new_spelling_only(api: Api, lead: str) -> None:
    api.call("PATCH", f"sobjects/Lead/{lead}", {"LastName": "Okoye", "Company": "Bolt"})
    found = "SELECT Name FROM Lead WHERE LastName = '{}' AND Company = '{}'"
    assert api.rows(found.format("okoye", "BOLT")) == [{"Name": "Okoye"}]
    assert api.rows(found.format("Ruiz", "Acme")) == []


def test_a_record_is_read_whole_or_in_part(api: Api, lead: str) -> None:
    whole = api.get(f"sobjects/Lead/{lead}").body
    described = api.get("sobjects/Lead/describe").body["fields"]
    assert whole.keys() == {"attributes"} | {field["name"] for field in described}
    attributes = {"type": "Lead", "url": f"{VERSION}/sobjects/Lead/{lead}"}
    assert api.get(f"sobjects/lead/{lead[:15]}", fields="title, IsConverted").body == {
        "attributes": attributes,
        "Id": lead,
        "Title": "CTO",
        "IsConverted": False,
    }


def test_an_unknown_field_can_not_be_read(api: Api, lead: str) -> None:
    reply = api.get(f"sobjects/Lead/{lead}", fields="Foo__c")
    assert errors(reply) == (400, ["INVALID_FIELD"])


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_id_without_a_record_is_not_found(api: Api, method: str) -> None:
    reply = api.call(method, "sobjects/Lead/00QKB00000aBcD1", {} if method == "PATCH" else None)
    assert (reply.status, reply.body) == (404, [NOT_FOUND])


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_what_is_no_id_is_said_to_be_no_key(api: Api, method: str) -> None:
    reply = api.call(method, "sobjects/Lead/what", {} if method == "PATCH" else None)
    message = "Provided external ID field does not exist or is not accessible: what"
    assert (reply.status, reply.body) == (404, [{"errorCode": "NOT_FOUND", "message": message}])


def test_a_deleted_record_is_gone_for_good(api: Api, lead: str) -> None:
    assert api.call("DELETE", f"sobjects/Lead/{lead}").status == 204
    assert api.get(f"sobjects/Lead/{lead}").body == [NOT_FOUND]
    for method, body in (("PATCH", {"Title": "x"}), ("DELETE", None)):
        reply = api.call(method, f"sobjects/Lead/{lead}", body)
        assert reply.status == 404
        assert reply.body == [
            {"errorCode": "ENTITY_IS_DELETED", "message": "entity is deleted", "fields": []}
        ]


def test_the_key_of_a_deleted_record_is_free_again(api: Api, lead: str) -> None:
    api.call("DELETE", f"sobjects/Lead/{lead}")
    assert api.create("Lead", LastName="Ruiz", Company="Acme", **{KEY: "P-1"}) != lead


@pytest.mark.parametrize("sobject", ["Lead", "Contact"])
def test_an_upsert_creates_and_then_updates(api: Api, sobject: str) -> None:
    more = {"Company": "Acme"} if sobject == "Lead" else {}
    path = f"sobjects/{sobject}/{KEY}/a%2Fb c"
    first = api.call("PATCH", path, {"LastName": "Ruiz", **more})
    record_id = first.body["id"]
    assert (first.status, first.body, first.headers["Location"]) == (
        201,
        {"id": record_id, "success": True, "errors": [], "created": True},
        f"{VERSION}/sobjects/{sobject}/{record_id}",
    )
    second = api.call("PATCH", f"sobjects/{sobject}/{KEY}/A%2FB C", {"Title": "CTO"})
    assert (second.status, second.body) == (
        200,
        {"id": record_id, "success": True, "errors": [], "created": False},
    )
    assert api.rows(f"SELECT {KEY}, Title FROM {sobject}") == [{KEY: "a/b c", "Title": "CTO"}]


@pytest.mark.parametrize(("version", "status"), [("45.0", 204), ("46.0", 200), ("66.0", 200)])
def test_before_v46_an_upsert_that_updates_answers_without_a_body(
    api: Api, lead: str, version: str, status: int
) -> None:
    reply = api.client.generic(
        "PATCH",
        f"/services/data/v{version}/sobjects/Lead/{KEY}/P-1",
        '{"Title": "CEO"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {api.token}"},
    )
    told = {"id": lead, "success": True, "errors": [], "created": False}
    assert reply.status_code == status
    assert reply.content == (b"" if status == 204 else json.dumps(told).encode())
    assert api.rows("SELECT Title FROM Lead") == [{"Title": "CEO"}]


def test_an_upsert_may_be_told_not_to_create(api: Api) -> None:
    reply = api.call(
        "PATCH", f"sobjects/Lead/{KEY}/P-9", {"LastName": "R", "Company": "A"}, updateOnly="true"
    )
    assert (reply.status, reply.body) == (404, [NOT_FOUND])


@pytest.mark.parametrize("name", [KEY, "Id", KEY.lower()])
def test_the_key_stands_in_the_address_only(api: Api, name: str) -> None:
    reply = api.call("PATCH", f"sobjects/Lead/{KEY}/P-1", {name: "P-1"})
    assert errors(reply) == (400, ["INVALID_FIELD"])
    assert reply.body[0]["message"].endswith("field should not be specified in the sobject data.")


def test_a_field_that_is_no_key_is_not_found(api: Api) -> None:
    message = "Provided external ID field does not exist or is not accessible: Title"
    for method in ("GET", "PATCH"):
        reply = api.call(method, "sobjects/Lead/Title/CTO", {} if method == "PATCH" else None)
        assert (reply.status, reply.body) == (404, [{"errorCode": "NOT_FOUND", "message": message}])


def test_an_ambiguous_key_answers_all_records_and_writes_nothing(api: Api) -> None:
    ids = seed(
        api.org, "Lead", [{"LastName": n, "Company": "A", "Email": "a@x.example"} for n in "12"]
    )
    paths = [f"{VERSION}/sobjects/Lead/{one}" for one in ids]
    for reply in (
        api.call("PATCH", "sobjects/Lead/Email/A@x.example", {"Title": "CTO"}),
        api.get("sobjects/Lead/Email/A@x.example"),
    ):
        assert (reply.status, reply.body) == (300, paths)
    assert api.rows("SELECT Title FROM Lead") == [{"Title": None}] * 2


def test_a_record_is_read_by_its_key(api: Api, lead: str) -> None:
    reply = api.get(f"sobjects/Lead/{KEY}/p-1", fields="LastName")
    assert (reply.status, reply.body["Id"], reply.body["LastName"]) == (200, lead, "Ruiz")
    assert api.get(f"sobjects/Lead/{KEY}/p-2").body == [NOT_FOUND]


def test_the_id_is_a_key_too(api: Api, lead: str) -> None:
    assert api.call("PATCH", f"sobjects/Lead/Id/{lead}", {"Title": "x"}).status == 204
    assert api.get(f"sobjects/Lead/Id/{lead}", fields="Title").body["Title"] == "x"


def test_a_taken_key_names_its_holder_by_15_characters(api: Api, lead: str) -> None:
    other = api.create("Lead", LastName="Okoye", Company="Bolt")
    clash = [
        {
            "errorCode": "DUPLICATE_VALUE",
            "message": f"duplicate value found: {KEY} duplicates value on record with id: "
            f"{lead[:15]}",
            "fields": [],
        }
    ]
    for method, path, body in (
        ("POST", "sobjects/Lead", {"LastName": "R", "Company": "A", KEY: "p-1"}),
        ("PATCH", f"sobjects/Lead/{other}", {KEY: " P-1 "}),
    ):
        reply = api.call(method, path, body)
        assert (reply.status, reply.body) == (400, clash)
    # The same key on another object is no clash, nor is one's own.
    api.create("Contact", LastName="Ruiz", **{KEY: "P-1"})
    assert api.call("PATCH", f"sobjects/Lead/{lead}", {KEY: "p-1"}).status == 204


def test_a_converted_lead_can_not_be_changed(api: Api, lead: str) -> None:
    became = convert_lead(api.org, lead, by="Tom Reyes", carried=[KEY])
    refused = [
        {
            "errorCode": "CANNOT_UPDATE_CONVERTED_LEAD",
            "message": "cannot reference converted lead",
            "fields": [],
        }
    ]
    for path in (f"sobjects/Lead/{lead}", f"sobjects/Lead/{KEY}/P-1"):
        reply = api.call("PATCH", path, {"Title": "x"})
        assert (reply.status, reply.body) == (400, refused)
    lead_row = api.rows(
        "SELECT IsConverted, Status, ConvertedAccountId, ConvertedContactId FROM Lead"
    )
    assert lead_row == [
        {
            "IsConverted": True,
            "Status": "Converted",
            "ConvertedAccountId": became.account_id,
            "ConvertedContactId": became.contact_id,
        }
    ]
    assert api.rows(f"SELECT Name, Title, Account.Name, {KEY}, CreatedBy.Name FROM Contact") == [
        {
            "Name": "Ruiz",
            "Title": "CTO",
            "Account": {"Name": "Acme"},
            KEY: "P-1",
            "CreatedBy": {"Name": "Tom Reyes"},
        }
    ]


def test_a_single_record_of_the_wrong_type_fails_while_it_is_read(api: Api) -> None:
    reply = api.call("POST", "sobjects/Lead", {"LastName": 5, "Company": "A"})
    assert (reply.status, reply.body[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


def test_a_stray_value_is_stored_and_pollutes_the_picklist(api: Api) -> None:
    """Trap 4: standard picklists refuse nothing."""
    api.create("Lead", LastName="Ruiz", Company="Acme", Status="Nurturing", Industry="Moon")
    assert api.rows("SELECT Status, Industry FROM Lead") == [
        {"Status": "Nurturing", "Industry": "Moon"}
    ]
    fields = {one["name"]: one for one in api.get("sobjects/Lead/describe").body["fields"]}
    assert fields["Status"]["picklistValues"][-1] == {
        "active": False,
        "defaultValue": False,
        "label": "Nurturing",
        "validFor": None,
        "value": "Nurturing",
    }
    assert fields["Industry"]["picklistValues"][-1]["value"] == "Moon"
    assert len(api.rows("SELECT Id FROM LeadStatus")) == 5


def test_a_value_taken_out_of_a_restricted_picklist_is_refused(api: Api) -> None:
    api.create("Lead", LastName="Ruiz", Company="Acme", Region__c="EMEA")
    api.change(
        lambda setup: with_picklist_value(setup, "Lead", "Region__c", value="EMEA", active=False)
    )
    reply = api.call(
        "POST", "sobjects/Lead", {"LastName": "R", "Company": "A", "Region__c": "EMEA"}
    )
    assert reply.body == [
        {
            "errorCode": "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            "message": "Region: bad value for restricted picklist field: EMEA",
            "fields": ["Region__c"],
        }
    ]


def test_text_is_trimmed_and_mail_lower_cased(api: Api) -> None:
    api.create("Lead", LastName=" Ruiz ", Company="Acme", Email=" Ana@X.Example ", Title="  ")
    assert api.rows("SELECT LastName, Email, Title FROM Lead WHERE Email = 'ANA@x.example'") == [
        {"LastName": "Ruiz", "Email": "ana@x.example", "Title": None}
    ]


def test_who_and_when_is_kept(api: Api, lead: str) -> None:
    rows = api.rows("SELECT CreatedBy.Name, LastModifiedBy.Name, IsDeleted FROM Lead")
    name = {"Name": "Inlet Integration"}
    assert rows == [{"CreatedBy": name, "LastModifiedBy": name, "IsDeleted": False}]
