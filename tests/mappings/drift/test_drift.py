"""Two looks at an org, and what the difference means for mappings and leads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.crm import RecordType
from connections.org_facts import QUEUES, ObjectRights, OrgFacts, OrgInfo, Rule
from mappings.drift import ChangeKind, compare, effect, fails, touches
from mappings.drift.kinds import Change
from mappings.rendering import render
from mappings.rules import (
    AccountByDomain,
    AssignmentRules,
    ByEmail,
    FieldRule,
    Member,
    Mode,
    OneUser,
    RoundRobin,
    Routing,
    Rules,
    WhileField,
)
from tests.mappings.agreement import EVENT_AT, ORG
from tests.mappings.preflight.facts import (
    KEY,
    QUEUE,
    TOM,
    changed_field,
    changed_lead,
    field,
    good,
    picklist,
    rules,
    with_field,
)

GOOD = good()
RULE = Rule(id="0Bm000000000001AAA", name="Standard", sobject="Lead", is_active=True)
PARTNER = RecordType(
    "012KB000000AbCdYAK", "Partner", "Partner", available=True, default=True, master=False
)


def _off(facts: OrgFacts) -> OrgFacts:
    owners = tuple(replace(one, is_active=False) for one in facts.owners)
    return replace(facts, owners=owners)


def _dropped(restricted: bool) -> OrgFacts:  # noqa: FBT001
    return with_field(
        GOOD, "Industry", picklist("Industry", "Energy", "Other", restricted=restricted)
    )


CHANGES: list[tuple[str, OrgFacts, list[tuple[ChangeKind, str, str]]]] = [
    ("nothing", GOOD, []),
    ("labels and order", changed_lead(GOOD, label="Prospect", fields=dict(reversed(
        [(n, replace(f, label=f"The {n}")) for n, f in GOOD.objects["Lead"].fields.items()]))), []),
    ("a new value", with_field(GOOD, "LeadSource", picklist("LeadSource", "Ad", "Web", "Other")),
     []),
    ("a new field", with_field(GOOD, "New__c", field("New__c")), []),
    ("a new field that is required", with_field(GOOD, "New__c", field("New__c", nillable=False)),
     [(ChangeKind.FIELD_REQUIRED, "Lead.New__c", "")]),
    ("a field gone", with_field(GOOD, "Title", None), [(ChangeKind.FIELD_GONE, "Lead.Title", "")]),
    ("a field locked", changed_field(GOOD, "Title", createable=False, updateable=False),
     [(ChangeKind.FIELD_LOCKED, "Lead.Title", "")]),
    ("a field required", changed_field(GOOD, "Title", nillable=False),
     [(ChangeKind.FIELD_REQUIRED, "Lead.Title", "")]),
    ("a field shorter", changed_field(GOOD, "Title", length=40),
     [(ChangeKind.FIELD_SHORTER, "Lead.Title", "40")]),
    ("a field longer", changed_field(GOOD, "Title", length=250), []),
    ("another type", changed_field(GOOD, "Title", type="double", length=0),
     [(ChangeKind.FIELD_TYPE, "Lead.Title", "double")]),
    ("the key no longer unique", changed_field(GOOD, KEY, unique=False),
     [(ChangeKind.KEY_UNFIT, f"Lead.{KEY}", "unique")]),
    ("a value gone", _dropped(restricted=False), [
        (ChangeKind.VALUE_LEFT, "Lead.Industry", "Utilities")]),
    ("a value gone, no others taken", _dropped(restricted=True), [
        (ChangeKind.FIELD_RESTRICTED, "Lead.Industry", ""),
        (ChangeKind.VALUE_LEFT, "Lead.Industry", "Utilities")]),
    ("no create", changed_lead(GOOD, createable=False, fields={
        n: replace(f, createable=False) for n, f in GOOD.objects["Lead"].fields.items()}),
     [(ChangeKind.RIGHT_LOST, "Lead", "Create")]),
    ("no edit", changed_lead(GOOD, updateable=False), [(ChangeKind.RIGHT_LOST, "Lead", "Edit")]),
    ("no read", replace(GOOD, objects={"Contact": GOOD.objects["Contact"]}),
     [(ChangeKind.RIGHT_LOST, "Lead", "Read")]),
    ("a user off", _off(GOOD), [(ChangeKind.USER_OFF, TOM, "")]),
    ("a queue gone", replace(GOOD, queues=()), [(ChangeKind.QUEUE_GONE, QUEUE, "")]),
    ("queues unseen", replace(GOOD, queues=(), unseen={QUEUES: "hidden"}), []),
    ("a duplicate rule on", replace(GOOD, duplicate_rules=(RULE,)),
     [(ChangeKind.RULE_ON, "Lead", "duplicate")]),
    ("the assignment rule off", replace(GOOD, assignment_rules=()),
     [(ChangeKind.RULE_OFF, "Lead", "assignment")]),
    ("another record type", changed_lead(GOOD, record_types=(PARTNER,)),
     [(ChangeKind.RECORD_TYPE, "Lead", "Partner")]),
    ("private Leads", replace(GOOD, org=OrgInfo(lead_access="None")),
     [(ChangeKind.LEADS_HIDDEN, "Lead", "")]),
    ("private Leads, seen all the same", replace(
        GOOD, org=OrgInfo(lead_access="None"), lead_rights=ObjectRights(view_all=True)), []),
    ("no access at all", OrgFacts(refusal="INVALID_SESSION_ID"), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("after", "expected"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES]
)
def test_only_what_matters_is_a_change(
    after: OrgFacts, expected: list[tuple[ChangeKind, str, str]]
) -> None:
    assert [(one.kind, one.subject, one.value) for one in compare(GOOD, after)] == expected


def test_a_default_record_type_where_there_was_none_changes_nothing_that_was() -> None:
    without = changed_lead(GOOD, record_types=())
    assert compare(without, changed_lead(GOOD, record_types=(PARTNER,))) == ()
    assert compare(changed_lead(GOOD, record_types=(PARTNER,)), without) == ()


@pytest.mark.parametrize("after", [one[1] for one in CHANGES], ids=[one[0] for one in CHANGES])
def test_every_change_has_a_sentence(after: OrgFacts) -> None:
    for one in compare(GOOD, after):
        assert one.sentence.endswith(".")
        assert "{" not in one.sentence


def lead(**custom: Any) -> dict[str, Any]:
    company = {"name": "Acme", "industry": custom.pop("industry", None)}
    return {"person": {"last_name": "Ruiz", "title": custom.pop("title", None)},
            "company": company, "custom": custom}  # fmt: skip


def change(kind: ChangeKind, subject: str = "Lead.Industry", **values: Any) -> Change:
    return Change(kind=kind, subject=subject, name="Industry", **values)


MEETS: list[tuple[Change, Rules, dict[str, Any], bool, bool]] = [
    (change(ChangeKind.VALUE_LEFT, value="Broker"), rules(), lead(industry="Broker"), True, True),
    (change(ChangeKind.VALUE_LEFT, value="Broker"), rules(), lead(industry="Energy"), True, False),
    (change(ChangeKind.VALUE_LEFT, "Lead.Other__c", value="x"), rules(), lead(), False, False),
    (change(ChangeKind.FIELD_GONE), rules(), lead(), True, True),
    (change(ChangeKind.FIELD_LOCKED), rules(), lead(), True, False),
    (change(ChangeKind.FIELD_LOCKED), rules(), lead(industry="Energy"), True, True),
    (change(ChangeKind.FIELD_SHORTER, value="3"), rules(), lead(industry="Energy"), True, True),
    (change(ChangeKind.FIELD_SHORTER, value="9"), rules(), lead(industry="Energy"), True, False),
    (change(ChangeKind.FIELD_REQUIRED), rules(), lead(), True, True),
    (change(ChangeKind.FIELD_REQUIRED), rules(), lead(industry="Energy"), True, False),
    (change(ChangeKind.FIELD_REQUIRED, "Contact.Title"), rules(), lead(), False, False),
    (change(ChangeKind.RIGHT_LOST, "Lead", value="Edit"), rules(mode=Mode.CREATE_ONLY), lead(),
     False, False),
    (change(ChangeKind.RIGHT_LOST, "Lead", value="Create"), rules(), lead(), True, True),
    (change(ChangeKind.USER_OFF, TOM),
     rules(routing=Routing(owner=OneUser(id=TOM))), lead(), True, True),
    (change(ChangeKind.USER_OFF, TOM), rules(), lead(), False, False),
    (change(ChangeKind.RULE_OFF, "Lead", value="assignment"),
     rules(routing=Routing(owner=AssignmentRules())), lead(), True, False),
    (change(ChangeKind.RULE_OFF, "Lead", value="duplicate"), rules(), lead(), False, False),
    (change(ChangeKind.RULE_ON, "Lead", value="duplicate"), rules(), lead(), True, False),
    (change(ChangeKind.RULE_ON, "Contact", value="duplicate"), rules(), lead(), False, False),
    (change(ChangeKind.KEY_UNFIT, f"Lead.{KEY}", value="unique"), rules(), lead(), True, True),
    (change(ChangeKind.USER_OFF, TOM), rules(routing=Routing(owner=RoundRobin(
        members=(Member(id=TOM[:15]),)))), lead(), True, True),
    (change(ChangeKind.FIELD_GONE, "Account.Website"), rules(accounts=(AccountByDomain(),)), lead(),
     True, False),
    (change(ChangeKind.FIELD_GONE, "Lead.Second__c"),
     rules(match=(ByEmail(lead_fields=("Second__c",)),)), lead(), True, False),
    (change(ChangeKind.FIELD_LOCKED, "Lead.Second__c"),
     rules(match=(ByEmail(lead_fields=("Second__c",)),)), lead(), False, False),
    (change(ChangeKind.FIELD_GONE, "Lead.Stage__c"), rules(fields=(
        replace(rules().fields[0], ownership=(WhileField(field="Stage__c"),)),)), lead(),
     True, False),
    (change(ChangeKind.RIGHT_LOST, "Account", value="Read"), rules(accounts=(AccountByDomain(),)),
     lead(), True, True),
    (change(ChangeKind.RIGHT_LOST, "Account", value="Read"), rules(), lead(), False, False),
    (change(ChangeKind.RIGHT_LOST, "Contact", value="Create"), rules(), lead(), False, False),
    (change(ChangeKind.RIGHT_LOST, "Contact", value="Create"),
     rules(contact_when=(), accounts=(AccountByDomain(),)), lead(), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("one", "of", "payload", "touched", "met"), MEETS)
def test_who_meets_a_change(
    one: Change,
    of: Rules,
    payload: dict[str, Any],
    touched: bool,  # noqa: FBT001
    met: bool,  # noqa: FBT001
) -> None:
    assert touches(one, of) is touched
    if touched:
        assert fails(one, of, render(of, payload, lead_key="1", org=ORG, event_at=EVENT_AT)) is met


def test_the_effect_is_said_in_numbers() -> None:
    gone = change(ChangeKind.VALUE_LEFT, value="Broker")
    three = {"Leads": rules(), "Events": rules(), "Ads": rules()}
    found = effect(gone, three, 212)
    assert found.sentence == "3 mappings and 212 leads of the last 30 days would fail."
    assert (found.mappings, found.matters) == (("Leads", "Events", "Ads"), True)
    many = effect(gone, {"Leads": rules()}, 5000, is_at_least=True)
    assert many.sentence == "1 mapping and at least 5,000 leads of the last 30 days would fail."
    stray = replace(gone, refuses=False)
    assert (
        "1 lead of the last 30 days would be affected."
        in effect(stray, {"Leads": rules()}, 1).sentence
    )


def test_a_value_that_nobody_sends_makes_no_noise() -> None:
    gone = change(ChangeKind.VALUE_LEFT, value="Broker")
    assert effect(gone, {"Leads": rules()}, 0).matters is False
    ours = replace(gone, subject="Lead.LeadSource", value="Web")
    assert effect(ours, {"Leads": rules()}, 0).matters is True
    leads_only = rules(fields=(FieldRule(lead_field="LeadSource", default="Web"),))
    assert effect(ours, {"Leads": leads_only}, 0).matters is True
    assert effect(gone, {"None": rules(fields=())}, 0).sentence == (
        "Nothing to do: no mapping uses it."
    )
