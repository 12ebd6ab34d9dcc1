from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Field, RecordType
from mappings.decisions import Action, Decision
from mappings.orgs import Org
from mappings.predicting import predict
from mappings.proposals import Problem

from .agreement import ORG, RULES, choices, described, sobject

REQUIRED = {"nillable": False}
COMPANY = described("Company", **REQUIRED)
LAST_NAME = described("LastName", label="Last Name", length=80, **REQUIRED)
LEAD = (
    COMPANY,
    LAST_NAME,
    described("Title", length=10),
    described("Status", "picklist", nillable=False, defaulted_on_create=True),
    described("OwnerId", "reference", nillable=False, defaulted_on_create=True),
    described("IsHot", "boolean", nillable=False),
)
FILLED = {"Company": "Tarn", "LastName": "Ruiz"}


def kind(of: str, name: str, *, available: bool = True, master: bool = False) -> RecordType:
    return RecordType(of, name, name, available=available, default=master, master=master)


KINDS = (
    kind("012000000000001AAA", "Partner"),
    kind("012000000000002AAA", "Old", available=False),
    kind("012000000000000AAA", "Master", master=True),
)


def told(
    fields: dict[str, Any],
    *,
    action: Action = Action.CREATE_LEAD,
    has: tuple[Field, ...] = LEAD,
    **about: Any,
) -> tuple[Problem, ...]:
    name = "Contact" if action in {Action.CREATE_CONTACT, Action.UPDATE_CONTACT} else "Lead"
    decision = Decision(
        action=action, reason="", person_key="k", sobject=name, fields_to_write=fields
    )
    known = replace(ORG, objects={name: sobject(*has, name=name, **about)})
    return predict(RULES, decision, known)


def codes(found: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in found]


def test_a_write_that_salesforce_would_take_has_no_errors() -> None:
    assert told(FILLED | {"Title": "COO", "OwnerId": "005000000000001AAA"}) == ()


def test_all_required_fields_without_a_value_are_named_on_create() -> None:
    extra = described("Region__c", label="Region", **REQUIRED)
    assert told({"LastName": " "}, has=(*LEAD, extra)) == (
        Problem(
            "Company",
            "Company",
            "Salesforce requires it on every new Lead, and nothing came. Give the field a default.",
            "required",
        ),
        Problem(
            "LastName",
            "Last Name",
            "Salesforce requires it on every new Lead, and nothing came. Give the field a default.",
            "required",
        ),
        Problem(
            "Region__c",
            "Region",
            "Salesforce requires it on every new Lead, and nothing came. "
            "Map the field, or give it a default.",
            "required",
        ),
    )


def test_an_update_needs_no_required_field_but_may_not_clear_one() -> None:
    assert told({"Title": "COO"}, action=Action.UPDATE_LEAD) == ()
    assert codes(told({"Company": None}, action=Action.UPDATE_LEAD)) == [("Company", "required")]
    assert told({"Title": None, "IsHot": None}, action=Action.UPDATE_LEAD) == ()


@pytest.mark.parametrize("action", [Action.SKIP, Action.HOLD])
def test_what_is_not_written_is_not_refused(action: Action) -> None:
    assert told({"Nothing__c": "x"}, action=action) == ()
    assert told({}, action=Action.UPDATE_LEAD, updateable=False) == ()


def test_without_a_describe_nothing_is_predicted() -> None:
    decision = Decision(action=Action.CREATE_LEAD, reason="", person_key="k")
    assert predict(RULES, decision, Org()) == ()


@pytest.mark.parametrize(
    ("field", "value", "action", "code"),
    [
        (None, "x", Action.CREATE_LEAD, "unknown_field"),
        (described("X__c", createable=False), "x", Action.CREATE_LEAD, "not_createable"),
        (described("X__c", createable=False), "x", Action.UPDATE_LEAD, ""),
        (described("X__c", updateable=False), "x", Action.UPDATE_LEAD, "not_updateable"),
        (described("X__c", updateable=False), "x", Action.CREATE_LEAD, ""),
        (described("X__c", length=3), "long", Action.UPDATE_LEAD, "too_long"),
        (
            described("X__c", "picklist", restricted_picklist=True, picklist=choices("a")),
            "b",
            Action.UPDATE_LEAD,
            "restricted_value",
        ),
        (described("X__c", "picklist", picklist=choices("a")), "b", Action.UPDATE_LEAD, ""),
    ],
)
def test_a_field_or_a_value_that_salesforce_refuses_is_named(
    field: Field | None, value: str, action: Action, code: str
) -> None:
    has = LEAD if field is None else (*LEAD, field)
    found = told(FILLED | {"X__c": value}, action=action, has=has)
    assert codes(found) == ([("X__c", code)] if code else [])


def test_a_field_that_salesforce_works_out_is_not_to_be_granted() -> None:
    formula = described("X__c", createable=False, calculated=True)
    (found,) = told(FILLED | {"X__c": "x"}, has=(*LEAD, formula))
    assert found.sentence == (
        "Salesforce works this field out by itself. Take it out of the mapping."
    )


@pytest.mark.parametrize(
    ("action", "about", "verb"),
    [
        (Action.CREATE_LEAD, {"createable": False}, "fill"),
        (Action.UPDATE_LEAD, {"updateable": False}, "change"),
    ],
)
def test_a_field_that_is_closed_to_inlet_is_to_be_granted(
    action: Action, about: dict[str, bool], verb: str
) -> None:
    (found,) = told(FILLED | {"X__c": "x"}, action=action, has=(*LEAD, described("X__c", **about)))
    assert found.sentence == (
        f"Inlet may not {verb} this field of a Lead. "
        "The org’s admin grants Edit on it in a permission set."
    )


@pytest.mark.parametrize(
    ("action", "about", "code"),
    [
        (Action.CREATE_LEAD, {"createable": False}, "not_createable"),
        (Action.UPDATE_LEAD, {"updateable": False}, "not_updateable"),
        (Action.UPDATE_LEAD, {"createable": False}, ""),
    ],
)
def test_an_object_that_may_not_be_written_is_named(
    action: Action, about: dict[str, bool], code: str
) -> None:
    assert codes(told(FILLED, action=action, **about)) == ([("", code)] if code else [])


@pytest.mark.parametrize(
    ("owner", "action", "sentence"),
    [
        ("005000000000001AAA", Action.CREATE_CONTACT, ""),
        ("00G000000000001AAA", Action.CREATE_LEAD, ""),
        (
            "00G000000000001AAA",
            Action.CREATE_CONTACT,
            "A queue can’t own a Contact. Choose a user.",
        ),
        (
            "Dana",
            Action.CREATE_LEAD,
            "“Dana” is no user and no queue. Choose another owner in the routing.",
        ),
    ],
)
def test_an_owner_that_salesforce_refuses_is_named(
    owner: str, action: Action, sentence: str
) -> None:
    found = told(FILLED | {"OwnerId": owner}, action=action)
    assert [one.sentence for one in found] == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("record_type", "sentence"),
    [
        ("012000000000001AAA", ""),
        ("012000000000001", ""),
        (
            "012000000000002AAA",
            "The record type Old isn’t one that Inlet’s user may use. "
            "Choose one of these: Partner.",
        ),
        (
            "012000000000009AAA",
            "The record type “012000000000009AAA” isn’t one that Inlet’s user may use. "
            "Choose one of these: Partner.",
        ),
    ],
)
def test_a_record_type_has_to_be_one_that_may_be_used(record_type: str, sentence: str) -> None:
    has = (*LEAD, described("RecordTypeId", "reference"))
    found = told(FILLED | {"RecordTypeId": record_type}, has=has, record_types=KINDS)
    assert [one.sentence for one in found] == ([sentence] if sentence else [])
    assert told(FILLED | {"RecordTypeId": record_type}, has=has) == ()


def test_where_no_record_type_may_be_used_none_is_offered() -> None:
    has = (*LEAD, described("RecordTypeId", "reference"))
    (found,) = told(FILLED | {"RecordTypeId": KINDS[1].id}, has=has, record_types=KINDS[1:])
    assert found.sentence == "The record type Old isn’t one that Inlet’s user may use."


@pytest.mark.parametrize(
    ("country", "sentence"),
    [
        ("germany", ""),
        (
            "Germani",
            "The org’s list for Country has no “Germani”. The nearest is “Germany”. "
            "Map the value, or use the transform for it.",
        ),
        (
            "Zz",
            "The org’s list for Country has no “Zz”. Map the value, or use the transform for it.",
        ),
    ],
)
def test_where_the_org_keeps_a_list_of_countries_only_their_names_are_taken(
    country: str, sentence: str
) -> None:
    codes_of = described("CountryCode", "picklist", picklist=choices("Germany", "Spain"))
    has = (*LEAD, described("Country"), codes_of)
    found = told(FILLED | {"Country": country}, has=has)
    assert [one.sentence for one in found] == ([sentence] if sentence else [])
    assert told(FILLED | {"Country": country}, has=(*LEAD, described("Country"))) == ()


@given(st.dictionaries(st.sampled_from([one.name for one in LEAD] + ["X__c"]), st.text()))
def test_every_error_is_told_once_and_in_a_sentence(fields: dict[str, Any]) -> None:
    found = told(fields)
    assert len(found) == len(set(found))
    assert all(one.sentence.endswith(".") and one.code and one.label for one in found)
