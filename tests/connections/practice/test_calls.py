"""What Salesforce was asked, in plain sentences."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from connections.practice.api.sentences import (
    CREATE,
    DELETE,
    FIND,
    OTHER,
    UPDATE,
    Note,
    attempt,
    say,
    written,
)
from connections.practice.browsing import calls, usage
from connections.practice.models import PracticeCall
from connections.practice.rehearsing import seed
from connections.practice.store.calls import KEPT
from tenants import walls

from .conftest import VERSION, Api

KEY = "External_Person_ID__c"


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        ([Note(CREATE, "Lead", 1)], "Create 1 Lead"),
        ([Note(CREATE, "Lead", 2), Note(UPDATE, "Lead", 1)], "Create 2 Leads, update 1 Lead"),
        ([Note(CREATE, "Lead", 1)] * 2, "Create 2 Leads"),
        ([Note(DELETE, "Contact", 2)], "Delete 2 Contacts"),
        (
            [Note(FIND, "Lead", 1, "e-mail"), Note(FIND, "Contact", 0, "e-mail")],
            "Find by e-mail: 1 Lead, 0 Contacts",
        ),
        ([Note(FIND, "Lead", 0, "e-mail"), Note(FIND, "Contact", 0, "e-mail")],
         "Find by e-mail: nobody"),
        ([Note(FIND, "Lead", 2, "e-mail or external id"), Note(FIND, "Lead", 1, "external id")],
         "Find by e-mail or external id: 3 Leads"),
        ([Note(OTHER, how="Describe Lead")] * 2, "Describe Lead"),
        ([Note(OTHER, how="Count Lead: 1"), Note(CREATE, "Lead", 1)],
         "Create 1 Lead; Count Lead: 1"),
        ([], ""),
    ],
)  # fmt: skip
def test_sentences(notes: list[Note], sentence: str) -> None:
    assert say(notes) == sentence


def test_only_what_was_written_counts_as_written() -> None:
    notes = [Note(CREATE, "Lead", 2), Note(UPDATE, "Contact", 1), Note(FIND, "Lead", 9)]
    assert (written(notes, "Lead"), written(notes, "Contact")) == (2, 1)


@pytest.mark.parametrize(
    ("method", "path", "sentence"),
    [
        ("POST", "sobjects/Lead", "Create 1 Lead"),
        ("PATCH", "sobjects/Lead/x/y", "Update 1 Lead"),
        ("GET", "query", "Read query"),
        ("PUT", "", "PUT"),
        ("POST", "composite/graph", "Save graphs of records"),
        ("POST", "composite/batch", "Send a batch of calls"),
        ("POST", "composite/tree/Account", "Create a tree from Account"),
        ("POST", "parameterizedSearch", "Search"),
    ],
)
def test_what_was_refused_is_told_as_an_attempt(method: str, path: str, sentence: str) -> None:
    assert say([attempt(method, path)]) == sentence


def test_packages_searches_and_changes_are_told(api: Api) -> None:
    part = {"method": "POST", "referenceId": "a", "url": f"{VERSION}/sobjects/Account"}
    part["body"] = {"Name": "Acme"}  # type: ignore[assignment]
    api.call("POST", "composite/graph", {"graphs": [{"graphId": "1", "compositeRequest": [part]}]})
    record = {"attributes": {"type": "Lead", "referenceId": "a"}, "LastName": "x", "Company": "x"}
    api.call("POST", "composite/tree/Lead", {"records": [record]})
    api.call("POST", "parameterizedSearch", {"q": "nobody", "sobjects": [{"name": "Lead"}]})
    api.get("sobjects/Lead/updated")
    api.query("SELECT COUNT(Id) FROM Lead GROUP BY Status")
    assert told(api) == [
        ("Create 1 Account", 200, "", 0),
        ("Create 1 Lead", 201, "", 1),
        ("Search all fields: 0 Leads", 200, "", 0),
        ("Read 1 Lead", 400, "MISSING_ARGUMENT", 0),
        ("Count groups of Lead: 1", 200, "", 0),
    ]


def told(api: Api) -> list[tuple[str, int, str, int]]:
    """The calls, oldest first: sentence, status, refusal, Leads."""
    return [
        (one.sentence, one.status, one.refusal, one.leads) for one in reversed(calls(api.org, 50))
    ]


def test_every_call_is_kept_with_its_outcome(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", Company="Acme", Email="a@x.example")
    api.query("SELECT Id FROM Lead WHERE Email = 'a@x.example'")
    api.query(f"SELECT Id FROM Contact WHERE Email = 'a' OR {KEY} = 'b'")  # noqa: S608
    api.call("PATCH", f"sobjects/Lead/{lead}", {"Title": "x"})
    api.call("PATCH", f"sobjects/Lead/{KEY}/P-1", {"LastName": "R"})
    api.get("sobjects/Lead/describe")
    api.query("SELECT Id, Name FROM User")
    api.query("SELECT COUNT() FROM Lead")
    api.query("SELECT Id FROM")
    api.call("DELETE", f"sobjects/Lead/{lead}")
    assert told(api) == [
        ("Create 1 Lead", 201, "", 1),
        ("Find by e-mail: 1 Lead", 200, "", 0),
        ("Find by e-mail or external id: nobody", 200, "", 0),
        ("Update 1 Lead", 204, "", 1),
        ("Update 1 Lead", 400, "REQUIRED_FIELD_MISSING", 0),
        ("Describe Lead", 200, "", 0),
        ("Read 5 Users", 200, "", 0),
        ("Count Lead: 1", 200, "", 0),
        ("Read query", 400, "MALFORMED_QUERY", 0),
        ("Delete 1 Lead", 204, "", 1),
    ]
    assert usage(api.org).used == 10


def test_a_composite_is_told_in_one_sentence(api: Api) -> None:
    seed(api.org, "Lead", [{"LastName": "A", "Company": "A", KEY: "P-1", "Email": "a@x.example"}])

    def find(sobject: str) -> dict[str, Any]:
        soql = f"SELECT Id FROM {sobject} WHERE Email IN ('a@x.example')"  # noqa: S608
        url = f"{VERSION}/query?{urlencode({'q': soql})}"
        return {"method": "GET", "referenceId": sobject, "url": url}

    people = [{KEY: f"P-{n}", "LastName": "R", "Company": "A"} for n in (1, 2, 3)]
    collection = {
        "method": "PATCH",
        "referenceId": "people",
        "url": f"{VERSION}/composite/sobjects/Lead/{KEY}",
        "body": {"records": [*people, {KEY: "P-4"}]},
    }
    api.call("POST", "composite", {"compositeRequest": [find("Lead"), find("Contact")]})
    api.call("POST", "composite", {"compositeRequest": [collection]})
    assert told(api) == [
        ("Find by e-mail: 1 Lead, 0 Contacts", 200, "", 0),
        ("Update 1 Lead, create 2 Leads", 200, "", 3),
    ]


def test_a_collection_of_failures_still_says_what_it_tried(api: Api) -> None:
    records = [{"attributes": {"type": "Lead"}}]
    api.call("POST", "composite/sobjects", {"records": records})
    assert told(api) == [("Create 0 Leads", 200, "", 0)]


def test_only_the_last_calls_are_kept(api: Api) -> None:
    with walls.inside(api.org.tenant_id):
        known = {"tenant_id": api.org.tenant_id, "org": api.org, "at": api.org.created_at}
        PracticeCall.objects.bulk_create(
            PracticeCall(serial=-number, status=200, ms=1, sentence="Old", **known)
            for number in range(1, KEPT + 100)
        )
    for _ in range(50):
        api.get("limits")
    assert len(calls(api.org, 1_000)) == KEPT
    assert [one.sentence for one in calls(api.org, 51)] == ["Read the limits"] * 50 + ["Old"]


def test_another_tenant_sees_no_calls(api: Api, outsider: Any) -> None:
    api.get("limits")
    with walls.inside(outsider):
        assert PracticeCall.unscoped.count() == 0
