"""Matching, policy, routing, campaigns and tasks that can't work are refused by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mappings.checking import check_rules
from mappings.rules import (
    AccountByDomain,
    AccountByName,
    AccountOwner,
    AssignmentRules,
    Away,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Condition,
    ContactFound,
    Creator,
    LeadFound,
    Member,
    Mode,
    OneQueue,
    OneUser,
    Owner,
    RoundRobin,
    Routing,
    Row,
    SourceOwner,
    Table,
    TaskRule,
    Test,
    Tiebreaker,
)
from tests.mappings.agreement import choices, described, org, rules

ANA, BEN = "005000000000001AAA", "005000000000002AAA"
US = Condition(field="Country", values=("US",))
SEEN = org(
    described("Country", "picklist", restricted_picklist=True, picklist=choices("US", "Canada")),
    described("Email", "email"),
    described("Phone", "phone"),
    described("MobilePhone", "phone"),
    described("NumberOfEmployees", "int"),
)
BIG = Condition(field="NumberOfEmployees", test=Test.AT_LEAST, values=("50",))


def table(*rows: tuple[tuple[Condition, ...], Any]) -> dict[str, Any]:
    lines = tuple(Row(when=when, owner=owner) for when, owner in rows)
    return routed(Table(rows=lines))


def routed(owner: Owner, **changed: Any) -> dict[str, Any]:
    return {"routing": Routing(owner=owner, **changed)}


def member(**changed: Any) -> dict[str, Any]:
    return routed(RoundRobin(members=(Member(**({"id": ANA, "name": "Ana"} | changed)),)))


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"match": ()}, "match", "Name at least one match rule, or every lead becomes a new Lead."),
    ({"match": (ByExternalId(),), "external_id_field": ""}, "match.0",
     "Match rule 1: Matching by external id needs a field on the Lead that holds it."),
    ({"match": (ByEmail(lead_fields=(), contact_fields=()),)}, "match.0",
     "Match rule 1: Name at least one e-mail field to look into."),
    ({"match": (ByEmail(lead_fields=("Emial",)),)}, "match.0.lead_fields.0",
     "Match rule 1: There is no field Emial on a Lead. Did you mean “Email”?"),
    ({"match": (ByPhone(lead_fields=("Country",)),)}, "match.0.lead_fields.0",
     "Match rule 1: Country is a picklist, which holds no phone. Did you mean “Phone”?"),
    ({"match": (ByEmail(), ByEmail())}, "match",
     "“e-mail address in Email” is there more than once."),
    ({"accounts": (AccountByName(), AccountByName())}, "accounts",
     "“name of the Account (likeness 90)” is there more than once."),
    ({"tiebreakers": (Tiebreaker.OLDEST, Tiebreaker.OLDEST)}, "tiebreakers",
     "The tiebreaker “oldest” is there more than once."),
    ({"contact_when": ()}, "contact_when",
     "When a new person becomes a Contact: No rule finds an Account, so nobody ever becomes"),
    ({"contact_when": (Condition(),), "accounts": (AccountByDomain(),)}, "contact_when.0",
     "When a new person becomes a Contact, condition 1: Name either a Salesforce field or a"),
    ({"mode": Mode.UPDATE_ONLY, "lead_found": LeadFound.CREATE_ANYWAY}, "lead_found",
     "When the person is a Lead: This creates a record, and the mapping only updates"),
    ({"mode": Mode.UPDATE_ONLY, "contact_found": ContactFound.CREATE_LEAD}, "contact_found",
     "When the person is a Contact: This creates a record"),
    (routed(OneQueue(id="")), "routing.owner.id",
     "Owner: Choose the queue that gets new Leads."),
    (routed(OneUser(id="Maya")), "routing.owner.id",
     "Owner: “Maya” is no id of a user: those have 15 or 18 characters and begin with 005."),
    (routed(AssignmentRules(rule_id=ANA)), "routing.owner.rule_id",
     f"Owner: “{ANA}” is no id of an assignment rule: those have 15 or 18 characters and begin"),
    (routed(Creator(), fallback=OneQueue(id=ANA)), "routing.fallback.id",
     f"Owner, the fallback: “{ANA}” is no id of a queue"),
    (routed(SourceOwner(source="persn.email")), "routing.owner.source",
     "Owner: A lead has no “persn”. Did you mean “person.email”?"),
    (routed(SourceOwner(source="")), "routing.owner.source",
     "Owner: Name the source that brings the owner’s e-mail address."),
    (routed(AccountOwner()), "routing.owner",
     "Owner: No rule finds an Account, so nobody is ever its owner."),
    (member(id="00G000000000001"), "routing.owner.members.0.id",
     "Owner, Ana: “00G000000000001” is no id of a user"),
    (member(timezone="Europe/Lndon"), "routing.owner.members.0.timezone",
     "Owner, Ana: There is no time zone “Europe/Lndon”. Did you mean “Europe/London”?"),
    (member(hours="24:30-25:00"), "routing.owner.members.0.hours",
     "Owner, Ana: “24:30-25:00” are no working hours. Write them as 09:00-17:30."),
    (member(hours="09:00-09:00"), "routing.owner.members.0.hours",
     "Owner, Ana: “09:00-09:00” are no working hours."),
    (member(weekdays=()), "routing.owner.members.0.weekdays",
     "Owner, Ana: Somebody who works on no day never gets anything."),
    (member(away=(Away(first=date(2026, 5, 2), last=date(2026, 5, 1)),)),
     "routing.owner.members.0.away.0",
     "Owner, Ana: The time away ends on 2026-05-01, before it begins on 2026-05-02."),
    (routed(RoundRobin(members=(Member(id=ANA), Member(id=ANA[:15])))),
     "routing.owner.members.0",
     "Owner, member 1: The same user is in the round robin more than once."),
    (table(((US,), Creator()), ((US, BIG), OneUser(id=ANA))), "routing.owner.rows.1",
     "Owner, line 2: Nobody comes here: line 1 takes everybody who fits. Move it above line 1"),
    (table(((US,), Creator()), ((US,), OneUser(id=ANA))), "routing.owner.rows.1",
     "Owner, line 2: Nobody comes here"),
    (table(((Condition(field="Cuontry", values=("US",)),), Creator())),
     "routing.owner.rows.0.when.0.field",
     "Owner, line 1, condition 1: There is no field Cuontry on a Lead. Did you mean “Country”?"),
    (table(((Condition(field="Country", values=("Canadda",)),), Creator())),
     "routing.owner.rows.0.when.0.values.0",
     "Owner, line 1, condition 1: The picklist Country has no “Canadda”. Did you mean “Canada”?"),
    (table(((Condition(source="custom.size", test=Test.AT_LEAST, values=("big",)),), Creator())),
     "routing.owner.rows.0.when.0.values",
     "Owner, line 1, condition 1: “big” is neither a number nor a date such as 2026-03-04."),
    (table(((Condition(source="a", test=Test.AT_MOST, values=("1", "2")),), Creator())),
     "routing.owner.rows.0.when.0.values",
     "Owner, line 1, condition 1: At least and at most take one value."),
    (table(((US,), RoundRobin(members=(Member(id=ANA),))),
           ((Condition(source="b", values=("x",)),), RoundRobin(members=(Member(id=BEN),)))),
     "routing.owner", "Owner: The round robin “round robin” has different members in different"),
    ({"campaigns": (CampaignRule(),)}, "campaigns.0",
     "Campaign 1: Name a campaign, or the source that brings one."),
    ({"campaigns": (CampaignRule(campaign="Web", status_source="persn.email"),)},
     "campaigns.0.status_source",
     "Campaign 1: A lead has no “persn”. Did you mean “person.email”?"),
    ({"campaigns": (CampaignRule(campaign=ANA),)}, "campaigns.0.campaign",
     f"Campaign 1: “{ANA}” is no id of a campaign: those begin with 701."),
    ({"campaigns": (CampaignRule(campaign="Web", source="a"),)}, "campaigns.0.source",
     "Campaign 1: A campaign is named already, so the source is never read."),
    ({"campaigns": (CampaignRule(campaign="Web", status="x", status_source="a"),)},
     "campaigns.0.status_source", "Campaign 1: A status is named already"),
    ({"campaigns": (CampaignRule(campaign="Web", update_status=True),)},
     "campaigns.0.update_status", "Campaign 1: Say which status members are changed to."),
    ({"campaigns": (CampaignRule(campaign="Web"), CampaignRule(campaign="Web"))},
     "campaigns.0", "Campaign 1: The same campaign is there more than once."),
    ({"tasks": (TaskRule(subject="Asked for {"),)}, "tasks.0.subject",
     "Task 1: The text “Asked for {” has a brace without a path."),
    ({"tasks": (TaskRule(subject="Call", type="Cal"),)}, "tasks.0.type",
     "Task 1: A Task is a Task, a Call or an Email, not a “Cal”. Did you mean “Call”?"),
    ({"tasks": (TaskRule(subject="Call", date_source="custom.on", due_in_days=2),)},
     "tasks.0.due_in_days", "Task 1: The date comes from the source already"),
    ({"tasks": (TaskRule(subject="Call", date_source="persn.email"),)}, "tasks.0.date_source",
     "Task 1: A lead has no “persn”. Did you mean “person.email”?"),
    ({"tasks": (TaskRule(subject="Call", when=(Condition(field="Cuontry", values=("US",)),)),)},
     "tasks.0.when.0.field", "Task 1, condition 1: There is no field Cuontry on a Lead."),
    ({"tasks": (TaskRule(subject=" "),)}, "tasks.0.subject", "Task 1: A Task needs a subject."),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "place", "problem"), WRONG)
def test_an_agreement_that_cannot_work_is_named(
    changed: dict[str, Any], place: str, problem: str
) -> None:
    (found,) = check_rules(rules(fields=(), **changed), SEEN)
    assert found.place == place
    assert found.text.startswith(problem)


FINE: list[dict[str, Any]] = [
    {"mode": Mode.UPDATE_ONLY},
    {"contact_when": (), "accounts": (AccountByDomain(), AccountByName())},
    {"contact_when": (Condition(field="Type", values=("Customer",)),),
     "accounts": (AccountByDomain(),)},
    routed(AccountOwner()) | {"accounts": (AccountByName(),)},
    routed(OneUser(id=ANA), fallback=OneQueue(id="00G000000000001AAA")),
    routed(AssignmentRules()),
    member(away=(Away(first=date(2026, 5, 2), last=date(2026, 5, 2)),)),
    routed(RoundRobin(members=(
        Member(id=ANA, hours="22:00-06:00", timezone="Asia/Kolkata"), Member(id=BEN)))),
    table(((US, BIG), OneUser(id=ANA)), ((US,), Creator()),
          ((Condition(field="Account.Type", values=("x",)),), Creator())),
    {"campaigns": (CampaignRule(campaign="2026 in Vienna"),)},
    {"campaigns": (CampaignRule(campaign="701000000000001", status="Sent", update_status=True),
                   CampaignRule(source="custom.campaign", status_source="custom.status"))},
    {"tasks": (TaskRule(subject="Asked for {custom.product}", type="Call", due_in_days=2),)},
]  # fmt: skip


@pytest.mark.parametrize("changed", FINE)
def test_what_can_work_is_let_pass(changed: dict[str, Any]) -> None:
    assert check_rules(rules(fields=(), **changed), SEEN) == ()
