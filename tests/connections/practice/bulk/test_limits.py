"""What bulk jobs may use up, and how large uploads may be, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from connections.practice.bulk.tables import PracticeJob
from connections.practice.models import PracticeOrg
from tenants import walls

from .caller import Caller

HEADER = ["LastName", "Company"]
SELECT = {"operation": "query", "query": "SELECT Id FROM Lead"}
PIECE = b"x" * 1_000_000


def left(caller: Caller) -> tuple[int, int]:
    """Batches and query jobs that are left for today."""
    limits = caller.get("limits")
    assert (limits["DailyBulkApiBatches"]["Max"], limits["DailyBulkV2QueryJobs"]["Max"]) == (
        15_000, 10_000,
    )  # fmt: skip
    names = ("DailyBulkApiBatches", "DailyBulkV2QueryJobs")
    return limits[names[0]]["Remaining"], limits[names[1]]["Remaining"]


def use_up(org: PracticeOrg, **used: object) -> None:
    with walls.inside(org.tenant_id):
        PracticeOrg.objects.filter(pk=org.pk).update(**used)


def test_batches_of_ten_thousand_and_query_jobs_are_counted(caller: Caller) -> None:
    assert left(caller) == (15_000, 10_000)
    job = caller.begin([HEADER, *([f"L{n}", "A"] for n in range(10_001))])
    assert left(caller) == (14_998, 10_000)
    assert caller.call("PATCH", f"jobs/ingest/{job}", {"state": "Aborted"}).status_code == 200
    assert caller.call("DELETE", f"jobs/ingest/{job}").status_code == 204
    assert caller.call("POST", "jobs/query", SELECT).status_code == 200
    assert left(caller) == (14_998, 9_999)


def test_nothing_more_is_taken_once_the_day_is_used_up(caller: Caller, org: PracticeOrg) -> None:
    use_up(org, bulk_day=timezone.now().date(), bulk_batches=14_999, bulk_queries=10_000)
    caller.run([HEADER, ["Kim", "A"]])
    job = caller.make()
    caller.upload(job, b"LastName,Company\nIto,A\n")
    refused = caller.close(job)
    assert (refused.status_code, refused.json()) == (
        400,
        [
            {
                "errorCode": "EXCEEDEDQUOTA",
                "message": "ExceededQuota : The Job takes 1 batches, 0 are left for this day",
            }
        ],
    )
    assert caller.get(f"jobs/ingest/{job}")["state"] == "Open"
    assert caller.call("POST", "jobs/query", SELECT).json()[0]["errorCode"] == "EXCEEDEDQUOTA"
    assert left(caller) == (0, 0)
    use_up(org, bulk_day=timezone.now().date() - timedelta(days=1))
    assert left(caller) == (15_000, 10_000)
    assert caller.close(job).status_code == 200


def test_more_than_150_mb_of_base64_are_refused_and_not_kept(caller: Caller) -> None:
    # Sent in pieces, so that nobody holds it whole: 118 MB, which are 157 MB as base64.
    def pieces() -> Iterator[bytes]:
        yield from (PIECE for _ in range(118))

    job = caller.make()
    refused = caller.upload(job, pieces())
    assert (refused.status_code, refused.json()) == (
        400,
        [
            {
                "errorCode": "CLIENTINPUTERROR",
                "message": "ClientInputError : The data has more than 150 MB as base64",
            }
        ],
    )
    assert caller.upload(job, b"LastName,Company\nKim,A\n").status_code == 201
    assert caller.close(job).status_code == 200
    assert caller.finish(job)["numberRecordsProcessed"] == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("LastName,Description\nKim," + "x" * 32_001, "A field of record 1 has more than 32000 ch"),
        (",".join(["Title"] * 5_001), "The data has 5001 columns, 5000 are allowed"),
    ],
)
def test_too_long_a_field_and_too_many_columns_fail_the_job(
    caller: Caller, content: str, told: str
) -> None:
    job = caller.make()
    assert caller.upload(job, content.encode()).status_code == 201
    caller.close(job)
    found = caller.finish(job)
    assert (found["state"], found["numberRecordsProcessed"]) == ("Failed", 0)
    assert found["errorMessage"].startswith(f"InvalidBatch : {told}")


def test_a_list_goes_on_behind_jobs_that_have_vanished(caller: Caller, org: PracticeOrg) -> None:
    old = [caller.begin([HEADER, ["Kim", "A"]]) for _ in range(2)]
    for job in old:
        caller.finish(job)
    waiting = caller.make()
    with walls.inside(org.tenant_id):
        PracticeJob.objects.filter(job_id__in=old).update(
            modified_at=timezone.now() - timedelta(days=7, minutes=1)
        )
    found = caller.get("jobs/ingest")
    assert ([one["id"] for one in found["records"]], found["done"]) == ([waiting], True)
    for job in old:
        for path in ("", "/successfulResults", "/failedResults", "/unprocessedrecords"):
            assert caller.call("GET", f"jobs/ingest/{job}{path}").status_code == 404
