from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record
from mappings.folding import fold
from mappings.matching import Match, index_records
from mappings.people import Person, recognise
from mappings.rendering import Proposal
from tests.mappings.agreement import RULES, contact, lead, proposal

ANA, BO = "ana@tarn.example", "bo@tarn.example"
KEY = "External_Person_ID__c"


def recognised(leads: list[Proposal], *records: Record) -> list[Person]:
    return recognise(RULES, leads, index_records(RULES, records))


def test_leads_that_share_nothing_are_different_people() -> None:
    known = lead(1, Email=BO)
    people = recognised([proposal(email=ANA), proposal(email=BO), proposal(email=ANA)], known)
    assert [(each.members, each.match.record) for each in people] == [((0, 2), None), ((1,), known)]


def test_leads_that_meet_in_one_record_are_one_person() -> None:
    both = lead(1, Email=ANA, **{KEY: "b:1"})
    leads = [proposal(email=ANA), proposal(email="x@x.example"), proposal("b:1", email=BO)]
    people = recognised(leads, both, lead(2, **{KEY: leads[0].person_key}))
    assert [each.members for each in people] == [(0, 2), (1,)]
    assert people[0].match.record == both
    assert people[0].match.matched_by == "e-mail"
    assert people[0].match.taken_keys == frozenset({leads[0].person_key})


def test_what_each_lead_knows_of_their_record_is_kept_together() -> None:
    found = lead(1, Email=ANA, **{KEY: "b:1"})
    leads = [proposal("b:1", email="x@x.example"), proposal("c:1", email=ANA)]
    person = recognised(leads, found, lead(2, **{KEY: "C:1"}), contact(3, Email=ANA))[0]
    assert person == Person(
        (0, 1),
        Match(
            record=found,
            rule_number=2,
            matched_by="external id",
            looked="One Lead has this external id. No Contact does. "
            "Match rule 2, external id, decided.",
            contact_ids=(contact(3).id,),
            taken_keys=frozenset({"c:1"}),
        ),
    )


def test_leads_held_for_the_same_choice_stay_apart() -> None:
    leads = [proposal("a:1", email=ANA), proposal("b:1", email=BO)]
    rivals = [lead(number, Email=email) for number, email in enumerate([ANA, ANA, BO, BO], 1)]
    assert [each.members for each in recognised(leads, *rivals)] == [(0,), (1,)]


emails, keys = st.sampled_from([ANA, BO, ""]), st.sampled_from(["a:1", "b:1", ""])
leads_of_a_batch = st.lists(st.builds(lambda key, email: proposal(key, email=email), keys, emails),
                            max_size=6)  # fmt: skip
rows = st.lists(
    st.builds(
        lambda number, email, key: lead(number, Email=email, **{KEY: key}),
        st.integers(1, 5),
        emails,
        keys,
    ),
    max_size=4,
    unique_by=lambda row: row.id,
)


@given(leads_of_a_batch, rows)
def test_no_write_of_a_batch_holds_the_record_or_the_key_of_another(
    leads: list[Proposal], records: list[Record]
) -> None:
    people = recognised(leads, *records)
    assert sorted(at for each in people for at in each.members) == list(range(len(leads)))
    assert [each.members[0] for each in people] == sorted(each.members[0] for each in people)
    writes = [
        write
        for each in people
        if (write := fold(RULES, [leads[at] for at in each.members], each.match, ref="7")[1])
    ]
    updated = [write.record_id for write in writes if write.record_id]
    created = [write.fields[KEY] for write in writes if not write.record_id]
    assert len(updated) == len(set(updated))
    assert len(created) == len(set(created))
