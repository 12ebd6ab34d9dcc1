"""Rows that the org refuses, and jobs that a user may not have."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.browsing import writes
from connections.practice.models import PracticeOrg
from connections.practice.opening import change_org
from connections.practice.rules.changes import with_duplicate_rule
from connections.practice.rules.policies import with_validation_rules
from connections.practice.rules.rights_changes import with_object_right
from connections.practice.rules.validation import ValidationRule

from .caller import KEY, Caller

HEADER = ["LastName", "Company", "Email"]


def revoke(org: PracticeOrg, right: str) -> None:
    change_org(
        org, lambda setup: with_object_right(setup, sobject="Lead", right=right, granted=False)
    )


def test_a_duplicate_rule_refuses_the_row_and_no_other(caller: Caller, org: PracticeOrg) -> None:
    caller.run([HEADER, ["Ruiz", "Acme", "ana@x.example"]])
    change_org(org, lambda setup: with_duplicate_rule(setup, "Lead", active=True))
    rows = [["Again", "Acme", "ANA@x.example"], ["Kim", "Baker", "kim@x.example"]]
    # No header of Salesforce's lets a bulk job save a duplicate nevertheless.
    job = caller.run([HEADER, *rows])
    assert caller.results(job, "failedResults") == [
        {
            "sf__Id": "",
            "sf__Error": "DUPLICATES_DETECTED:Use one of these records?: --",
            **dict(zip(HEADER, rows[0], strict=True)),
        }
    ]
    assert [row["LastName"] for row in caller.results(job, "successfulResults")] == ["Kim"]
    assert caller.count() == 2


def test_a_validation_rule_refuses_the_row_and_no_other(caller: Caller, org: PracticeOrg) -> None:
    rule = ValidationRule("03d000000000001AAA", "No_Acme", "Lead", 'Company = "Acme"', "No Acme.")
    change_org(org, lambda setup: with_validation_rules(setup, rule))
    job = caller.run([HEADER, ["Ruiz", "Acme", ""], ["Kim", "Baker", ""]])
    (row,) = caller.results(job, "failedResults")
    assert (row["sf__Id"], row["sf__Error"]) == (
        "", "FIELD_CUSTOM_VALIDATION_EXCEPTION:No Acme.: --",
    )  # fmt: skip
    done = caller.get(f"jobs/ingest/{job}")
    assert (done["numberRecordsProcessed"], done["numberRecordsFailed"]) == (2, 1)


def test_one_key_twice_in_an_upload_refuses_each_of_these_rows(caller: Caller) -> None:
    rows = [["P-1", "L0", "Acme"], ["P-1", "L1", "Acme"], ["P-2", "L2", "Acme"]]
    job = caller.run([[KEY, "LastName", "Company"], *rows], "upsert")
    refused = caller.results(job, "failedResults")
    assert sorted(row["LastName"] for row in refused) == ["L0", "L1"]
    assert caller.errors(job) == {"DUPLICATE_VALUE"}
    assert [row["LastName"] for row in caller.results(job, "successfulResults")] == ["L2"]
    assert caller.count() == 1


def test_writes_of_a_job_are_bulk_in_the_log(caller: Caller, org: PracticeOrg) -> None:
    job = caller.run([["LastName", "Company"], ["Kim", "Baker"]])
    (row,) = caller.results(job, "successfulResults")
    caller.run([["Id", "Title"], [row["sf__Id"], "CEO"]], "update")
    caller.run([["Id"], [row["sf__Id"]]], "delete")
    assert [(one.operation, one.record_id, one.source) for one in writes(org)] == [
        (what, row["sf__Id"], "bulk") for what in ("create", "update", "delete")
    ]


@pytest.mark.parametrize("right", ["create", "edit"])
def test_rows_need_the_right_to_the_object(caller: Caller, org: PracticeOrg, right: str) -> None:
    job = caller.run([HEADER, ["Kim", "Baker", ""]])
    lead = caller.results(job, "successfulResults")[0]["sf__Id"]
    revoke(org, right)
    if right == "create":
        job = caller.run([HEADER, ["Ito", "Cove", ""]])
    else:
        job = caller.run([["Id", "Title"], [lead, "CEO"]], "update")
    assert caller.errors(job) == {"INSUFFICIENT_ACCESS_OR_READONLY"}
    assert caller.results(job, "successfulResults") == []


def test_an_object_that_cannot_be_read_has_no_jobs(caller: Caller, org: PracticeOrg) -> None:
    waiting = caller.begin([HEADER, ["Kim", "Baker", ""]])
    revoke(org, "read")
    made = caller.call("POST", "jobs/ingest", {"object": "Lead", "operation": "insert"})
    assert (made.status_code, made.json()) == (
        400,
        [
            {
                "errorCode": "INVALIDENTITY",
                "message": "InvalidEntity : Entity 'Lead' is not supported by the Bulk API",
            }
        ],
    )
    # A job that was handed over before fails.
    found = caller.finish(waiting)
    assert (found["state"], found["errorMessage"]) == (
        "Failed", "InvalidEntity : Entity 'Lead' is not supported by the Bulk API",
    )  # fmt: skip
    assert [row["LastName"] for row in caller.results(waiting, "unprocessedrecords")] == ["Kim"]


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ({"operation": "hardDelete"}, "FEATURENOTENABLED", "special user profile permission"),
        ({"operation": "upsert", "externalIdFieldName": "Title"}, "INVALIDJOB",
         "Title does not match an External ID"),
        ({"operation": "upsert"}, "INVALIDJOB", "External ID was blank"),
    ],
)  # fmt: skip
def test_what_no_job_may_be_is_told_at_once(
    caller: Caller, more: dict[str, Any], code: str, words: str
) -> None:
    refused = caller.call("POST", "jobs/ingest", {"object": "Lead", **more})
    (error,) = refused.json()
    assert (refused.status_code, error["errorCode"]) == (400, code)
    assert words in error["message"]
