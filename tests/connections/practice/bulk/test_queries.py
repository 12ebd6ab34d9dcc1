"""Query jobs over real HTTP: every kind of value, paging, what bulk can't be asked."""

from __future__ import annotations

import csv
import io

import pytest

from connections.practice.models import PracticeOrg
from connections.practice.rehearsing import seed

from .caller import Caller


def ask(caller: Caller, soql: str, operation: str = "query", **more: str) -> str:
    """A query job that is complete."""
    reply = caller.call("POST", "jobs/query", {"operation": operation, "query": soql, **more})
    assert reply.status_code == 200, reply.text
    job = str(reply.json()["id"])
    assert caller.finish(job, "query")["state"] == "JobComplete"
    return job


def page(caller: Caller, job: str, **query: str) -> tuple[list[list[str]], str]:
    """The rows of a page behind its header, and the locator of the next."""
    reply = caller.call("GET", f"jobs/query/{job}/results", params=query)
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/csv"), reply.text
    _, *rows = csv.reader(io.StringIO(reply.content.decode(), newline=""))
    assert reply.headers["Sforce-NumberOfRecords"] == str(len(rows))
    return rows, reply.headers["Sforce-Locator"]


def test_values_of_every_kind_are_cells(caller: Caller, org: PracticeOrg) -> None:
    awkward = 'a "quoted", word\nand a line; é🙂'
    fields = {
        "LastName": "Kim", "Company": awkward, "Email": "k@x.example", "NumberOfEmployees": 12,
        "AnnualRevenue": 1.5, "DoNotCall": True,
    }  # fmt: skip
    (lead,) = seed(org, "Lead", [fields])
    names = [*fields, "Title", "IsConverted", "ConvertedDate", "Owner.Name", "Id"]
    job = ask(caller, f"SELECT {', '.join(names)} FROM Lead")  # noqa: S608
    ((*cells,),), end = page(caller, job)
    assert dict(zip(names, cells, strict=True)) == {
        "LastName": "Kim", "Company": awkward, "Email": "k@x.example", "NumberOfEmployees": "12",
        "AnnualRevenue": "1.5", "DoNotCall": "true", "Title": "", "IsConverted": "false",
        "ConvertedDate": "", "Owner.Name": "Inlet Integration", "Id": lead,
    }  # fmt: skip
    assert end == "null"


def test_pages_together_are_all_rows_once(caller: Caller, org: PracticeOrg) -> None:
    seed(org, "Lead", [{"LastName": f"{n:04}", "Company": "A"} for n in range(2_500)])
    job = ask(caller, "SELECT LastName FROM Lead ORDER BY LastName")
    found, locator, sizes = [], "", []
    while locator != "null":
        more = {"locator": locator} if locator else {}
        rows, locator = page(caller, job, maxRecords="999", **more)
        found += [row[0] for row in rows]
        sizes.append(len(rows))
    assert (found, sizes) == ([f"{n:04}" for n in range(2_500)], [999, 999, 502])


def test_query_all_has_what_was_deleted(caller: Caller, org: PracticeOrg) -> None:
    first, second = seed(org, "Lead", [{"LastName": n, "Company": "A"} for n in ("A", "B")])
    caller.run([["Id"], [first]], "delete")
    soql = "SELECT Id, IsDeleted FROM Lead ORDER BY LastName"
    assert page(caller, ask(caller, soql))[0] == [[second, "false"]]
    both = page(caller, ask(caller, soql, "queryAll"))[0]
    assert both == [[first, "true"], [second, "false"]]


@pytest.mark.parametrize(
    ("soql", "told"),
    [
        ("SELECT COUNT() FROM Lead", "Aggregate functions and GROUP BY"),
        ("SELECT COUNT(Id) FROM Lead", "Aggregate functions and GROUP BY"),
        ("SELECT Status, MAX(CreatedDate) FROM Lead GROUP BY Status",
         "Aggregate functions and GROUP BY"),
        ("SELECT Status FROM Lead GROUP BY Status", "Aggregate functions and GROUP BY"),
        ("SELECT Id, (SELECT Id FROM Contacts) FROM Account", "Aggregate Relationships"),
        ("SELECT Id FROM Lead ORDER BY Id LIMIT 5 OFFSET 5", "OFFSET"),
        ("SELECT Address FROM Lead", "Selecting compound data"),
    ],
)  # fmt: skip
def test_what_bulk_cannot_be_asked_is_told(caller: Caller, soql: str, told: str) -> None:
    reply = caller.call("POST", "jobs/query", {"operation": "query", "query": soql})
    assert (reply.status_code, reply.json()) == (
        400, [{"errorCode": "API_ERROR", "message": f"{told} not supported in Bulk Query"}],
    )  # fmt: skip
