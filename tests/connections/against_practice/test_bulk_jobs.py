"""Bulk jobs of the practice org, through the port."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from connections import bulk
from connections.bulk_port import BulkCrm, BulkJob, BulkKind, BulkState
from connections.clients import open_bulk
from connections.crm import Crm
from connections.errors import ErrorClass, PermanentError
from connections.models import Connection
from connections.practice.models import PracticeOrg
from connections.practice.opening import change_org
from connections.practice.rules.changes import with_duplicate_rule
from connections.soql import select, within

from .conftest import lead

KEY = "External_Person_ID__c"
UPSERT = BulkKind("Lead", KEY)


@pytest.fixture
def org_in_bulk(connection: Connection) -> BulkCrm:
    return open_bulk(connection.pk, connection.tenant_id)


def person(at: int, **fields: Any) -> dict[str, Any]:
    return {KEY: f"k{at}", "LastName": f"Ruiz {at}", "Company": "Tarn", **fields}


def worked(org: BulkCrm, kind: BulkKind, rows: list[Mapping[str, Any]]) -> BulkJob:
    job = org.open_job(kind)
    assert job.state is BulkState.OPEN
    columns = list(dict.fromkeys(name for row in rows for name in row))
    org.upload(job.id, bulk.csv_of(columns, rows))
    assert not org.close_job(job.id).state.is_over
    for _ in range(100):
        job = org.job(job.id)
        if job.state.is_over:
            return job
        time.sleep(0.05)
    raise AssertionError("The job was never worked.")


def test_rows_go_well_or_fail_one_by_one(org_in_bulk: BulkCrm, crm: Crm) -> None:
    odd = {"Title": 'CEO, "the\nboss"', "NumberOfEmployees": 12, "HasOptedOutOfEmail": True}
    rows = [person(at, **odd) for at in range(250)]
    rows[7] = person(7, Email="no address")
    rows[201]["LastName"] = None
    job = worked(org_in_bulk, UPSERT, rows)
    assert (job.state, job.processed, job.failed) == (BulkState.COMPLETE, 250, 2)
    saved = {one.ref: one for one in org_in_bulk.successes(job.id, KEY)}
    refused = {one.ref: one for one in org_in_bulk.failures(job.id, KEY)}
    assert len(saved) == 248 and all(one.ok and one.created for one in saved.values())
    assert set(refused) == {"k7", "k201"}
    assert refused["k7"].failures[0].code == "INVALID_EMAIL_ADDRESS"
    assert refused["k201"].failures[0].fields == ("LastName",)
    columns = ["Id", "Title", "NumberOfEmployees", "HasOptedOutOfEmail"]
    ((found,),) = crm.find([select("Lead", columns, where=within(KEY, ["k9"]))])
    assert found.id == saved["k9"].record_id
    assert {name: found.fields[name] for name in odd} == odd


def test_an_empty_cell_leaves_a_field_alone(org_in_bulk: BulkCrm, crm: Crm) -> None:
    worked(org_in_bulk, UPSERT, [person(1, Title="CEO"), person(2)])
    (first,) = crm.find([select("Lead", ["Id", "Title"], where=within(KEY, ["k1"]))])
    update = [{"Id": first[0].id, "Company": "Fell", "Title": None}, {"Id": "00QKB00000aBcD1"}]
    job = worked(org_in_bulk, BulkKind("Lead"), update)
    (saved,) = org_in_bulk.successes(job.id, "Id")
    (refused,) = org_in_bulk.failures(job.id, "Id")
    assert (saved.ref, saved.created) == (first[0].id, False)
    assert (refused.ref, refused.ok) == ("00QKB00000aBcD1", False)
    ((found,),) = crm.find([select("Lead", ["Title", "Company"], where=within(KEY, ["k1"]))])
    assert found.fields == {"Title": "CEO", "Company": "Fell"}


def test_what_is_never_closed_is_never_worked(org_in_bulk: BulkCrm, crm: Crm) -> None:
    job = org_in_bulk.open_job(UPSERT)
    org_in_bulk.upload(job.id, bulk.csv_of(list(person(1)), [person(1)]))
    assert [one.id for one in org_in_bulk.open_jobs(UPSERT)] == [job.id]
    assert org_in_bulk.open_jobs(BulkKind("Contact")) == []
    with pytest.raises(PermanentError):
        org_in_bulk.upload(job.id, bulk.csv_of(list(person(2)), [person(2)]))
    assert org_in_bulk.abort_job(job.id).state is BulkState.ABORTED
    time.sleep(0.3)
    assert org_in_bulk.job(job.id).processed == 0
    assert crm.find([select("Lead", ["Id"], where=within(KEY, ["k1"]))]) == [[]]


def test_a_job_of_nonsense_fails_as_a_whole(org_in_bulk: BulkCrm) -> None:
    job = worked(org_in_bulk, UPSERT, [person(1, Nowhere__c="x")])
    assert (job.state, job.processed) == (BulkState.FAILED, 0)
    assert "Nowhere__c" in job.message
    with pytest.raises(PermanentError):
        org_in_bulk.open_job(BulkKind("Nothing__c", KEY))
    with pytest.raises(PermanentError):
        org_in_bulk.job("750KB00000dEfG2YAK")


def test_duplicate_rules_refuse_rows_as_they_do_records(
    org_in_bulk: BulkCrm, crm: Crm, org: PracticeOrg
) -> None:
    crm.write([lead("Ruiz 1", Email="a@tarn.example")])
    change_org(org, lambda setup: with_duplicate_rule(setup, "Lead", active=True))
    job = worked(org_in_bulk, UPSERT, [person(1, Email="a@tarn.example")])
    (refused,) = org_in_bulk.failures(job.id, KEY)
    assert refused.failures[0].kind is ErrorClass.DUPLICATE_RULE
    assert refused.failures[0].matched_ids == ()


def test_calls_are_counted_and_usage_is_read(org_in_bulk: BulkCrm, connection: Connection) -> None:
    org = open_bulk(connection.pk, connection.tenant_id)
    job = worked(org, UPSERT, [person(1)])
    before = org.crm.calls
    list(org.successes(job.id, KEY))
    assert org.crm.calls == before + 1
    assert org.crm.usage is not None and org.crm.usage.used >= org.crm.calls
