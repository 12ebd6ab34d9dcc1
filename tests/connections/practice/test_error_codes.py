"""Every error code of salesforce-facts 9 that saving a record can end with: how it is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from connections.practice.rehearsing import convert_lead, seed
from connections.practice.rules import automation_kinds
from connections.practice.rules.automations import Automation
from connections.practice.rules.changes import with_duplicate_rule, with_switches
from connections.practice.rules.ids import mint
from connections.practice.rules.policies import with_automations, with_validation_rules
from connections.practice.rules.setup import Setup
from connections.practice.rules.validation import ValidationRule
from connections.practice.standard.countries import with_state_country

from .conftest import VERSION, Api

KEY = "External_Person_ID__c"
LEAD = {"LastName": "Ruiz", "Company": "Acme"}
NOBODY = mint("User", pod="KB0", number=99)
RULE = ValidationRule("03d000000000001AAA", "Never", "Lead", "ISBLANK(Title)", "No title.")
Change = Callable[[Setup], Setup]


@dataclass(frozen=True)
class Way:
    """How a code is reached: the org's change, then a create with these fields."""

    code: str
    fields: dict[str, Any] = field(default_factory=dict)
    change: Change | None = None
    headers: dict[str, str] = field(default_factory=dict)
    single: str = ""


def obstacle(kind: str) -> Change:
    return lambda setup: with_automations(setup, Automation("Guard", "Lead", kind))


def full(setup: Setup) -> Setup:
    return with_switches(setup, storage_full=True)


def placed(setup: Setup) -> Setup:
    return with_state_country(setup, on=True)


def guest(setup: Setup) -> Setup:
    first, *rest = setup.users
    return replace(setup, users=(replace(first, id=NOBODY, user_type="Guest"), first, *rest))


def gone(setup: Setup) -> Setup:
    first, *rest = setup.users
    return replace(setup, users=(replace(first, id=NOBODY, active=False), first, *rest))


CREATES = (
    Way("REQUIRED_FIELD_MISSING", {"Company": None}),
    Way("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", {"Region__c": "Mars"}),
    Way("INVALID_EMAIL_ADDRESS", {"Email": "foo@"}),
    Way("STRING_TOO_LONG", {"Title": "x" * 129}),
    Way("NUMBER_OUTSIDE_VALID_RANGE", {"NumberOfEmployees": 10**9}),
    # Alone, a record fails while its body is read; in a collection by itself.
    Way("INVALID_TYPE_ON_FIELD_IN_RECORD", {"NumberOfEmployees": "x"}, single="JSON_PARSER_ERROR"),
    Way("INVALID_FIELD", {"Foo__c": 1}),
    Way("INVALID_FIELD_FOR_INSERT_UPDATE", {"IsDeleted": True}),
    Way("INVALID_CROSS_REFERENCE_KEY", {"OwnerId": NOBODY}),
    Way("MALFORMED_ID", {"OwnerId": "x"}),
    Way("INACTIVE_OWNER_OR_USER", {"OwnerId": NOBODY}, gone),
    Way("OP_WITH_INVALID_USER_TYPE_EXCEPTION", {"OwnerId": NOBODY}, guest),
    Way("DUPLICATE_VALUE", {KEY: "P-1"}),
    Way(
        "DUPLICATES_DETECTED",
        {"Email": "ana@x.example"},
        lambda setup: with_duplicate_rule(setup, "Lead", active=True),
    ),
    Way("FIELD_INTEGRITY_EXCEPTION", {"Country": "Nowhere"}, placed),
    Way("FIELD_CUSTOM_VALIDATION_EXCEPTION", {}, lambda setup: with_validation_rules(setup, RULE)),
    Way("STORAGE_LIMIT_EXCEEDED", {}, full),
    Way("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", {}, obstacle(automation_kinds.TRIGGER)),
    Way("CANNOT_EXECUTE_FLOW_TRIGGER", {}, obstacle(automation_kinds.FLOW)),
    Way("FIELD_FILTER_VALIDATION_EXCEPTION", {}, obstacle(automation_kinds.FILTER)),
    Way("INSUFFICIENT_ACCESS_OR_READONLY", {}, obstacle(automation_kinds.SHARING)),
    Way("TRANSFER_REQUIRES_READ", {}, obstacle(automation_kinds.TRANSFER)),
    Way("INVALID_ASSIGNEE_TYPE", {}, obstacle(automation_kinds.ASSIGNEE)),
    Way("INVALID_STATUS", {}, obstacle(automation_kinds.STATUS)),
    Way("LIMIT_EXCEEDED", {}, obstacle(automation_kinds.LIMIT)),
    Way("LICENSE_LIMIT_EXCEEDED", {}, obstacle(automation_kinds.LICENSE)),
    Way("UNSAFE_HTML_CONTENT", {}, obstacle(automation_kinds.HTML)),
    Way("APEX_DATA_ACCESS_RESTRICTION", {}, obstacle(automation_kinds.APEX_ACCESS)),
    Way("TOO_MANY_APEX_REQUESTS", {}, obstacle(automation_kinds.APEX_REQUESTS)),
    Way("UNABLE_TO_LOCK_ROW", {}, obstacle(automation_kinds.LOCK)),
    Way("UNKNOWN_EXCEPTION", {}, obstacle(automation_kinds.UNKNOWN)),
)


@pytest.fixture
def known(api: Api) -> Api:
    """An org with one Lead that others collide with."""
    api.create("Lead", **LEAD, Email="ana@x.example", **{KEY: "P-1"})
    return api


@pytest.mark.parametrize("way", CREATES, ids=lambda way: way.code)
def test_a_create_ends_with_the_code_in_all_three_calls(known: Api, way: Way) -> None:
    if way.change:
        known.change(way.change)
    record = {**LEAD, **way.fields}
    alone = known.call("POST", "sobjects/Lead", record)
    assert [one["errorCode"] for one in alone.body] == [way.single or way.code]
    assert alone.status == (500 if way.code == "UNKNOWN_EXCEPTION" else 400)
    typed = {"attributes": {"type": "Lead"}, **record}
    items = known.call("POST", "composite/sobjects", {"records": [typed]}).body
    assert [one["statusCode"] for one in items[0]["errors"]] == [way.code]
    part = {"method": "POST", "referenceId": "r", "url": f"{VERSION}/sobjects/Lead", "body": record}
    told = known.call("POST", "composite", {"compositeRequest": [part]}).body
    body = told["compositeResponse"][0]["body"]
    assert [one["errorCode"] for one in body] == [way.single or way.code]
    assert len(known.rows("SELECT Id FROM Lead")) == 1


def codes(reply: Any) -> list[str]:
    """The codes of an answer in either shape."""
    errors = [one for item in reply.body for one in item.get("errors", [item])]
    return [one.get("errorCode") or one["statusCode"] for one in errors]


def test_what_updates_and_deletes_end_with(known: Api) -> None:
    lead, gone_lead, became = (known.create("Lead", **LEAD) for _ in range(3))
    known.call("DELETE", f"sobjects/Lead/{gone_lead}")
    convert_lead(known.org, became, by="Tom Reyes")
    missing = mint("Lead", pod="KB0", number=1)
    reached = {
        "ENTITY_IS_DELETED": known.call("PATCH", f"sobjects/Lead/{gone_lead}", {}),
        "CANNOT_UPDATE_CONVERTED_LEAD": known.call("PATCH", f"sobjects/Lead/{became}", {}),
        "NOT_FOUND": known.call("PATCH", f"sobjects/Lead/{missing}", {}),
        "INVALID_ASSIGNMENT_RULE": known.call(
            "PATCH",
            f"sobjects/Lead/{lead}",
            {},
            headers={"Sforce-Auto-Assign": mint("AssignmentRule", pod="KB0", number=99)},
        ),
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": known.call(
            "POST",
            "sobjects/Contact",
            {"LastName": "R", "AccountId": mint("Account", pod="KB0", number=1)},
        ),
        "METHOD_NOT_ALLOWED": known.call("PUT", f"sobjects/Lead/{lead}", {}),
        "JSON_PARSER_ERROR": known.call("POST", "sobjects/Lead", []),
    }
    assert {code: codes(reply) for code, reply in reached.items()} == {
        code: [code] for code in reached
    }


def test_what_only_many_records_end_with(known: Api) -> None:
    person = {"LastName": "R", "Company": "A", "Email": "twice@x.example"}
    seed(known.org, "Lead", [person, person])
    kind = {"attributes": {"type": "Lead"}}
    good, bad = {**kind, **LEAD}, {**kind, "LastName": "R"}
    path = "composite/sobjects"
    reached = {
        "DUPLICATE_EXTERNAL_ID": known.call(
            "PATCH", f"{path}/Lead/Email", {"records": [{**kind, **person}]}
        ),
        "ALL_OR_NONE_OPERATION_ROLLED_BACK": known.call(
            "POST", path, {"allOrNone": True, "records": [good, bad]}
        ),
        "INVALID_TYPE": known.call("POST", path, {"records": [{"attributes": {"type": "Foo__c"}}]}),
        "MISSING_ARGUMENT": known.call("PATCH", path, {"records": [good]}),
        "EXCEEDED_ID_LIMIT": known.call("POST", path, {"records": [good] * 201}),
    }
    assert {code: codes(reply)[0] for code, reply in reached.items()} == {
        code: code for code in reached
    }
    parts = [
        {"method": "POST", "referenceId": name, "url": f"{VERSION}/sobjects/Lead", "body": body}
        for name, body in (("good", LEAD), ("bad", {"LastName": "R"}))
    ]
    told = known.call("POST", "composite", {"allOrNone": True, "compositeRequest": parts}).body
    found = [one["body"][0]["errorCode"] for one in told["compositeResponse"]]
    assert found == ["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING"]
