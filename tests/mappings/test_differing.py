"""What differs between two agreements is told, each thing once, and nothing is passed over."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.differing import Kind, Part, differences
from mappings.rules import (
    AccountByDomain,
    AssignmentRules,
    BothFound,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Condition,
    ContactFound,
    ConvertedFound,
    Creator,
    IfBlank,
    LeadFound,
    Member,
    Mode,
    OneQueue,
    OneUser,
    OrgRefuses,
    RefreshAfter,
    RoundRobin,
    Routing,
    Row,
    Rules,
    Table,
    TaskRule,
    Tiebreaker,
    ValueMap,
)
from mappings.transforms import Truncate
from tests.mappings.agreement import RULES, field, rules

TITLE = field("Title", label="Job", source="person.title", ownership=(IfBlank(),))
US, CA = (Condition(field="Country", values=(one,)) for one in ("US", "CA"))
QUEUE = OneQueue(id="00G000000000001AAA", name="Inbound")
ANA, BEN = (Member(id=f"00500000000000{n}AAA", name=name) for n, name in ((1, "Ana"), (2, "Ben")))


def told(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [one.sentence for one in differences(rules(**before), rules(**after))]


def titled(**changed: Any) -> dict[str, Any]:
    return {"fields": (replace(TITLE, **changed),)}


def owned(owner: Any, **changed: Any) -> dict[str, Any]:
    return {"routing": Routing(owner=owner, **changed)}


def table(*rows: tuple[Condition, Any]) -> dict[str, Any]:
    return owned(Table(rows=tuple(Row(when=(when,), owner=owner) for when, owner in rows)))


CASES: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (titled(), titled(source="custom.job"),
     ["Job: source is now custom.job; it was person.title."]),
    (titled(), titled(transforms=(Truncate(length=9),)),
     ["Job: transforms is truncate (length 9)."]),
    (titled(), titled(default="None given"), ["Job: default is “None given”."]),
    (titled(default=""), titled(), ["Job: default is gone; it was “”."]),
    (titled(), titled(value_map=ValueMap(pairs=(("a", "b"), ("c", "d")))),
     ["Job: value map is “a” becomes “b”; “c” becomes “d”; other values go as they are."]),
    (titled(), titled(ownership=(IfBlank(), RefreshAfter(days=9))),
     ["Job: ownership is now only if blank, and refresh after 9 days; it was only if blank."]),
    (titled(), titled(contact_field="Title"),
     ["Job: target is now Lead.Title and Contact.Title; it was Lead.Title."]),
    (titled(), titled(label="Title"), ["Title: label is now Title; it was Job."]),
    ({"fields": ()}, titled(), ["Job is new: from person.title, Lead.Title, only if blank."]),
    (titled(), {"fields": ()}, ["Job is no longer mapped."]),
    ({"fields": (TITLE, field("A"))}, {"fields": (field("A"), TITLE)},
     ["The fields stand in another order."]),
    ({"match": (ByEmail(),)}, {"match": (ByEmail(), ByPhone(and_last_name=False))},
     ["How a person is recognised: phone number in Phone or MobilePhone is new."]),
    ({"match": (ByEmail(), ByExternalId())}, {"match": (ByExternalId(), ByEmail())},
     ["How a person is recognised: now the source’s id of the person, then e-mail address in "
      "Email."]),
    ({"match": (ByEmail(),)}, {"match": (ByExternalId(), ByEmail())},
     ["How a person is recognised: the source’s id of the person is new.",
      "How a person is recognised: now the source’s id of the person, then e-mail address in "
      "Email."]),
    (owned(RoundRobin(members=(ANA,))), owned(RoundRobin(members=(ANA,), pool="West")),
     ["Owner is now Ana in turn (“West”); it was Ana in turn (“round robin”)."]),
    ({}, {"mode": Mode.UPDATE_ONLY},
     ["New and existing records is now update only; it was create and update."]),
    ({}, {"contact_when": (US,), "accounts": (AccountByDomain(),)},
     ["How an Account is found: domain in the Account’s Website is new.",
      "When a new person becomes a Contact is Country is “US”."]),
    ({}, owned(QUEUE, fallback=OneUser(id="005", name="Ana"), on_update=True),
     ["Owner is now the queue Inbound; it was the user Inlet is connected as.",
      "Fallback owner is Ana.", "Owner of existing records is now set anew; it was left alone."]),
    (table((US, QUEUE)), table((US, QUEUE), (CA, Creator())),
     ["Owner, lines: the user Inlet is connected as if Country is “CA” is new."]),
    (owned(RoundRobin(members=(ANA, BEN))),
     owned(RoundRobin(members=(ANA, replace(BEN, weight=2, per_day=5, hours="09:00-17:00",
                                            weekdays=(1, 2), timezone="Europe/London")))),
     ["Owner, in turn: no longer Ben.",
      "Owner, in turn: Ben (2×), at most 5 a day, 09:00-17:00 Europe/London, on Mon and Tue is "
      "new."]),
    (table((US, QUEUE)), owned(QUEUE),
     ["Owner is now the queue Inbound; it was the queue Inbound if Country is “US”; otherwise the "
      "user Inlet is connected as."]),
    (owned(QUEUE), owned(replace(QUEUE, id="00G2")),
     ["A detail that has no words of its own is otherwise."]),
    ({}, {"campaigns": (CampaignRule(campaign="Web", status="Sent", when=(US,)),)},
     ["Campaigns: “Web”, status “Sent”, if Country is “US” is new."]),
    ({"tasks": (TaskRule(subject="Call", due_in_days=2),)}, {},
     ["Tasks: no longer Task “Call”, due after 2 days, Completed, priority Normal."]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_each_difference_is_told(
    before: dict[str, Any], after: dict[str, Any], expected: list[str]
) -> None:
    assert told(before, after) == expected


def test_a_difference_names_its_part_its_field_and_what_happened() -> None:
    (added, changed) = differences(rules(**titled()), rules(**titled(default="x", source="a")))
    assert (added.part, added.key, added.title, added.kind) == (
        Part.FIELDS, "Title", "Job: source", Kind.CHANGED,
    )  # fmt: skip
    assert (changed.kind, changed.before, changed.after) == (Kind.ADDED, "", "“x”")
    (gone,) = differences(rules(**titled()), rules(fields=()))
    assert gone.kind is Kind.REMOVED


ANYTHING: dict[str, list[Any]] = {
    "fields": [RULES.fields, (TITLE,), ()],
    "match": [(ByEmail(),), (ByEmail(earlier=False),), ()],
    "tiebreakers": [(), (Tiebreaker.OLDEST,)],
    "mode": list(Mode),
    "lead_found": list(LeadFound),
    "contact_found": list(ContactFound),
    "both_found": list(BothFound),
    "converted_found": list(ConvertedFound),
    "accounts": [(), (AccountByDomain(),)],
    "contact_when": [None, (), (US,)],
    "org_refuses": list(OrgRefuses),
    # The two queues are called alike, and so no words tell them apart.
    "routing": [Routing(), Routing(owner=QUEUE), Routing(owner=replace(QUEUE, id="00G2")),
                Routing(owner=AssignmentRules()), Routing(on_update=True)],
    "campaigns": [(), (CampaignRule(campaign="Web"),)],
    "tasks": [(), (TaskRule(subject="Call"),)],
    "external_id_field": ["", "Key__c"],
    "contact_external_id_field": ["", "Key__c"],
    "default_status": ["New", "Open"],
}  # fmt: skip
AGREEMENTS = st.builds(Rules, **{name: st.sampled_from(some) for name, some in ANYTHING.items()})


@given(AGREEMENTS, AGREEMENTS)
def test_nothing_is_told_exactly_when_nothing_differs(before: Rules, after: Rules) -> None:
    found = differences(before, after)
    assert (found == ()) is (before == after)
    assert all(one.sentence.endswith(".") and one.title for one in found)
    assert len(set(found)) == len(found)


# On which page of the agreement each is; what isn't named here is policy.
PARTS = {
    "contact_when": Part.ACCOUNTS,
    **{name: Part(name) for name in (
        "fields", "match", "accounts", "routing", "campaigns", "tasks")},
}  # fmt: skip


def test_no_part_of_an_agreement_is_forgotten() -> None:
    assert set(ANYTHING) == {one.name for one in fields(Rules)}
    for name, some in ANYTHING.items():
        before, after = (Rules(**{name: value}) for value in some[:2])
        assert {one.part for one in differences(before, after)} == {PARTS.get(name, Part.POLICY)}


def test_what_has_no_words_of_its_own_has_a_title_all_the_same() -> None:
    (found,) = differences(rules(**owned(QUEUE)), rules(**owned(replace(QUEUE, id="00G2"))))
    assert (found.part, found.title, found.kind) == (Part.ROUTING, "Details", Kind.CHANGED)
