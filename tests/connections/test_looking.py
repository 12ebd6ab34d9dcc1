"""Looks at an org: how many calls they take, and what each of them saw."""

from __future__ import annotations

import pytest

from connections import soql
from connections.crm import Creation, Describe, Look, Query, Resource
from connections.looking import calls_for, creating_body, looking_body

from .orgs import composite, open_org, rows
from .scripted import Answer, Script

LEADS = Query(soql.select("Lead", ["Id"]))
LEAD = {"name": "Lead", "label": "Lead", "createable": True, "fields": []}
HIDDEN = ([{"errorCode": "INVALID_TYPE", "message": "sObject type 'DuplicateRule'"}], 400)


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([], []),
        ([Describe("Lead")], [1]),
        ([LEADS] * 5, [5]),
        ([LEADS] * 6, [5, 1]),
        ([Describe("Lead"), *[LEADS] * 5, Resource("limits")], [7]),
        ([Describe("Lead")] * 26, [25, 1]),
    ],
)
def test_five_queries_and_25_parts_to_a_call(looks: list[Look], expected: list[int]) -> None:
    assert [len(call) for call in calls_for(looks)] == expected


def test_each_look_has_its_path() -> None:
    body = looking_body([Describe("Lead"), LEADS, Resource("limits")], "62.0")
    assert [part["url"] for part in body["compositeRequest"]] == [
        "/services/data/v62.0/sobjects/Lead/describe",
        "/services/data/v62.0/query?q=SELECT+Id+FROM+Lead",
        "/services/data/v62.0/limits",
    ]


def test_one_look_that_fails_leaves_the_others(script: Script) -> None:
    script.say(composite((LEAD, 200), HIDDEN, rows("00QKB00000aBcD12AK"), ({"x": 1}, 200)))
    org = open_org(script.url)
    described, hidden, found, limits = org.look(
        [Describe("Lead"), LEADS, LEADS, Resource("limits")]
    )
    assert described.sobject is not None
    assert described.sobject.createable
    assert hidden.failure is not None
    assert hidden.failure.code == "INVALID_TYPE"
    assert found.records is not None
    assert [one.id for one in found.records] == ["00QKB00000aBcD12AK"]
    assert limits.body == {"x": 1}
    assert org.calls == 1


def test_an_answer_that_lacks_a_part_is_a_failure(script: Script) -> None:
    script.say(composite((LEAD, 200)))
    (_, missing) = open_org(script.url).look([Describe("Lead"), Describe("Contact")])
    assert missing.failure is not None


def test_a_tooling_query_that_is_refused_is_a_failure(script: Script) -> None:
    script.say(Answer([{"errorCode": "INVALID_TYPE", "message": "no"}], status=400))
    sight = open_org(script.url).look_tooling(soql.select("ValidationRule", ["Id"]))
    assert sight.failure is not None
    assert sight.failure.code == "INVALID_TYPE"


def test_set_up_records_are_made_in_one_call_each_by_itself(script: Script) -> None:
    creations = [Creation("a", "CustomField", {"FullName": "Lead.A__c"}),
                 Creation("b", "CustomField", {"FullName": "Lead.B__c"})]  # fmt: skip
    body = creating_body(creations, "62.0", tooling=True)
    assert [part["url"] for part in body["compositeRequest"]] == [
        "/services/data/v62.0/tooling/sobjects/CustomField"
    ] * 2
    refused = [{"errorCode": "DUPLICATE_DEVELOPER_NAME", "message": "There is already"}]
    made = {"id": "00NKB0000001bCd2AI", "success": True}
    script.say(Answer({"compositeResponse": [
        {"referenceId": "a", "httpStatusCode": 201, "body": made},
        {"referenceId": "b", "httpStatusCode": 400, "body": refused},
    ]}))  # fmt: skip
    first, second = open_org(script.url).set_up(creations, tooling=True)
    assert (first.ok, first.record_id) == (True, "00NKB0000001bCd2AI")
    assert [one.code for one in second.failures] == ["DUPLICATE_DEVELOPER_NAME"]
    assert script.seen[0].path.endswith("/tooling/composite")
