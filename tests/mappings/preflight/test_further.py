"""The checklist over the whole vocabulary: several owners, Contacts, Accounts, what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.org_facts import USER, Needs, OrgFacts, Owner
from mappings.preflight import Case, Check, Level, Observed, judge, needs_of
from mappings.rules import (
    AccountByDomain,
    AccountOwner,
    Always,
    AssignmentRules,
    ByEmail,
    ByPhone,
    CampaignRule,
    Condition,
    ContactFound,
    ConvertedFound,
    FieldRule,
    LeadFound,
    Member,
    Mode,
    Never,
    OneQueue,
    OneUser,
    OrgRefuses,
    RoundRobin,
    Routing,
    Row,
    SourceOwner,
    Table,
    TaskRule,
    Unknown,
    ValueMap,
    WhileField,
)
from mappings.transforms import Constant

from .facts import (
    QUEUE,
    TOM,
    case,
    field,
    good,
    is_to_do,
    picklist,
    rules,
    sobject,
    to_do,
    with_field,
)
from .test_judging import ALERT

B, L = "blocks", "look"
EVA = "005KB000001mNoRYAU"
GOOD = good()
ACCOUNT = sobject("Account", field("Name"), field("Website", "url"), field("Type"))
WIDE = replace(
    with_field(GOOD, "MobilePhone", field("MobilePhone", "phone")),
    owners=(*GOOD.owners, Owner(id=EVA, name="Eva Lind", is_active=True)),
)
WIDE = replace(
    WIDE,
    objects={
        **WIDE.objects,
        **{one: sobject(one) for one in ("Campaign", "CampaignMember", "Task")},
        "Account": ACCOUNT,
    },
)
BY_DOMAIN = {"accounts": (AccountByDomain(),)}
US = (Condition(field="Country", values=("US",)),)


def off(facts: OrgFacts, *ids: str) -> OrgFacts:
    owners = tuple(replace(one, is_active=one.id not in ids) for one in facts.owners)
    return replace(facts, owners=owners)


def without(name: str) -> OrgFacts:
    return replace(WIDE, objects={key: one for key, one in WIDE.objects.items() if key != name})


def locked(name: str, **rights: bool) -> OrgFacts:
    return replace(WIDE, objects={**WIDE.objects, name: replace(WIDE.objects[name], **rights)})


def of(**changed: Any) -> Case:
    return case(rules=rules(**changed))


def routed(owner: Any, **changed: Any) -> Case:
    return of(routing=Routing(owner=owner, **changed))


ROBIN = RoundRobin(members=(Member(id=TOM, name="Tom"), Member(id=EVA, name="Eva")))
TABLE = Table(rows=(Row(when=US, owner=OneUser(id=TOM)), Row(when=US, owner=OneQueue(id=QUEUE))),
              otherwise=ROBIN)  # fmt: skip
RULED = Table(rows=(Row(when=US, owner=AssignmentRules()),))
BACKUP = OneQueue(id=QUEUE, name="Inbound")
FAULTS: list[tuple[OrgFacts, Case, list[tuple[str, Check]]]] = [
    (WIDE, routed(TABLE), []),
    (off(WIDE, TOM), routed(TABLE), [(B, Check.ROUTING), (L, Check.ROUTING)]),
    (off(WIDE, TOM), routed(OneUser(id=TOM), fallback=BACKUP), [(L, Check.ROUTING)]),
    (WIDE, routed(ROBIN, fallback=OneUser(id="005KB000001mNoZYAU")), [(B, Check.ROUTING)]),
    (off(WIDE, EVA), routed(ROBIN), [(L, Check.ROUTING)]),
    (off(WIDE, EVA, TOM), routed(ROBIN), [(B, Check.ROUTING)]),
    (off(WIDE, EVA, TOM), routed(ROBIN, fallback=BACKUP), [(L, Check.ROUTING)]),
    (WIDE, of(routing=Routing(owner=AccountOwner()), **BY_DOMAIN), []),
    (WIDE, routed(SourceOwner(source="custom.rep")), []),
    (WIDE, routed(RULED), []),
    (replace(WIDE, assignment_rules=()), routed(RULED), [(L, Check.ROUTING)]),
    (without("Account"), of(**BY_DOMAIN), [(B, Check.OBJECT_RIGHTS)]),
    (without("Account"), of(), []),
    (WIDE, of(accounts=(AccountByDomain(field="Web__c"),)), [(L, Check.FIELD_ACCESS)]),
    (locked("Contact", createable=False), of(contact_when=(), **BY_DOMAIN),
     [(B, Check.OBJECT_RIGHTS)]),
    (locked("Contact", createable=False), of(**BY_DOMAIN), []),
    (locked("Lead", createable=False), of(mode=Mode.UPDATE_ONLY), []),
    (WIDE, of(contact_when=(Condition(field="Tier__c", values=("A",)),), **BY_DOMAIN),
     [(L, Check.FIELD_ACCESS)]),
    (locked("CampaignMember", createable=False), of(campaigns=(CampaignRule(campaign="Web"),)),
     [(B, Check.OBJECT_RIGHTS)]),
    (locked("CampaignMember", updateable=False), of(campaigns=(CampaignRule(campaign="Web"),)),
     []),
    (locked("CampaignMember", updateable=False),
     of(campaigns=(CampaignRule(campaign="Web", status="Sent", update_status=True),)),
     [(B, Check.OBJECT_RIGHTS)]),
    (without("Campaign"), of(campaigns=(CampaignRule(campaign="Web"),)),
     [(B, Check.OBJECT_RIGHTS)]),
    (locked("Task", createable=False), of(tasks=(TaskRule(subject="Call"),)),
     [(B, Check.OBJECT_RIGHTS)]),
    (WIDE, of(match=(ByEmail(lead_fields=("Email", "Second__c")),)), [(L, Check.FIELD_ACCESS)]),
    (WIDE, of(match=(ByEmail(contact_fields=("Company",)),)), [(L, Check.FIELD_ACCESS)]),
    (WIDE, of(match=(ByPhone(contact_fields=("Phone",)),)), []),
    (replace(GOOD, duplicate_rules=(ALERT,)), of(org_refuses=OrgRefuses.USE_MATCHED), []),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "judged", "expected"), FAULTS)
def test_each_fault_gives_exactly_its_rows(
    facts: OrgFacts, judged: Case, expected: list[tuple[str, Check]]
) -> None:
    assert to_do(facts, judged) == expected
    for one in judge(facts, judged):
        if is_to_do(one):
            assert all((one.what, one.why, one.fix, one.setup_path or one.remedy))


def test_what_a_new_contact_must_have_is_asked_for_too() -> None:
    contact = WIDE.objects["Contact"]
    demanded = {**contact.fields, "Level__c": field("Level__c", nillable=False),
                "AccountId": field("AccountId", "reference", nillable=False)}  # fmt: skip
    facts = replace(WIDE, objects={**WIDE.objects, "Contact": replace(contact, fields=demanded)})
    assert to_do(facts, of()) == []
    judged = of(contact_when=(), **BY_DOMAIN)
    (found,) = [one for one in judge(facts, judged) if is_to_do(one)]
    assert (found.key, found.title, found.remedy) == (
        "required_fields.Contact.Level__c", "Level is required and has no value", None,
    )  # fmt: skip


def mapped(**changed: Any) -> Case:
    rule = FieldRule(**({"lead_field": "Industry", "source": "custom.a",
                         "ownership": (Always(),)} | changed))  # fmt: skip
    kept = tuple(one for one in rules().fields if one.lead_field != "Industry")
    return of(fields=(*kept, rule))


CLOSED = with_field(WIDE, "Industry", picklist("Industry", "Energy", restricted=True))


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        (mapped(), [(L, Check.PICKLISTS)]),
        (mapped(value_map=ValueMap(pairs=(("a", "Energy"),), unknown=Unknown.HOLD)), []),
        (mapped(value_map=ValueMap(pairs=(("a", "Enrgy"),), unknown=Unknown.HOLD)),
         [(B, Check.PICKLISTS)]),
        (mapped(source="", transforms=(Constant(text="Energy"),)), []),
        (mapped(source="", transforms=(Constant(text="Enrgy"),)), [(B, Check.PICKLISTS)]),
        (mapped(ownership=(Never(),)), []),
    ],
)  # fmt: skip
def test_only_what_can_come_out_is_judged(judged: Case, expected: list[tuple[str, Check]]) -> None:
    assert to_do(CLOSED, judged) == expected


def test_a_field_that_decides_whether_another_is_written_has_to_be_seen() -> None:
    judged = mapped(ownership=(WhileField(field="Stage__c", values=("x",)),))
    (found,) = [one for one in judge(WIDE, judged) if is_to_do(one)]
    assert (found.level, found.key) == (Level.LOOK, "field_access.Lead.Stage__c")
    on_both = mapped(contact_field="Title2", ownership=(WhileField(field="Status", values=("x",)),))
    keys = [one.key for one in judge(WIDE, on_both) if is_to_do(one)]
    assert keys == ["field_access.Contact.Title2"]


def test_the_inspection_asks_for_everybody_and_everything_that_is_named() -> None:
    everything = rules(
        routing=Routing(owner=TABLE, fallback=OneUser(id=EVA)),
        campaigns=(CampaignRule(campaign="Web"),),
        tasks=(TaskRule(subject="Call"),),
        **BY_DOMAIN,
    )
    assert needs_of(everything, rules()) == Needs(
        objects=("Lead", "Contact", "Account", "Campaign", "CampaignMember", "Task"),
        owner_ids=(TOM, QUEUE, EVA),
    )
    assert needs_of() == needs_of(rules()) == Needs()


def sentence(check: Check, facts: OrgFacts = WIDE, **changed: Any) -> str:
    return next(one.what for one in judge(facts, of(**changed)) if one.check is check)


def test_what_was_decided_is_said_as_it_was_decided() -> None:
    assert sentence(Check.LEAD_OR_CONTACT, contact_when=(), **BY_DOMAIN) == (
        "Decided: new people become Leads, or Contacts of an Account that fits; "
        "known customers are updated as Contacts."
    )
    assert sentence(Check.LEAD_OR_CONTACT, mode=Mode.UPDATE_ONLY).startswith(
        "Decided: nobody new is created;"
    )
    assert "a Lead is created" in sentence(
        Check.LEAD_OR_CONTACT, contact_found=ContactFound.CREATE_LEAD
    )
    assert sentence(Check.CREATE_AND_UPDATE, lead_found=LeadFound.CREATE_ANYWAY) == (
        "Decided: an existing Lead stays as it is, and another one is created."
    )
    assert "Nobody new" in sentence(Check.CREATE_AND_UPDATE, mode=Mode.UPDATE_ONLY)
    assert "a new Lead" in sentence(Check.CONVERTED, converted_found=ConvertedFound.CREATE_LEAD)
    assert "left alone" in sentence(Check.CONVERTED, converted_found=ConvertedFound.SKIP)
    assert sentence(Check.ROUTING, routing=Routing(owner=ROBIN)) == (
        "New Leads go to Tom and Eva in turn; all are active."
    )
    hidden = replace(WIDE, unseen={USER: "hidden"})
    assert "can’t be seen" in sentence(Check.ROUTING, hidden, routing=Routing(owner=ROBIN))


def test_what_was_seen_in_leads_still_counts() -> None:
    seen = {"Industry": Observed(values=("Wind",), leads=2)}
    judged = replace(mapped(), observed=seen)
    assert to_do(CLOSED, judged) == [(L, Check.PICKLISTS)]
