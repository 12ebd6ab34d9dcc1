"""The log of accepted writes, which the database itself keeps, and people who exist twice."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.browsing import calls, doubles, history, writes
from connections.practice.models import PracticeRecord, PracticeWrite
from connections.practice.opening import reset
from connections.practice.rehearsing import change_record, convert_lead, delete_record, seed
from connections.practice.store.oracle import Write
from tenants import walls
from tenants.models import Tenant

from .conftest import Api

KEY = "External_Person_ID__c"


def told(api: Api) -> list[tuple[str, str, str]]:
    """Operation, object and source of every write, oldest first."""
    return [(one.operation, one.sobject, one.source) for one in writes(api.org)]


def user_named(api: Api, name: str) -> str:
    return next(one["id"] for one in api.org.setup["users"] if one["last_name"] == name)


def test_a_write_is_kept_with_old_and_new_values(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", Company="Acme")
    api.call("PATCH", f"sobjects/Lead/{lead}", {"Title": "CEO", "Company": "Acme & Co"})
    api.call("PATCH", f"sobjects/Lead/{lead}", {"Title": None})
    third, second, first = history(api.org, lead)
    numbers = [one.serial for one in (first, second, third)]
    assert (first.operation, first.changes["LastName"]) == ("create", (None, "Ruiz"))
    assert second == Write(
        id=second.id,
        serial=second.serial,
        at=second.at,
        user=user_named(api, "Integration"),
        sobject="Lead",
        record_id=lead,
        operation="update",
        changes={"Title": (None, "CEO"), "Company": ("Acme", "Acme & Co")},
        source="api",
    )
    assert third.changes == {"Title": ("CEO", None)}
    assert numbers == sorted(numbers)


def test_every_way_of_writing_is_kept(api: Api) -> None:
    (seeded,) = seed(api.org, "Lead", [{"LastName": "A", "Company": "A"}])
    change_record(api.org, seeded, {"Title": "x"}, by="Tom Reyes")
    convert_lead(api.org, seeded, by="Tom Reyes")
    mine = api.create("Lead", LastName="B", Company="B")
    api.call("PATCH", f"sobjects/Lead/{KEY}/P-1", {"LastName": "C", "Company": "C"})
    api.call("PATCH", f"sobjects/Lead/{KEY}/P-1", {"Title": "y"})
    api.call("DELETE", f"sobjects/Lead/{mine}")
    delete_record(api.org, api.create("Lead", LastName="D", Company="D"), by="Tom Reyes")
    assert told(api) == [
        ("create", "Lead", "seed"),
        ("update", "Lead", "admin"),
        ("create", "Account", "admin"),
        ("create", "Contact", "admin"),
        ("update", "Lead", "admin"),
        ("create", "Lead", "api"),
        ("create", "Lead", "api"),
        ("update", "Lead", "api"),
        ("delete", "Lead", "api"),
        ("create", "Lead", "api"),
        ("delete", "Lead", "admin"),
    ]


def test_a_collection_leaves_a_write_for_each_accepted_record(api: Api) -> None:
    rows = [{KEY: f"P-{n}", "LastName": "R", "Company": "A"} for n in range(5)]
    api.call("PATCH", f"composite/sobjects/Lead/{KEY}", {"records": [*rows, {KEY: "P-9"}]})
    api.call("PATCH", f"composite/sobjects/Lead/{KEY}", {"records": rows[:2]})
    assert told(api) == [("create", "Lead", "api")] * 5 + [("update", "Lead", "api")] * 2
    ((_, serial),) = {(one.operation, one.serial) for one in writes(api.org)[:5]}
    assert serial == writes(api.org)[0].serial
    assert len(calls(api.org)) == 2


def test_what_was_refused_or_rolled_back_is_not_kept(api: Api) -> None:
    records = [{"attributes": {"type": "Lead"}, "LastName": "R", "Company": "A"}]
    body = {"allOrNone": True, "records": [*records, {"attributes": {"type": "Lead"}}]}
    api.call("POST", "composite/sobjects", body)
    api.call("POST", "sobjects/Lead", {"LastName": "R"})
    assert told(api) == []


def test_an_accounts_new_name_is_one_write(api: Api) -> None:
    account = api.create("Account", Name="Acme")
    api.create("Contact", LastName="Ruiz", AccountId=account)
    api.call("PATCH", f"sobjects/Account/{account}", {"Name": "Ajax"})
    assert told(api)[2:] == [("update", "Account", "api")]


def test_the_log_is_read_page_by_page(api: Api) -> None:
    seed(api.org, "Lead", [{"LastName": f"N{n}", "Company": "A"} for n in range(7)])
    found: list[Write] = []
    while page := writes(api.org, after=found[-1].id if found else None, limit=3):
        found += page
    assert sorted(one.changes["LastName"][1] for one in found) == [f"N{n}" for n in range(7)]


def test_a_record_that_was_never_accepted_leaves_nothing(api: Api) -> None:
    lead = api.create("Lead", LastName="B", Company="B")
    with walls.inside(api.org.tenant_id):
        # As saving does with a record whose unique value another call took meanwhile.
        PracticeRecord.objects.filter(org=api.org, sf_id=lead).delete()
    assert told(api) == []


def test_a_reset_empties_the_log(api: Api) -> None:
    api.create("Lead", LastName="B", Company="B")
    reset(api.org)
    assert told(api) == []


def test_another_tenant_sees_no_writes(api: Api, outsider: Tenant) -> None:
    api.create("Lead", LastName="B", Company="B")
    with walls.inside(outsider):
        assert PracticeWrite.unscoped.count() == 0


def lead(last: str, **more: Any) -> dict[str, Any]:
    return {"LastName": last, "Company": "Acme", **more}


@pytest.fixture
def twice(api: Api) -> Api:
    """People who exist twice in three ways, and some who don't."""
    seed(api.org, "Lead", [
        lead("Key", **{KEY: "P-1"}),
        lead("Mail", Email="m@x.example"),
        lead("Name", FirstName="Ann", Company="Ajax"),
        lead("NAME", FirstName="ann", Company="AJAX"),
        lead("Name", FirstName="Bea", Company="Ajax"),
        lead("Alone", Email="alone@x.example"),
        lead("Gone", Email="gone@x.example"),
        lead("Turned", Email="turned@x.example"),
    ])  # fmt: skip
    seed(api.org, "Contact", [
        {"LastName": "Other", KEY: "P-1"},
        {"LastName": "Another", "Email": "M@x.example"},
        {"LastName": "Else", "Email": "gone@x.example"},
    ])  # fmt: skip
    with walls.inside(api.org.tenant_id):
        ids = dict(
            PracticeRecord.objects.filter(org=api.org, sobject="Lead").values_list(
                "name_key", "sf_id"
            )
        )
    delete_record(api.org, ids["gone"], by="")
    convert_lead(api.org, ids["turned"], by="")
    return api


def test_people_who_exist_twice_are_found(twice: Api) -> None:
    found = doubles(twice.org)
    assert dict(found.totals) == {"external id": 1, "e-mail": 1, "name and company": 1}
    assert [
        (one.by, one.key, sorted((twin.sobject, twin.name) for twin in one.records))
        for one in found.first
    ] == [
        ("external id", "p-1", [("Contact", "Other"), ("Lead", "Key")]),
        ("e-mail", "m@x.example", [("Contact", "Another"), ("Lead", "Mail")]),
        ("name and company", "ann, name, ajax", [("Lead", "Ann Name"), ("Lead", "ann NAME")]),
    ]


def test_an_org_without_doubles_says_so(api: Api) -> None:
    seed(api.org, "Lead", [lead("A"), lead("B")])
    found = doubles(api.org)
    assert (dict(found.totals), list(found.first)) == (
        {"external id": 0, "e-mail": 0, "name and company": 0},
        [],
    )
