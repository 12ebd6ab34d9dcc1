"""Versions, resources, limits, describes, and what every answer has."""

from __future__ import annotations

import gzip
from functools import partial
from typing import Any

import pytest
from django.test import Client

from connections.practice.opening import set_call_limit
from connections.practice.rules.changes import with_access

from .conftest import VERSION, Api

NOT_FOUND = [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]


def test_versions_need_no_token_and_cost_nothing(at_practice_address: None, client: Client) -> None:
    reply = client.get("/services/data/")
    assert "Sforce-Limit-Info" not in reply.headers
    assert [one["version"] for one in reply.json()] == [f"{number}.0" for number in range(31, 68)]
    labels = {one["version"]: one["label"] for one in reply.json()}
    assert [labels[one] for one in ("31.0", "32.0", "58.0", "66.0", "67.0")] == [
        "Summer '14",
        "Winter '15",
        "Summer '23",
        "Spring '26",
        "Summer '26",
    ]
    assert reply.json()[-2] == {
        "label": "Spring '26",
        "url": "/services/data/v66.0",
        "version": "66.0",
    }


@pytest.mark.parametrize(("version", "status"), [("7.0", 410), ("30.0", 410), ("68.0", 404)])
def test_other_versions_are_gone_or_unknown(api: Api, version: str, status: int) -> None:
    reply = api.client.get(
        f"/services/data/v{version}/limits", headers={"Authorization": f"Bearer {api.token}"}
    )
    assert reply.status_code == status
    code = "UNSUPPORTED_API_VERSION" if status == 410 else "NOT_FOUND"
    assert [one["errorCode"] for one in reply.json()] == [code]


@pytest.mark.parametrize("path", ["", "/", "/limits", "/limits/"])
def test_a_slash_at_the_end_makes_no_difference(api: Api, path: str) -> None:
    headers = {"Authorization": f"OAuth {api.token}"}
    assert api.client.get(f"{VERSION}{path}", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("header", "code", "message"),
    [
        (None, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE"),
        ("Basic abc", "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE"),
        ("Bearer ", "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE"),
        ("Bearer nonsense", "INVALID_SESSION_ID", "Session expired or invalid"),
        ("Bearer {org}!wrong", "INVALID_SESSION_ID", "Session expired or invalid"),
    ],
)
def test_without_a_living_token_there_is_nothing(
    api: Api, header: str | None, code: str, message: str
) -> None:
    headers = {"Authorization": header.format(org=api.org.org_id[:15])} if header else {}
    reply = api.client.get(f"{VERSION}/limits", headers=headers)
    assert (reply.status_code, reply.json()) == (401, [{"errorCode": code, "message": message}])
    assert "Sforce-Limit-Info" not in reply.headers


def test_every_call_is_counted_in_a_header(api: Api) -> None:
    used = [api.get("limits").headers["Sforce-Limit-Info"] for _ in range(3)]
    assert used == [f"api-usage={number}/15000" for number in (1, 2, 3)]
    assert api.get("limits").body["DailyApiRequests"] == {
        "Max": 15000,
        "Remaining": 14996,
        "Workbench": {"Max": 0, "Remaining": 0},
    }


def test_beyond_the_limit_every_call_is_refused(api: Api) -> None:
    set_call_limit(api.org, 2)
    replies = [api.get("limits") for _ in range(4)]
    assert [reply.status for reply in replies] == [200, 200, 403, 403]
    assert replies[-1].body == [
        {"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}
    ]
    assert replies[-1].headers["Sforce-Limit-Info"] == "api-usage=2/2"


@pytest.mark.parametrize("path", ["nonsense", "sobjects/Foo__c/describe", "sobjects/Lead/x/y/z"])
def test_what_is_not_there(api: Api, path: str) -> None:
    reply = api.get(path)
    assert reply.status == 404
    assert [one["errorCode"] for one in reply.body] == ["NOT_FOUND"]


def test_an_address_outside_of_the_api_is_not_found_either(api: Api) -> None:
    assert api.client.get("/services/elsewhere").json() == NOT_FOUND


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "limits"), ("POST", "sobjects/User"), ("PATCH", "sobjects/Lead/describe")],
)
def test_methods_that_are_not_allowed(api: Api, method: str, path: str) -> None:
    reply = api.call(method, path, {})
    assert (reply.status, reply.body[0]["errorCode"]) == (405, "METHOD_NOT_ALLOWED")


def test_bodies_have_to_be_json(api: Api) -> None:
    headers = {"Authorization": f"Bearer {api.token}"}

    def post(content: str, kind: str) -> tuple[int, str]:
        reply: Any = api.client.post(
            f"{VERSION}/sobjects/Lead", content, content_type=kind, headers=headers
        )
        return reply.status_code, reply.json()[0]["errorCode"]

    assert post("a=b", "application/x-www-form-urlencoded") == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert post("{", "application/json") == (400, "JSON_PARSER_ERROR")
    assert post("[" * 100_000, "application/json") == (400, "JSON_PARSER_ERROR")
    assert post("[]", "application/json") == (400, "JSON_PARSER_ERROR")
    assert post("", "application/json") == (400, "JSON_PARSER_ERROR")


@pytest.mark.parametrize(("length", "status"), [(16_000, 400), (16_300, 431), (17_000, 414)])
def test_an_address_may_only_be_so_long(api: Api, length: int, status: int) -> None:
    assert api.get("query", q="x" * length).status == status


def test_patch_may_be_spelled_as_a_parameter(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", Company="Acme")
    reply = api.call("POST", f"sobjects/Lead/{lead}", {"Title": "CTO"}, _HttpMethod="PATCH")
    assert (reply.status, api.rows("SELECT Title FROM Lead")) == (204, [{"Title": "CTO"}])


def test_the_resources_of_a_version(api: Api) -> None:
    user = api.org.setup["api_user"]
    assert api.get("").body == {
        **{
            name: f"{VERSION}/{name}"
            for name in (
                "composite",
                "jobs",
                "limits",
                "parameterizedSearch",
                "query",
                "queryAll",
                "search",
                "sobjects",
                "tooling",
            )
        },
        "identity": f"/id/{api.org.org_id}/{user}",
    }


def test_records_are_counted_and_empty_objects_left_out(api: Api) -> None:
    api.create("Lead", LastName="Ruiz", Company="Acme")
    counted = {"sObjects": [{"count": 1, "name": "Lead"}]}
    assert api.get("limits/recordCount").body == counted
    assert api.get("limits/recordCount", sObjects="Lead,Contact,Nope").body == counted


def test_the_global_describe_lists_all_objects(api: Api) -> None:
    body = api.get("sobjects").body
    assert {name: body[name] for name in ("encoding", "maxBatchSize")} == {
        "encoding": "UTF-8",
        "maxBatchSize": 200,
    }
    assert [one["name"] for one in body["sobjects"]] == [
        "Account", "AssignmentRule", "Campaign", "CampaignMember", "CampaignMemberStatus",
        "Contact", "DuplicateRecordItem", "DuplicateRecordSet", "DuplicateRule",
        "EntityDefinition", "FieldDefinition", "FieldPermissions", "Group", "GroupMember", "Lead",
        "LeadStatus", "MatchingRule", "MatchingRuleItem", "ObjectPermissions", "Opportunity",
        "Organization", "PermissionSet", "PermissionSetAssignment", "Profile", "QueueSobject",
        "RecordType", "Task", "User", "UserEntityAccess", "UserLicense", "UserRecordAccess",
    ]  # fmt: skip


def test_an_object_is_described_briefly_or_in_full(api: Api) -> None:
    brief = api.get("sobjects/Lead").body["objectDescribe"]
    full = api.get("sobjects/lead/describe").body
    assert brief == {name: full[name] for name in brief}
    assert len(full["fields"]) == 57


def test_a_field_that_is_hidden_or_read_only_is_described_so(api: Api) -> None:
    api.change(lambda setup: with_access(setup, "Lead", "Title", access="none"))
    api.change(lambda setup: with_access(setup, "Lead", "Phone", access="read"))
    fields = {one["name"]: one for one in api.get("sobjects/Lead/describe").body["fields"]}
    assert "Title" not in fields
    assert (fields["Phone"]["createable"], fields["Phone"]["updateable"]) == (False, False)


@pytest.mark.parametrize("path", ["sobjects", "sobjects/Lead/describe"])
def test_an_unchanged_describe_is_not_sent_again(api: Api, path: str) -> None:
    stamp = api.get(path).headers["Last-Modified"]
    again = api.call("GET", path, headers={"If-Modified-Since": stamp})
    assert (again.status, again.body) == (304, None)
    for since in ("Mon, 01 Jan 2001 00:00:00 GMT", "nonsense"):
        assert api.call("GET", path, headers={"If-Modified-Since": since}).status == 200


def test_a_change_within_the_same_second_is_seen(api: Api) -> None:
    path = "sobjects/Lead/describe"
    for access in ("none", "edit", "none"):
        stamp = api.get(path).headers["Last-Modified"]
        api.change(partial(with_access, sobject="Lead", name="Title", access=access))
        again = api.call("GET", path, headers={"If-Modified-Since": stamp})
        assert again.status == 200
        seen = "Title" in {one["name"] for one in again.body["fields"]}
        assert seen is (access == "edit")


def test_large_answers_are_packed_for_those_who_take_them_so(api: Api) -> None:
    path, token = f"{VERSION}/sobjects/Lead/describe", f"Bearer {api.token}"
    plain = api.client.get(path, headers={"Authorization": token})
    sent = {"Authorization": token, "Accept-Encoding": "gzip, deflate"}
    zipped = api.client.get(path, headers=sent)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert len(zipped.content) < len(plain.content) / 4
    small = api.client.get(f"{VERSION}/composite", headers=sent)
    assert "Content-Encoding" not in small.headers


@pytest.mark.parametrize(
    ("accept", "status"),
    [("*/*", 200), ("application/json", 200), ("application/xml, */*;q=0.1", 200), ("", 200),
     ("application/xml", 406)],
)  # fmt: skip
def test_answers_are_json(api: Api, accept: str, status: int) -> None:
    assert api.call("GET", "limits/recordCount", headers={"Accept": accept}).status == status


def test_a_head_has_no_body(api: Api) -> None:
    response = api.client.head(
        f"{VERSION}/sobjects/Lead/describe", headers={"Authorization": f"Bearer {api.token}"}
    )
    assert (response.status_code, response.content) == (200, b"")


def test_queries_are_not_posted(api: Api) -> None:
    reply = api.call("POST", "query", {"q": "SELECT Id FROM Lead"})
    assert (reply.status, reply.body[0]["errorCode"]) == (405, "METHOD_NOT_ALLOWED")


def test_a_describe_names_the_ways_to_children(api: Api) -> None:
    found = api.get("sobjects/Account/describe").body["childRelationships"]
    ways = {one["relationshipName"]: (one["childSObject"], one["field"]) for one in found}
    assert ways["Contacts"] == ("Contact", "AccountId")
    assert ways["ChildAccounts"] == ("Account", "ParentId")
