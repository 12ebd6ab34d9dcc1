"""Several calls in one."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from connections.practice.rules.changes import with_assignment

from .conftest import VERSION, Api

KEY = "External_Person_ID__c"
HALTED = {
    "errorCode": "PROCESSING_HALTED",
    "message": "The transaction was rolled back since another operation in the same transaction "
    "failed.",
    "fields": [],
}


def query(soql: str, reference: str = "found") -> dict[str, Any]:
    url = f"{VERSION}/query?{urlencode({'q': soql})}"
    return {"method": "GET", "referenceId": reference, "url": url}


def create(sobject: str, reference: str = "made", **body: Any) -> dict[str, Any]:
    url = f"{VERSION}/sobjects/{sobject}"
    return {"method": "POST", "referenceId": reference, "url": url, "body": body}


def send(api: Api, *parts: dict[str, Any], headers: Any = None, **more: Any) -> list[Any]:
    body = {"compositeRequest": list(parts), **more}
    reply = api.call("POST", "composite", body, headers=headers)
    assert reply.status == 200, reply.body
    found: list[Any] = reply.body["compositeResponse"]
    return found


def refused(api: Api, body: Any) -> tuple[int, str]:
    reply = api.call("POST", "composite", body)
    return reply.status, reply.body[0]["errorCode"]


def halted(name: str, path: str) -> dict[str, Any]:
    message = f"Invalid reference specified. No value for {path} found in {name}"
    return {"errorCode": "PROCESSING_HALTED", "message": message, "fields": []}


def test_parts_answer_each_for_itself(api: Api) -> None:
    parts = send(
        api,
        query("SELECT Id FROM Lead WHERE Email = 'ana@example.com'", "hits"),
        create("Lead", "lead", LastName="Ruiz", Company="Acme"),
        create("Lead", "bad", LastName="Ruiz"),
        {"method": "GET", "referenceId": "gone", "url": f"{VERSION}/sobjects/Lead/00QKB00000aBcD1"},
        {"method": "GET", "referenceId": "lost", "url": "/elsewhere"},
    )
    (row,) = api.rows("SELECT Id FROM Lead")
    not_found = {"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}
    assert parts == [
        {
            "body": {"totalSize": 0, "done": True, "records": []},
            "httpHeaders": {},
            "httpStatusCode": 200,
            "referenceId": "hits",
        },
        {
            "body": {"id": row["Id"], "success": True, "errors": []},
            "httpHeaders": {"Location": f"{VERSION}/sobjects/Lead/{row['Id']}"},
            "httpStatusCode": 201,
            "referenceId": "lead",
        },
        {
            "body": [
                {
                    "errorCode": "REQUIRED_FIELD_MISSING",
                    "message": "Required fields are missing: [Company]",
                    "fields": ["Company"],
                }
            ],
            "httpHeaders": {},
            "httpStatusCode": 400,
            "referenceId": "bad",
        },
        {"body": [not_found], "httpHeaders": {}, "httpStatusCode": 404, "referenceId": "gone"},
        {"body": [not_found], "httpHeaders": {}, "httpStatusCode": 404, "referenceId": "lost"},
    ]


def test_it_costs_one_call(api: Api) -> None:
    send(api, *(query("SELECT Id FROM Lead", f"q{n}") for n in range(5)))
    assert api.get("limits").headers["Sforce-Limit-Info"] == "api-usage=2/15000"


def test_an_empty_answer_is_null(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", Company="Acme")
    url = f"{VERSION}/sobjects/Lead/{lead}"
    (part,) = send(
        api, {"method": "PATCH", "referenceId": "x", "url": url, "body": {"Title": "CTO"}}
    )
    assert part == {"body": None, "httpHeaders": {}, "httpStatusCode": 204, "referenceId": "x"}


def test_parts_may_refer_to_earlier_ones(api: Api) -> None:
    parts = send(
        api,
        create("Account", "account", Name="Acme"),
        create("Contact", "person", LastName="Ruiz", AccountId="@{account.id}"),
        {
            "method": "GET",
            "referenceId": "people",
            "url": f"{VERSION}/query?q=SELECT+Id+FROM+Contact+WHERE+AccountId='@{{account.id}}'",
        },
        {
            "method": "PATCH",
            "referenceId": "change",
            "url": f"{VERSION}/sobjects/Contact/@{{people.records[0].Id}}",
            "body": {"Title": "of @{account.id}"},
        },
    )
    assert [part["httpStatusCode"] for part in parts] == [201, 201, 200, 204]
    account = parts[0]["body"]["id"]
    assert api.rows("SELECT Title, AccountId FROM Contact") == [
        {"Title": f"of {account}", "AccountId": account}
    ]


@pytest.mark.parametrize(
    ("reference", "name", "path"),
    [
        ("@{nobody.id}", "nobody", "nobody.id"),
        ("@{found.records[0].Id}", "found", "found.records[0].Id"),
        ("@{bad.id}", "bad", "bad.id"),
        ("@{found.done.x}", "found", "found.done.x"),
    ],
)
def test_a_reference_to_nothing_halts_its_part(
    api: Api, reference: str, name: str, path: str
) -> None:
    parts = send(
        api,
        query("SELECT Id FROM Lead"),
        create("Lead", "bad", LastName="Ruiz"),
        create("Contact", "person", LastName="Ruiz", AccountId=reference),
    )
    assert (parts[2]["httpStatusCode"], parts[2]["body"]) == (400, [halted(name, path)])


def test_all_or_none_halts_everything_but_queries_and_the_culprit(api: Api) -> None:
    parts = send(
        api,
        create("Lead", "a", LastName="Ruiz", Company="Acme"),
        query("SELECT Id FROM Contact", "b"),
        create("Lead", "c", LastName="Ruiz"),
        create("Lead", "d", LastName="Okoye", Company="Bolt"),
        query("SELECT Id FROM Account", "e"),
        allOrNone=True,
    )
    assert [part["httpStatusCode"] for part in parts] == [400, 200, 400, 400, 200]
    assert [parts[place]["body"] for place in (0, 3)] == [[HALTED], [HALTED]]
    assert parts[2]["body"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert api.rows("SELECT Id FROM Lead") == []


def test_all_or_none_without_a_failure_is_kept(api: Api) -> None:
    send(api, create("Lead", LastName="Ruiz", Company="Acme"), allOrNone=True)
    assert len(api.rows("SELECT Id FROM Lead")) == 1


def test_headers_steer_only_the_part_that_has_them(api: Api) -> None:
    """Salesforce-facts 5.1: top-level headers don't reach the parts."""
    api.change(lambda setup: with_assignment(setup, active=True))
    said = {"Sforce-Auto-Assign": "FALSE"}
    person = {"LastName": "Ruiz", "Company": "Acme", "Country": "Germany"}
    send(
        api,
        {**create("Lead", "a", **person), "httpHeaders": said},
        create("Lead", "b", **person),
        headers=said,
    )
    owners = [row["Owner"]["Name"] for row in api.rows("SELECT Owner.Name FROM Lead ORDER BY Id")]
    assert owners == ["Inlet Integration", "Inbound DACH"]


def test_collections_are_parts_too(api: Api) -> None:
    def collection(reference: str, count: int) -> dict[str, Any]:
        records = [
            {KEY: f"{reference}-{n}", "LastName": "Ruiz", "Company": "Acme"} for n in range(count)
        ]
        url = f"{VERSION}/composite/sobjects/Lead/{KEY}"
        return {
            "method": "PATCH", "referenceId": reference, "url": url, "body": {"records": records}
        }  # fmt: skip

    parts = send(api, *(collection(f"p{n}", 200) for n in range(5)))
    assert [part["httpStatusCode"] for part in parts] == [200] * 5
    assert all(item["created"] for part in parts for item in part["body"])
    assert api.query("SELECT COUNT() FROM Lead").body["totalSize"] == 1_000
    (refused_part,) = send(api, collection("q", 201))
    assert (refused_part["httpStatusCode"], refused_part["body"][0]["errorCode"]) == (
        400,
        "EXCEEDED_ID_LIMIT",
    )


def test_a_long_query_fits_in_a_part(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", Company="Acme", Email="p7@x.example")
    mails = ", ".join(f"'p{number}@x.example'" for number in range(1_000))
    (part,) = send(api, query(f"SELECT Id FROM Lead WHERE Email IN ({mails})"))
    assert [row["Id"] for row in part["body"]["records"]] == [lead]


def test_a_page_of_a_query_is_a_part(api: Api) -> None:
    records = [
        {"LastName": f"{n:03}", "Company": "Acme", "attributes": {"type": "Lead"}}
        for n in range(200)
    ]
    for _ in range(2):
        api.call("POST", "composite/sobjects", {"records": records})
    said = {"Sforce-Query-Options": "batchSize=200"}
    (first,) = send(api, {**query("SELECT Id FROM Lead"), "httpHeaders": said})
    rest = {"method": "GET", "referenceId": "x", "url": first["body"]["nextRecordsUrl"]}
    (second,) = send(api, rest)
    assert (len(second["body"]["records"]), second["body"]["done"]) == (200, True)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "JSON_PARSER_ERROR"),
        ({}, "INVALID_INPUT"),
        ({"compositeRequest": []}, "INVALID_INPUT"),
        ({"compositeRequest": ["x"]}, "JSON_PARSER_ERROR"),
        ({"compositeRequest": [query("x", "1a")]}, "INVALID_INPUT"),
        ({"compositeRequest": [query("x", "a" * 41)]}, "INVALID_INPUT"),
        ({"compositeRequest": [query("x"), query("x")]}, "INVALID_INPUT"),
        ({"compositeRequest": [{**query("x"), "method": "LIST"}]}, "INVALID_INPUT"),
        ({"compositeRequest": [{**query("x"), "httpHeaders": "x"}]}, "INVALID_INPUT"),
        ({"compositeRequest": [create("Lead", f"a{n}") for n in range(26)]}, "LIMIT_EXCEEDED"),
        ({"compositeRequest": [query("x", f"a{n}") for n in range(6)]}, "LIMIT_EXCEEDED"),
    ],
)
def test_an_envelope_that_is_refused(api: Api, body: Any, code: str) -> None:
    assert refused(api, body) == (400, code)


def test_twenty_five_parts_are_taken(api: Api) -> None:
    parts = send(api, *(create("Lead", f"a{n}", LastName="R", Company="A") for n in range(25)))
    assert [part["httpStatusCode"] for part in parts] == [201] * 25
    assert len({part["body"]["id"] for part in parts}) == 25


def test_unchanged_deleted_and_described_parts(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", Company="Acme")
    modified = api.get("sobjects/Lead/describe").headers["Last-Modified"]
    parts = [
        {
            "method": "GET",
            "referenceId": "known",
            "url": f"{VERSION}/sobjects/Lead/describe",
            "httpHeaders": {"If-Modified-Since": modified},
        },
        {"method": "GET", "referenceId": "limits", "url": f"{VERSION}/limits/recordCount"},
        {
            "method": "GET",
            "referenceId": "tools",
            "url": f"{VERSION}/tooling/query?q=SELECT+Id+FROM+ValidationRule",
        },
        {"method": "GET", "referenceId": "all", "url": f"{VERSION}/sobjects"},
        {"method": "DELETE", "referenceId": "gone", "url": f"{VERSION}/sobjects/Lead/{lead}"},
        {
            "method": "POST",
            "referenceId": "found",
            "url": f"{VERSION}/parameterizedSearch",
            "body": {"q": "nobody"},
        },
    ]
    reply = api.call("POST", "composite", {"collateSubrequests": True, "compositeRequest": parts})
    answers = reply.body["compositeResponse"]
    assert [one["httpStatusCode"] for one in answers] == [304, 200, 200, 200, 204, 200]
    assert (answers[0]["body"], answers[4]["body"]) == (None, None)
    assert sorted(answers[0]["httpHeaders"]) == ["ETag", "Last-Modified"]
    assert answers[5]["body"] == {"searchRecords": []}
