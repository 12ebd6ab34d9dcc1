from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record
from mappings.indexing import index_records
from mappings.matching import Match, candidates
from mappings.rules import ByCompanyAndName, ByPhone, Rules
from tests.mappings.agreement import BY_EMAIL, BY_ID, RULES, contact, lead, proposal, rules

ANA = "ana@tarn.example"
KEY = "External_Person_ID__c"
GONE = {"IsConverted": True, "ConvertedContactId": "003000000000099AAA"}
RANDOM = "Inlet never picks one at random."


def match(*records: Record, key: str = "", of: Rules = RULES) -> Match:
    """Whom a lead of Ana's, or of that key, is about."""
    return candidates(of, [proposal(key, of=of, email=ANA)], index_records(of, records))


def told(found: Match) -> tuple[Record | None, int, str, str]:
    """What is said of a match that is settled."""
    assert not found.hold and not found.rivals and not found.is_dangling
    assert found.record in (found.lead or found.record, found.contact or found.record)
    return found.record, found.rule_number, found.matched_by, found.looked


def held(found: Match) -> tuple[str, tuple[Record, ...], int]:
    """What is said of a match that a person has to make."""
    assert found.record is None and found.looked == found.hold
    return found.hold, found.rivals, found.rule_number


def converted(number: int, to: Record, **fields: str) -> Record:
    return lead(number, IsConverted=True, ConvertedContactId=to.id, **fields)


def test_nobody_is_found() -> None:
    assert match() == Match(looked="No Lead and no Contact has this e-mail.")
    looked = "No Lead and no Contact has this e-mail or this external id."
    assert match(lead(1, Email="bo@tarn.example"), key="a:1") == Match(looked=looked)


def test_a_lead_without_address_or_id_cannot_be_recognised() -> None:
    looked = "The lead brings no e-mail and no external id, so nobody could be recognised."
    assert candidates(RULES, [proposal()], index_records(RULES, [])) == Match(looked=looked)


@pytest.mark.parametrize("stored", [ANA, "Ana@Tarn.Example", f" {ANA} "])
def test_a_lead_is_recognised_by_email_in_any_case(stored: str) -> None:
    found = lead(1, Email=stored)
    assert told(match(found)) == (
        found,
        1,
        "e-mail",
        "One Lead has this e-mail. No Contact does. Match rule 1, e-mail, was enough.",
    )


def test_a_lead_is_recognised_by_external_id_after_email_found_nothing() -> None:
    found = lead(1, Email="old@tarn.example", **{KEY: "A:1"})
    assert told(match(found, key="a:1")) == (
        found,
        2,
        "external id",
        "One Lead has this external id. No Contact does. Match rule 2, external id, decided.",
    )


def test_the_first_match_rule_that_finds_an_open_lead_decides() -> None:
    by_email, by_id = lead(1, Email=ANA), lead(2, **{KEY: "a:1"})
    assert match(by_email, by_id, key="a:1").record == by_email
    swapped = rules(match=(BY_ID, BY_EMAIL))
    assert match(by_email, by_id, key="a:1", of=swapped).record == by_id


def test_the_key_of_an_earlier_write_is_found_without_a_rule_for_it() -> None:
    only_email = rules(match=(BY_EMAIL,))
    key = proposal(email=ANA).person_key
    found = lead(1, Email="changed@tarn.example", **{KEY: key})
    assert told(match(found, of=only_email)) == (
        found,
        0,
        "Inlet’s key",
        "One Lead has Inlet’s key for this person. No Contact does.",
    )


def test_without_a_key_field_only_addresses_are_compared() -> None:
    no_key = rules(external_id_field="", match=(BY_EMAIL, BY_ID))
    assert match(lead(1, **{KEY: "a:1"}), key="a:1", of=no_key).record is None


def test_an_open_lead_comes_before_a_converted_one() -> None:
    done, still_open = lead(1, Email=ANA, **GONE), lead(2, Email=ANA)
    found = match(done, still_open)
    assert (found.record, found.looked) == (
        still_open,
        "Two Leads have this e-mail. Only one of them is not converted. No Contact does. "
        "Match rule 1, e-mail, was enough.",
    )


def test_an_open_lead_comes_before_a_contact_which_is_mentioned() -> None:
    found, customer = lead(1, Email=ANA), contact(2, Email=ANA)
    both = match(found, customer)
    assert told(both) == (
        found,
        1,
        "e-mail",
        "One Lead has this e-mail. One Contact does too. Match rule 1, e-mail, was enough.",
    )
    assert (both.lead, both.contact, both.contact_ids) == (found, customer, (customer.id,))


def test_the_match_in_which_the_contact_is_meant_is_at_hand() -> None:
    found, customer = lead(1, Email=ANA), contact(2, Email=ANA)
    other = match(found, customer).other
    assert other is not None
    assert told(other) == (
        customer,
        1,
        "e-mail",
        "One Contact has this e-mail. One open Lead does too. Match rule 1, e-mail, was enough.",
    )
    assert match(found).other is match(customer).other is None


def test_a_choice_between_contacts_is_held_only_if_the_contact_is_meant() -> None:
    found, first, second = lead(1, Email=ANA), contact(2, Email=ANA), contact(3, Email=ANA)
    both = match(found, first, second)
    assert (both.record, both.contact, both.hold) == (found, None, "")
    assert both.other is not None
    assert held(both.other)[:2] == (f"Two Contacts share this e-mail. {RANDOM}", (first, second))
    other_way = match(lead(4, Email=ANA), found, second)
    assert held(other_way)[1] == (found, lead(4, Email=ANA))
    assert other_way.other is not None and other_way.other.record == second


def test_several_open_leads_are_mentioned_beside_the_contact() -> None:
    other = match(lead(1, Email=ANA), lead(2, Email=ANA), contact(3, Email=ANA)).other
    assert other is not None and other.looked == (
        "One Contact has this e-mail. Two open Leads do too. Match rule 1, e-mail, was enough."
    )


@pytest.mark.parametrize("person", [{"last_name": "Ruiz"}, {"company": "Tarn"}])
def test_half_of_what_a_rule_compares_is_nothing_to_compare(person: dict[str, str]) -> None:
    of = rules(match=(ByCompanyAndName(),), external_id_field="")
    assert candidates(of, [proposal(of=of, **person)], index_records(of, [])).looked == (
        "The lead brings no last name with a company, so nobody could be recognised."
    )


def test_a_phone_rule_looks_into_the_fields_of_each_object() -> None:
    by_phone = ByPhone(lead_fields=("Fax",), contact_fields=("Phone",), and_last_name=False)
    of, number = rules(match=(by_phone,)), "+442079460958"
    caller = [replace(proposal(of=of), phones=(number,))]
    for there, elsewhere in ((lead(1, Fax=number), lead(2, Phone=number)),
                             (contact(1, Phone=number), contact(2, Fax=number))):  # fmt: skip
        found = candidates(of, caller, index_records(of, [there, elsewhere]))
        assert found.record == there


def test_a_later_rules_open_lead_comes_before_an_earlier_rules_contact() -> None:
    found = lead(1, **{KEY: "a:1"})
    assert match(contact(2, Email=ANA), found, key="a:1").record == found


def test_a_contact_is_recognised() -> None:
    found = contact(1, Email=ANA)
    assert told(match(found)) == (
        found,
        1,
        "e-mail",
        "One Contact has this e-mail. No open Lead does. Match rule 1, e-mail, was enough.",
    )


@pytest.mark.parametrize("email", ["moved@tarn.example", ANA])
def test_a_converted_lead_is_followed_to_its_contact(email: str) -> None:
    became = contact(2, Email=email)
    assert told(match(converted(1, became, Email=ANA), became)) == (
        became,
        1,
        "e-mail",
        "A converted Lead has this e-mail, so its Contact is meant. "
        "Match rule 1, e-mail, was enough.",
    )


def test_a_converted_lead_is_named_with_its_contact() -> None:
    became = contact(2, Email="moved@tarn.example")
    done = converted(1, became, Email=ANA)
    found = match(done, became)
    assert (found.converted, found.followed, found.contact, found.lead) == (
        done, True, became, None,
    )  # fmt: skip
    assert match(became).followed is False


def test_when_the_contact_of_a_converted_lead_is_gone_another_with_the_address_counts() -> None:
    other = contact(2, Email=ANA)
    assert match(lead(1, Email=ANA, **GONE), other).record == other


def test_the_converted_leads_own_address_finds_its_contact_too() -> None:
    dead = lead(1, Email="old@tarn.example", **GONE, **{KEY: "a:1"})
    other = contact(2, Email="Old@tarn.example")
    found = match(dead, other, key="a:1")
    assert (found.record, found.followed, found.rule_number) == (other, True, 2)


def test_a_converted_lead_without_its_contact_is_held() -> None:
    dead = lead(1, Email=ANA, **GONE)
    hold = "A converted Lead has this e-mail, but its Contact can’t be found."
    found = match(dead)
    assert held(found) == (hold, (dead,), 1)
    assert (found.is_dangling, found.converted) == (True, dead)


def test_several_open_leads_are_held_for_a_person() -> None:
    first, second = lead(1, Email=ANA), lead(2, Email=ANA)
    assert held(match(second, first)) == (
        f"Two Leads share this e-mail. {RANDOM}", (first, second), 1,
    )  # fmt: skip


def test_of_several_open_leads_the_one_with_the_key_is_taken() -> None:
    ours, other = lead(2, Email=ANA, **{KEY: "a:1"}), lead(1, Email=ANA)
    found = match(other, ours, key="a:1")
    assert (found.record, found.looked) == (
        ours,
        "Two Leads have this e-mail. Only one of them has this person’s key. No Contact does. "
        "Match rule 1, e-mail, was enough.",
    )


def test_several_contacts_are_held_unless_one_has_the_key() -> None:
    first, second = contact(1, Email=ANA), contact(2, Email=ANA)
    assert held(match(first, second)) == (
        f"Two Contacts share this e-mail. {RANDOM}", (first, second), 1,
    )  # fmt: skip
    ours = contact(3, Email=ANA, **{KEY: "a:1"})
    found = match(first, ours, key="a:1")
    assert (found.record, found.looked) == (
        ours,
        "Two Contacts have this e-mail. No open Lead does. "
        "Only one of them has this person’s key. Match rule 1, e-mail, was enough.",
    )


def test_eleven_leads_are_counted_in_digits() -> None:
    many = match(*(lead(number, Email=ANA) for number in range(1, 12)))
    assert many.hold == f"11 Leads share this e-mail. {RANDOM}"


def test_a_key_that_another_lead_has_is_known_to_be_taken() -> None:
    found, holder = lead(1, Email=ANA), lead(2, **{KEY: "A:1"})
    assert match(found, holder, key="a:1").taken_keys == frozenset({"a:1"})
    customer = match(found, contact(2, **{KEY: "a:1"}), key="a:1")
    assert (customer.taken_keys, customer.contact_taken_keys) == (frozenset(), frozenset())
    dead = match(lead(1, **GONE, **{KEY: "a:1"}), contact(99, Email=ANA), key="a:1")
    assert dead.taken_keys == frozenset({"a:1"})


def test_all_leads_of_a_person_look_together() -> None:
    batch = [proposal("a:1", email=ANA), proposal("a:1", email="ana@home.example")]
    home = lead(1, Email="ana@home.example")
    found = candidates(RULES, batch, index_records(RULES, [home]))
    assert (found.record, found.looked) == (
        home,
        "One Lead has one of this person’s e-mails. No Contact does. "
        "Match rule 1, e-mail, was enough.",
    )
    work = lead(2, Email=ANA)
    both = candidates(RULES, batch, index_records(RULES, [home, work]))
    assert both.hold == f"Two Leads each have one of this person’s e-mails. {RANDOM}"


def test_a_row_that_two_queries_returned_counts_once() -> None:
    found = lead(1, Email=ANA, **{KEY: "a:1"})
    assert match(found, found, key="a:1").record == found


records = st.lists(
    st.builds(
        lambda number, email, key, is_contact, done: (
            contact(number, Email=email, **{KEY: key})
            if is_contact
            else lead(
                number,
                Email=email,
                IsConverted=done,
                ConvertedContactId=contact(number % 5 + 1).id if done else None,
                **{KEY: key},
            )
        ),
        st.integers(1, 9),
        st.sampled_from([ANA, "bo@tarn.example", None]),
        st.sampled_from(["a:1", "a:2", None]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda record: record.id,
)


@given(records, st.randoms(use_true_random=False))
def test_the_match_does_not_depend_on_the_order_of_the_rows(
    rows: list[Record], chance: random.Random
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert match(*rows, key="a:1") == match(*shuffled, key="a:1")


@given(records)
def test_whoever_is_matched_is_writable_and_connected_to_the_person(rows: list[Record]) -> None:
    found = match(*rows, key="a:1")
    assert not (found.record and found.hold)
    assert bool(found.hold) == bool(found.rivals)
    if found.record is None:
        return
    assert not found.record.fields.get("IsConverted")
    hers = [row for row in rows if _is_ana(row) and row.fields.get("IsConverted")]
    named = {row.fields.get("ConvertedContactId") for row in hers}
    addresses = {row.fields.get("Email") for row in hers} - {None}
    followed = found.record.id in named or found.record.fields["Email"] in addresses
    assert _is_ana(found.record) or (found.followed and followed)


def _is_ana(row: Record) -> bool:
    return row.fields["Email"] == ANA or row.fields[KEY] == "a:1"
