"""Ingest jobs over HTTP, from their creation to their results (salesforce-facts 6)."""

from __future__ import annotations

import csv
import io
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from connections.practice.bulk.requests import FINISHED
from connections.practice.bulk.tables import PracticeJobPart
from connections.practice.opening import set_call_limit
from tenants import walls

from .conftest import VERSION, Api, token_for

KEY = "External_Person_ID__c"

pytestmark = pytest.mark.django_db(transaction=True)


def text_of(rows: list[list[str]], delimiter: str = ",", ending: str = "\n") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return target.getvalue()


def send(api: Api, method: str, path: str, content: str | bytes, **more: Any) -> Any:
    return api.client.generic(
        method,
        f"{VERSION}/{path}",
        content,
        content_type=more.get("content_type", "text/csv"),
        headers={"Authorization": f"Bearer {api.token}"},
    )


def make(api: Api, operation: str = "insert", **options: str) -> str:
    body = {"object": "Lead", "contentType": "CSV", "operation": operation, **options}
    reply = api.call("POST", "jobs/ingest", body)
    assert reply.status == 200, reply.body
    return str(reply.body["id"])


def start(api: Api, job: str, rows: list[list[str]]) -> None:
    put = send(api, "PUT", f"jobs/ingest/{job}/batches", text_of(rows))
    assert (put.status_code, put.content) == (201, b"")
    closed = api.call("PATCH", f"jobs/ingest/{job}", {"state": "UploadComplete"})
    assert (closed.status, closed.body["state"]) == (200, "UploadComplete")


def finish(api: Api, job: str, kind: str = "ingest") -> dict[str, Any]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found: dict[str, Any] = api.get(f"jobs/{kind}/{job}").body
        if found["state"] in FINISHED:
            return found
        time.sleep(0.05)
    raise TimeoutError(job)


def results(api: Api, job: str, which: str) -> list[dict[str, str]]:
    reply = send(api, "GET", f"jobs/ingest/{job}/{which}", "")
    assert (reply.status_code, reply["Content-Type"]) == (200, "text/csv"), reply.content
    return list(csv.DictReader(io.StringIO(reply.content.decode())))


def run(api: Api, rows: list[list[str]], operation: str = "insert", **options: str) -> str:
    job = make(api, operation, **options)
    start(api, job, rows)
    found = finish(api, job)
    assert found["state"] == "JobComplete", found
    return job


def test_a_job_goes_through_its_states_and_tells_each_row(api: Api) -> None:
    made = api.call(
        "POST",
        "jobs/ingest",
        {"object": "Lead", "operation": "upsert", "externalIdFieldName": KEY.lower()},
    ).body
    job = made["id"]
    assert (job[:3], len(job), made["createdById"][:3]) == ("750", 18, "005")
    assert {name: made[name] for name in set(made) - {"id", "createdById", "createdDate",
                                                      "systemModstamp"}} == {
        "operation": "upsert",
        "object": "Lead",
        "state": "Open",
        "externalIdFieldName": KEY,
        "concurrencyMode": "Parallel",
        "contentType": "CSV",
        "apiVersion": 62.0,
        "contentUrl": f"services/data/v62.0/jobs/ingest/{job}/batches",
        "lineEnding": "LF",
        "columnDelimiter": "COMMA",
    }  # fmt: skip
    there = api.create("Lead", LastName="Ruiz", Company="Acme", **{KEY: "P-1"})
    start(
        api,
        job,
        [
            [KEY, "LastName", "Company", "Title"],
            ["P-1", "", "", "CTO"],
            ["P-2", "Kim", "Baker", "CEO"],
            ["P-3", "Ito", "", "CFO"],
        ],
    )
    waiting = api.get(f"jobs/ingest/{job}").body
    assert (waiting["state"], waiting["numberRecordsProcessed"]) == ("UploadComplete", 0)
    done = finish(api, job)
    assert [done[name] for name in (
        "state", "jobType", "numberRecordsProcessed", "numberRecordsFailed", "retries",
    )] == ["JobComplete", "V2Ingest", 3, 1, 0]  # fmt: skip
    saved = {row[KEY]: row for row in results(api, job, "successfulResults")}
    new = saved["P-2"]["sf__Id"]
    assert saved == {
        "P-1": {"sf__Id": there, "sf__Created": "false", KEY: "P-1", "LastName": "",
                "Company": "", "Title": "CTO"},
        "P-2": {"sf__Id": new, "sf__Created": "true", KEY: "P-2", "LastName": "Kim",
                "Company": "Baker", "Title": "CEO"},
    }  # fmt: skip
    assert results(api, job, "failedResults") == [
        {
            "sf__Id": "",
            "sf__Error": "REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --",
            KEY: "P-3",
            "LastName": "Ito",
            "Company": "",
            "Title": "CFO",
        }
    ]
    assert results(api, job, "unprocessedrecords") == []
    assert api.rows("SELECT LastName, Title FROM Lead ORDER BY LastName") == [
        {"LastName": "Kim", "Title": "CEO"},
        {"LastName": "Ruiz", "Title": "CTO"},
    ]


def test_insert_update_and_delete_by_id(api: Api) -> None:
    job = run(api, [["LastName", "Company"], ["Kim", "Baker"], ["Ito", "Cove"]])
    ids = {row["LastName"]: row["sf__Id"] for row in results(api, job, "successfulResults")}
    job = run(
        api,
        [["Id", "Title", "Company"], [ids["Kim"], "CEO", ""], [ids["Ito"][:15], "CFO", "#N/A"]],
        "update",
    )
    assert [row["sf__Error"] for row in results(api, job, "failedResults")] == [
        "REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --"
    ]
    job = run(api, [["Id"], [ids["Kim"]], [ids["Kim"]], ["00Q"]], "delete")
    assert [row["sf__Id"] for row in results(api, job, "successfulResults")] == [ids["Kim"]]
    assert {row["sf__Error"] for row in results(api, job, "failedResults")} == {
        "ENTITY_IS_DELETED:entity is deleted: --",
        "MALFORMED_ID:malformed id 00Q: --",
    }
    assert api.rows("SELECT LastName, Company, Title FROM Lead") == [
        {"LastName": "Ito", "Company": "Cove", "Title": None}
    ]


def test_a_blank_cell_changes_nothing_and_na_empties(api: Api) -> None:
    lead = api.create("Lead", LastName="Kim", Company="Baker", Title="CEO", Phone="1")
    run(api, [["Id", "Title", "Phone"], [lead, "", "#N/A"]], "update")
    assert api.rows("SELECT Title, Phone FROM Lead") == [{"Title": "CEO", "Phone": None}]


def test_a_relationship_column_finds_the_record_by_its_key(api: Api) -> None:
    api.create("Contact", LastName="Ruiz", **{KEY: "P-1"})
    rows = [["LastName", f"ReportsTo.{KEY}"], ["Kim", "p-1"], ["Ito", "P-2"], ["Lee", ""]]
    job = run(api, rows, object="Contact")
    assert api.rows("SELECT LastName, ReportsTo.LastName FROM Contact ORDER BY LastName") == [
        {"LastName": "Kim", "ReportsTo": {"LastName": "Ruiz"}},
        {"LastName": "Lee", "ReportsTo": None},
        {"LastName": "Ruiz", "ReportsTo": None},
    ]
    assert [row["sf__Error"] for row in results(api, job, "failedResults")] == [
        f"INVALID_FIELD:Foreign key external ID: P-2 not found for field {KEY} in entity "
        "Contact: --"
    ]
    run(api, [["LastName", f"ReportsTo.{KEY}"], ["Kim", "#N/A"]], object="Contact")


def test_a_relationship_to_several_objects_names_one(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", Company="Acme", Email="r@x.example")
    rows = [["Subject", "Status", "Priority", "Lead:Who.Email"]]
    run(api, [*rows, ["Call", "Not Started", "Normal", "R@x.example"]], object="Task")
    assert api.rows("SELECT WhoId FROM Task") == [{"WhoId": lead}]


def test_delimiter_and_line_ending_hold_for_upload_and_results(api: Api) -> None:
    job = make(api, columnDelimiter="SEMICOLON", lineEnding="CRLF")
    content = text_of([["LastName", "Company"], ["Kim; Lee", "Baker\nSons"]], ";", "\r\n")
    assert send(api, "PUT", f"jobs/ingest/{job}/batches", content).status_code == 201
    api.call("PATCH", f"jobs/ingest/{job}", {"state": "UploadComplete"})
    finish(api, job)
    reply = send(api, "GET", f"jobs/ingest/{job}/successfulResults", "").content.decode()
    header, row = reply.split("\r\n")[:2]
    assert header == '"sf__Id";"sf__Created";"LastName";"Company"'
    assert row[20:] == ';"true";"Kim; Lee";"Baker\nSons"'


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("LastName,Planet__c\nKim,Mars\n", "InvalidBatch : Field name not found : Planet__c"),
        ("LastName,lastname\nKim,Kim\n", "InvalidBatch : Duplicate column header found : lastname"),
        ("LastName,Company\nKim\n", "InvalidBatch : Record 1 has 1 columns, the header has 2"),
        ('LastName\n"Kim" \n', "ClientInputError : ',' expected after '\"'"),
        (
            "LastName\r\nKim\r\n",
            "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting "
            "is LF",
        ),
        (b"LastName\n\xff\n", "InvalidBatch : The data is not UTF-8"),
        ("\n", "InvalidBatch : The data has no header"),
    ],
)
def test_data_that_cannot_be_worked_fails_the_job(
    api: Api, content: str | bytes, error: str
) -> None:
    job = make(api)
    assert send(api, "PUT", f"jobs/ingest/{job}/batches", content).status_code == 201
    api.call("PATCH", f"jobs/ingest/{job}", {"state": "UploadComplete"})
    found = finish(api, job)
    assert (found["state"], found["errorMessage"]) == ("Failed", error)
    assert results(api, job, "successfulResults") == results(api, job, "failedResults") == []


def test_one_call_may_bring_the_job_and_its_data(api: Api) -> None:
    parts = (
        '--x\r\nContent-Type: application/json\r\nContent-Disposition: form-data; name="job"\r\n'
        '\r\n{"object": "Lead", "operation": "insert"}\r\n'
        "--x\r\nContent-Type: text/csv\r\n"
        'Content-Disposition: form-data; name="content"; filename="content"\r\n\r\n'
        "LastName,Company\nKim,Baker\n\r\n--x--\r\n"
    )
    made = send(api, "POST", "jobs/ingest", parts, content_type="multipart/form-data; boundary=x")
    assert (made.status_code, made.json()["state"]) == (200, "UploadComplete")
    assert finish(api, made.json()["id"])["numberRecordsProcessed"] == 1


def test_an_aborted_job_keeps_what_was_not_worked(api: Api) -> None:
    job = make(api)
    start(api, job, [["LastName", "Company"], ["Kim", "Baker"]])
    assert api.call("PATCH", f"jobs/ingest/{job}", {"state": "Aborted"}).body["state"] == "Aborted"
    time.sleep(0.3)
    assert finish(api, job)["state"] == "Aborted"
    assert results(api, job, "unprocessedrecords") == [{"LastName": "Kim", "Company": "Baker"}]
    assert api.rows("SELECT Id FROM Lead") == []


def test_what_is_wrong_with_a_job_is_said_at_once(api: Api) -> None:
    def refused(body: dict[str, Any]) -> tuple[int, str]:
        reply = api.call("POST", "jobs/ingest", {"object": "Lead", **body})
        assert set(reply.body[0]) == {"errorCode", "message"}
        return reply.status, reply.body[0]["errorCode"]

    assert refused({"operation": "hardDelete"}) == (400, "FEATURENOTENABLED")
    assert refused({"operation": "merge"}) == (400, "INVALIDJOB")
    assert refused({"operation": "upsert"}) == (400, "INVALIDJOB")
    assert refused({"operation": "upsert", "externalIdFieldName": "Title"}) == (400, "INVALIDJOB")
    assert refused({"operation": "insert", "object": "Planet"}) == (400, "INVALIDENTITY")
    assert refused({"operation": "insert", "lineEnding": "CR"}) == (400, "INVALIDJOB")
    assert refused({"operation": "insert", "colour": "red"}) == (400, "JSON_PARSER_ERROR")
    assert refused({"operation": "insert", "assignmentRuleId": "01Q000000000001"}) == (
        400, "INVALID_ASSIGNMENT_RULE",
    )  # fmt: skip


def test_calls_out_of_turn_are_refused(api: Api) -> None:
    job, nobody = make(api), "750000000000000AAA"
    path = f"jobs/ingest/{job}"
    early = api.call("PATCH", path, {"state": "UploadComplete"})
    assert (early.status, early.body[0]["errorCode"]) == (400, "INVALIDJOBSTATE")
    assert api.call("DELETE", path).body[0]["errorCode"] == "INVALIDJOBSTATE"
    assert send(api, "PUT", f"{path}/batches", "LastName\n").status_code == 201
    twice = send(api, "PUT", f"{path}/batches", "LastName\n")
    assert twice.status_code == 400
    assert twice.json()[0]["message"].startswith(
        f"ClientInputError : Found multiple contents for job: <{job}>"
    )
    assert send(api, "PUT", f"{path}/batches", "{}", content_type="application/json").status_code
    assert api.call("PATCH", path, {"state": "UploadComplete"}).status == 200
    assert api.call("DELETE", path).status == 204
    assert api.get(path).status == api.get(f"jobs/ingest/{nobody}").status == 404
    assert api.call("PUT", path).status == 405


def test_assignment_rules_run_only_when_the_job_names_one(api: Api) -> None:
    rule = api.org.setup["assignment_rules"][0]["id"]
    row = [["LastName", "Company", "Country"], ["Kim", "Baker", "Germany"]]
    run(api, row)
    (mine,) = api.rows("SELECT Owner.Name FROM Lead")
    run(api, [row[0], ["Ito", "Cove", "Germany"]], assignmentRuleId=rule)
    (assigned,) = api.rows("SELECT Owner.Name FROM Lead WHERE LastName = 'Ito'")
    assert mine["Owner"]["Name"] == "Inlet Integration" != assigned["Owner"]["Name"]


def test_finished_jobs_vanish_after_seven_days(api: Api) -> None:
    job = run(api, [["LastName", "Company"], ["Kim", "Baker"]])
    waiting = make(api)
    records = api.get("jobs/ingest").body["records"]
    assert [one["id"] for one in records] == [job, waiting]
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=5)):
        api.token = token_for(api.client, api.credentials)
        assert api.get(f"jobs/ingest/{job}").status == 404
        assert [one["id"] for one in api.get("jobs/ingest").body["records"]] == [waiting]
        make(api)
    with walls.inside(api.org.tenant_id):
        assert not PracticeJobPart.objects.exists()


def test_each_call_counts_even_to_wait(api: Api) -> None:
    before = api.get("limits").body["DailyApiRequests"]["Remaining"]
    job = make(api)
    start(api, job, [["LastName", "Company"], ["Kim", "Baker"]])
    api.get(f"jobs/ingest/{job}")
    after = api.get("limits").body["DailyApiRequests"]["Remaining"]
    assert before - after == 5
    set_call_limit(api.org, 0)
    assert api.get(f"jobs/ingest/{job}").body[0]["errorCode"] == "REQUEST_LIMIT_EXCEEDED"
