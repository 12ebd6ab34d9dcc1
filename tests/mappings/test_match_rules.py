"""The match rules beyond address and key: earlier addresses, company and name, phone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record
from connections.soql import fits
from mappings.indexing import index_records
from mappings.lookups import lookups
from mappings.matching import Match, candidates
from mappings.people import recognise
from mappings.rules import ByCompanyAndName, ByEmail, ByExternalId, ByPhone, MatchRule, Rules
from mappings.spellings import company_beginnings, name_spellings, phone_spellings
from tests.mappings.agreement import ORG, contact, described, lead, org, proposal, rules

ANA = "ana@tarn.example"
KEY = "External_Person_ID__c"
BY_COMPANY = ByCompanyAndName()
BY_PHONE = ByPhone()


def matching(*match: MatchRule) -> Rules:
    return rules(match=match)


def recognised(
    of: Rules, *records: Record, known: dict[str, frozenset[str]] | None = None, **person: str
) -> Match:
    leads = [proposal(of=of, **person)]
    index = index_records(of, records, wanted=lookups(of, leads, known), org=ORG)
    return candidates(of, leads, index)


def test_every_address_of_the_lead_is_compared_with_every_field_named() -> None:
    of = matching(ByEmail(lead_fields=("Email", "Work_Email__c"), contact_fields=("Email",)))
    leads = [replace(proposal(of=of, email=ANA), emails=(ANA, "ana@home.example"))]
    for record in (lead(1, Work_Email__c="Ana@Home.example"), contact(1, Email="ana@home.example")):
        found = candidates(of, leads, index_records(of, [record], org=ORG))
        assert (found.record, found.looked.split(".")[0].split(" has ")[1]) == (
            record, "one of this person’s e-mails",
        )  # fmt: skip
    other = contact(1, Work_Email__c=ANA)
    assert candidates(of, leads, index_records(of, [other], org=ORG)).record is None


def test_without_a_field_named_all_that_the_describe_calls_e_mail_are_compared() -> None:
    of = matching(ByEmail(lead_fields=()))
    seen = org(described("Email", "email"), described("Second__c", "email"), described("Site__c"))
    leads = [proposal(of=of, email=ANA)]
    for record, found in ((lead(1, Second__c=ANA), True), (lead(1, Site__c=ANA), False)):
        match = candidates(of, leads, index_records(of, [record], org=seen))
        assert (match.record == record) is found


def test_a_person_whose_address_was_changed_is_found_where_earlier_leads_ended() -> None:
    moved = lead(1, Email="ana@new.example")
    known = {ANA: frozenset({moved.id})}
    found = recognised(matching(ByEmail()), moved, known=known, email=" Ana@Tarn.example")
    assert (found.record, found.matched_by, found.looked) == (
        moved,
        "an earlier e-mail",
        "One Lead has earlier leads with this e-mail. No Contact does. "
        "Match rule 1, an earlier e-mail, was enough.",
    )
    forgetful = matching(ByEmail(earlier=False))
    assert recognised(forgetful, moved, known=known, email=ANA).record is None
    direct = lead(2, Email=ANA)
    assert recognised(matching(ByEmail()), moved, direct, known=known, email=ANA).record == direct


def test_a_merged_record_is_followed_to_what_is_left_of_it() -> None:
    gone, between, left = (lead(number, Email=f"{number}@x.example") for number in (1, 2, 3))
    gone = replace(gone, fields=gone.fields | {"IsDeleted": True, "MasterRecordId": between.id})
    between = replace(
        between, fields=between.fields | {"IsDeleted": True, "MasterRecordId": left.id}
    )
    known = {ANA: frozenset({gone.id})}
    found = recognised(matching(ByEmail()), gone, between, left, known=known, email=ANA)
    assert (found.record, found.why) == (
        left,
        (f"An earlier record of this person was merged into the Lead {left.id}.",),
    )
    for rows in ([gone, left], [replace(left, fields=left.fields | {"IsDeleted": True})], []):
        assert recognised(matching(ByEmail()), *rows, known=known, email=ANA).record is None


def test_merges_that_go_round_in_a_circle_lead_nowhere() -> None:
    one, two = lead(1), lead(2)
    rows = [
        replace(row, fields=row.fields | {"IsDeleted": True, "MasterRecordId": other.id})
        for row, other in ((one, two), (two, one))
    ]
    known = {ANA: frozenset({one.id})}
    assert recognised(matching(ByEmail()), *rows, known=known, email=ANA).record is None


def test_the_contact_of_a_converted_lead_is_followed_through_a_merge() -> None:
    left, gone = contact(2), contact(1, IsDeleted=True, MasterRecordId=contact(2).id)
    done = lead(1, Email=ANA, IsConverted=True, ConvertedContactId=gone.id)
    found = recognised(matching(ByEmail()), done, gone, left, email=ANA)
    assert (found.record, found.followed, found.hold) == (left, True, "")
    assert found.why == (
        f"An earlier record of this person was merged into the Contact {left.id}.",
    )


@pytest.mark.parametrize(
    ("last_name", "company", "found"),
    [
        ("Ruiz", "Tarn Ltd", True),
        ("RUÍZ", "the tarn, inc.", True),
        ("Ruis", "Tarn Ltd", False),
        ("Ruiz", "Tarn Holding", False),
        ("Ruiz", "Harn Ltd", False),
        ("Ruiz", "", False),
        ("", "Tarn", False),
    ],
)
def test_a_last_name_at_a_company_called_alike(
    last_name: str, company: str, *, found: bool
) -> None:
    of = matching(BY_COMPANY)
    open_lead = lead(1, LastName="ruiz", Company="Tarn GmbH")
    customer = contact(1, LastName="Ruiz", **{"Account.Name": "Tarn GmbH"})
    for record in (open_lead, customer):
        match = recognised(of, record, last_name=last_name, company=company)
        assert (match.record == record) is found


@pytest.mark.parametrize("company", ["Energy Solvane", "Sólvane Energy"])
def test_what_the_look_up_would_not_bring_is_not_matched_either(company: str) -> None:
    record = lead(1, LastName="Ruiz", Company=company)
    asking = {"last_name": "Ruiz", "company": "Solvane Energy"}
    assert recognised(matching(BY_COMPANY), record, **asking).record is None
    spelt = lead(1, LastName="Ruiz", Company="Solvane Energy")
    assert recognised(matching(BY_COMPANY), spelt, **asking).record == spelt


def test_the_likeness_wanted_is_the_rules_own() -> None:
    near = lead(1, LastName="Ruiz", Company="Tarn Logistics")
    for likeness, record in ((90, near), (99, None)):
        of = matching(ByCompanyAndName(likeness=likeness))
        assert recognised(of, near, last_name="Ruiz", company="Tarn Logistic").record == record


@pytest.mark.parametrize(
    ("written", "last_name", "found"),
    [
        ("020 7946 0958", "Ruiz", True),
        ("+44 20 7946 0958", "RUÍZ", True),
        ("(020) 7946 0958", "Ruiz", True),
        ("020 7946 0958", "Lopez", False),
        ("020 7946 0959", "Ruiz", False),
    ],
)
def test_a_phone_number_however_it_is_written(written: str, last_name: str, *, found: bool) -> None:
    of = matching(BY_PHONE)
    record = lead(1, MobilePhone=written, LastName=last_name)
    match = recognised(of, record, phone="+442079460958", last_name="Ruiz")
    assert (match.record == record) is found
    anybody = matching(ByPhone(and_last_name=False))
    by_number = recognised(anybody, record, phone="+442079460958")
    assert (by_number.record == record) is not written.endswith("9")
    assert recognised(of, record, phone="+442079460958").record is None


def test_what_was_compared_is_said() -> None:
    of = matching(ByEmail(), ByExternalId(), BY_COMPANY, BY_PHONE)
    someone = {"last_name": "Ruiz", "company": "Tarn", "phone": "+442079460958", "email": ANA}
    named = lead(1, LastName="Ruiz", Company="Tarn", Phone="020 7946 0958")
    assert recognised(of, named, **someone).looked == (
        "One Lead has this last name at a company called alike. No Contact does. "
        "Match rule 3, company and last name, decided."
    )
    by_phone = recognised(matching(BY_PHONE), named, named, **someone)
    assert by_phone.looked == (
        "One Lead has this phone number and last name. No Contact does. "
        "Match rule 1, phone number and last name, was enough."
    )
    assert recognised(of, **someone).looked == (
        "No Lead and no Contact has this e-mail or this last name at a company called alike "
        "or this phone number and last name."
    )
    assert recognised(of).looked == (
        "The lead brings no e-mail, no external id, no last name with a company and no phone "
        "number with a last name, so nobody could be recognised."
    )


EVERYTHING = matching(ByEmail(), ByExternalId(), BY_COMPANY, BY_PHONE)
COMPANIES = ["Tarn", "The Tarn Ltd", "Tarn Logistics", "Tárn Inc", "Tarn2", "Harn GmbH", ""]
people = st.fixed_dictionaries(
    {
        "email": st.sampled_from([ANA, "bo@x.example", ""]),
        "last_name": st.sampled_from(["Ruiz", "Ruíz", "O'Neill", "ONeill", ""]),
        "company": st.sampled_from(COMPANIES),
        "phone": st.sampled_from(["020 7946 0958", "+14155552671", ""]),
    }
)
rows = st.lists(
    st.builds(
        lambda number, is_contact, someone, phone: (contact if is_contact else lead)(
            number,
            Email=someone["email"],
            LastName=someone["last_name"],
            MobilePhone=phone,
            **{"Account.Name" if is_contact else "Company": someone["company"]},
        ),
        st.integers(1, 9),
        st.booleans(),
        people,
        st.sampled_from(["(020) 7946 0958", "02079460958", "4155552671", None]),
    ),
    max_size=8,
    unique_by=lambda row: row.id,
)


def is_asked_for(person: dict[str, str], row: Record) -> bool:
    """Whether the queries for this one lead bring the row."""
    one = proposal(of=EVERYTHING, **person)
    company = str(row.fields.get("Company") or row.fields.get("Account.Name") or "")
    return (
        bool(one.email and row.fields["Email"] == one.email)
        or row.fields["MobilePhone"] in {s for n in one.phones for s in phone_spellings(n)}
        or (
            row.fields["LastName"].lower() in name_spellings(one.last_name)
            and any(fits(pattern, company) for pattern in company_beginnings(one.company))
        )
    )


@given(people, rows)
def test_who_else_is_in_the_batch_changes_nothing(
    person: dict[str, str], records: list[Record]
) -> None:
    own = [row for row in records if is_asked_for(person, row)]
    assert recognised(EVERYTHING, *own, **person) == recognised(EVERYTHING, *records, **person)


@given(st.lists(people, max_size=6), rows)
def test_whoever_is_recognised_is_one_of_the_candidates(
    batch: list[dict[str, str]], records: list[Record]
) -> None:
    leads = [
        replace(proposal(of=EVERYTHING, **person), person_key=f"k:{at}")
        for at, person in enumerate(batch)
    ]
    for person in recognise(EVERYTHING, leads, index_records(EVERYTHING, records)):
        match = person.match
        assert match.record is None or match.record in records
        assert all(rival in records for rival in match.rivals)
        assert not (match.record and match.hold)
        assert match.looked
