"""Query jobs over HTTP: asked for, waited for, read in pages (salesforce-facts 6)."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from connections.practice.rehearsing import seed

from .conftest import Api
from .test_bulk import finish, send

pytestmark = pytest.mark.django_db(transaction=True)


def ask(api: Api, soql: str, operation: str = "query", **options: str) -> dict[str, Any]:
    reply = api.call("POST", "jobs/query", {"operation": operation, "query": soql, **options})
    assert reply.status == 200, reply.body
    return dict(reply.body)


def page(api: Api, job: str, **query: str) -> tuple[list[list[str]], str, str]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    reply = send(api, "GET", f"jobs/query/{job}/results?{asked}", "")
    assert (reply.status_code, reply["Content-Type"]) == (200, "text/csv"), reply.content
    rows = list(csv.reader(io.StringIO(reply.content.decode(), newline="")))
    return rows, reply["Sforce-Locator"], reply["Sforce-NumberOfRecords"]


def test_a_query_is_asked_waited_for_and_read_in_pages(api: Api) -> None:
    seed(api.org, "Contact", [{"LastName": f"{number:02}"} for number in range(25)])
    made = ask(api, "SELECT LastName FROM Contact ORDER BY LastName")
    assert (made["id"][:3], made["state"], made["object"]) == ("750", "UploadComplete", "Contact")
    early = send(api, "GET", f"jobs/query/{made['id']}/results", "")
    assert (early.status_code, early.json()[0]["errorCode"]) == (400, "INVALIDJOBSTATE")
    done = finish(api, made["id"], "query")
    assert (done["state"], done["jobType"], done["numberRecordsProcessed"]) == (
        "JobComplete", "V2Query", 25,
    )  # fmt: skip
    found, locator, sizes = [], "", []
    while locator != "null":
        more = {"locator": locator} if locator else {}
        (header, *rows), locator, count = page(api, made["id"], maxRecords="10", **more)
        assert header == ["LastName"]
        found += [row[0] for row in rows]
        sizes.append(count)
    assert found == [f"{number:02}" for number in range(25)]
    assert sizes == ["10", "10", "5"]


def test_cells_show_parents_blanks_flags_and_moments(api: Api) -> None:
    api.create("Contact", LastName="Kim; Lee", Email="k@x.example")
    soql = "SELECT LastName, Account.Name, Owner.Name, IsDeleted, CreatedDate FROM Contact"
    job = ask(api, soql, columnDelimiter="PIPE", lineEnding="CRLF")["id"]
    finish(api, job, "query")
    reply = send(api, "GET", f"jobs/query/{job}/results", "").content.decode()
    header, row, end = reply.split("\r\n")
    assert header == '"LastName"|"Account.Name"|"Owner.Name"|"IsDeleted"|"CreatedDate"'
    assert row.startswith('"Kim; Lee"|""|"Inlet Integration"|"false"|"20')
    assert row.endswith('.000Z"')
    assert end == ""


def test_query_all_finds_deleted_records_too(api: Api) -> None:
    lead = api.create("Lead", LastName="Kim", Company="Baker")
    api.call("DELETE", f"sobjects/Lead/{lead}")
    for operation, count in (("query", 0), ("queryAll", 1)):
        job = ask(api, "SELECT Id FROM Lead", operation)["id"]
        assert finish(api, job, "query")["numberRecordsProcessed"] == count


def test_setup_objects_can_be_asked_for(api: Api) -> None:
    job = ask(api, "SELECT Name FROM User WHERE IsActive = true ORDER BY Name LIMIT 1")["id"]
    finish(api, job, "query")
    assert len(page(api, job)[0]) == 2


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT Planet__c FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Planet", "INVALID_TYPE"),
        ("SELECT", "MALFORMED_QUERY"),
        ("SELECT COUNT() FROM Lead", "API_ERROR"),
        ("SELECT Id FROM Lead LIMIT 5 OFFSET 5", "API_ERROR"),
        ("SELECT Address FROM Lead", "API_ERROR"),
        (" ", "INVALIDJOB"),
    ],
)
def test_a_statement_that_cannot_be_run_is_refused_at_once(api: Api, soql: str, code: str) -> None:
    reply = api.call("POST", "jobs/query", {"operation": "query", "query": soql})
    assert (reply.status, reply.body[0]["errorCode"]) == (400, code)


def test_a_query_is_aborted_listed_and_deleted(api: Api) -> None:
    job = ask(api, "SELECT Id FROM Lead")["id"]
    path = f"jobs/query/{job}"
    assert api.call("PATCH", path, {"state": "UploadComplete"}).status == 400
    assert api.call("PATCH", path, {"state": "Aborted"}).body["state"] == "Aborted"
    again = api.call("PATCH", path, {"state": "Aborted"})
    assert (again.status, again.body[0]["errorCode"]) == (400, "INVALIDJOBSTATE")
    (listed,) = api.get("jobs/query").body["records"]
    assert (listed["id"], listed["jobType"], listed["state"]) == (job, "V2Query", "Aborted")
    assert api.call("DELETE", path).status == 204
    assert api.get(path).status == 404


@pytest.mark.parametrize("query", [{"maxRecords": "0"}, {"maxRecords": "x"}, {"locator": "!"}])
def test_unreadable_pages_are_refused(api: Api, query: dict[str, str]) -> None:
    job = ask(api, "SELECT Id FROM Lead")["id"]
    finish(api, job, "query")
    assert api.get(f"jobs/query/{job}/results", **query).status == 400
