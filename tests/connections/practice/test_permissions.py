"""Who may what, over HTTP: object rights, field-level security, API Enabled, sharing."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from connections.practice.opening import credentials_for
from connections.practice.rehearsing import seed
from connections.practice.rules.changes import with_access, with_duplicate_rule, with_switches
from connections.practice.rules.people_changes import with_queue_member, with_sharing
from connections.practice.rules.rights_changes import with_object_right, with_system_permission
from connections.practice.rules.sharing import PRIVATE, READ_ONLY, READ_WRITE

from .conftest import Api
from .logging_in import authorize, by_code

FORBIDDEN = "INSUFFICIENT_ACCESS_OR_READONLY"
LEAD = {"LastName": "Ruiz", "Company": "Acme"}


def code(reply: Any) -> tuple[int, str]:
    return reply.status, reply.body[0]["errorCode"]


def revoke(api: Api, right: str, sobject: str = "Lead") -> None:
    api.change(lambda setup: with_object_right(setup, sobject=sobject, right=right, granted=False))


def share(api: Api, default: str) -> None:
    api.change(lambda setup: with_sharing(setup, sobject="Lead", default=default))


def as_user(api: Api, name: str) -> Api:
    """The same org, as somebody else."""
    username = f"{name.replace(' ', '.')}@solvane-energy.practice".lower()
    login = credentials_for(api.org, username)
    credentials = replace(api.credentials, username=username, password=login.password)
    code = authorize(api.client, credentials)["code"]
    token = by_code(api.client, credentials, code).json()["access_token"]
    return replace(api, token=token)


def toms_lead(api: Api, **fields: Any) -> str:
    tom = api.rows("SELECT Id FROM User WHERE Name = 'Tom Reyes'")[0]["Id"]
    (made,) = seed(api.org, "Lead", [{**LEAD, "OwnerId": tom, **fields}], by="Tom Reyes")
    return made


def test_an_object_without_read_is_not_there(api: Api) -> None:
    revoke(api, "read")
    listed = [one["name"] for one in api.get("sobjects").body["sobjects"]]
    assert "Lead" not in listed
    assert "Contact" in listed
    assert code(api.get("sobjects/Lead/describe")) == (404, "NOT_FOUND")
    assert code(api.query("SELECT Id FROM Lead")) == (400, "INVALID_TYPE")
    assert code(api.call("POST", "sobjects/Lead", LEAD)) == (404, "NOT_FOUND")


def test_an_object_without_create_says_so_and_refuses(api: Api) -> None:
    made = api.create("Lead", **LEAD)
    revoke(api, "create")
    described = api.get("sobjects/Lead/describe").body
    assert (described["createable"], described["updateable"]) == (False, True)
    assert code(api.call("POST", "sobjects/Lead", LEAD)) == (400, FORBIDDEN)
    key = api.call("PATCH", "sobjects/Lead/External_Person_ID__c/p-1", LEAD)
    assert code(key) == (400, FORBIDDEN)
    assert api.call("PATCH", f"sobjects/Lead/{made}", {"Title": "CEO"}).status == 204


def test_without_edit_or_delete_a_record_stays_as_it_is(api: Api) -> None:
    made = api.create("Lead", **LEAD)
    revoke(api, "edit")
    revoke(api, "delete")
    assert code(api.call("PATCH", f"sobjects/Lead/{made}", {"Title": "x"})) == (400, FORBIDDEN)
    assert code(api.call("DELETE", f"sobjects/Lead/{made}")) == (400, FORBIDDEN)
    reply = api.call(
        "PATCH",
        "composite/sobjects",
        {"records": [{"attributes": {"type": "Lead"}, "id": made, "Title": "x"}]},
    )
    assert [one["errors"][0]["statusCode"] for one in reply.body] == [FORBIDDEN]
    assert api.rows(f"SELECT Title FROM Lead WHERE Id = '{made}'") == [{"Title": None}]


def test_fields_are_hidden_or_closed_for_one_user_only(api: Api) -> None:
    api.change(lambda setup: with_access(setup, "Lead", "Title", access="none"))
    api.change(lambda setup: with_access(setup, "Lead", "Phone", access="read"))
    admin = as_user(api, "Maya Okafor")
    for one, names in ((api, {"Phone": False}), (admin, {"Title": True, "Phone": True})):
        fields = one.get("sobjects/Lead/describe").body["fields"]
        found = {f["name"]: f["createable"] for f in fields if f["name"] in {"Title", "Phone"}}
        assert found == names
    refused = api.call("POST", "sobjects/Lead", {**LEAD, "Title": "CEO"})
    assert code(refused) == (400, "INVALID_FIELD")
    closed = api.call("POST", "sobjects/Lead", {**LEAD, "Phone": "1"})
    assert code(closed) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
    assert code(api.query("SELECT Title FROM Lead")) == (400, "INVALID_FIELD")
    made = admin.create("Lead", **LEAD, Title="CEO")
    assert "Title" not in api.get(f"sobjects/Lead/{made}").body


def test_without_api_enabled_only_the_identity_answers(api: Api, client: Client) -> None:
    api.change(lambda setup: with_system_permission(setup, permission="ApiEnabled", granted=False))
    reply = api.get("sobjects")
    assert (reply.status, reply.body) == (
        403,
        [{"errorCode": "API_CURRENTLY_DISABLED", "message": "API is disabled for this User"}],
    )
    headers = {"Authorization": f"Bearer {api.token}"}
    assert client.get("/services/oauth2/userinfo", headers=headers).status_code == 200
    assert as_user(api, "Tom Reyes").get("sobjects").status == 200


def test_an_org_without_the_api_refuses_everybody(api: Api) -> None:
    api.change(lambda setup: with_switches(setup, rest_api_enabled=False))
    assert code(api.get("sobjects")) == (403, "API_DISABLED_FOR_ORG")


def test_without_view_setup_the_setup_is_not_there(api: Api) -> None:
    assert api.get("limits").status == 200
    api.change(lambda setup: with_system_permission(setup, permission="ViewSetup", granted=False))
    assert api.get("limits").status == 403
    reply = api.query("SELECT Id FROM DuplicateRule")
    assert code(reply) == (400, "INVALID_TYPE")
    assert "sObject type 'DuplicateRule' is not supported" in reply.body[0]["message"]
    names = {one["name"] for one in api.get("sobjects").body["sobjects"]}
    assert not names & {"DuplicateRule", "ObjectPermissions", "MatchingRule"}
    assert api.rows("SELECT Name FROM Organization") == [{"Name": "Solvane Energy"}]


class TestPrivateSharing:
    """The leads of others are there for their owners only."""

    def test_they_are_left_out_everywhere(self, api: Api) -> None:
        theirs, mine = toms_lead(api, External_Person_ID__c="p-1"), api.create("Lead", **LEAD)
        share(api, PRIVATE)
        assert api.rows("SELECT Id FROM Lead") == [{"Id": mine}]
        assert api.query("SELECT COUNT() FROM Lead").body["totalSize"] == 1
        assert api.get(f"sobjects/Lead/{theirs}").status == 404
        assert api.get("sobjects/Lead/External_Person_ID__c/p-1").status == 404
        many = api.call("POST", "composite/sobjects/Lead", {"ids": [theirs, mine], "fields": []})
        assert [one and one["Id"] for one in many.body] == [None, mine]
        assert as_user(api, "Tom Reyes").rows("SELECT Id FROM Lead") == [{"Id": theirs}]
        assert len(as_user(api, "Maya Okafor").rows("SELECT Id FROM Lead")) == 2

    def test_view_all_shows_them_and_does_not_open_them(self, api: Api) -> None:
        theirs = toms_lead(api)
        share(api, PRIVATE)
        api.change(
            lambda setup: with_object_right(
                setup, sobject="Lead", right="viewAllRecords", granted=True
            )
        )
        assert api.rows("SELECT Id FROM Lead") == [{"Id": theirs}]
        changed = api.call("PATCH", f"sobjects/Lead/{theirs}", {"Title": "x"})
        assert code(changed) == (400, FORBIDDEN)

    def test_a_hidden_record_cannot_be_changed(self, api: Api) -> None:
        theirs = toms_lead(api)
        share(api, PRIVATE)
        changed = api.call("PATCH", f"sobjects/Lead/{theirs}", {"Title": "x"})
        assert code(changed) == (404, "NOT_FOUND")
        assert code(api.call("DELETE", f"sobjects/Lead/{theirs}")) == (404, "NOT_FOUND")

    def test_an_upsert_on_a_hidden_key_names_nobody(self, api: Api) -> None:
        toms_lead(api, External_Person_ID__c="p-1")
        share(api, PRIVATE)
        reply = api.call("PATCH", "sobjects/Lead/External_Person_ID__c/p-1", LEAD)
        assert (reply.status, reply.body[0]["errorCode"], reply.body[0]["message"]) == (
            400,
            "DUPLICATE_VALUE",
            "duplicate value found: <unknown> duplicates value on record with id: <unknown>",
        )

    def test_a_duplicate_rule_fires_without_naming_them(self, api: Api) -> None:
        toms_lead(api, Email="ana@acme.example")
        api.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True))
        share(api, PRIVATE)
        lead = {**LEAD, "Email": "ana@acme.example"}
        refused = api.call("POST", "sobjects/Lead", lead)
        assert code(refused) == (400, "DUPLICATES_DETECTED")
        (result,) = refused.body[0]["duplicateResut"]["matchResults"]
        assert (result["size"], result["matchRecords"]) == (0, [])
        as_user_only = {"Sforce-Duplicate-Rule-Header": "runAsCurrentUser=true"}
        assert api.call("POST", "sobjects/Lead", lead, headers=as_user_only).status == 201

    def test_leads_of_ones_queues_stay(self, api: Api) -> None:
        queue = api.rows("SELECT Id FROM Group WHERE Name = 'Inbound UK'")[0]["Id"]
        (queued,) = seed(api.org, "Lead", [{**LEAD, "OwnerId": queue}])
        share(api, PRIVATE)
        assert api.rows("SELECT Id FROM Lead") == []
        api.change(lambda setup: with_queue_member(setup, queue="Inbound UK", member=True))
        assert api.rows("SELECT Id FROM Lead") == [{"Id": queued}]
        assert api.call("PATCH", f"sobjects/Lead/{queued}", {"Title": "x"}).status == 204


def test_readable_records_of_others_are_read_only(api: Api) -> None:
    theirs = toms_lead(api)
    share(api, READ_ONLY)
    assert api.rows("SELECT Id FROM Lead") == [{"Id": theirs}]
    assert code(api.call("PATCH", f"sobjects/Lead/{theirs}", {"Title": "x"})) == (400, FORBIDDEN)


def test_record_access_says_what_the_api_then_does(api: Api) -> None:
    theirs, mine = toms_lead(api), api.create("Lead", **LEAD)
    share(api, READ_ONLY)
    me = api.rows("SELECT Id FROM User WHERE Name = 'Inlet Integration'")[0]["Id"]
    found = api.rows(
        "SELECT RecordId, HasReadAccess, HasEditAccess, HasTransferAccess, MaxAccessLevel "
        f"FROM UserRecordAccess WHERE UserId='{me}' AND RecordId IN ('{theirs}','{mine}')"
    )
    assert found == [
        {
            "RecordId": theirs, "HasReadAccess": True, "HasEditAccess": False,
            "HasTransferAccess": False, "MaxAccessLevel": "Read",
        },
        {
            "RecordId": mine, "HasReadAccess": True, "HasEditAccess": True,
            "HasTransferAccess": True, "MaxAccessLevel": "All",
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "refusal"),
    [
        ("RecordId = '00QKB00000aBcD12AK'", "MALFORMED_QUERY"),
        ("UserId = '005KB000001mNoPYAU'", "MALFORMED_QUERY"),
        ("UserId = '005KB000001mNoPYAU' AND RecordId IN ({many})", "EXCEEDED_ID_LIMIT"),
    ],
)
def test_record_access_wants_one_user_and_few_records(api: Api, where: str, refusal: str) -> None:
    many = ",".join(f"'00QKB00000{number:05}'" for number in range(201))
    soql = f"SELECT RecordId FROM UserRecordAccess WHERE {where.format(many=many)}"
    assert code(api.query(soql)) == (400, refusal)


def test_giving_away_the_lead_of_another_needs_more_than_edit(api: Api) -> None:
    theirs, mine = toms_lead(api), api.create("Lead", **LEAD)
    share(api, READ_WRITE)
    aisha = api.rows("SELECT Id FROM User WHERE Name = 'Aisha Bello'")[0]["Id"]
    given = api.call("PATCH", f"sobjects/Lead/{theirs}", {"OwnerId": aisha})
    assert code(given) == (400, FORBIDDEN)
    assert api.call("PATCH", f"sobjects/Lead/{theirs}", {"Title": "x"}).status == 204
    assert api.call("PATCH", f"sobjects/Lead/{mine}", {"OwnerId": aisha}).status == 204
    api.change(
        lambda setup: with_system_permission(setup, permission="TransferAnyLead", granted=True)
    )
    assert api.call("PATCH", f"sobjects/Lead/{theirs}", {"OwnerId": aisha}).status == 204


def test_a_duplicate_among_unreadable_objects_is_not_named(api: Api) -> None:
    seed(api.org, "Contact", [{"LastName": "Ruiz", "Email": "ana@acme.example"}])
    api.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True))
    revoke(api, "read", "Contact")
    refused = api.call("POST", "sobjects/Lead", {**LEAD, "Email": "ana@acme.example"})
    assert code(refused) == (400, "DUPLICATES_DETECTED")
    (result,) = refused.body[0]["duplicateResut"]["matchResults"]
    assert (result["entityType"], result["matchRecords"]) == ("Contact", [])
