"""The duplicate policy: what is found, and what the rules say about it; and what goes with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.crm import Record
from mappings.decisions import Action, Candidate, decide
from mappings.following import Kind
from mappings.indexing import index_records
from mappings.matching import Match, candidates
from mappings.policy import is_own_creation, own_key
from mappings.proposals import Intent
from mappings.rules import (
    AccountByName,
    AssignmentRules,
    BothFound,
    ByEmail,
    ByExternalId,
    CampaignRule,
    Condition,
    ContactFound,
    ConvertedFound,
    LeadFound,
    MatchRule,
    Member,
    Mode,
    OneUser,
    RoundRobin,
    Routing,
    Row,
    Table,
    TaskRule,
    Tiebreaker,
)
from mappings.transforms import Number
from tests.mappings.agreement import (
    EVENT_AT,
    INLET,
    ORG,
    RULES,
    contact,
    field,
    lead,
    proposal,
    rules,
)
from tests.mappings.test_decisions import ANA, ANAS_KEY, KEY, TOM, decided

TARN = Record("Account", "001000000000001AAA", {"Name": "Tarn Ltd", "Type": "Customer"})
GONE = "003000000000099AAA"
OWN_KEY = "inlet-lead-0001"
INTENT = Intent(EVENT_AT, INLET)


def converted(number: int, to: str = GONE) -> Record:
    ours = {"IsConverted": True, "ConvertedContactId": to, KEY: ANAS_KEY}
    return lead(number, Email=ANA, **ours)


@pytest.mark.parametrize(
    ("found", "changed", "action", "record"),
    [
        ((), {"mode": Mode.UPDATE_ONLY}, Action.SKIP, ""),
        ((lead(1, Email=ANA),), {"mode": Mode.UPDATE_ONLY}, Action.UPDATE_LEAD, lead(1).id),
        ((lead(1, Email=ANA),), {"lead_found": LeadFound.CREATE_ANYWAY}, Action.CREATE_LEAD, ""),
        (
            (lead(1, Email=ANA), lead(2, Email=ANA)),
            {"lead_found": LeadFound.CREATE_ANYWAY},
            Action.CREATE_LEAD,
            "",
        ),
        ((lead(1, Email=ANA), lead(2, Email=ANA)), {"lead_found": LeadFound.SKIP},
         Action.SKIP, ""),
        ((lead(1, Email=ANA), lead(2, Email=ANA)), {"mode": Mode.CREATE_ONLY}, Action.SKIP, ""),
        (
            (lead(1, Email=ANA),),
            {"lead_found": LeadFound.CREATE_ANYWAY, "mode": Mode.UPDATE_ONLY},
            Action.SKIP,
            lead(1).id,
        ),
        (
            (lead(1, Email=ANA),),
            {"lead_found": LeadFound.CREATE_ANYWAY, "mode": Mode.CREATE_ONLY},
            Action.CREATE_LEAD,
            "",
        ),
        ((contact(1, Email=ANA),), {"contact_found": ContactFound.CREATE_LEAD},
         Action.CREATE_LEAD, ""),
        ((contact(1, Email=ANA), contact(2, Email=ANA)), {}, Action.HOLD, ""),
        (
            (contact(1, Email=ANA), contact(2, Email=ANA)),
            {"contact_found": ContactFound.CREATE_LEAD},
            Action.CREATE_LEAD,
            "",
        ),
        ((lead(1, Email=ANA), contact(2, Email=ANA)), {}, Action.UPDATE_LEAD, lead(1).id),
        (
            (lead(1, Email=ANA), contact(2, Email=ANA)),
            {"both_found": BothFound.CONTACT},
            Action.UPDATE_CONTACT,
            contact(2).id,
        ),
        (
            (lead(1, Email=ANA), contact(2, Email=ANA)),
            {"both_found": BothFound.CONTACT, "contact_found": ContactFound.SKIP},
            Action.SKIP,
            contact(2).id,
        ),
        (
            (lead(1, Email=ANA), contact(2, Email=ANA)),
            {"both_found": BothFound.CONTACT, "contact_found": ContactFound.CREATE_LEAD},
            Action.UPDATE_LEAD,
            lead(1).id,
        ),
        (
            (lead(1, Email=ANA), contact(2, Email=ANA)),
            {"both_found": BothFound.HOLD},
            Action.HOLD,
            "",
        ),
        (
            (lead(1, Email=ANA), lead(3, Email=ANA), contact(2, Email=ANA)),
            {"both_found": BothFound.CONTACT},
            Action.UPDATE_CONTACT,
            contact(2).id,
        ),
        (
            (lead(1, Email=ANA), contact(2, Email=ANA)),
            {"both_found": BothFound.HOLD, "mode": Mode.CREATE_ONLY},
            Action.SKIP,
            lead(1).id,
        ),
        ((converted(1, contact(2).id), contact(2)), {}, Action.UPDATE_CONTACT, contact(2).id),
        (
            (converted(1, contact(2).id), contact(2)),
            {"converted_found": ConvertedFound.SKIP},
            Action.SKIP,
            contact(2).id,
        ),
        (
            (converted(1, contact(2).id), contact(2)),
            {"converted_found": ConvertedFound.CREATE_LEAD},
            Action.CREATE_LEAD,
            "",
        ),
        ((converted(1),), {}, Action.HOLD, ""),
        ((converted(1),), {"converted_found": ConvertedFound.CREATE_LEAD}, Action.CREATE_LEAD, ""),
        ((converted(1),), {"converted_found": ConvertedFound.SKIP}, Action.SKIP, ""),
        # No open Lead is there, so what the rules say of one doesn't count.
        ((converted(1),), {"mode": Mode.CREATE_ONLY}, Action.HOLD, ""),
        ((converted(1),), {"lead_found": LeadFound.SKIP}, Action.HOLD, ""),
    ],
)  # fmt: skip
def test_the_policy_decides_what_is_done(
    found: tuple[Record, ...], changed: dict[str, Any], action: Action, record: str
) -> None:
    decision = decided(*found, of=rules(**changed), last_name="Ruiz", title="COO")
    assert (decision.action, decision.record_id) == (action, record)
    assert decision.reason.endswith(".")
    assert bool(decision.candidates) == (action is Action.HOLD)


def test_a_lead_in_spite_of_another_one_has_a_key_of_its_own() -> None:
    anyway = rules(lead_found=LeadFound.CREATE_ANYWAY)
    decision = decided(lead(1, Email=ANA, **{KEY: ANAS_KEY}), of=anyway, last_name="Ruiz")
    assert (decision.person_key, decision.fields_to_write[KEY]) == (OWN_KEY, OWN_KEY)
    assert decision.key_field == KEY
    assert decision.reason == (
        "This person is already a Lead. The rule says to create another one anyway. "
        "Lead created: 5 fields written."
    )


def test_a_lead_beside_a_contact_has_the_persons_key() -> None:
    both = rules(contact_found=ContactFound.CREATE_LEAD)
    decision = decided(contact(1, Email=ANA, **{KEY: ANAS_KEY}), of=both, last_name="Ruiz")
    assert decision.fields_to_write[KEY] == ANAS_KEY


def test_a_lead_after_a_converted_one_has_a_key_that_follows_from_it() -> None:
    """The converted one keeps the person's, and Salesforce lets nobody change it."""
    again = rules(converted_found=ConvertedFound.CREATE_LEAD)
    keys = {decided(converted(1), of=again, title=title).person_key for title in ("CEO", "COO")}
    assert keys == {f"inlet-after-{lead(1).id.lower()}"}
    free = lead(1, Email=ANA, IsConverted=True, ConvertedContactId=GONE)
    assert decided(free, of=again).person_key == ANAS_KEY


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"mode": Mode.CREATE_ONLY},
        {"lead_found": LeadFound.SKIP},
        {"lead_found": LeadFound.CREATE_ANYWAY},
        {"both_found": BothFound.HOLD},
        {"both_found": BothFound.CONTACT},
    ],
)
@pytest.mark.parametrize("key", [ANAS_KEY, OWN_KEY, "inlet-after-00q000000000001aaa"])
def test_a_lead_whose_answer_was_lost_finds_what_it_created(
    changed: dict[str, Any], key: str
) -> None:
    of = rules(**changed)
    proposed = proposal(of=of, email=ANA)
    found = lead(1, Email=ANA, Company="Unknown", Status="New", **{KEY: key.upper()})
    records = (found, contact(2, Email=ANA))
    match = candidates(of, [proposed], index_records(of, records))
    decision = decide(of, proposed, match, org=ORG, intended=True)
    assert (decision.action, decision.record_id) == (Action.UPDATE_LEAD, found.id)
    assert decision.is_unchanged


def test_without_a_key_nobody_creates_a_second_time() -> None:
    of = rules(external_id_field="", lead_found=LeadFound.CREATE_ANYWAY, fields=RULES.fields)
    proposed = proposal(of=of, email=ANA)
    match = candidates(of, [proposed], index_records(of, [lead(1, Email=ANA)]))
    assert decide(of, proposed, match, org=ORG).action is Action.CREATE_LEAD
    again = decide(of, proposed, match, org=ORG, intended=True)
    assert (again.action, again.candidates) == (Action.HOLD, (Candidate(lead(1).id, "Lead"),))
    assert again.reason == (
        "An earlier try may have created this Lead; Salesforce’s answer never came. "
        "Without a key field only a person can tell."
    )


@pytest.mark.parametrize(
    ("match", "action"), [((ByEmail(),), Action.CREATE_LEAD), ((ByExternalId(),), Action.HOLD)]
)
def test_without_a_key_somebody_whom_no_rule_can_find_is_never_made_again(
    match: tuple[MatchRule, ...], action: Action
) -> None:
    of = rules(external_id_field="", match=match)
    proposed = proposal(of=of, email=ANA)
    decision = decide(of, proposed, Match(), org=ORG, intended=True)
    assert decision.action is action
    if action is Action.HOLD:
        assert "No match rule can find it, and Inlet never makes a second one." in decision.reason
    assert decide(of, proposed, Match(), org=ORG).action is Action.CREATE_LEAD


@pytest.mark.parametrize(
    ("created", "intent", "is_own"),
    [
        ({}, INTENT, True),
        ({"CreatedDate": "2026-11-20T09:25:00.000+0000"}, INTENT, True),
        ({"CreatedDate": "2026-11-20T09:24:59.000+0000"}, INTENT, False),
        ({"CreatedDate": None}, INTENT, False),
        ({"CreatedById": INLET[:15]}, INTENT, True),
        ({"CreatedById": TOM}, INTENT, False),
        ({"CreatedById": ""}, replace(INTENT, user_id=""), False),
        ({}, None, False),
    ],
)
def test_without_a_key_a_record_is_ours_by_who_made_it_and_when(
    created: dict[str, Any],
    intent: Intent | None,
    is_own: bool,  # noqa: FBT001
) -> None:
    of = rules(external_id_field="")
    made = {"CreatedById": INLET, "CreatedDate": "2026-11-20T09:31:00.000+0000"}
    proposed = replace(proposal(of=of, email=ANA), intent=intent)
    assert is_own_creation(of, proposed, lead(1, **(made | created))) is is_own


CUSTOMERS = (Condition(field="Type", values=("customer",)),)


@pytest.mark.parametrize(
    ("when", "action"),
    [
        (None, Action.CREATE_LEAD),
        ((), Action.CREATE_CONTACT),
        (CUSTOMERS, Action.CREATE_CONTACT),
        ((Condition(field="Type", values=("Partner",)),), Action.CREATE_LEAD),
        ((*CUSTOMERS, Condition(source="person.title", values=("coo",))), Action.CREATE_CONTACT),
    ],
)
def test_a_new_person_of_a_fitting_account_becomes_its_contact(
    when: tuple[Condition, ...] | None, action: Action
) -> None:
    of = rules(contact_when=when, accounts=(AccountByName(),))
    proposed = proposal(of=of, email=ANA, last_name="Ruiz", title="COO", company="Tarn")
    decision = decide(of, proposed, Match(account=TARN), org=ORG)
    assert decision.action is action
    if action is Action.CREATE_CONTACT:
        assert decision.sobject == "Contact"
        assert decision.fields_to_write["AccountId"] == decision.account_id == TARN.id
        assert decision.key_field == KEY
        assert decision.owner_id == INLET
        assert decision.reason == (
            "Not in Salesforce yet. Contact of the Account Tarn Ltd created: 4 fields written."
        )


def test_without_an_account_a_new_person_is_a_lead() -> None:
    of = rules(contact_when=())
    found = Match(account_trouble="Two Accounts are called Tarn.", why=("Nobody else fits.",))
    decision = decide(of, proposal(of=of, email=ANA), found, org=ORG)
    assert decision.action is Action.CREATE_LEAD
    assert decision.why == ("Nobody else fits.", "Two Accounts are called Tarn.")


def test_a_hold_tells_the_problems_too() -> None:
    first, second = lead(1, Email=ANA, Name="Ana R"), lead(2, Email=ANA)
    broken = rules(fields=(*RULES.fields, field("Seats__c", source="person.seats",
                                                transforms=(Number(),))))  # fmt: skip
    decision = decided(first, second, of=broken, seats="many")
    assert decision.reason.startswith("Seats__c: “many” is not one number. Two Leads share")
    assert [one.name for one in decision.candidates] == ["Ana R", ""]


def test_an_owner_is_chosen_by_what_the_record_will_hold() -> None:
    line = Condition(field="Status", values=("New",))
    of = rules(routing=Routing(owner=Table(rows=(Row(when=(line,), owner=OneUser(id=TOM)),))))
    assert decided(of=of).owner_id == TOM
    on_update = replace(of, routing=replace(of.routing, on_update=True))
    worked = lead(1, Email=ANA, Status="Working", OwnerId=INLET)
    assert "OwnerId" not in decided(worked, of=on_update).fields_to_write
    fresh = lead(1, Email=ANA, Status="New", OwnerId=INLET)
    assert decided(fresh, of=on_update).fields_to_write["OwnerId"] == TOM


def test_an_assignment_rule_is_called_only_by_a_write() -> None:
    of = rules(routing=Routing(owner=AssignmentRules(), on_update=True))
    same = lead(1, Email=ANA, Company="Tarn", Status="Working", **{KEY: ANAS_KEY})
    assert decided(same, of=of, company="Tarn").auto_assign == "FALSE"
    assert decided(same, of=of, company="Tarn", title="COO").auto_assign == "TRUE"


def test_a_round_robin_has_to_give_a_turn() -> None:
    of = rules(routing=Routing(owner=RoundRobin(pool="EMEA", members=(Member(id=TOM),))))
    decision = decided(of=of)
    assert (decision.pool, decision.owner_id) == ("EMEA", "")
    assert not decision.is_unchanged


def test_what_follows_is_part_of_the_decision() -> None:
    of = rules(
        campaigns=(CampaignRule(campaign="Webinar"),),
        tasks=(TaskRule(subject="Call", when=(Condition(field="Status", values=("New",)),)),),
    )
    assert [one.kind for one in decided(of=of).follow] == [Kind.CAMPAIGN, Kind.TASK]
    worked = lead(1, Email=ANA, Status="Working")
    assert [one.kind for one in decided(worked, of=of).follow] == [Kind.CAMPAIGN]
    assert decided(worked, lead(2, Email=ANA), of=of).follow == ()
    assert decided(worked, of=replace(of, lead_found=LeadFound.SKIP)).follow == ()


def test_tiebreakers_leave_nothing_to_hold() -> None:
    of = rules(tiebreakers=(Tiebreaker.OLDEST,))
    decision = decided(lead(2, Email=ANA), lead(1, Email=ANA), of=of)
    assert (decision.action, decision.record_id) == (Action.UPDATE_LEAD, lead(1).id)
    assert decision.why


@pytest.mark.parametrize("both", [BothFound.LEAD, BothFound.CONTACT])
def test_the_lead_made_after_a_conversion_is_the_one_that_is_meant_from_then_on(
    both: BothFound,
) -> None:
    of = rules(converted_found=ConvertedFound.CREATE_LEAD, both_found=both)
    rows = (converted(1, to=contact(2).id), contact(2, Email=ANA), lead(3, Email=ANA))
    again = decided(*rows, of=of, last_name="Ruiz")
    assert (again.action, again.record_id) == (Action.UPDATE_LEAD, lead(3).id)


@pytest.mark.parametrize(
    ("sobject", "known", "anyway", "key"),
    [
        ("Lead", {}, False, ANAS_KEY),
        ("Lead", {}, True, OWN_KEY),
        ("Lead", {"contact_taken_keys": frozenset({ANAS_KEY})}, False, ANAS_KEY),
        ("Lead", {"taken_keys": frozenset({ANAS_KEY})}, False, OWN_KEY),
        ("Lead", {"taken_keys": frozenset({ANAS_KEY}), "converted": converted(1)}, False,
         f"inlet-after-{converted(1).id}".lower()),
        ("Contact", {"taken_keys": frozenset({ANAS_KEY})}, False, ANAS_KEY),
        ("Contact", {"contact_taken_keys": frozenset({ANAS_KEY}), "converted": converted(1)},
         False, OWN_KEY),
    ],
)  # fmt: skip
def test_a_new_record_has_the_persons_key_unless_another_has_it(
    sobject: str,
    known: dict[str, Any],
    anyway: bool,  # noqa: FBT001
    key: str,
) -> None:
    ana = proposal(email=ANA)
    assert own_key(ana, Match(**known), sobject=sobject, anyway=anyway) == key
