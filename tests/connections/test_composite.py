"""What is posted to `/composite`, and what its answers say by record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections import soql
from connections.batches import Call, plan
from connections.composite import (
    Page,
    page,
    query_path,
    reading_body,
    request_body,
    write_results,
)
from connections.crm import Record, Write, WriteResult
from connections.errors import ANSWER_LOST, ErrorClass, Failure

KEY = "External_Person_ID__c"
LEADS = soql.select("Lead", ["Id", "Owner.Name"], where=soql.equals("Email", "a&b+c@x.de"))
QUERY = (
    "/services/data/v62.0/query?q=SELECT+Id%2C+Owner.Name+FROM+Lead+WHERE+Email+%3D+"
    "%27a%26b%2Bc%40x.de%27"
)
QUIET = "allowSave=false; includeRecordDetails=false; runAsCurrentUser=true"
WRITES = [
    Write("new", "Lead", {"LastName": "Ruiz", "Company": "Acme"}, auto_assign="TRUE"),
    Write("old", "Lead", {"Title": None}, record_id="00QKB00000aBcD12AK", allow_save=True),
    Write("key", "Lead", {KEY: "p-1", "LastName": "Ruiz"}, external_id_field=KEY),
]


def only_call(writes: list[Write]) -> Call:
    (call,) = plan(writes)
    return call


def answer(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"compositeResponse": list(parts)}


def part(place: int, body: object, status: int = 200) -> dict[str, Any]:
    return {
        "referenceId": f"part{place}", "httpStatusCode": status, "httpHeaders": {}, "body": body,
    }  # fmt: skip


SENT = {
    "allOrNone": False,
    "collateSubrequests": False,
    "compositeRequest": [
        {
            "method": "POST",
            "url": "/services/data/v62.0/composite/sobjects",
            "httpHeaders": {
                "Sforce-Auto-Assign": "TRUE",
                "Sforce-Duplicate-Rule-Header": QUIET,
            },
            "body": {
                "allOrNone": False,
                "records": [
                    {"attributes": {"type": "Lead"}, "LastName": "Ruiz", "Company": "Acme"}
                ],
            },
            "referenceId": "part0",
        },
        {
            "method": "PATCH",
            "url": "/services/data/v62.0/composite/sobjects",
            "httpHeaders": {
                "Sforce-Auto-Assign": "FALSE",
                "Sforce-Duplicate-Rule-Header": QUIET.replace("=false", "=true", 1),
            },
            "body": {
                "allOrNone": False,
                "records": [
                    {
                        "attributes": {"type": "Lead"},
                        "id": "00QKB00000aBcD12AK",
                        "Title": None,
                    }
                ],
            },
            "referenceId": "part1",
        },
        {
            "method": "PATCH",
            "url": f"/services/data/v62.0/composite/sobjects/Lead/{KEY}",
            "httpHeaders": {
                "Sforce-Auto-Assign": "FALSE",
                "Sforce-Duplicate-Rule-Header": QUIET,
            },
            "body": {
                "allOrNone": False,
                "records": [{"attributes": {"type": "Lead"}, KEY: "p-1", "LastName": "Ruiz"}],
            },
            "referenceId": "part2",
        },
        {"method": "GET", "url": QUERY, "referenceId": "part3"},
    ],
}


def test_each_part_says_its_headers_and_the_queries_come_last() -> None:
    (call,) = plan(WRITES, [LEADS])
    assert request_body(call, "62.0") == SENT


def test_reading_asks_for_paths() -> None:
    assert query_path(LEADS, "62.0") == QUERY
    whole = replace(LEADS, all_rows=True)
    assert query_path(whole, "62.0") == QUERY.replace("/query?", "/queryAll?")
    assert reading_body([QUERY, "/next"])["compositeRequest"] == [
        {"method": "GET", "url": QUERY, "referenceId": "part0"},
        {"method": "GET", "url": "/next", "referenceId": "part1"},
    ]


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("text", "text"),
        (None, None),
        (True, True),
        (date(2026, 3, 4), "2026-03-04"),
        (datetime(2026, 3, 4, 1, 2, 3, 456789, tzinfo=UTC), "2026-03-04T01:02:03.456+0000"),
        (datetime(2026, 3, 4), "2026-03-04T00:00:00.000+0000"),  # noqa: DTZ001
        (Decimal("12.50"), 12.5),
        (Decimal("9007199254740993"), 9007199254740993),
    ],
)
def test_values_are_sent_as_json_carries_them(value: object, sent: object) -> None:
    body = request_body(only_call([Write("a", "Lead", {"X__c": value})]), "62.0")
    record = body["compositeRequest"][0]["body"]["records"][0]
    assert record == {"attributes": {"type": "Lead"}, "X__c": sent}
    assert type(record["X__c"]) is type(sent)


def test_an_upsert_names_checked_fields_only() -> None:
    write = Write("a", "Lead", {}, external_id_field="X__c?updateOnly=true")
    with pytest.raises(ValueError, match="API name"):
        request_body(only_call([write]), "62.0")


def test_results_are_told_by_record() -> None:
    call = only_call([*WRITES, Write("bad", "Lead", {}, auto_assign="TRUE")])
    required = {
        "statusCode": "REQUIRED_FIELD_MISSING", "message": "Required", "fields": ["Company"],
    }  # fmt: skip
    told = write_results(
        call,
        answer(
            # Parts are found by their names, in whatever order.
            part(2, [{"id": "00QKB00000aBcD1", "success": True, "errors": [], "created": False}]),
            part(1, [{"id": "00QKB00000aBcD12AK", "success": True, "errors": []}]),
            part(0, [
                {"id": "00QKB00000aBcD22AK", "success": True, "errors": []},
                {"success": False, "errors": [required]},
            ]),
        ),
    )  # fmt: skip
    missing = Failure(
        "REQUIRED_FIELD_MISSING", "Required", ("Company",), ErrorClass.DATA, retry=False
    )
    assert told == [
        WriteResult("new", ok=True, record_id="00QKB00000aBcD22AK", created=True),
        WriteResult("bad", ok=False, failures=(missing,)),
        WriteResult("old", ok=True, record_id="00QKB00000aBcD12AK", created=False),
        WriteResult("key", ok=True, record_id="00QKB00000aBcD12AK", created=False),
    ]


def test_a_part_that_failed_as_a_whole_failed_for_each_of_its_records() -> None:
    call = only_call([Write(ref, "Lead", {}) for ref in "ab"])
    body = [{"errorCode": "INVALID_FIELD", "message": "No such column"}]
    reason = Failure("INVALID_FIELD", "No such column", (), ErrorClass.PERMISSION)
    assert write_results(call, answer(part(0, body, 400))) == [
        WriteResult("a", ok=False, failures=(reason,)),
        WriteResult("b", ok=False, failures=(reason,)),
    ]


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        [],
        answer(),
        {"compositeResponse": None},
        answer(part(9, [])),
        answer(part(0, None)),
        answer(part(0, [])),
        answer(part(0, [{"success": True, "id": "x"}] * 3)),
        answer(part(0, ["what", {"success": "yes"}])),
    ],
)
def test_a_record_that_the_answer_does_not_tell_about_is_lost_not_failed(body: object) -> None:
    told = write_results(only_call([Write(ref, "Lead", {}) for ref in "ab"]), body)
    assert [(one.ref, one.ok, [each.code for each in one.failures]) for one in told] == [
        ("a", False, [ANSWER_LOST]),
        ("b", False, [ANSWER_LOST]),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["referenceId", "httpStatusCode", "body", "success", "errors", "id"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON, st.integers(0, 500), st.integers(1, 3))
def test_whatever_comes_tells_something_about_every_write(
    body: object, status: int, count: int
) -> None:
    writes = [Write(str(n), "Lead", {}) for n in range(count)]
    told = write_results(only_call(writes), answer(part(0, body, status)))
    assert [one.ref for one in told] == [one.ref for one in writes]
    assert all(one.ok or one.failures for one in told)


OWNER = {"attributes": {"type": "Name", "url": "/x"}, "Name": "Ana Ruiz"}
ADDRESS = {"city": "Kiel", "country": "DE"}


def row(**columns: object) -> dict[str, object]:
    url = "/services/data/v62.0/sobjects/Lead/00QKB00000aBcD12AK"
    return {"attributes": {"type": "Lead", "url": url}, **columns}


def test_rows_are_flat_and_have_the_columns_that_were_asked_for() -> None:
    asked = soql.select("Lead", ["id", "EMAIL", "Owner.Name", "Account__r.Owner.Name", "Address"])
    rows = [
        row(Id="00QKB00000aBcD12AK", Email="a@x.de", Owner=OWNER, Address=ADDRESS),
        row(Email=None, Owner=None, Account__r={"attributes": {}, "Owner": OWNER}, Extra=1),
    ]
    found = page(answer(part(0, {"totalSize": 2, "done": True, "records": rows})), 0, asked)
    empty = dict.fromkeys(asked.fields)
    assert found == Page(
        records=(
            Record(
                "Lead",
                "00QKB00000aBcD12AK",
                empty
                | {
                    "id": "00QKB00000aBcD12AK",
                    "EMAIL": "a@x.de",
                    "Owner.Name": "Ana Ruiz",
                    "Address": ADDRESS,
                },
            ),
            Record("Lead", "00QKB00000aBcD12AK", empty | {"Account__r.Owner.Name": "Ana Ruiz"}),
        ),
        rest="",
    )


def test_a_page_knows_the_next_one() -> None:
    more = "/services/data/v62.0/query/01gKB000000abcd-2000"
    body = {"done": False, "nextRecordsUrl": more, "records": []}
    assert page(answer(part(0, body)), 0, LEADS) == Page((), more)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            answer(part(0, [{"errorCode": "MALFORMED_QUERY", "message": "x"}], 400)),
            "MALFORMED_QUERY",
        ),
        (answer(part(0, {"odd": 1})), "HTTP_200"),
        (answer(), "HTTP_0"),
        (None, "HTTP_0"),
    ],
)
def test_a_query_that_failed_says_why(body: object, code: str) -> None:
    found = page(body, 0, LEADS)
    assert isinstance(found, tuple)
    assert [one.code for one in found] == [code]
