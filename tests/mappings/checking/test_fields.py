"""A field rule that can't work is refused: the field is named, and what may be meant is said."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.checking import RuleProblem, check_field, check_for, check_rules, sound
from mappings.orgs import Org
from mappings.rules import (
    Always,
    Append,
    Compare,
    FieldRule,
    HigherOf,
    IfBlank,
    Never,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    RulesRefused,
    Test,
    Unknown,
    ValueMap,
    WhileDefault,
    WhileField,
)
from mappings.transforms import Constant, Template
from tests.mappings.agreement import ORG, RULES, choices, described, field, org, rules

NEW = WhileField(field="Status", values=("New",))
SEEN = org(
    described("Rating", "picklist", label="Rating", picklist=choices("Hot", inactive=("Warm",))),
    described("Title", "string", length=20),
    described("Products__c", "multipicklist", picklist=choices("Solar", "Wind")),
    described("Status", "picklist", restricted_picklist=True, picklist=choices("New", "Open")),
    described("Score__c", "double"),
    described("Total__c", "double", calculated=True, createable=False, updateable=False),
    described("Locked__c", createable=False, updateable=False),
    described("Notes__c", "textarea"),
    contact=(described("Department"),),
)


def told(rule: FieldRule, around: Org = ORG) -> list[str]:
    return [one.text for one in check_field(rules(fields=(rule,)), 0, around)]


def test_the_shared_rules_are_sound() -> None:
    assert check_rules(RULES) == ()
    assert sound(RULES) is RULES


ALONE: list[tuple[FieldRule, str]] = [
    (field("", source="custom.a"), "Field 1: Choose a Salesforce field."),
    (field("OwnerId"), "OwnerId: The owner is set by the routing, not by a field."),
    (field("IsConverted"), "IsConverted: Only Salesforce itself writes IsConverted."),
    (field("Title", source=""), "Title: Name a source or a fixed value."),
    (field("Title", source="persn.title"),
     "Title: A lead has no “persn”. Did you mean “person.title”?"),
    (field("Title", source="person.tilte", label="Job"),
     "Job: A lead has no “person.tilte”. Did you mean “person.title”?"),
    (field("Title", transforms=(Template(text="Hi {a..b}"),)), "Title, step 1: The source “a..b”"),
    (field("Rating", ownership=(WhileDefault(),)),
     "Rating: Give a default, so that its first value is known."),
    (field("Title", value_map=ValueMap(pairs=(("(a+)+", "b"),), compare=Compare.PATTERN)),
     "Title: The pattern has a repeat inside a repeat"),
    (field("Title", value_map=ValueMap(pairs=(("(", "b"),), compare=Compare.PATTERN)),
     "Title: The pattern “(” can’t be read"),
    (field("Title", value_map=ValueMap(unknown=Unknown.DEFAULT)),
     "Title: The value map sends unknown values to the default. Give the field one."),
    (field("Title", value_map=ValueMap(pairs=(("a", "b"), ("A", "c")))),
     "Title: The value map has “A” twice; only the first counts."),
    (field("Title", ownership=(OnCreate(), OursUntilEdited())),
     "Title: Beside “write once” nothing is left to decide for “only until somebody edits it”"),
    (field("Title", ownership=(Never(), IfBlank())),
     "Title: Beside “never write, only show” nothing is left to decide for “only if blank”"),
    (field("Title", ownership=(Always(), NEW)),
     "Title: Beside “always write what the source sends” nothing is left to decide"),
    (field("Title", ownership=(IfBlank(), RefreshAfter(days=3))),
     "Title: “only if blank” never writes over a value, so “refresh after 3 days” never comes"),
    (field("Title", ownership=(RefreshAfter(days=3), RefreshAfter(days=9))),
     "Title: “refresh after 3 days” is there more than once. Keep one."),
    (field("Title", ownership=(NEW, WhileField(field="Status", values=("Open",)))),
     "Title: Status is “New” and Status is “Open”: both are never true"),
    (field("Title", ownership=(NEW, WhileField(field="Status", test=Test.IS_NOT, values=("new",)))),
     "Title: Status is “New” and Status is not “new”: both are never true"),
    (field("Title", ownership=(NEW, WhileField(field="Status", test=Test.IS_BLANK))),
     "Title: Status is “New” and Status is blank: both are never true"),
    (field("Title", ownership=(WhileField(field="Status"),)),
     "Title: Say with which value to compare. For nothing at all, use “is blank”."),
    (field("Title", ownership=(WhileField(field="Status", test=Test.IS_BLANK, values=("x",)),)),
     "Title: A condition on blank or not blank takes no values."),
    (field("Title", ownership=(WhileField(field=""),)),
     "Title: Name the field that the condition is about."),
    (field("Title", ownership=(WhileField(field="Title", test=Test.IS_BLANK),)),
     "Title: A field that is written while it is blank itself is written only if blank."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "problem"), ALONE)
def test_a_field_rule_that_cannot_work_is_named(rule: FieldRule, problem: str) -> None:
    (found,) = told(rule)
    assert found.startswith(problem)


def mapped(*values: str) -> ValueMap:
    return ValueMap(pairs=tuple((f"from {value}", value) for value in values))


IN_AN_ORG: list[tuple[FieldRule, str]] = [
    (field("Ratting"), "Ratting: There is no field Ratting on a Lead. Did you mean “Rating”?"),
    (field("Qzx__c"), "Qzx__c: There is no field Qzx__c on a Lead."),
    (field("Title", contact_field="Departmnt"),
     "Title: There is no field Departmnt on a Contact. Did you mean “Department”?"),
    (field("Total__c"),
     "Total__c: Total__c is calculated by Salesforce, so nobody can write it."),
    (field("Locked__c"), "Locked__c: Locked__c can be read but not written. Give the integration "
     "user Edit on it, or take it out."),
    (field("Rating", value_map=mapped("Hot", "hott")),
     "Rating, pair 2: The picklist Rating has no “hott”. Did you mean “Hot”?"),
    (field("Rating", value_map=mapped("Warm")),
     "Rating, pair 1: “Warm” is switched off in the picklist Rating."),
    (field("Rating", default="Warm"), "Rating: “Warm” is switched off in the picklist Rating."),
    (field("Products__c", value_map=mapped("Solar; Wnd")),
     "Products__c, pair 1: The picklist Products__c has no “Wnd”. Did you mean “Wind”?"),
    (field("Status", default="Nwe"),
     "Status: The picklist Status has no “Nwe”. Did you mean “New”?"),
    (field("Score__c", default="many"), "Score__c: “many” is not a number."),
    (field("Title", default="x" * 21), "Title: “xxxxxxxxxxxxxxxxxxxx…” has 21 characters"),
    (field("Title", ownership=(WhileField(field="Statuss", values=("New",)),)),
     "Title: There is no field Statuss on a Lead. Did you mean “Status”?"),
    (field("Title", ownership=(WhileField(field="Status", values=("Opne",)),)),
     "Title: The picklist Status has no “Opne”. Did you mean “Open”?"),
    (field("Score__c", ownership=(Append(),)),
     "Score__c: Nothing can be added to Score__c, which is a double."),
    (field("Title", ownership=(HigherOf(),)),
     "Title: Title is no number and no date. Say in which order its values stand."),
    (field("Rating", ownership=(HigherOf(order=("Hot", "Hotter")),)),
     "Rating: The picklist Rating has no “Hotter”. Did you mean “Hot”?"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "problem"), IN_AN_ORG)
def test_what_the_org_lacks_is_named_with_what_may_be_meant(rule: FieldRule, problem: str) -> None:
    (found,) = told(rule, SEEN)
    assert found.startswith(problem)
    # Nothing of this can be known of an org that was never looked at.
    assert told(rule) == []


FINE: list[FieldRule] = [
    field("Title", source="custom.x || join(' ', [person.first_name, person.last_name])"),
    field("Title", source="", transforms=(Constant(text="Web"),)),
    field("Title", source="", default="Web"),
    field("Rating", default="Whatever"),
    field("Rating", default="Hot", value_map=ValueMap(unknown=Unknown.DEFAULT)),
    field("Products__c", value_map=mapped("Solar; Wind;")),
    field("Status", ownership=(WhileDefault(),)),
    field("Title", ownership=(IfBlank(), NEW)),
    field("Title", ownership=(OursUntilEdited(), RefreshAfter(days=30), NEW)),
    field("Title", ownership=(NEW, WhileField(field="Status", values=("New", "Open")))),
    field("Title", contact_field="Department", ownership=(NEW,)),
    field("Status", ownership=(NEW,)),
    field("Notes__c", ownership=(Append(),)),
    field("Score__c", ownership=(HigherOf(),)),
]


@pytest.mark.parametrize("rule", FINE)
def test_what_can_work_is_let_pass(rule: FieldRule) -> None:
    assert told(rule, SEEN) == []


def waiting(name: str, *others: str) -> FieldRule:
    guards = tuple(WhileField(field=one, test=Test.IS_NOT_BLANK) for one in others)
    return field(name, ownership=guards or (Always(),))


@pytest.mark.parametrize(
    ("fields", "chain"),
    [
        ((waiting("A__c", "B__c"), waiting("B__c", "A__c")),
         "A__c waits for B__c and B__c for A__c"),
        ((waiting("A__c", "B__c"), waiting("B__c", "C__c"), waiting("C__c", "X", "A__c")),
         "A__c waits for B__c, B__c for C__c and C__c for A__c"),
        ((waiting("A__c", "B__c"), waiting("B__c", "C__c"), waiting("C__c")), ""),
        ((waiting("A__c", "A__c"),), ""),
    ],
)  # fmt: skip
def test_fields_that_wait_for_each_other_are_refused(
    fields: tuple[FieldRule, ...], chain: str
) -> None:
    found = [one.sentence for one in check_rules(rules(fields=fields))]
    told_of = [f"{chain}. That is a circle, and none of them is decided first."] if chain else []
    assert found == told_of


def test_two_rules_never_write_one_field_nor_the_key() -> None:
    twice = (field("Title"), field("Title", source="person.title"), field("External_Person_ID__c"))
    found = check_rules(rules(fields=twice))
    assert [(one.place, one.text) for one in found] == [
        ("fields.1.lead_field", "More than one field rule writes Title on a Lead."),
        ("fields.2.lead_field", "Inlet itself fills External_Person_ID__c, so no field rule may."),
    ]
    assert check_field(rules(fields=twice), 0) == ()
    assert len(check_field(rules(fields=twice), 1)) == 1


def test_every_reason_is_given_at_once_and_each_org_is_asked() -> None:
    wrong = rules(match=(), fields=(field("Ratting"), field("Title", source="")))
    with pytest.raises(RulesRefused) as refused:
        sound(wrong)
    assert str(refused.value) == (
        "Title: Name a source or a fixed value. "
        "Name at least one match rule, or every lead becomes a new Lead."
    )
    other = org(described("Title"))
    assert len(check_for(wrong, [SEEN, other])) == 4
    assert len(check_for(wrong, [])) == 2


def test_a_problem_carries_the_better_value_for_a_click() -> None:
    (found,) = check_rules(rules(fields=(field("Ratting"),)), SEEN)[:1]
    assert found == RuleProblem(
        place="fields.0.lead_field",
        title="Ratting",
        sentence="There is no field Ratting on a Lead.",
        suggestion="Did you mean “Rating”?",
        replacement="Rating",
    )


def test_places_lead_into_the_document() -> None:
    rule: Any = field("Rating", value_map=mapped("Hot", "Hoot"), ownership=(WhileField(field=""),))
    places = [one.place for one in check_rules(rules(fields=(RULES.fields[0], rule)), SEEN)]
    assert "fields.1.value_map.pairs.1" in places
    assert "fields.1.ownership.0.field" in places
