"""Duplicate rules: what matches, what stops a save, what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rules.collision_refusals import refusal
from connections.practice.rules.collisions import Hit, collisions
from connections.practice.rules.duplicates import ALERT, BLOCK, REPORT, DuplicateRule, Match
from connections.practice.rules.headers import DuplicateOptions
from connections.practice.rules.resembling import BY_EMAIL, BY_NAME_AND_COMPANY, Person

LEADS = Match("Lead", "Exact_Lead_Match_Rule", (BY_EMAIL,))
CONTACTS = Match("Contact", "Exact_Contact_Match_Rule", (BY_EMAIL, BY_NAME_AND_COMPANY))


def rule(action: str = ALERT, **more: Any) -> DuplicateRule:
    known = {"matches": (LEADS, CONTACTS), "active": True, **more}
    return DuplicateRule(
        "0Bm000000000001AAA",
        "Standard_Lead_Duplicate_Rule",
        "Leads",
        "Lead",
        action=action,
        **known,
    )


def person(sobject: str, number: int, **more: str) -> Person:
    known = {"email": "", "last_name": "", "first_name": "", "company": "", **more}
    record_id = f"{sobject}{number}"
    return Person(sobject, record_id, shown={"Id": record_id}, **known)


NEW = person("Lead", 0, email="a@x.example", last_name="ruiz", first_name="ana", company="acme")


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (person("Lead", 1, email="a@x.example"), True),
        (person("Contact", 1, email="a@x.example"), True),
        (person("Account", 1, email="a@x.example"), False),
        (person("Lead", 1, email="b@x.example"), False),
        (person("Contact", 1, last_name="ruiz", first_name="ana", company="acme"), True),
        (person("Contact", 1, last_name="ruiz", first_name="eva", company="acme"), False),
        (person("Lead", 1, last_name="ruiz", first_name="ana", company="acme"), False),
        (person("Lead", 0, email="a@x.example"), False),
    ],
)
def test_matching_is_exact_and_never_finds_the_record_itself(other: Person, *, found: bool) -> None:
    assert bool(collisions([rule()], NEW, [other])) is found


def test_blank_matches_nothing() -> None:
    blank = person("Lead", 0)
    assert collisions([rule()], blank, [person("Contact", 1), person("Lead", 2)]) == []


def test_every_matching_rule_lists_its_own_finds() -> None:
    lead, contact = person("Lead", 1, email=NEW.email), person("Contact", 2, email=NEW.email)
    (found,) = collisions([rule()], NEW, [lead, contact])
    assert found.found == ((LEADS, (Hit(lead, 100.0),)), (CONTACTS, (Hit(contact, 100.0),)))


@pytest.mark.parametrize(
    ("action", "allow_save", "stops"),
    [
        (BLOCK, False, True),
        (BLOCK, True, True),
        (ALERT, False, True),
        (ALERT, True, False),
        (REPORT, False, False),
        (REPORT, True, False),
    ],
)
def test_allow_save_overrides_an_alert_only(action: str, *, allow_save: bool, stops: bool) -> None:
    assert rule(action).stops(DuplicateOptions(allow_save=allow_save)) is stops


@pytest.mark.parametrize(
    ("more", "creating", "runs"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"on_update": True}, False, True),
        ({"on_create": False}, True, False),
        ({"active": False}, True, False),
        ({"sobject": "Contact"}, True, False),
    ],
)
def test_a_rule_runs_on_its_own_saves(more: dict[str, Any], *, creating: bool, runs: bool) -> None:
    kind = more.pop("sobject", "Lead")
    assert rule(**more).runs(kind, creating=creating) is runs


@pytest.mark.parametrize(
    ("action", "misspelled", "key", "allows"),
    [(ALERT, True, "duplicateResut", True), (BLOCK, False, "duplicateResult", False)],
)
def test_the_error_is_the_captured_one(
    action: str, *, misspelled: bool, key: str, allows: bool
) -> None:
    (found,) = collisions([rule(action)], NEW, [person("Contact", 1, email=NEW.email)])
    assert refusal(found, misspelled=misspelled).single() == {
        key: {
            "allowSave": allows,
            "duplicateRule": "Standard_Lead_Duplicate_Rule",
            "duplicateRuleEntityType": "Lead",
            "errorMessage": "Use one of these records?",
            "matchResults": [
                {
                    "entityType": "Contact",
                    "errors": [],
                    "matchEngine": "ExactMatchEngine",
                    "matchRecords": [
                        {
                            "additionalInformation": [],
                            "fieldDiffs": [],
                            "matchConfidence": 100.0,
                            "record": {"Id": "Contact1"},
                        }
                    ],
                    "rule": "Exact_Contact_Match_Rule",
                    "size": 1,
                    "success": True,
                }
            ],
        },
        "errorCode": "DUPLICATES_DETECTED",
        "message": "Use one of these records?",
    }
