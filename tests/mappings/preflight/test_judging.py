"""The checklist: a good org is all green, each fault gives exactly its own rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.crm import PicklistValue, SObject
from connections.documents import document_of, read_document
from connections.org_facts import (
    DUPLICATE_RULES,
    ORGANIZATION,
    VALIDATION_RULES,
    ConnectedUser,
    ObjectRights,
    OrgFacts,
    OrgInfo,
    RecordTypeValues,
    Rule,
)
from mappings.preflight import Case, Check, Finding, Level, Observed, RemedyKind, judge, merged
from mappings.preflight.owner_checks import ROUTED_BY
from mappings.rules import (
    Always,
    AssignmentRules,
    FieldRule,
    LeadFound,
    Mode,
    OneQueue,
    OneUser,
    OrgRefuses,
    Owner,
    Routing,
)

from .facts import (
    KEY,
    QUEUE,
    TOM,
    case,
    changed_field,
    changed_lead,
    field,
    good,
    picklist,
    rules,
    to_do,
    with_field,
)

B, L = "blocks", "look"
GOOD = good()
ALERT = Rule(id="0Bm000000000001AAA", name="Standard Lead", sobject="Lead", is_active=True)


def test_a_good_org_has_nothing_to_do() -> None:
    findings = judge(GOOD, case())
    assert [one.check for one in findings] == list(Check)
    unseen = [one.check for one in findings if one.level is Level.UNSEEN]
    assert (to_do(GOOD), unseen) == ([], [Check.TEST_BATCH])


def mapped(name: str, **values: Any) -> Case:
    rule = FieldRule(**{"lead_field": name, "ownership": (Always(),)} | values)
    kept = tuple(one for one in rules().fields if one.lead_field != name)
    return case(rules=rules(fields=(*kept, rule)))


def routed(owner: Owner, **values: Any) -> Case:
    return case(rules=rules(routing=Routing(owner=owner, **values)))


def without(name: str) -> OrgFacts:
    kept = {key: one for key, one in GOOD.objects.items() if key != name}
    return replace(GOOD, objects=kept, unseen={f"object.{name}": "hidden"})


FAULTS: list[tuple[str, OrgFacts, Case, list[tuple[str, Check]]]] = [
    (
        "a person's account",
        replace(GOOD, user=ConnectedUser(name="Owen Price", username="owen@x.example",
                                         profile="System Administrator", license="Salesforce")),
        case(), [(L, Check.INTEGRATION_USER)],
    ),
    ("no API", OrgFacts(user=GOOD.user, refusal="API_DISABLED_FOR_ORG", api_used=1,
                        api_allowed=100), case(), [(B, Check.API_ACCESS)]),
    ("no create", changed_lead(GOOD, createable=False, fields={
        name: replace(one, createable=False) for name, one in GOOD.objects["Lead"].fields.items()
    }), case(), [(B, Check.OBJECT_RIGHTS)]),
    ("no edit", changed_lead(GOOD, updateable=False), case(), [(B, Check.OBJECT_RIGHTS)]),
    ("no edit, none needed", changed_lead(GOOD, updateable=False),
     case(rules=rules(mode=Mode.CREATE_ONLY)), []),
    ("no edit, Leads left alone", changed_lead(GOOD, updateable=False),
     case(rules=rules(lead_found=LeadFound.SKIP)), []),
    ("Lead hidden", without("Lead"), case(), [(B, Check.OBJECT_RIGHTS)]),
    ("Contact hidden", without("Contact"), case(), [(B, Check.OBJECT_RIGHTS)]),
    ("field hidden", with_field(GOOD, "Title", None), case(), [(B, Check.FIELD_ACCESS)]),
    ("field read-only", changed_field(GOOD, "Title", createable=False, updateable=False),
     case(), [(B, Check.FIELD_ACCESS)]),
    ("formula field", changed_field(GOOD, "Title", createable=False, updateable=False,
                                    calculated=True), case(), [(B, Check.FIELD_ACCESS)]),
    ("tracking field missing", with_field(GOOD, "Sync_Source__c", None), case(),
     [(B, Check.FIELD_ACCESS)]),
    ("required and unmapped", with_field(GOOD, "Region__c", field("Region__c", nillable=False)),
     case(), [(B, Check.REQUIRED_FIELDS)]),
    ("required with the org's own default",
     with_field(GOOD, "Region__c", field("Region__c", nillable=False, defaulted_on_create=True)),
     case(), []),
    ("status unknown", replace(GOOD, statuses=tuple(
        replace(one, value="Open") if one.is_default else one for one in GOOD.statuses)),
     case(), [(L, Check.LEAD_STATUS)]),
    ("statuses unreadable, the picklist is read", replace(GOOD, statuses=()), case(), []),
    ("default status unknown", GOOD,
     case(rules=replace(mapped("Status", default="New").rules, default_status="Open")),
     [(L, Check.LEAD_STATUS)]),
    ("status of the source unknown", GOOD,
     replace(mapped("Status", source="custom.status"),
             observed={"Status": Observed(values=("Odd",), leads=1)}),
     [(L, Check.LEAD_STATUS)]),
    ("signed out", OrgFacts(user=GOOD.user, refusal="INVALID_SESSION_ID", api_used=1,
                            api_allowed=100), case(), [(B, Check.API_ACCESS)]),
    ("rule without anything to go by", GOOD,
     case(rules=rules(routing=Routing(owner=AssignmentRules()), fields=tuple(
         one for one in rules().fields if one.lead_field not in ROUTED_BY))),
     [(L, Check.ROUTING)]),
    ("own value not in a free picklist",
     with_field(GOOD, "LeadSource", picklist("LeadSource", "Ad")),
     case(), [(L, Check.PICKLISTS)]),
    ("own value not in a restricted picklist",
     with_field(GOOD, "LeadSource", picklist("LeadSource", "Ad", restricted=True)),
     case(observed={"LeadSource": Observed(values=("Ad",), leads=3)}), [(B, Check.PICKLISTS)]),
    ("seen value not in a restricted picklist",
     with_field(GOOD, "Industry", picklist("Industry", "Energy", restricted=True)),
     case(observed={"Industry": Observed(values=("Renewables", "Energy"), leads=2)}),
     [(L, Check.PICKLISTS)]),
    ("anything into a restricted picklist",
     with_field(GOOD, "Industry", picklist("Industry", "Energy", restricted=True)), case(),
     [(L, Check.PICKLISTS)]),
    ("country picklists, a name that is none of theirs",
     with_field(GOOD, "CountryCode", replace(
         picklist("CountryCode", "DE"), picklist=(
             PicklistValue("DE", "Germany", active=True, default=False),))),
     case(observed={"Country": Observed(values=("Germany", "Deutschland"), leads=2)}),
     [(L, Check.PICKLISTS)]),
    ("country picklists, names that are theirs",
     with_field(GOOD, "CountryCode", replace(
         picklist("CountryCode", "DE"), picklist=(
             PicklistValue("DE", "Germany", active=True, default=False),))),
     case(observed={"Country": Observed(values=("Germany",), leads=2)}), []),
    ("value of another record type",
     replace(GOOD, record_type_values=(RecordTypeValues(
         sobject="Lead", record_type_id="012KB", field="LeadSource", values=("Other",)),)),
     case(), [(L, Check.PICKLISTS)]),
    ("fixed value too long", GOOD, mapped("Title", default="x" * 129), [(B, Check.LENGTHS)]),
    ("default of another type", with_field(GOOD, "Score__c", field("Score__c", "double")),
     mapped("Score__c", default="many"), [(B, Check.LENGTHS)]),
    ("seen value too long", GOOD, case(observed={"Company": Observed(longest=300, leads=1)}),
     [(L, Check.LENGTHS)]),
    ("key no external id", changed_field(GOOD, KEY, external_id=False), case(),
     [(B, Check.PERSON_KEY), (L, Check.PERSON_KEY)]),
    ("key not unique", changed_field(GOOD, KEY, unique=False), case(), [(L, Check.PERSON_KEY)]),
    ("key missing", with_field(GOOD, KEY, None), case(),
     [(B, Check.PERSON_KEY), (L, Check.PERSON_KEY)]),
    ("no key wanted", with_field(GOOD, KEY, None),
     case(rules=rules(external_id_field="", match=rules().match[:1])), []),
    ("duplicate rule active", replace(GOOD, duplicate_rules=(ALERT,)), case(),
     [(L, Check.DUPLICATE_RULES)]),
    ("duplicate rule active, saved anyway", replace(GOOD, duplicate_rules=(ALERT,)),
     case(rules=rules(org_refuses=OrgRefuses.SAVE_ANYWAY)), []),
    ("owner active", GOOD, routed(OneUser(id=TOM[:15])), []),
    ("owner switched off", replace(GOOD, owners=tuple(
        replace(one, is_active=False) for one in GOOD.owners)),
     routed(OneUser(id=TOM)), [(B, Check.ROUTING)]),
    ("owner unknown", replace(GOOD, owners=()), routed(OneUser(id=TOM)),
     [(B, Check.ROUTING)]),
    ("queue fine", GOOD, routed(OneQueue(id=QUEUE)), []),
    ("queue gone", replace(GOOD, queues=()), routed(OneQueue(id=QUEUE)),
     [(B, Check.ROUTING)]),
    ("queue empty", replace(GOOD, queues=tuple(replace(one, members=0) for one in GOOD.queues)),
     routed(OneQueue(id=QUEUE)), [(L, Check.ROUTING)]),
    ("rule active", GOOD, routed(AssignmentRules()), []),
    ("no rule active", replace(GOOD, assignment_rules=()),
     routed(AssignmentRules()), [(L, Check.ROUTING)]),
    ("named rule gone", GOOD, routed(AssignmentRules(rule_id="01QKB000000ZzZzAAK")),
     [(B, Check.ROUTING)]),
    ("private Leads", replace(GOOD, org=OrgInfo(lead_access="None")), case(),
     [(L, Check.SHARING)]),
    ("private Leads, View All", replace(
        GOOD, org=OrgInfo(lead_access="None"), lead_rights=ObjectRights(view_all=True)),
     case(), []),
    ("Leads read only", replace(GOOD, org=OrgInfo(lead_access="Read")), case(),
     [(L, Check.SHARING)]),
    ("conversion hidden", with_field(GOOD, "ConvertedContactId", None), case(),
     [(B, Check.CONVERTED)]),
    ("calls nearly gone", replace(GOOD, api_used=14_500), case(), [(B, Check.API_BUDGET)]),
    ("calls running out", replace(GOOD, api_used=12_500), case(), [(L, Check.API_BUDGET)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "of", "expected"), [fault[1:] for fault in FAULTS], ids=[one[0] for one in FAULTS]
)
def test_each_fault_gives_exactly_its_rows(
    facts: OrgFacts, of: Case, expected: list[tuple[str, Check]]
) -> None:
    assert to_do(facts, of) == expected


@pytest.mark.parametrize("fault", FAULTS, ids=[one[0] for one in FAULTS])
def test_every_row_says_what_why_and_what_to_do(fault: Any) -> None:
    for one in judge(fault[1], fault[2]):
        assert one.what
        assert one.what.endswith((".", "”", "!"))
        if one.level in (Level.BLOCKS, Level.LOOK):
            assert all((one.why, one.fix, one.setup_path or one.remedy))


USERS: list[tuple[ConnectedUser, bool]] = [
    (ConnectedUser(name="Lead Sync", username="x@acme.example"), True),
    (ConnectedUser(name="Ana Ruiz", license="Salesforce Integration"), True),
    (ConnectedUser(name="Ana Ruiz", profile="Minimum Access - API Only Integrations"), True),
    (ConnectedUser(name="A", username="salesforce.api@acme.example"), True),
    (ConnectedUser(name="Ana Ruiz", profile="Sales & Service", username="ana@a.example"), False),
    (ConnectedUser(name="Abiola Botha", username="abiola.botha@a.example"), False),
    (ConnectedUser(name="Ana Rapin", profile="System Administrator"), False),
]


@pytest.mark.parametrize(("user", "machine"), USERS)
def test_a_person_is_told_from_a_machine(user: ConnectedUser, machine: bool) -> None:  # noqa: FBT001
    expected = [] if machine else [(L, Check.INTEGRATION_USER)]
    assert to_do(replace(GOOD, user=user)) == expected


def test_what_salesforce_hides_is_said_and_never_green() -> None:
    facts = replace(GOOD, unseen={DUPLICATE_RULES: "hidden", VALIDATION_RULES: "hidden"})
    unseen = [one.check for one in judge(facts, case()) if one.level is Level.UNSEEN]
    assert unseen == [Check.DUPLICATE_RULES, Check.VALIDATION_RULES, Check.TEST_BATCH]


REMEDIES: list[tuple[OrgFacts, Case, tuple[RemedyKind, dict[str, str]]]] = [
    (with_field(GOOD, "Region__c", field("Region__c", nillable=False)), case(),
     (RemedyKind.SET_DEFAULT, {"field": "Region__c", "value": ""})),
    (with_field(GOOD, "Industry", picklist("Industry", "Energy", restricted=True)),
     case(observed={"Industry": Observed(values=("Renewables",), leads=2)}),
     (RemedyKind.MAP_VALUE, {"field": "Industry", "value": "Renewables", "to": ""})),
    (replace(GOOD, owners=()), routed(OneUser(id=TOM)),
     (RemedyKind.CHOOSE_OWNER, {})),
    (GOOD, replace(mapped("Status", source="custom.status"),
                   observed={"Status": Observed(values=("Odd",), leads=1)}),
     (RemedyKind.MAP_VALUE, {"field": "Status", "value": "Odd", "to": ""})),
    (OrgFacts(user=GOOD.user, refusal="INVALID_SESSION_ID"), case(), (RemedyKind.RECONNECT, {})),
    (OrgFacts(user=GOOD.user, refusal="API_DISABLED_FOR_ORG"), case(),
     (RemedyKind.ASK_ADMIN, {"right": "API Enabled"})),
    (with_field(GOOD, "Sync_Source__c", None), case(),
     (RemedyKind.CREATE_FIELDS, {"fields": "Lead.Sync_Source__c"})),
    (with_field(GOOD, "Title", None), case(),
     (RemedyKind.ASK_ADMIN, {"right": "Read and Edit on Lead.Title"})),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "of", "expected"), REMEDIES)
def test_a_row_carries_what_a_click_can_do(
    facts: OrgFacts, of: Case, expected: tuple[RemedyKind, dict[str, str]]
) -> None:
    (one,) = [one for one in judge(facts, of) if one.remedy]
    assert one.remedy is not None
    assert (one.remedy.kind, dict(one.remedy.parameters)) == expected
    assert one.remedy.button


def test_findings_and_facts_survive_json() -> None:
    facts = with_field(GOOD, "Title", None)
    for one in judge(facts, case()):
        assert read_document(Finding, document_of(one)) == one
    assert read_document(OrgFacts, document_of(facts)) == facts
    assert read_document(OrgFacts, {"objects": {"Lead": {"name": "Lead"}}}).objects == {
        "Lead": SObject("Lead", "", createable=False, updateable=False, fields={}, record_types=())
    }


def test_two_mappings_share_a_row_and_keep_their_own() -> None:
    facts = with_field(GOOD, "Title", None)
    other = case(mapping="Events", rules=rules(fields=rules().fields[:5]))
    findings = merged([judge(facts, case()), judge(facts, other)])
    first = findings[0]
    assert (first.check, first.mappings) == (Check.FIELD_ACCESS, ("Leads",))
    assert [one.check for one in findings].count(Check.FIELD_ACCESS) == 1
    required = next(one for one in findings if one.check is Check.REQUIRED_FIELDS)
    assert required.mappings == ("Leads", "Events")
    assert {one.check for one in findings} == set(Check)


def by_worst(findings: tuple[Finding, ...]) -> list[Level]:
    return [one.level for one in findings]


def test_mappings_that_are_in_order_share_a_row_each_in_its_own_words() -> None:
    owners = (OneUser(id=TOM), OneQueue(id=QUEUE))
    of = [replace(routed(owner), mapping=name) for name, owner in zip("AB", owners, strict=True)]
    (row,) = [one for one in merged([judge(GOOD, one) for one in of]) if one.check is Check.ROUTING]
    assert row.mappings == ("A", "B")
    assert row.what == (
        "New Leads go to Tom Reyes, who is active. "
        "New Leads go to the queue Inbound with 2 members."
    )


def test_a_default_access_that_nobody_can_see_is_shown_where_to_look() -> None:
    facts = replace(GOOD, org=OrgInfo(), unseen={ORGANIZATION: "Nobody sees it."})
    (row,) = [one for one in judge(facts, case()) if one.check is Check.SHARING]
    assert (row.level, row.what) == (Level.UNSEEN, "Nobody sees it.")
    assert row.setup_path == "Setup › Security › Sharing Settings"


def test_the_worst_comes_first() -> None:
    facts = replace(with_field(GOOD, "Title", None), org=OrgInfo(lead_access="None"))
    levels = by_worst(merged([judge(facts, case())]))
    order = list(Level)
    assert levels == sorted(levels, key=order.index)
