from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record
from mappings.changes import FieldChange, tally
from mappings.decisions import Action, Candidate, Decision, decide
from mappings.following import Follow, Kind
from mappings.indexing import index_records
from mappings.matching import Match, candidates
from mappings.ownership import Result
from mappings.rendering import Problem
from mappings.rules import (
    ContactFound,
    LeadFound,
    Mode,
    OneUser,
    Routing,
    Rules,
)
from mappings.transforms import Number
from tests.mappings.agreement import (
    EVENT_AT,
    ORG,
    RULES,
    contact,
    field,
    lead,
    proposal,
    rules,
)

ANA = "ana@tarn.example"
KEY = "External_Person_ID__c"
ANAS_KEY = proposal(email=ANA).person_key
TOM = "005000000000002AAA"
STAYS = "The owner stays. Assignment rules are off, as on every update."
ONLY_IF_BLANK = "only if blank"
NOT_NEW = "never overwrite once it isn’t New"
ALWAYS = "always write what the source sends"
HAS_IT = "Salesforce already has this value."


def decided(*records: Record, of: Rules = RULES, key: str = "", **person: Any) -> Decision:
    """What is done about a lead of Ana's when these records are in Salesforce."""
    proposed = proposal(key, of=of, email=ANA, **person)
    match = candidates(of, [proposed], index_records(of, records))
    return decide(of, proposed, match, org=ORG)


def results(decision: Decision) -> dict[str, str]:
    return {change.field: change.result.value for change in decision.changes}


def test_an_existing_lead_is_updated_field_by_field_with_reasons() -> None:
    found = lead(
        1,
        Email=ANA,
        LastName="Ruiz",
        Company="Tarn Ltd",
        Title="CEO",
        Status="Working",
        Original_Source__c="Webinar, August",
    )
    decision = decided(
        found,
        last_name="Ruiz-Soto",
        title="COO",
        phone="020 7946 0958",
        utm_source="Website",
    )
    assert decision == Decision(
        action=Action.UPDATE_LEAD,
        reason="Recognised by e-mail. Lead updated: 3 fields written, 4 kept, 1 the same.",
        person_key=ANAS_KEY,
        sobject="Lead",
        record_id=found.id,
        changes=(
            FieldChange(
                field="LastName",
                label="Last Name",
                result=Result.KEPT,
                before="Ruiz",
                raw="Ruiz-Soto",
                proposed="Ruiz-Soto",
                after="Ruiz",
                reason="Salesforce has a value. Rule: only if blank.",
                rule=ONLY_IF_BLANK,
                guard="if_blank",
            ),
            FieldChange(
                field="Company",
                label="Company",
                result=Result.KEPT,
                before="Tarn Ltd",
                raw=None,
                proposed="Unknown",
                after="Tarn Ltd",
                reason="The source sent nothing. The default is for new records only.",
                rule=ONLY_IF_BLANK,
                guard="stand_in",
            ),
            FieldChange(
                field="Email",
                label="Email",
                result=Result.SAME,
                before=ANA,
                raw=ANA,
                proposed=ANA,
                after=ANA,
                reason=HAS_IT,
                rule=ALWAYS,
                guard="same",
            ),
            FieldChange(
                field="Phone",
                label="Phone",
                result=Result.WRITTEN,
                before=None,
                raw="020 7946 0958",
                proposed="+442079460958",
                after="+442079460958",
                reason="Salesforce was blank. Rule: only if blank. Put into international form.",
                rule=ONLY_IF_BLANK,
                guard="if_blank",
            ),
            FieldChange(
                field="Title",
                label="Title",
                result=Result.WRITTEN,
                before="CEO",
                raw="COO",
                proposed="COO",
                after="COO",
                reason="Rule: always write what the source sends.",
                rule=ALWAYS,
                guard="always",
            ),
            FieldChange(
                field="Status",
                label="Lead Status",
                result=Result.KEPT,
                before="Working",
                raw=None,
                proposed="New",
                after="Working",
                reason="Rule: never overwrite once it isn’t New.",
                rule=NOT_NEW,
                guard="while_default",
            ),
            FieldChange(
                field="Original_Source__c",
                label="Original Source",
                result=Result.KEPT,
                before="Webinar, August",
                raw="Website",
                proposed="Website",
                after="Webinar, August",
                reason="Rule: write once. First touch stays.",
                rule="write once",
                guard="on_create",
            ),
            FieldChange(
                field=KEY,
                label="External Person ID",
                result=Result.WRITTEN,
                before=None,
                raw=ANAS_KEY,
                proposed=ANAS_KEY,
                after=ANAS_KEY,
                reason="Salesforce was blank. Rule: only if blank.",
                rule=ONLY_IF_BLANK,
                guard="if_blank",
            ),
        ),
        fields_to_write={"Phone": "+442079460958", "Title": "COO", KEY: ANAS_KEY},
        auto_assign="FALSE",
        owner_sentence=STAYS,
        matched_by="e-mail",
        match_rule=1,
        looked="One Lead has this e-mail. No Contact does. Match rule 1, e-mail, was enough.",
        event_at=EVENT_AT,
    )


def test_a_stranger_becomes_a_new_lead() -> None:
    routed = rules(routing=Routing(owner=OneUser(id=TOM, name="Tom Reyes")))
    decision = decided(of=routed, key="a:1", last_name="Ruiz")
    assert replace(decision, changes=()) == Decision(
        action=Action.CREATE_LEAD,
        reason="Not in Salesforce yet. Lead created: 5 fields written.",
        person_key="a:1",
        fields_to_write={
            "LastName": "Ruiz",
            "Company": "Unknown",
            "Email": ANA,
            "Status": "New",
            KEY: "a:1",
            "OwnerId": TOM,
        },
        auto_assign="FALSE",
        owner_sentence="The owner is Tom Reyes.",
        owner_id=TOM,
        owner_name="Tom Reyes",
        key_field=KEY,
        looked="No Lead and no Contact has this e-mail or this external id.",
        event_at=EVENT_AT,
    )
    assert results(decision) == dict.fromkeys(
        ["LastName", "Company", "Email", "Status", KEY], "written"
    )


def test_a_contact_is_updated_by_its_own_fields() -> None:
    found = contact(1, Email=ANA, LastName="Ruiz", Title="CEO", OwnerId="005")
    decision = decided(found, title="COO", company="Tarn Ltd", phone="020 7946 0958")
    assert replace(decision, changes=()) == Decision(
        action=Action.UPDATE_CONTACT,
        reason="Recognised by e-mail. Contact updated: 3 fields written, 1 the same.",
        person_key=ANAS_KEY,
        sobject="Contact",
        record_id=found.id,
        fields_to_write={"Phone": "+442079460958", "Title": "COO", KEY: ANAS_KEY},
        auto_assign="FALSE",
        owner_sentence=STAYS,
        matched_by="e-mail",
        match_rule=1,
        looked="One Contact has this e-mail. No open Lead does. Match rule 1, e-mail, was enough.",
        event_at=EVENT_AT,
    )


def test_a_lead_with_nothing_to_write_is_unchanged() -> None:
    same = lead(1, Email=ANA, Company="Tarn", Status="Working", **{KEY: ANAS_KEY})
    decision = decided(same, company="Tarn")
    assert decision.is_unchanged
    assert decision.reason == "Recognised by e-mail. Lead unchanged: 1 field kept, 3 the same."


def test_a_contact_of_the_same_person_is_mentioned() -> None:
    decision = decided(lead(1, Email=ANA), contact(2, Email=ANA))
    assert decision.action is Action.UPDATE_LEAD
    assert decision.reason.endswith(" A Contact is this person too.")


ALREADY_LEAD = "This person is already a Lead. The rule says "
ALREADY_CONTACT = "This person is already a Contact. The rule says "


@pytest.mark.parametrize(
    ("record", "changed", "reason"),
    [
        (lead, {"mode": Mode.CREATE_ONLY}, ALREADY_LEAD + "only to create new Leads."),
        (contact, {"mode": Mode.CREATE_ONLY}, ALREADY_CONTACT + "only to create new Leads."),
        (lead, {"lead_found": LeadFound.SKIP}, ALREADY_LEAD + "an existing Lead is left alone."),
        (contact, {"contact_found": ContactFound.SKIP}, ALREADY_CONTACT + "no Lead is created."),
    ],
)
def test_the_duplicate_policy_leaves_a_record_alone(
    record: Any, changed: dict[str, Any], reason: str
) -> None:
    found = record(1, Email=ANA)
    decision = decided(found, of=rules(**changed), title="COO")
    assert decision == Decision(
        action=Action.SKIP,
        reason=reason,
        person_key=ANAS_KEY,
        sobject=found.sobject,
        record_id=found.id,
        matched_by="e-mail",
        match_rule=1,
        looked=decision.looked,
        event_at=EVENT_AT,
    )


@pytest.mark.parametrize(
    ("record", "changed", "action"),
    [
        (lead, {"contact_found": ContactFound.SKIP}, Action.UPDATE_LEAD),
        (contact, {"lead_found": LeadFound.SKIP}, Action.UPDATE_CONTACT),
    ],
)
def test_the_policy_for_one_object_says_nothing_about_the_other(
    record: Any, changed: dict[str, Any], action: Action
) -> None:
    assert decided(record(1, Email=ANA), of=rules(**changed)).action is action


def test_problems_hold_a_lead_whatever_was_found() -> None:
    broken = rules(fields=(*RULES.fields, field("Seats__c", source="person.seats",
                                                transforms=(Number(),))))  # fmt: skip
    proposed = proposal(of=broken, email="ana@tarn", seats="many")
    found = Match(record=lead(1, Title="CEO"), looked="One Lead has this e-mail.")
    decision = decide(broken, proposed, found, org=ORG)
    ending = "This address has no ending such as .com. Check it and try again."
    assert decision == Decision(
        action=Action.HOLD,
        reason=f"Email: {ending} Seats__c: “many” is not one number.",
        person_key="inlet-lead-0001",
        looked="One Lead has this e-mail.",
        problems=decision.problems,
        event_at=EVENT_AT,
    )
    assert [(one.field, one.sentence) for one in decision.problems] == [
        ("Email", ending),
        ("Seats__c", "“many” is not one number."),
    ]


def test_two_possible_records_hold_a_lead() -> None:
    first, second = lead(1, Email=ANA), lead(2, Email=ANA)
    decision = decided(first, second)
    hold = "Two Leads share this e-mail. Inlet never picks one at random."
    assert decision == Decision(
        action=Action.HOLD,
        reason=hold,
        person_key=ANAS_KEY,
        matched_by="e-mail",
        match_rule=1,
        looked=hold,
        candidates=(Candidate(first.id, "Lead"), Candidate(second.id, "Lead")),
        event_at=EVENT_AT,
    )


def test_a_key_that_another_record_has_is_not_written_twice() -> None:
    decision = decided(lead(1, Email=ANA), lead(2, **{KEY: "A:1"}), key="a:1")
    kept = decision.changes[-1]
    assert (kept.field, kept.result, kept.after) == (KEY, Result.KEPT, None)
    assert kept.reason == "Another Lead already has this key."
    assert KEY not in decision.fields_to_write


def test_a_key_is_never_replaced() -> None:
    assert results(decided(lead(1, Email=ANA, **{KEY: "b:2"}), key="a:1"))[KEY] == "kept"


def test_a_field_rule_for_the_owner_is_never_carried_out() -> None:
    greedy = rules(fields=(field("OwnerId", source="person.owner", contact_field="OwnerId"),))
    for found in (lead(1, Email=ANA), contact(1, Email=ANA)):
        decision = decided(found, of=greedy, owner=TOM)
        assert "OwnerId" not in results(decision) | dict(decision.fields_to_write)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((3, 3, 8), "3 fields written, 3 kept, 8 the same"),
        ((1, 0, 8), "1 field written, 8 the same"),
        ((0, 1, 1), "1 field kept, 1 the same"),
        ((0, 0, 2), "2 fields the same"),
        ((0, 0, 0), "no fields"),
    ],
)
def test_the_results_are_counted(counts: tuple[int, int, int], sentence: str) -> None:
    change = decided(lead(1, Email=ANA)).changes[0]
    each = zip(Result, counts, strict=True)
    changes = [replace(change, result=result) for result, count in each for _ in range(count)]
    assert tally(tuple(changes)) == sentence


scalars = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text()
problems = st.lists(st.builds(Problem, st.text(), st.text(), st.text()), max_size=2).map(tuple)
changes = st.builds(
    FieldChange,
    field=st.text(),
    label=st.text(),
    result=st.sampled_from(Result),
    before=scalars,
    raw=scalars,
    proposed=scalars,
    after=scalars,
    reason=st.text(),
    rule=st.text(),
)
decisions = st.builds(
    Decision,
    action=st.sampled_from(Action),
    reason=st.text(),
    person_key=st.text(),
    sobject=st.sampled_from(["Lead", "Contact"]),
    record_id=st.text(),
    changes=st.lists(changes, max_size=3).map(tuple),
    fields_to_write=st.dictionaries(st.text(), scalars, max_size=3),
    auto_assign=st.text(),
    owner_sentence=st.text(),
    matched_by=st.text(),
    match_rule=st.integers(0, 9),
    looked=st.text(),
    candidates=st.lists(st.builds(Candidate, st.text(), st.text(), st.text()), max_size=3).map(
        tuple
    ),
    problems=problems,
    predicted=problems,
    follow=st.lists(
        st.builds(Follow, kind=st.sampled_from(Kind), number=st.integers(1, 9), due=st.text()),
        max_size=2,
    ).map(tuple),
    why=st.lists(st.text(), max_size=2).map(tuple),
    owner_id=st.text(),
    pool=st.text(),
    key_field=st.text(),
    account_id=st.text(),
    event_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(decisions)
def test_a_decision_survives_being_stored_as_json(decision: Decision) -> None:
    assert Decision.from_dict(json.loads(json.dumps(decision.to_dict()))) == decision


def test_a_decision_of_an_earlier_version_is_still_read() -> None:
    found = lead(1, Email=ANA)
    stored = decided(found, lead(2, Email=ANA)).to_dict()
    stored |= {"candidates": [found.id], "of_a_later_version": 1}
    for name in ("why", "predicted", "follow", "owner_id", "pool", "key_field", "event_at"):
        del stored[name]
    read = Decision.from_dict(stored)
    assert read.candidates == (Candidate(found.id, "Lead"),)
    assert (read.action, read.why, read.event_at) == (Action.HOLD, (), None)
