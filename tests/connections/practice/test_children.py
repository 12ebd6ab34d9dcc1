"""Selects among the fields of a select, and what a record is related to."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

import pytest

from connections.practice.rehearsing import seed

from .conftest import VERSION, Api


@pytest.fixture
def families(api: Api) -> Api:
    """Two Accounts, one with three Contacts."""
    acme = api.create("Account", Name="Acme")
    api.create("Account", Name="Bolt")
    for name in ("Ana", "Ben", "Cem"):
        api.create("Contact", LastName=name, AccountId=acme)
    return api


def test_children_are_a_result_of_their_own_or_null(families: Api) -> None:
    reply = families.query(
        "SELECT Name, (SELECT LastName, Owner.Name FROM Contacts WHERE LastName != 'Ben' "
        "ORDER BY LastName DESC) FROM Account ORDER BY Name"
    )
    acme, bolt = reply.body["records"]
    assert bolt["Contacts"] is None
    children = acme["Contacts"]
    assert (children["totalSize"], children["done"]) == (2, True)
    assert [one["LastName"] for one in children["records"]] == ["Cem", "Ana"]
    first = children["records"][0]
    assert first["attributes"]["type"] == "Contact"
    assert first["Owner"]["Name"] == "Inlet Integration"


def test_a_limit_holds_for_each_parent(families: Api) -> None:
    soql = "SELECT (SELECT LastName FROM Contacts ORDER BY LastName LIMIT 1 OFFSET 1) FROM Account"
    found = [row["Contacts"] for row in families.rows(soql)]
    assert [[row["LastName"] for row in one["records"]] for one in found if one] == [["Ben"]]


def test_children_of_the_setup(api: Api) -> None:
    rows = api.rows("SELECT Name, (SELECT SobjectType FROM QueueSobjects) FROM Group LIMIT 1")
    assert rows[0]["QueueSobjects"]["records"][0]["SobjectType"] == "Lead"


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("SELECT (SELECT Id FROM Leads) FROM Account", "INVALID_TYPE"),
        ("SELECT (SELECT COUNT() FROM Contacts) FROM Account", "MALFORMED_QUERY"),
        ("SELECT (SELECT COUNT(Id) FROM Contacts) FROM Account", "MALFORMED_QUERY"),
        ("SELECT " + ", ".join(["(SELECT Id FROM Contacts)"] * 21) + " FROM Account",
         "QUERY_TOO_COMPLICATED"),
        ("SELECT Id FROM Contact WHERE AccountId IN "
         "(SELECT Id, (SELECT Id FROM Contacts) FROM Account)", "MALFORMED_QUERY"),
    ],
)  # fmt: skip
def test_children_that_make_no_sense(api: Api, soql: str, code: str) -> None:
    assert [one["errorCode"] for one in api.query(soql).body] == [code]


def test_a_parent_is_read_by_its_relationship(families: Api) -> None:
    contact = families.rows("SELECT Id, AccountId FROM Contact WHERE LastName = 'Ana'")[0]
    path = f"sobjects/Contact/{contact['Id']}/Account"
    reply = families.get(path, fields="Name")
    assert (reply.status, reply.body) == (
        200,
        {
            "attributes": {
                "type": "Account",
                "url": f"{VERSION}/sobjects/Account/{contact['AccountId']}",
            },
            "Name": "Acme",
            "Id": contact["AccountId"],
        },
    )
    owner = families.get(f"sobjects/Contact/{contact['Id']}/Owner")
    assert owner.body["Name"] == "Inlet Integration"


def test_children_are_read_by_their_relationship(families: Api) -> None:
    acme = families.rows("SELECT Id FROM Account WHERE Name = 'Acme'")[0]["Id"]
    reply = families.get(f"sobjects/Account/{acme}/Contacts", fields="LastName")
    assert [one["LastName"] for one in reply.body["records"]] == ["Ana", "Ben", "Cem"]
    whole = families.get(f"sobjects/Account/{acme}/Contacts")
    assert whole.body["records"][0]["AccountId"] == acme


def test_relationships_to_nothing_are_not_found(families: Api) -> None:
    (contact,) = seed(families.org, "Contact", [{"LastName": "Solo"}])
    for path in (
        f"Contact/{contact}/Account",
        f"Contact/{contact}/Nothing",
        f"Account/{contact}/Contacts",
        "Contact/003KB00000xYzQ7YAK/Account",
        "Contact/003KB00000xYzQ7/Account",
    ):
        reply = families.get(f"sobjects/{path}")
        assert (reply.status, reply.body[0]["errorCode"]) == (404, "NOT_FOUND")


def test_whom_a_task_is_about_is_a_name_of_any_kind(api: Api) -> None:
    lead = api.create("Lead", LastName="Ruiz", FirstName="Ana", Company="Acme")
    contact = api.create("Contact", LastName="Li")
    for number, who in enumerate((lead, contact, None)):
        api.create("Task", Subject=f"Call {number}", WhoId=who)
    rows = api.query("SELECT Who.Name, Who.Type FROM Task ORDER BY Subject").body["records"]
    assert [row["Who"] and (row["Who"]["Name"], row["Who"]["Type"]) for row in rows] == [
        ("Ana Ruiz", "Lead"),
        ("Li", "Contact"),
        None,
    ]
    assert rows[0]["Who"]["attributes"]["url"] == f"{VERSION}/sobjects/Lead/{lead}"
    for condition, found in (
        ("Who.Name = 'ana ruiz'", ["Call 0"]),
        ("Who.Type = 'Contact'", ["Call 1"]),
        ("Who.Name LIKE '%i%'", ["Call 0", "Call 1"]),
        ("Who.Name = null", ["Call 2"]),
        ("Who.Type != 'Lead'", ["Call 1", "Call 2"]),
        ("WhoId IN (SELECT Id FROM Lead)", ["Call 0"]),
    ):
        soql = f"SELECT Subject FROM Task WHERE {condition} ORDER BY Subject"
        assert [row["Subject"] for row in api.rows(soql)] == found, condition
    children = api.rows("SELECT (SELECT Subject FROM Tasks) FROM Lead")[0]["Tasks"]
    assert [one["Subject"] for one in children["records"]] == ["Call 0"]
