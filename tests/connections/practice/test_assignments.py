"""Owners: who gets a Lead, on create and on update."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rules.changes import with_assignment, with_user_active

from .conftest import Api

PERSON = {"LastName": "Ruiz", "Company": "Acme"}
CREATOR = "Inlet Integration"


def owner(api: Api) -> str:
    (row,) = api.rows("SELECT Owner.Name FROM Lead")
    return str(row["Owner"]["Name"])


def said(choice: str | None) -> dict[str, str]:
    return {} if choice is None else {"Sforce-Auto-Assign": choice}


@pytest.fixture
def rule(api: Api) -> str:
    """The id of the rule by country, which is active."""
    api.change(lambda setup: with_assignment(setup, active=True))
    return str(api.rows("SELECT Id FROM AssignmentRule")[0]["Id"])


@pytest.mark.parametrize(
    ("choice", "country", "expected"),
    [
        (None, "Germany", "Inbound DACH"),
        ("TRUE", "germany", "Inbound DACH"),
        ("FALSE", "Germany", CREATOR),
        (None, "France", "Tom Reyes"),
    ],
)
def test_the_active_rule_runs_unless_told_not_to(
    api: Api, rule: str, choice: str | None, country: str, expected: str
) -> None:
    api.create("Lead", said(choice), **PERSON, Country=country)
    assert owner(api) == expected


def test_the_rule_wins_over_an_owner_that_is_sent(api: Api, rule: str) -> None:
    aisha = api.rows("SELECT Id FROM User WHERE FirstName = 'Aisha'")[0]["Id"]
    api.create("Lead", said("TRUE"), **PERSON, Country="Germany", OwnerId=aisha)
    assert owner(api) == "Inbound DACH"


def test_without_the_rule_the_sent_owner_stays(api: Api, rule: str) -> None:
    aisha = api.rows("SELECT Id FROM User WHERE FirstName = 'Aisha'")[0]["Id"]
    api.create("Lead", said("FALSE"), **PERSON, Country="Germany", OwnerId=aisha[:15])
    assert owner(api) == "Aisha Bello"


def test_an_update_without_the_header_takes_a_lead_from_its_rep(api: Api, rule: str) -> None:
    """Trap 3."""
    lead = api.create("Lead", said("FALSE"), **PERSON, Country="Germany")
    path = f"sobjects/Lead/{lead}"
    api.call("PATCH", path, {"Title": "CTO"}, headers=said("FALSE"))
    assert owner(api) == CREATOR
    api.call("PATCH", path, {"Title": "CEO"})
    assert owner(api) == "Inbound DACH"


def test_without_an_active_rule_the_creator_owns(api: Api) -> None:
    api.create("Lead", said("TRUE"), **PERSON, Country="Germany")
    assert owner(api) == CREATOR


def test_an_inactive_rule_runs_by_its_id(api: Api) -> None:
    rule_id = api.rows("SELECT Id FROM AssignmentRule")[0]["Id"]
    api.create("Lead", said(rule_id[:15]), **PERSON, Country="Germany")
    assert owner(api) == "Inbound DACH"


@pytest.mark.parametrize(
    ("choice", "code"), [("maybe", "MALFORMED_ID"), ("01Q000000000009", "INVALID_ASSIGNMENT_RULE")]
)
def test_an_unknown_rule_refuses_the_call(api: Api, choice: str, code: str) -> None:
    body: Any = {"records": [{"attributes": {"type": "Lead"}, **PERSON}]}
    for path, sent in (("sobjects/Lead", PERSON), ("composite/sobjects", body)):
        reply = api.call("POST", path, sent, headers=said(choice))
        assert (reply.status, reply.body[0]["errorCode"]) == (400, code)
    assert api.rows("SELECT Id FROM Lead") == []


def test_contacts_are_not_assigned(api: Api, rule: str) -> None:
    api.create("Contact", LastName="Ruiz", MailingCountry="Germany")
    (row,) = api.rows("SELECT Owner.Name FROM Contact")
    assert row["Owner"]["Name"] == CREATOR


def test_a_lead_of_somebody_who_left_can_still_be_changed(api: Api) -> None:
    tom = api.rows("SELECT Id FROM User WHERE FirstName = 'Tom'")[0]["Id"]
    lead = api.create("Lead", said("FALSE"), **PERSON, OwnerId=tom)
    api.change(lambda setup: with_user_active(setup, "Tom Reyes", active=False))
    assert api.call("PATCH", f"sobjects/Lead/{lead}", {"Title": "x"}).status == 204
    reply = api.call("PATCH", f"sobjects/Lead/{lead}", {"OwnerId": tom})
    assert reply.body[0]["errorCode"] == "INACTIVE_OWNER_OR_USER"
