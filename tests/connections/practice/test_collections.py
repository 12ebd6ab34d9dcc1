"""sObject Collections: order, caps, per-item results, all or none."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rehearsing import convert_lead, seed

from .conftest import VERSION, Api

KEY = "External_Person_ID__c"
PATH = "composite/sobjects"


def record(sobject: str = "Lead", **fields: Any) -> dict[str, Any]:
    """A record that the org takes, unless `fields` spoil it."""
    company = {"Company": "Acme"} if sobject == "Lead" else {}
    return {"attributes": {"type": sobject}, "LastName": "Ruiz", **company, **fields}


def send(api: Api, method: str, records: list[Any], path: str = PATH, **more: Any) -> Any:
    reply = api.call(method, path, {"records": records, **more})
    assert reply.status == 200, reply.body
    return reply.body


def failed(code: str, message: str, *fields: str) -> dict[str, Any]:
    error = {"statusCode": code, "message": message, "fields": list(fields)}
    return {"success": False, "errors": [error]}


def outcome(items: list[Any]) -> list[str]:
    """For each item its first error, or what went well."""
    return [
        item["errors"][0]["statusCode"]
        if not item["success"]
        else "created" if item.get("created", True) else "updated"
        for item in items
    ]  # fmt: skip


def test_each_record_has_its_own_result_in_order(api: Api) -> None:
    items = send(
        api,
        "POST",
        [
            record(LastName="First"),
            record(Company=None),
            record(Foo__c=1),
            record(NumberOfEmployees="abc"),
            record("Contact", LastName="Last"),
        ],
    )
    ids = {
        row["LastName"]: row["Id"]
        for sobject in ("Lead", "Contact")
        for row in api.rows(f"SELECT Id, LastName FROM {sobject}")
    }
    assert items == [
        {"id": ids["First"], "success": True, "errors": []},
        failed("REQUIRED_FIELD_MISSING", "Required fields are missing: [Company]", "Company"),
        failed("INVALID_FIELD", "No such column 'Foo__c' on sobject of type Lead"),
        failed(
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            "Employees: value not of required type: abc",
            "NumberOfEmployees",
        ),
        {"id": ids["Last"], "success": True, "errors": []},
    ]


def test_updates_name_their_record(api: Api) -> None:
    one, deleted, converted = seed(
        api.org, "Lead", [{"LastName": name, "Company": "Acme"} for name in "ABC"]
    )
    api.call("DELETE", f"sobjects/Lead/{deleted}")
    convert_lead(api.org, converted, by="Tom Reyes")
    contact = api.create("Contact", LastName="Okoye")
    kind = {"attributes": {"type": "Lead"}}
    items = send(
        api,
        "PATCH",
        [
            {**kind, "id": one[:15], "Title": "CTO"},
            {**kind, "Id": deleted, "Title": "x"},
            {**kind, "id": converted, "Title": "x"},
            {**kind, "id": "00QKB00000aBcD1", "Title": "x"},
            {**kind, "id": contact, "Title": "x"},
            {**kind, "id": "what", "Title": "x"},
            {**kind, "Title": "x"},
            {**kind, "id": one, "Title": "again"},
        ],
    )
    assert items == [
        {"id": one, "success": True, "errors": []},
        failed("ENTITY_IS_DELETED", "entity is deleted"),
        failed("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead"),
        failed("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
        failed("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
        failed("MALFORMED_ID", "bad id what", "Id"),
        failed("MISSING_ARGUMENT", "Id not specified in an update call", "Id"),
        failed("DUPLICATE_VALUE", f"Duplicate id in list: {one[:15]}"),
    ]
    assert api.rows("SELECT LastName, Title FROM Lead WHERE Title != null") == [
        {"LastName": "A", "Title": "CTO"}
    ]


def test_upserts_say_what_they_did(api: Api) -> None:
    seed(api.org, "Lead", [{"LastName": "A", "Company": "Acme", KEY: "p-1"}])
    items = send(
        api,
        "PATCH",
        [
            record(**{KEY: "P-1", "LastName": "B"}),
            record(**{KEY: "P-2"}),
            record(**{KEY: "P-3"}),
            record(**{KEY: " p-3 "}),
            record(),
            record("Contact", **{KEY: "P-4"}),
            {KEY: "P-5", "LastName": "Bare", "Company": "Acme"},
        ],
        f"{PATH}/Lead/{KEY}",
    )
    assert outcome(items) == [
        "updated",
        "created",
        "DUPLICATE_VALUE",
        "DUPLICATE_VALUE",
        "MISSING_ARGUMENT",
        "INVALID_TYPE",
        "created",
    ]
    assert items[3]["errors"][0]["message"] == "Duplicate external id specified: p-3"
    # The key of an existing record stays as it was spelled.
    assert api.rows(f"SELECT LastName, {KEY} FROM Lead ORDER BY {KEY}") == [
        {"LastName": "B", KEY: "p-1"},
        {"LastName": "Ruiz", KEY: "P-2"},
        {"LastName": "Bare", KEY: "P-5"},
    ]


def test_an_upsert_by_mail_needs_a_single_match(api: Api) -> None:
    seed(
        api.org,
        "Lead",
        [
            {"LastName": name, "Company": "Acme", "Email": mail}
            for name, mail in (
                ("A", "one@x.example"),
                ("B", "two@x.example"),
                ("C", "two@x.example"),
            )
        ],
    )
    items = send(
        api,
        "PATCH",
        [
            record(Email="ONE@x.example", LastName="A2"),
            record(Email="two@x.example"),
            record(Email="three@x.example"),
        ],
        f"{PATH}/Lead/Email",
    )
    assert outcome(items) == ["updated", "DUPLICATE_EXTERNAL_ID", "created"]


def test_an_upsert_by_id_updates_or_creates(api: Api) -> None:
    lead = api.create("Lead", LastName="A", Company="Acme")
    items = send(api, "PATCH", [record(id=lead, LastName="B"), record()], f"{PATH}/Lead/Id")
    assert outcome(items) == ["updated", "created"]
    assert [row["LastName"] for row in api.rows("SELECT LastName FROM Lead ORDER BY Id")] == [
        "B",
        "Ruiz",
    ]


def test_of_two_creates_with_one_key_the_first_wins(api: Api) -> None:
    items = send(api, "POST", [record(**{KEY: "P-1"}), record(**{KEY: "p-1"})])
    message = f"duplicate value found: {KEY} duplicates value on record with id: "
    assert items[1] == failed("DUPLICATE_VALUE", message + items[0]["id"][:15])
    assert len(api.rows("SELECT Id FROM Lead")) == 1


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_all_or_none_undoes_everything(api: Api, method: str) -> None:
    path = PATH if method == "POST" else f"{PATH}/Lead/{KEY}"
    records = [record(**{KEY: "P-1"}), record(**{KEY: "P-2", "Company": ""})]
    items = send(api, method, records, path, allOrNone=True)
    assert items == [
        failed(
            "ALL_OR_NONE_OPERATION_ROLLED_BACK",
            "Record rolled back because not all records were valid and the request was using "
            "AllOrNone header",
        ),
        failed("REQUIRED_FIELD_MISSING", "Required fields are missing: [Company]", "Company"),
    ]
    assert api.rows("SELECT Id FROM Lead") == []


def test_all_or_none_without_a_failure_is_kept(api: Api) -> None:
    assert outcome(send(api, "POST", [record()], allOrNone=True)) == ["created"]
    assert len(api.rows("SELECT Id FROM Lead")) == 1


def test_more_than_200_records_are_refused(api: Api) -> None:
    assert len(send(api, "POST", [record()] * 200)) == 200
    for method, path in (("POST", PATH), ("PATCH", PATH), ("PATCH", f"{PATH}/Lead/{KEY}")):
        reply = api.call(method, path, {"records": [record()] * 201})
        assert (reply.status, reply.body[0]["errorCode"]) == (400, "EXCEEDED_ID_LIMIT")
    assert len(api.rows("SELECT Id FROM Lead")) == 200


def test_more_than_10_runs_of_a_type_are_refused(api: Api) -> None:
    alternating = [record(("Lead", "Contact")[n % 2]) for n in range(11)]
    assert outcome(send(api, "POST", alternating[:10])) == ["created"] * 10
    reply = api.call("POST", PATH, {"records": alternating})
    assert (reply.status, reply.body) == (
        400,
        [
            {
                "errorCode": "INVALID_INPUT",
                "message": "Cannot have more than 10 chunks in a single operation. "
                "Please rearrange the data to reduce chunking.",
            }
        ],
    )


@pytest.mark.parametrize("records", [None, {}, ["x"], [1]])
def test_records_have_to_be_a_list_of_objects(api: Api, records: Any) -> None:
    reply = api.call("POST", PATH, {"records": records})
    assert (reply.status, reply.body[0]["errorCode"]) == (400, "INVALID_INPUT")


@pytest.mark.parametrize("kind", [None, {}, {"type": "Nope"}, {"type": "User"}, "Lead"])
def test_a_record_without_a_known_type_fails_alone(api: Api, kind: Any) -> None:
    items = send(api, "POST", [{**record(), "attributes": kind}, record()])
    assert outcome(items) == ["INVALID_TYPE", "created"]


def test_deleting(api: Api) -> None:
    one, two = seed(api.org, "Lead", [{"LastName": name, "Company": "A"} for name in "12"])
    assert api.call("DELETE", PATH, ids=f"{one},{one},what").body == [
        {"id": one, "success": True, "errors": []},
        failed("ENTITY_IS_DELETED", "entity is deleted"),
        failed("MALFORMED_ID", "malformed id what"),
    ]
    undone = api.call("DELETE", PATH, ids=f"{two},{one}", allOrNone="true").body
    assert outcome(undone) == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "ENTITY_IS_DELETED"]
    assert api.rows("SELECT LastName FROM Lead") == [{"LastName": "2"}]


def test_rows_are_retrieved_in_the_order_of_their_ids(api: Api) -> None:
    one, two = seed(api.org, "Lead", [{"LastName": name, "Company": "A"} for name in "12"])
    ids, fields = [two, "00QKB00000aBcD1", "what", one[:15]], ["LastName", "Title"]
    rows = [
        {
            "attributes": {"type": "Lead", "url": f"{VERSION}/sobjects/Lead/{record_id}"},
            "Id": record_id,
            "LastName": name,
            "Title": None,
        }
        for record_id, name in ((two, "2"), (one, "1"))
    ]
    expected = [rows[0], None, None, rows[1]]
    posted = api.call("POST", f"{PATH}/Lead", {"ids": ids, "fields": fields})
    assert (posted.status, posted.body) == (200, expected)
    assert api.get(f"{PATH}/Lead", ids=",".join(ids), fields=",".join(fields)).body == expected
    wrong = api.call("POST", f"{PATH}/Lead", {"ids": ids, "fields": ["Foo__c"]})
    assert (wrong.status, wrong.body[0]["errorCode"]) == (400, "INVALID_FIELD")


@pytest.mark.parametrize("wrong", [{"ids": 5}, {"ids": [5]}, {"fields": "Id"}, {"fields": [None]}])
def test_ids_and_fields_have_to_be_lists_of_texts(api: Api, wrong: Any) -> None:
    reply = api.call("POST", f"{PATH}/Lead", wrong)
    assert (reply.status, reply.body[0]["errorCode"]) == (400, "INVALID_INPUT")


def test_two_hundred_records_take_as_many_statements_as_two(
    api: Api, django_assert_max_num_queries: Any
) -> None:
    path = f"{PATH}/Lead/{KEY}"
    for count in (2, 200):
        for name in ("created", "updated"):
            records = [
                record(**{KEY: f"{count}-{n}", "Email": f"{n}@x.example"}) for n in range(count)
            ]
            with django_assert_max_num_queries(50):
                assert outcome(send(api, "PATCH", records, path)) == [name] * count
