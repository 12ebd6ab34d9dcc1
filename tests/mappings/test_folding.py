from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record, Write
from mappings.decisions import Action, Decision, decide
from mappings.folding import Folded, fold, with_turn
from mappings.indexing import index_records
from mappings.matching import candidates
from mappings.memory import Memory
from mappings.ownership import Result
from mappings.rendering import Proposal, render
from mappings.rules import (
    Always,
    AssignmentRules,
    BothFound,
    Condition,
    ContactFound,
    Creator,
    IfBlank,
    LeadFound,
    Member,
    Mode,
    OnCreate,
    OneQueue,
    OneUser,
    OrgRefuses,
    RoundRobin,
    Routing,
    Row,
    Rules,
    Table,
    WhileDefault,
)
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

ANA = "ana@tarn.example"
KEY = "External_Person_ID__c"
TOM, DANA = "005000000000002AAA", "005000000000003AAA"
QUEUE = "00G000000000001AAA"


def folded(
    leads: Sequence[Proposal], *records: Record, of: Rules = RULES
) -> tuple[list[Decision], Write | None]:
    """What becomes of one person's leads, in one write, when these records are in Salesforce."""
    found = whole(leads, *records, of=of)
    assert len(found.writes) <= 1
    return list(found.decisions), next(iter(found.writes), None)


def whole(
    leads: Sequence[Proposal],
    *records: Record,
    of: Rules = RULES,
    **more: Any,
) -> Folded:
    match = candidates(of, leads, index_records(of, records))
    return fold(of, leads, match, ref="7", org=ORG, **more)


def actions(decisions: list[Decision]) -> list[tuple[Action, str]]:
    return [(decision.action, decision.record_id) for decision in decisions]


def test_two_leads_of_a_stranger_become_one_upsert() -> None:
    routed = rules(routing=Routing(owner=OneQueue(id=QUEUE)), org_refuses=OrgRefuses.SAVE_ANYWAY)
    decisions, write = folded(
        [
            proposal("a:1", email=ANA, last_name="Ruiz", title="CEO", utm_source="Webinar"),
            proposal("h:9", email=ANA, last_name="Soto", title="COO", utm_source="Website"),
        ],
        of=routed,
    )
    assert actions(decisions) == [(Action.CREATE_LEAD, ""), (Action.UPDATE_LEAD, "")]
    assert decisions[1].reason == (
        "Recognised by a lead that came just before. "
        "Lead updated: 1 field written, 3 kept, 3 the same."
    )
    assert decisions[1].looked == "An earlier lead of the same person goes into the same write."
    assert decisions[1].fields_to_write == {"Title": "COO"}
    assert write == Write(
        ref="7",
        sobject="Lead",
        fields={
            "LastName": "Ruiz",
            "Company": "Unknown",
            "Email": ANA,
            "Title": "COO",
            "Status": "New",
            "Original_Source__c": "Webinar",
            KEY: "a:1",
            "OwnerId": QUEUE,
        },
        external_id_field=KEY,
        auto_assign="FALSE",
        allow_save=True,
    )


def test_two_leads_of_a_known_person_become_one_update() -> None:
    found = lead(1, Email=ANA, Company="Tarn", Status="New", Title="CEO", **{KEY: "a:1"})
    decisions, write = folded(
        [
            proposal("a:1", email=ANA, title="COO", phone="020 7946 0958"),
            proposal("a:1", email=ANA, title="Chair", phone="020 7946 0000"),
        ],
        found,
    )
    assert actions(decisions) == [(Action.UPDATE_LEAD, found.id)] * 2
    assert [change.before for change in decisions[1].changes if change.field == "Title"] == ["COO"]
    assert write == Write(
        ref="7",
        sobject="Lead",
        fields={"Phone": "+442079460958", "Title": "Chair"},
        record_id=found.id,
    )


def test_the_same_lead_twice_changes_nothing_the_second_time() -> None:
    decisions, _ = folded([proposal(email=ANA, title="COO")] * 2)
    assert not decisions[0].is_unchanged
    assert decisions[1].is_unchanged


def test_nothing_written_makes_no_write() -> None:
    ana = proposal("a:1", email=ANA)
    found = lead(1, Email=ANA, Company="Tarn", Status="New", **{KEY: "a:1"})
    decisions, write = folded([ana, ana], found)
    assert (decisions[0].is_unchanged, decisions[1].is_unchanged, write) == (True, True, None)


def test_a_held_lead_does_not_stop_the_persons_next_one() -> None:
    leads = [proposal("a:1", email="ana@tarn"), proposal("a:1", email=ANA)]
    decisions, write = folded(leads)
    assert actions(decisions) == [(Action.HOLD, ""), (Action.CREATE_LEAD, "")]
    assert write is not None
    assert write.fields["Email"] == ANA


def test_all_leads_are_held_when_a_person_has_to_choose() -> None:
    decisions, write = folded([proposal(email=ANA)] * 2, lead(1, Email=ANA), lead(2, Email=ANA))
    assert ([each.action for each in decisions], write) == ([Action.HOLD] * 2, None)


@pytest.mark.parametrize("changed", [{"mode": Mode.CREATE_ONLY}, {"lead_found": LeadFound.SKIP}])
def test_a_repeat_in_the_same_batch_meets_the_duplicate_policy_too(changed: Any) -> None:
    decisions, write = folded([proposal(email=ANA, title="COO")] * 2, of=rules(**changed))
    assert actions(decisions) == [(Action.CREATE_LEAD, ""), (Action.SKIP, "")]
    assert write is not None


def test_a_contact_is_written_by_its_id() -> None:
    found = contact(1, Email=ANA, **{KEY: "a:1"})
    _, write = folded([proposal("a:1", email=ANA, title="COO", company="Tarn")], found)
    assert write == Write(ref="7", sobject="Contact", fields={"Title": "COO"}, record_id=found.id)


def test_without_a_key_field_a_new_lead_is_a_plain_create() -> None:
    no_key = rules(external_id_field="", fields=())
    decisions, write = folded([proposal(email=ANA, of=no_key)], of=no_key)
    assert [decision.action for decision in decisions] == [Action.CREATE_LEAD]
    assert write == Write(ref="7", sobject="Lead", fields={})


def test_assignment_rules_are_on_for_a_new_lead_only() -> None:
    routed = rules(routing=Routing(owner=AssignmentRules()))
    decisions, write = folded([proposal(email=ANA, title="COO")] * 2, of=routed)
    assert [decision.auto_assign for decision in decisions] == ["TRUE", "FALSE"]
    assert write is not None
    assert (write.auto_assign, "OwnerId" in write.fields) == ("TRUE", False)
    _, update = folded([proposal(email=ANA, title="COO")], lead(1, Email=ANA), of=routed)
    assert update is not None
    assert update.auto_assign == "FALSE"


ANYWAY = rules(lead_found=LeadFound.CREATE_ANYWAY)


def numbered(*keys: str, **person: Any) -> list[Proposal]:
    """Leads of Ana's with keys of their own."""
    return [replace(proposal(email=ANA, last_name="Ruiz", **person), lead_key=key) for key in keys]


def test_leads_that_are_created_anyway_have_a_write_each() -> None:
    found = whole(numbered("1", "2", "3"), lead(1, Email=ANA), of=ANYWAY)
    assert [one.action for one in found.decisions] == [Action.CREATE_LEAD] * 3
    assert [one.ref for one in found.writes] == ["7", "7b", "7c"]
    assert [one.fields[KEY] for one in found.writes] == [f"inlet-lead-{at}" for at in (1, 2, 3)]
    assert found.stands_on == (0, 1, 2)
    assert set(found.memories) == {"new 7", "new 7b", "new 7c"}


def test_an_answer_that_was_lost_makes_no_second_lead_anyway() -> None:
    there = lead(1, Email=ANA, LastName="Ruiz", **{KEY: "inlet-lead-2"})
    leads = numbered("2", "3")
    found = whole(leads, there, of=ANYWAY, intended=frozenset({"2"}))
    assert [one.action for one in found.decisions] == [Action.UPDATE_LEAD, Action.CREATE_LEAD]
    assert found.decisions[0].record_id == there.id


def test_a_lead_made_beside_a_contact_is_found_by_the_next_one() -> None:
    of = rules(contact_found=ContactFound.CREATE_LEAD)
    known = contact(2, Email=ANA)
    found = whole(numbered("1", "2", title="COO"), known, of=of)
    assert [one.action for one in found.decisions] == [Action.CREATE_LEAD, Action.UPDATE_LEAD]
    assert (len(found.writes), found.stands_on) == (1, (0, 0))
    assert found.decisions[1].reason.endswith(" A Contact is this person too.")
    held = whole(numbered("1", "2"), known, of=replace(of, both_found=BothFound.HOLD))
    assert [one.action for one in held.decisions] == [Action.CREATE_LEAD, Action.HOLD]


def test_the_contact_that_is_meant_is_carried_on_too() -> None:
    of = rules(both_found=BothFound.CONTACT)
    known = contact(2, Email=ANA, Title="CEO")
    leads = [proposal(email=ANA, title=title) for title in ("COO", "COO", "Chair")]
    found = whole(leads, lead(1, Email=ANA), known, of=of)
    assert [one.record_id for one in found.decisions] == [known.id] * 3
    assert [dict(one.fields_to_write).get("Title") for one in found.decisions] == [
        "COO", None, "Chair",
    ]  # fmt: skip
    (write,) = found.writes
    assert (write.sobject, write.fields["Title"]) == ("Contact", "Chair")
    assert set(found.memories) == {known.id}


def test_a_memory_grows_with_each_lead_of_a_record_that_is_there() -> None:
    known = lead(1, Email=ANA, Title="CEO")
    leads = numbered("1", title="COO") + numbered("2", title="Chair")
    (memory,) = whole(leads, known).memories.values()
    assert memory.count == 2


def test_what_stands_on_no_write_says_so() -> None:
    leads = [proposal("a:1", email="ana@tarn"), proposal("a:1", email=ANA)]
    assert whole(leads).stands_on == (None, 0)
    same = lead(1, Email=ANA, Company="Tarn", Status="New", **{KEY: "a:1"})
    unchanged = whole([proposal("a:1", email=ANA)], same)
    assert (unchanged.writes, unchanged.stands_on) == ((), (None,))
    assert set(unchanged.memories) == {same.id}


def test_who_is_left_alone_beside_a_new_record_stands_on_its_write() -> None:
    of = rules(mode=Mode.CREATE_ONLY)
    assert whole(numbered("1", "2"), of=of).stands_on == (0, 0)
    assert whole(numbered("1"), lead(1, Email=ANA), of=of).stands_on == (None,)


def test_the_owner_that_is_named_last_is_not_overridden_by_a_rule() -> None:
    line = Row(when=(Condition(field="Title", values=("COO",)),), owner=OneUser(id=TOM))
    table = Table(rows=(line,), otherwise=AssignmentRules())
    of = rules(routing=Routing(owner=table, on_update=True))
    known = lead(1, Email=ANA, OwnerId=INLET)
    called = [proposal(email=ANA, title=title) for title in ("CEO", "Chair")]
    assert whole(called, known, of=of).writes[0].auto_assign == "TRUE"
    named = [proposal(email=ANA, title=title) for title in ("CEO", "COO")]
    (write,) = whole(named, known, of=of).writes
    assert (write.fields["OwnerId"], write.auto_assign) == (TOM, "FALSE")


def test_what_a_lost_answer_left_behind_is_remembered_as_inlets_own() -> None:
    there = lead(
        1, Email=ANA, LastName="Ruiz", Title="COO", **{KEY: proposal(email=ANA).person_key}
    )
    leads = numbered("2", title="COO")
    known = {
        own: whole(leads, there, intended=frozenset({own})).memories[there.id].held
        for own in ("2", "other")
    }
    assert [known[own]["Title"].ours for own in ("2", "other")] == [True, False]


POOL = RoundRobin(pool="EMEA", members=(Member(id=TOM, name="Tom"), Member(id=DANA)))


def test_a_turn_goes_into_the_decision_and_its_write() -> None:
    of = rules(routing=Routing(owner=POOL, on_update=True))
    found = whole(numbered("1", "2"), of=of)
    assert [one.pool for one in found.decisions] == ["EMEA", ""]
    given = with_turn(of, found, 0, user_id=TOM, org=ORG)
    assert given.writes[0].fields["OwnerId"] == given.decisions[0].owner_id == TOM
    assert given.decisions[0].fields_to_write["OwnerId"] == TOM
    assert given.decisions[0].owner_sentence == "Tom is next in the round robin “EMEA”."
    assert given.decisions[1] == found.decisions[1]
    nobody = with_turn(of, found, 0, user_id="", org=ORG)
    assert "OwnerId" not in nobody.writes[0].fields
    assert nobody.decisions[0].owner_id == INLET
    assert with_turn(of, found, 1, user_id=TOM, org=ORG) == found


def test_a_turn_for_a_record_that_has_nothing_else_to_write() -> None:
    of = rules(routing=Routing(owner=POOL, on_update=True))
    same = lead(1, Email=ANA, Company="Tarn", Status="New", OwnerId=INLET, **{KEY: "a:1"})
    ana = proposal("a:1", email=ANA)
    found = whole([ana], same, of=of)
    assert not found.decisions[0].is_unchanged
    given = with_turn(of, found, 0, user_id=DANA, org=ORG)
    assert (given.writes[0].record_id, given.writes[0].fields) == (same.id, {"OwnerId": DANA})
    theirs = replace(same, fields={**same.fields, "OwnerId": TOM})
    assert whole([ana], theirs, of=of).decisions[0].is_unchanged


# What follows holds for any rules, any record and any leads of one person.

NAMES = ("Title", "Status", "Rating", "Seats__c", "OwnerId")
values = st.none() | st.sampled_from(["New", "Working", "new ", "", 40, "40", True, False, 0.5])
any_rules = st.builds(
    lambda owned, defaults, owner: rules(
        fields=tuple(
            field(name, contact_field=name, ownership=(ownership,), default=default)
            for name, ownership, default in zip(NAMES, owned, defaults, strict=True)
        ),
        routing=Routing(owner=owner),
    ),
    st.lists(
        st.sampled_from([Always(), IfBlank(), WhileDefault(), OnCreate()]),
        min_size=len(NAMES),
        max_size=len(NAMES),
    ),
    st.lists(st.none() | st.just("New"), min_size=len(NAMES), max_size=len(NAMES)),
    st.sampled_from([Creator(), OneUser(id=TOM), OneQueue(id=QUEUE), AssignmentRules()]),
)
any_leads = st.lists(
    st.fixed_dictionaries(
        {
            "external_id": st.sampled_from(["", "a:1", "b:2"]),
            "person": st.just({"email": ANA}),
            "custom": st.fixed_dictionaries(dict.fromkeys(NAMES, values)),
        }
    ),
    min_size=1,
    max_size=4,
)
any_record = st.none() | st.builds(
    lambda make, fields, key: make(1, Email=ANA, **{KEY: key}, **fields),
    st.sampled_from([lead, contact]),
    st.fixed_dictionaries(dict.fromkeys(NAMES, values)),
    st.sampled_from([None, "a:1"]),
)


def carried_out(
    of: Rules, payloads: list[dict[str, Any]], record: Record | None
) -> tuple[list[Proposal], list[Decision], Write | None]:
    leads = [
        render(of, payload, lead_key="0001", org=ORG, event_at=EVENT_AT) for payload in payloads
    ]
    decisions, write = folded(leads, *([record] if record else []), of=of)
    return leads, decisions, write


@given(any_rules, any_leads, any_record)
def test_only_fields_with_the_verdict_written_are_sent(
    of: Rules, payloads: list[dict[str, Any]], record: Record | None
) -> None:
    _, decisions, write = carried_out(of, payloads, record)
    written = {
        change.field: change.after
        for decision in decisions
        for change in decision.changes
        if change.result is Result.WRITTEN
    }
    sent = dict(write.fields) if write else {}
    if record is None:
        sent.pop("OwnerId", None)
    assert sent == written


@given(any_rules, any_leads, any_record)
def test_deciding_again_after_the_write_leaves_nothing_to_write(
    of: Rules, payloads: list[dict[str, Any]], record: Record | None
) -> None:
    leads, _, write = carried_out(of, payloads, record)
    before = record or lead(1)
    after = replace(
        before, fields={**before.fields, "Email": ANA, **(write.fields if write else {})}
    )
    again = decide(of, leads[-1], candidates(of, leads, index_records(of, [after])), org=ORG)
    assert again.is_unchanged


@given(any_rules, any_leads, st.sampled_from([lead, contact]), values)
def test_an_update_never_touches_the_owner(
    of: Rules, payloads: list[dict[str, Any]], make: Any, title: Any
) -> None:
    _, decisions, write = carried_out(of, payloads, make(1, Email=ANA, Title=title))
    assert {decision.auto_assign for decision in decisions} == {"FALSE"}
    if write is not None:
        assert (write.auto_assign, "OwnerId" in write.fields) == ("FALSE", False)


@given(any_rules, any_leads, any_record)
def test_what_is_kept_stays_as_it_was(
    of: Rules, payloads: list[dict[str, Any]], record: Record | None
) -> None:
    _, decisions, write = carried_out(of, payloads, record)
    for decision in decisions:
        kept = [change for change in decision.changes if change.result is not Result.WRITTEN]
        assert all(change.after == change.before for change in kept)
        assert not {change.field for change in kept} & set(decision.fields_to_write)
    untouched = {name for name in NAMES if not write or name not in write.fields}
    never = {each.field for d in decisions for each in d.changes if each.result is Result.WRITTEN}
    assert untouched.isdisjoint(never)


@given(any_rules, any_leads, any_record)
def test_one_write_leaves_the_record_as_writing_one_by_one_would(
    of: Rules, payloads: list[dict[str, Any]], record: Record | None
) -> None:
    leads, decisions, write = carried_out(of, payloads, record)
    at_once = {**(record.fields if record else {}), **(write.fields if write else {})}
    now, in_turn = record, dict(record.fields if record else {})
    memories: dict[str, Memory] = {}
    for each, decision in zip(leads, decisions, strict=True):
        alone = whole([each], *([now] if now else []), of=of, memories=memories)
        sent = dict(alone.writes[0].fields) if alone.writes else {}
        assert sent == dict(decision.fields_to_write)
        in_turn |= sent
        before = now or lead(1, Email=ANA)
        memories = dict.fromkeys([before.id], *alone.memories.values())
        now = replace(before, fields={**before.fields, **sent})
    assert at_once == in_turn
