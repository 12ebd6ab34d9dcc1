from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record
from mappings.folding import fold
from mappings.indexing import index_records
from mappings.people import Person, recognise
from mappings.proposals import Proposal
from mappings.rules import ByCompanyAndName, ByEmail, ByExternalId, ByPhone, MatchRule, Rules
from tests.mappings.agreement import ORG, RULES, contact, lead, proposal, rules

ANA, BO = "ana@tarn.example", "bo@tarn.example"
KEY = "External_Person_ID__c"
EVERYTHING = rules(match=(ByEmail(), ByExternalId(), ByCompanyAndName(), ByPhone()))


def recognised(leads: list[Proposal], *records: Record, of: Rules = RULES) -> list[Person]:
    return recognise(of, leads, index_records(of, records))


def test_leads_that_share_nothing_are_different_people() -> None:
    known = lead(1, Email=BO)
    people = recognised([proposal(email=ANA), proposal(email=BO), proposal(email=ANA)], known)
    assert [(each.members, each.match.record) for each in people] == [((0, 2), None), ((1,), known)]


def test_leads_share_any_of_their_addresses() -> None:
    first = replace(proposal("a:1", email=ANA), emails=(ANA, "ana@home.example"))
    people = recognised([first, proposal("b:1", email="Ana@Home.example"), proposal(email=BO)])
    assert [each.members for each in people] == [(0, 1), (2,)]


def test_an_address_makes_nobody_the_same_where_the_rules_do_not_compare_it() -> None:
    by_id = rules(match=(ByExternalId(),))
    leads = [proposal("a:1", email=ANA), proposal("b:1", email=ANA), proposal("A:1", email=BO)]
    assert [each.members for each in recognised(leads, of=by_id)] == [(0, 2), (1,)]


def test_leads_that_meet_in_one_record_are_one_person() -> None:
    both = lead(1, Email=ANA, **{KEY: "b:1"})
    leads = [proposal(email=ANA), proposal(email="x@x.example"), proposal("b:1", email=BO)]
    people = recognised(leads, both, lead(2, **{KEY: leads[0].person_key}))
    assert [each.members for each in people] == [(0, 2), (1,)]
    assert people[0].match.record == both
    assert people[0].match.matched_by == "e-mail"
    assert people[0].match.taken_keys == frozenset({leads[0].person_key})


def test_what_each_lead_knows_of_their_record_is_kept_together() -> None:
    found, customer = lead(1, Email=ANA, **{KEY: "b:1"}), contact(3, Email=ANA)
    leads = [proposal("b:1", email="x@x.example"), proposal("c:1", email=ANA)]
    (person,) = recognised(leads, found, lead(2, **{KEY: "C:1"}), customer)
    match = person.match
    assert (person.members, match.record, match.rule_number, match.looked) == (
        (0, 1),
        found,
        2,
        "One Lead has this external id. No Contact does. Match rule 2, external id, decided.",
    )
    assert (match.contact_ids, match.contact, match.taken_keys) == (
        (customer.id,), customer, frozenset({"c:1"}),
    )  # fmt: skip
    assert match.other is not None and match.other.record == customer


def test_keys_that_other_contacts_have_are_kept_together_too() -> None:
    found, customer = lead(1, Email=ANA, **{KEY: "b:1"}), contact(3, Email=ANA)
    leads = [proposal("b:1", email="x@x.example"), proposal("c:1", email=ANA)]
    (person,) = recognised(leads, found, customer, contact(4, **{KEY: "C:1"}))
    assert person.match.contact_taken_keys == frozenset({"c:1"})


def test_leads_held_for_the_same_choice_stay_apart() -> None:
    leads = [proposal("a:1", email=ANA), proposal("b:1", email=BO)]
    rivals = [lead(number, Email=email) for number, email in enumerate([ANA, ANA, BO, BO], 1)]
    assert [each.members for each in recognised(leads, *rivals)] == [(0,), (1,)]


@pytest.mark.parametrize(
    ("match", "first", "second", "together"),
    [
        (ByCompanyAndName(), ("Ruiz", "Tarn Ltd", ""), ("RUÍZ", "The Tarn, Inc", ""), True),
        (ByCompanyAndName(), ("Ruiz", "Tarn Logistics", ""), ("Ruiz", "Tarn Logistic", ""), True),
        (ByCompanyAndName(likeness=100), ("Ruiz", "Tarn Logistics", ""),
         ("Ruiz", "Tarn Logistic", ""), False),
        (ByCompanyAndName(), ("Ruiz", "Tarn", ""), ("Ruiz", "Harn", ""), False),
        (ByCompanyAndName(), ("Ruiz", "", ""), ("Ruiz", "", ""), False),
        (ByCompanyAndName(), ("", "Tarn", ""), ("", "Tarn", ""), False),
        (ByPhone(), ("Ruiz", "", "+442079460958"), ("ruiz", "", "+442079460958"), True),
        (ByPhone(), ("Ruiz", "", "+442079460958"), ("Bo", "", "+442079460958"), False),
        (ByPhone(), ("", "", "+442079460958"), ("", "", "+442079460958"), False),
        (ByPhone(and_last_name=False), ("Ruiz", "", "+442079460958"), ("", "", "+442079460958"),
         True),
        (ByEmail(), ("Ruiz", "Tarn", "+442079460958"), ("Ruiz", "Tarn", "+442079460958"), False),
    ],
)  # fmt: skip
def test_newcomers_are_one_person_if_one_would_be_found_in_the_others_record(
    match: MatchRule, first: tuple[str, ...], second: tuple[str, ...], *, together: bool
) -> None:
    leads = [
        replace(proposal(f"k:{at}"), last_name=name, company=company, phones=(phone,) * bool(phone))
        for at, (name, company, phone) in enumerate((first, ("Else", "Other", ""), second))
    ]
    people = recognised(leads, of=rules(match=(match,)))
    assert [each.members for each in people] == ([(0, 2), (1,)] if together else [(0,), (1,), (2,)])


def test_whoever_is_in_salesforce_is_no_newcomer() -> None:
    person = {"last_name": "Ruiz", "company": "Tarn"}
    leads = [proposal("a:1", email=ANA, **person), proposal("b:1", email=BO, **person)]
    known = [lead(1, Email=ANA), lead(2, Email=BO)]
    assert [each.members for each in recognised(leads, *known, of=EVERYTHING)] == [(0,), (1,)]
    assert [each.members for each in recognised(leads, *known[:1], of=EVERYTHING)] == [(0,), (1,)]
    assert [each.members for each in recognised(leads, of=EVERYTHING)] == [(0, 1)]


emails, keys = st.sampled_from([ANA, BO, ""]), st.sampled_from(["a:1", "b:1", ""])
names, companies = st.sampled_from(["Ruiz", "Bo", ""]), st.sampled_from(["Tarn", "Tarn Ltd", ""])
leads_of_a_batch = st.lists(
    st.builds(
        lambda key, email, name, company: proposal(
            key, email=email, last_name=name, company=company
        ),
        keys, emails, names, companies,
    ),
    max_size=6,
)  # fmt: skip
rows = st.lists(
    st.builds(
        lambda number, email, key, name: lead(
            number, Email=email, LastName=name, Company="Tarn Inc", **{KEY: key}
        ),
        st.integers(1, 5),
        emails,
        keys,
        names,
    ),
    max_size=4,
    unique_by=lambda row: row.id,
)


@given(leads_of_a_batch, rows, st.sampled_from([RULES, EVERYTHING]))
def test_no_two_people_of_a_batch_share_a_record_or_a_key(
    leads: list[Proposal], records: list[Record], of: Rules
) -> None:
    people = recognised(leads, *records, of=of)
    assert sorted(at for each in people for at in each.members) == list(range(len(leads)))
    assert [each.members[0] for each in people] == sorted(each.members[0] for each in people)
    found = [each.match.record.id for each in people if each.match.record]
    assert len(found) == len(set(found))
    held = [{leads[at].person_key for at in each.members} for each in people]
    assert sum(map(len, held)) == len(set().union(*held))


@given(leads_of_a_batch, rows)
def test_no_write_of_a_batch_holds_the_record_or_the_key_of_another(
    leads: list[Proposal], records: list[Record]
) -> None:
    writes = [
        write
        for each in recognised(leads, *records)
        for write in fold(
            RULES, [leads[at] for at in each.members], each.match, ref="7", org=ORG
        ).writes
    ]
    updated = [write.record_id for write in writes if write.record_id]
    created = [write.fields[KEY] for write in writes if not write.record_id and KEY in write.fields]
    assert len(updated) == len(set(updated))
    assert len(created) == len(set(created))
