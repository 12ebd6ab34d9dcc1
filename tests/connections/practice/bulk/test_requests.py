"""What a job may be asked for, and how an upload's header is read: pure."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.bulk.columns import Link, cells, links, read_header
from connections.practice.bulk.csvs import Broken
from connections.practice.bulk.quota import batches_for
from connections.practice.bulk.requests import check_key, read_ingest, read_query
from connections.practice.rules.refusals import Refused
from connections.practice.standard.opening_setup import PERSONALITIES, fresh_setup

SETUP = fresh_setup(
    org_id="00D000000000001AAA", org_name="A", password="x", personality=PERSONALITIES["default"]
)
LEAD, KEY = SETUP.objects["Lead"], "External_Person_ID__c"
JOB = {"object": "Lead", "operation": "insert"}
JUNK = st.one_of(st.none(), st.integers(), st.text(max_size=5), st.lists(st.text(max_size=2)))


def refused(read: Any, asked: Any) -> str:
    with pytest.raises(Refused) as raised:
        read(asked)
    (one,) = raised.value.refusals
    return f"{one.code}: {one.message}"


def test_a_job_is_completed_with_what_holds_by_default() -> None:
    usual = {"contentType": "CSV", "lineEnding": "LF", "columnDelimiter": "COMMA"}
    assert read_ingest({**JOB, "assignmentRuleId": None}) == {**usual, **JOB}
    asked = {**JOB, "columnDelimiter": "TAB", "lineEnding": "CRLF"}
    assert read_ingest(asked) == {"contentType": "CSV", **asked}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"operation": "hardDelete"}, "FEATURENOTENABLED: FeatureNotEnabled : hardDelete operation "
         "requires special user profile permission, please contact your system administrator"),
        ({"operation": "merge"},
         "INVALIDJOB: InvalidJob : Unable to parse Job: the operation 'merge' is unknown"),
        ({"object": ""}, "INVALIDJOB: InvalidJob : Entity name is missing"),
        ({"contentType": "JSON"},
         "INVALIDJOB: InvalidJob : Unable to parse Job: contentType 'JSON' is unknown"),
        ({"columnDelimiter": ","},
         "INVALIDJOB: InvalidJob : Unable to parse Job: columnDelimiter ',' is unknown"),
        ({"colour": "red"},
         'JSON_PARSER_ERROR: Unrecognized field "colour" (not marked as ignorable)'),
        ({"lineEnding": 1}, "JSON_PARSER_ERROR: Cannot deserialize lineEnding from 1"),
    ],
)  # fmt: skip
def test_what_no_job_is(more: dict[str, Any], told: str) -> None:
    assert refused(read_ingest, {**JOB, **more}) == told


@given(st.dictionaries(st.sampled_from([*JOB, "query", "lineEnding", "x"]), JUNK))
def test_junk_is_a_job_or_refused(asked: dict[str, Any]) -> None:
    for read in (read_ingest, read_query):
        try:
            assert {"contentType", "lineEnding", "columnDelimiter"} <= set(read(asked))
        except Refused as wrong:
            assert wrong.status == 400


@pytest.mark.parametrize(
    ("operation", "name", "key"),
    [("upsert", KEY.lower(), KEY), ("upsert", "id", "Id"), ("insert", "", ""), ("update", KEY, "")],
)
def test_an_upsert_names_its_key(operation: str, name: str, key: str) -> None:
    assert check_key(operation, LEAD, name) == key


@pytest.mark.parametrize("name", ["", "Title", "Planet__c"])
def test_what_is_no_key_is_told(name: str) -> None:
    told = refused(lambda key: check_key("upsert", LEAD, key), name)
    assert told.startswith("INVALIDJOB: InvalidJob : ")
    assert name in told


def test_a_header_has_fields_and_keys_of_other_objects() -> None:
    task = SETUP.objects["Task"]
    plain, *rest = read_header(["subject", "Lead:Who.email", f"who.{KEY}"], task, SETUP.objects)
    assert plain == "Subject"
    found = [(one.field.name, one.key.name) for one in rest if isinstance(one, Link)]
    assert found == [("WhoId", "Email"), ("WhoId", KEY)]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["Id", "ID"], "Duplicate column header found : ID"),
        (["Planet__c"], "Field name not found : Planet__c"),
        ([""], "Field name not found : "),
        (["Owner.Planet__c"], "Field name not found : Owner.Planet__c"),
        (["Owner.Id"], "Field name not found : Owner.Id"),
        (["Lead:Owner.Email"], "Field name not found : Lead:Owner.Email"),
        (["."], "Field name not found : ."),
    ],
)
def test_columns_that_the_object_has_not(header: list[str], told: str) -> None:
    with pytest.raises(Broken) as raised:
        read_header(header, LEAD, SETUP.objects)
    assert str(raised.value) == f"InvalidBatch : {told}"


def test_cells_say_something_empty_a_field_or_nothing() -> None:
    header = ["LastName", "Title", "Phone", f"ReportsTo.{KEY}"]
    columns = read_header(header, SETUP.objects["Contact"], SETUP.objects)
    row = ["Kim", "#N/A", "  ", "a@x.example"]
    assert cells(columns, row) == {"LastName": "Kim", "Title": None}
    assert [cell for _, cell in links(columns, row)] == ["a@x.example"]


@pytest.mark.parametrize(("rows", "batches"), [(0, 0), (1, 1), (10_000, 1), (10_001, 2)])
def test_an_upload_is_counted_in_batches_of_ten_thousand(rows: int, batches: int) -> None:
    assert batches_for(rows) == batches
