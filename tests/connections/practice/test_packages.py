"""Graph, batch and tree: many calls or records in one call."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.opening import set_call_limit

from .conftest import VERSION, Api, Reply

HALTED = {
    "errorCode": "PROCESSING_HALTED",
    "message": "The transaction was rolled back since another operation in the same transaction "
    "failed.",
    "fields": [],
}


def node(reference: str, sobject: str = "Lead", **body: Any) -> dict[str, Any]:
    return {
        "method": "POST",
        "referenceId": reference,
        "url": f"{VERSION}/sobjects/{sobject}",
        "body": body,
    }


def graphs(api: Api, *nodes: list[dict[str, Any]]) -> Reply:
    asked = [
        {"graphId": str(number), "compositeRequest": one}
        for number, one in enumerate(nodes, start=1)
    ]
    return api.call("POST", "composite/graph", {"graphs": asked})


def test_each_graph_is_saved_all_or_none(api: Api) -> None:
    good = [
        node("acme", "Account", Name="Acme"),
        node("ana", "Contact", LastName="Ruiz", AccountId="@{acme.id}"),
    ]
    bad = [node("one", LastName="Li", Company="x"), node("two", LastName="No company")]
    reply = graphs(api, good, bad)
    assert reply.status == 200
    first, second = reply.body["graphs"]
    assert (first["graphId"], first["isSuccessful"]) == ("1", True)
    parts = first["graphResponse"]["compositeResponse"]
    assert [part["httpStatusCode"] for part in parts] == [201, 201]
    assert (second["graphId"], second["isSuccessful"]) == ("2", False)
    parts = second["graphResponse"]["compositeResponse"]
    assert [part["body"][0]["errorCode"] for part in parts] == [
        "PROCESSING_HALTED",
        "REQUIRED_FIELD_MISSING",
    ]
    assert parts[0] == {
        "body": [HALTED],
        "httpHeaders": {},
        "httpStatusCode": 400,
        "referenceId": "one",
    }
    assert api.rows("SELECT Name, Account.Name FROM Contact") == [
        {"Name": "Ruiz", "Account": {"Name": "Acme"}}
    ]
    assert api.rows("SELECT Id FROM Lead") == []


def test_after_fifteen_failed_graphs_the_rest_is_halted(api: Api) -> None:
    failing = [[node("a", LastName="x")] for _ in range(16)]
    last = [node("b", LastName="Li", Company="x")]
    answers = graphs(api, *failing, last).body["graphs"]
    codes = [one["graphResponse"]["compositeResponse"][0]["body"][0]["errorCode"]
             for one in answers]  # fmt: skip
    assert codes == ["REQUIRED_FIELD_MISSING"] * 15 + ["PROCESSING_HALTED"] * 2
    assert api.rows("SELECT Id FROM Lead") == []


def chain(length: int) -> list[dict[str, Any]]:
    parts = [node("r0", LastName="x", Company="x")]
    for number in range(1, length):
        parts.append(node(f"r{number}", LastName=f"@{{r{number - 1}.id}}", Company="x"))
    return parts


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "INVALID_INPUT"),
        ({"graphs": ["x"]}, "JSON_PARSER_ERROR"),
        ({"graphs": [{"graphId": "a b", "compositeRequest": []}]}, "INVALID_INPUT"),
        ({"graphs": [{"graphId": "a", "compositeRequest": []}]}, "INVALID_INPUT"),
        ({"graphs": [{"graphId": "a", "compositeRequest": [node("a")]}] * 2}, "INVALID_INPUT"),
        ({"graphs": [{"graphId": str(n), "compositeRequest": [node("a")]} for n in range(76)]},
         "LIMIT_EXCEEDED"),
        ({"graphs": [{"graphId": "a", "compositeRequest": [node(f"r{n}") for n in range(501)]}]},
         "LIMIT_EXCEEDED"),
        ({"graphs": [{"graphId": "a", "compositeRequest": chain(16)}]}, "LIMIT_EXCEEDED"),
        ({"graphs": [{"graphId": "a", "compositeRequest": [
            node(f"r{n}", f"Kind{n}__c") for n in range(16)]}]}, "LIMIT_EXCEEDED"),
        ({"graphs": [{"graphId": "a", "compositeRequest": [
            {**node("a"), "url": f"{VERSION}/query?q=x"}]}]}, "INVALID_INPUT"),
    ],
)  # fmt: skip
def test_graphs_that_are_refused(api: Api, body: Any, code: str) -> None:
    reply = api.call("POST", "composite/graph", body)
    assert (reply.status, reply.body[0]["errorCode"]) == (400, code)


def test_a_chain_of_fifteen_and_166_leads_fit(api: Api) -> None:
    assert graphs(api, chain(15)).body["graphs"][0]["isSuccessful"]
    nodes = [node(f"r{n}", LastName=f"L{n}", Company="x") for n in range(500)]
    assert graphs(api, nodes).body["graphs"][0]["isSuccessful"]


def batch(api: Api, *parts: dict[str, Any], **more: Any) -> Reply:
    return api.call("POST", "composite/batch", {"batchRequests": list(parts), **more})


def test_the_parts_of_a_batch_stand_alone_and_count_each(api: Api) -> None:
    before = used(api)
    reply = batch(
        api,
        {"method": "GET", "url": "v62.0/limits/recordCount?sObjects=Lead"},
        {
            "method": "POST",
            "url": "v62.0/sobjects/Lead",
            "richInput": {"LastName": "Ruiz", "Company": "Acme"},
        },
        {"method": "POST", "url": "/services/data/v62.0/sobjects/Lead", "richInput": {}},
        {"method": "GET", "url": "v62.0/query/?q=SELECT+Name+FROM+Lead"},
    )
    assert (reply.status, reply.body["hasErrors"]) == (200, True)
    assert [one["statusCode"] for one in reply.body["results"]] == [200, 201, 400, 200]
    assert reply.body["results"][3]["result"]["records"][0]["Name"] == "Ruiz"
    assert reply.headers["Sforce-Limit-Info"] == f"api-usage={before + 4}/15000"
    assert used(api) == before + 5


def used(api: Api) -> int:
    """How many calls were counted, with the one that asks."""
    return int(api.get("").headers["Sforce-Limit-Info"].split("=")[1].split("/")[0])


def test_a_batch_stops_at_an_error_when_asked_to(api: Api) -> None:
    missing = {"method": "GET", "url": "v62.0/sobjects/Lead/00QKB00000aBcD12AK"}
    reply = batch(api, missing, {"method": "GET", "url": "v62.0/"}, haltOnError=True)
    assert reply.body["results"][1] == {
        "statusCode": 412,
        "result": [
            {
                "errorCode": "BATCH_PROCESSING_HALTED",
                "message": "Batch processing halted per request",
            }
        ],
    }


def test_a_batch_counts_no_further_than_the_limit(api: Api) -> None:
    set_call_limit(api.org, 10)
    batch(api, *[{"method": "GET", "url": "v62.0/sobjects"}] * 20)
    reply = api.get("sobjects")
    assert (reply.status, reply.body[0]["errorCode"]) == (403, "REQUEST_LIMIT_EXCEEDED")


@pytest.mark.parametrize(
    ("parts", "code"), [([], "INVALID_INPUT"), (["x"], "INVALID_INPUT"),
                        ([{"url": "v62.0/"}] * 26, "LIMIT_EXCEEDED")]
)  # fmt: skip
def test_batches_that_are_refused(api: Api, parts: list[Any], code: str) -> None:
    reply = batch(api, *parts)
    assert (reply.status, reply.body[0]["errorCode"]) == (400, code)


def test_a_part_of_a_batch_may_be_nonsense(api: Api) -> None:
    parts = ({"url": "v62.0/"}, {"method": "GET", "url": "x"}, {"method": "POST",
             "url": "v62.0/composite/batch", "richInput": {}})  # fmt: skip
    results = batch(api, *parts).body["results"]
    assert [one["result"][0]["errorCode"] for one in results] == ["INVALID_INPUT"] * 3


def leaf(reference: str, sobject: str = "Contact", **values: Any) -> dict[str, Any]:
    return {"attributes": {"type": sobject, "referenceId": reference}, **values}


def tree(api: Api, *records: dict[str, Any], sobject: str = "Account") -> Reply:
    return api.call("POST", f"composite/tree/{sobject}", {"records": list(records)})


def test_a_tree_creates_parents_and_children(api: Api) -> None:
    reply = tree(
        api,
        leaf("acme", "Account", Name="Acme", Contacts={"records": [
            leaf("ana", LastName="Ruiz"), leaf("ben", LastName="Li"),
        ]}),
        leaf("bolt", "Account", Name="Bolt"),
    )  # fmt: skip
    assert (reply.status, reply.body["hasErrors"]) == (201, False)
    assert [one["referenceId"] for one in reply.body["results"]] == ["acme", "bolt", "ana", "ben"]
    assert api.rows("SELECT LastName, Account.Name FROM Contact ORDER BY LastName") == [
        {"LastName": "Li", "Account": {"Name": "Acme"}},
        {"LastName": "Ruiz", "Account": {"Name": "Acme"}},
    ]


def test_a_tree_is_all_or_none(api: Api) -> None:
    reply = tree(api, leaf("acme", "Account", Name="Acme", Contacts={"records": [leaf("ana")]}))
    assert (reply.status, reply.body) == (
        400,
        {
            "hasErrors": True,
            "results": [
                {
                    "referenceId": "ana",
                    "errors": [
                        {
                            "statusCode": "REQUIRED_FIELD_MISSING",
                            "message": "Required fields are missing: [LastName]",
                            "fields": ["LastName"],
                        }
                    ],
                }
            ],
        },
    )
    assert api.rows("SELECT Id FROM Account") == []


def test_a_reference_may_not_repeat_in_a_tree(api: Api) -> None:
    reply = tree(api, leaf("a", LastName="x"), leaf("a", LastName="y"), sobject="Contact")
    assert (reply.status, reply.body["results"][0]["errors"][0]["statusCode"]) == (
        400,
        "INVALID_INPUT",
    )


def deep(levels: int) -> dict[str, Any]:
    inner = leaf("r0", "Account", Name="x")
    for number in range(1, levels):
        inner = leaf(f"r{number}", "Account", Name="x", ChildAccounts={"records": [inner]})
    return inner


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([], "INVALID_INPUT"),
        (["x"], "JSON_PARSER_ERROR"),
        ([leaf("a", "Lead", LastName="x")], "INVALID_INPUT"),
        ([leaf("", "Account", Name="x")], "INVALID_INPUT"),
        ([leaf(f"r{n}", "Account", Name="x") for n in range(201)], "LIMIT_EXCEEDED"),
        ([deep(6)], "LIMIT_EXCEEDED"),
    ],
)
def test_trees_that_are_refused(api: Api, records: list[Any], code: str) -> None:
    reply = tree(api, *records)
    assert (reply.status, reply.body[0]["errorCode"]) == (400, code)


def test_two_hundred_records_in_five_levels_fit(api: Api) -> None:
    flat = [leaf(f"x{n}", "Account", Name="x") for n in range(195)]
    assert tree(api, deep(5), *flat).status == 201


def test_packages_dont_nest_and_are_listed(api: Api) -> None:
    part = {"method": "POST", "referenceId": "a", "url": f"{VERSION}/composite", "body": {}}
    reply = api.call("POST", "composite", {"compositeRequest": [part]})
    assert reply.body["compositeResponse"][0]["body"][0]["errorCode"] == "INVALID_INPUT"
    assert api.get("composite").body == {
        name: f"{VERSION}/composite/{name}" for name in ("batch", "graph", "sobjects", "tree")
    }
    reply = api.call("PATCH", "composite/graph", {})
    assert (reply.status, reply.body[0]["errorCode"]) == (405, "METHOD_NOT_ALLOWED")
