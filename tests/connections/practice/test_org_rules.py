"""Validation rules and automations over HTTP: in Salesforce's order, in both error shapes."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rules.assignment import Condition
from connections.practice.rules.automation_kinds import APPROVAL, FILTER, FLOW, TRIGGER
from connections.practice.rules.automations import Automation
from connections.practice.rules.changes import with_duplicate_rule, with_switches
from connections.practice.rules.formulas.compiling import FormulaFault
from connections.practice.rules.policies import (
    with_automations,
    with_validation_active,
    with_validation_rules,
    without_automations,
)
from connections.practice.rules.validation import ValidationRule

from .conftest import Api

LEAD = {"LastName": "Ruiz", "Company": "Acme"}
PHONE = ValidationRule(
    "03d000000000001AAA",
    "Phone_or_mail",
    "Lead",
    "ISBLANK(Phone) && ISBLANK(Email)",
    "Give a phone number or an e-mail address — “we call back”.",
)
TITLE = ValidationRule(
    "03d000000000002AAA",
    "No_short_titles",
    "Lead",
    "AND(NOT(ISBLANK(Title)), LEN(Title) < 3)",
    "Write the title out.",
    field="Title",
)
_SCORE = "Webinar_Score__c"


@pytest.fixture
def ruled(api: Api) -> Api:
    """An org with two validation rules."""
    api.change(lambda setup: with_validation_rules(setup, PHONE, TITLE))
    return api


def error(rule: ValidationRule) -> dict[str, Any]:
    return {
        "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "message": rule.message,
        "fields": [rule.field] if rule.field else [],
    }


def create(api: Api, **more: Any) -> tuple[int, Any]:
    reply = api.call("POST", "sobjects/Lead", {**LEAD, **more})
    return reply.status, reply.body


def codes(api: Api, **more: Any) -> list[str]:
    status, body = create(api, **more)
    return [one["errorCode"] for one in body] if status >= 300 else []


def test_every_broken_rule_is_told_at_once_word_for_word(ruled: Api) -> None:
    assert create(ruled, Title="x") == (400, [error(PHONE), error(TITLE)])
    assert create(ruled, Title="x", Phone="1") == (400, [error(TITLE)])
    assert create(ruled, Title="CTO", Phone="1")[0] == 201


def test_in_a_collection_only_the_wrong_records_fail(ruled: Api) -> None:
    kind = {"attributes": {"type": "Lead"}}
    records = [{**kind, **LEAD, "Phone": "1"}, {**kind, **LEAD, "Title": "x"}]
    good, bad = ruled.call("POST", "composite/sobjects", {"records": records}).body
    assert good["success"] is True
    assert [one["statusCode"] for one in bad["errors"]] == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"] * 2
    assert [one["fields"] for one in bad["errors"]] == [[], ["Title"]]


def test_an_update_is_judged_by_the_record_as_it_will_be(ruled: Api) -> None:
    lead = ruled.create("Lead", **LEAD, Phone="1", Email="a@x.example")
    assert ruled.call("PATCH", f"sobjects/Lead/{lead}", {"Phone": None}).status == 204
    reply = ruled.call("PATCH", f"sobjects/Lead/{lead}", {"Email": ""})
    assert (reply.status, reply.body) == (400, [error(PHONE)])


@pytest.mark.parametrize(
    ("formula", "change", "status"),
    [
        ("ISNEW()", {"Title": "x"}, 204),
        ("ISCHANGED(Title)", {"Title": "CTO"}, 400),
        ("ISCHANGED(Title)", {"Phone": "1"}, 204),
        ('PRIORVALUE(Title) = "Clerk"', {"Title": "CTO"}, 400),
        ('CONTAINS($User.Username, "integration@")', {}, 400),
        ('$Profile.Name = "System Administrator"', {}, 204),
        ('Owner.Name = "Inlet Integration"', {}, 400),
        ("Webinar_Score__c > 5", {_SCORE: 6}, 400),
        ("Webinar_Score__c > 5", {_SCORE: 5}, 204),
    ],
)
def test_rules_know_the_change_and_who_makes_it(
    api: Api, formula: str, change: dict[str, Any], status: int
) -> None:
    lead = api.create("Lead", **LEAD, Title="Clerk")
    rule = ValidationRule("03d000000000003AAA", "R", "Lead", formula, "No.")
    api.change(lambda setup: with_validation_rules(setup, rule))
    assert api.call("PATCH", f"sobjects/Lead/{lead}", change).status == status


def test_rules_are_switched_off_and_on(ruled: Api) -> None:
    ruled.change(lambda setup: with_validation_active(setup, PHONE.name, active=False))
    assert codes(ruled) == []
    ruled.change(lambda setup: with_validation_active(setup, PHONE.name, active=True))
    assert codes(ruled) == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]


def test_a_rule_whose_formula_is_none_is_not_taken(api: Api) -> None:
    wrong = ValidationRule("03d000000000003AAA", "R", "Lead", "FOO(", "No.")
    with pytest.raises(FormulaFault):
        api.change(lambda setup: with_validation_rules(setup, wrong))


def test_an_invalid_record_is_no_duplicate_and_gets_no_owner(ruled: Api) -> None:
    """The order of salesforce-facts 4: each check hides those behind it."""
    person = {"Email": "ana@x.example", "External_Person_ID__c": "P-1"}
    ruled.create("Lead", **LEAD, **person)
    trigger = Automation("Guard", "Lead", TRIGGER, (Condition("City", "equals", ("Rome",)),))
    last = Automation("Late", "Lead", TRIGGER, after=True)
    ruled.change(lambda setup: with_automations(setup, trigger, last))
    ruled.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True))
    wrong: dict[str, Any] = {"Region__c": "Mars", "City": "Rome", "Company": "", "Title": "x"}
    order = []
    for name in ("Region__c", "City", "Company", "Title", "Email", "External_Person_ID__c", ""):
        order += codes(ruled, **person, **wrong)[:1]
        wrong.pop(name, None)
        person.pop(name, None)
        person |= {"Phone": "1"}
    assert order == [
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "REQUIRED_FIELD_MISSING",
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "DUPLICATES_DETECTED",
        "DUPLICATE_VALUE",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    ]
    assert len(ruled.rows("SELECT Id FROM Lead")) == 1


@pytest.mark.parametrize(
    ("automation", "expected"),
    [
        (
            Automation("Guard", "Lead", TRIGGER, message="Guard: System.LimitException: CPU"),
            ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "Guard: System.LimitException: CPU", []),
        ),
        (
            Automation("Enrich", "Lead", FLOW, message="“Enrich” failed."),
            ("CANNOT_EXECUTE_FLOW_TRIGGER", "“Enrich” failed.", []),
        ),
        (
            Automation("Only", "Lead", FILTER, field="OwnerId"),
            (
                "FIELD_FILTER_VALIDATION_EXCEPTION",
                "Value does not exist or does not match filter criteria.",
                ["OwnerId"],
            ),
        ),
    ],
)
def test_automations_refuse_as_the_real_ones(
    api: Api, automation: Automation, expected: tuple[str, str, list[str]]
) -> None:
    api.change(lambda setup: with_automations(setup, automation))
    code, message, fields = expected
    body = [{"errorCode": code, "message": message, "fields": fields}]
    assert create(api) == (400, body)
    api.change(without_automations)
    assert create(api)[0] == 201


def test_a_record_in_approval_is_locked_as_it_was(api: Api) -> None:
    lead = api.create("Lead", **LEAD, Status="In approval")
    lock = Automation("Approval", "Lead", APPROVAL, (Condition("Status", "equals",
                                                               ("In approval",)),))  # fmt: skip
    api.change(lambda setup: with_automations(setup, lock))
    reply = api.call("PATCH", f"sobjects/Lead/{lead}", {"Status": "New"})
    assert (reply.status, reply.body[0]["errorCode"]) == (400, "INSUFFICIENT_ACCESS_OR_READONLY")
    assert create(api, Status="In approval")[0] == 201


def test_full_storage_stops_creates_only(api: Api) -> None:
    lead = api.create("Lead", **LEAD)
    api.change(lambda setup: with_switches(setup, storage_full=True))
    assert codes(api) == ["STORAGE_LIMIT_EXCEEDED"]
    assert api.call("PATCH", f"sobjects/Lead/{lead}", {"Title": "CTO"}).status == 204


def test_flows_come_before_triggers_and_after_the_save_behind_them(api: Api) -> None:
    automations = [
        Automation(f"{kind}{after}", "Lead", kind, after=after)
        for kind in (TRIGGER, FLOW)
        for after in (True, False)
    ]
    api.change(lambda setup: with_automations(setup, *automations))
    met = []
    for one in _in_order(automations):
        _, body = create(api)
        met.append(body[0]["errorCode"])
        api.change(lambda setup, name=one.name: without_automations(setup, name))
    assert met == [
        "CANNOT_EXECUTE_FLOW_TRIGGER",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "CANNOT_EXECUTE_FLOW_TRIGGER",
    ]


def _in_order(automations: list[Automation]) -> list[Automation]:
    places = [(FLOW, False), (TRIGGER, False), (TRIGGER, True), (FLOW, True)]
    return sorted(automations, key=lambda one: places.index((one.kind, one.after)))
