"""The SOQL of a look-up: few statements, short enough, and never of nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from connections import soql
from mappings.lookups import Lookups, Missing
from mappings.rules import AccountByDomain, AccountByName, ByCompanyAndName, ByEmail, ByPhone
from syncs.engine.packing import ROOM, any_like, both, conditions, liked, within
from syncs.engine.queries import queries, rereads
from tests.mappings.agreement import ORG, RULES, described, org, rules

LEAD_ID, CONTACT_ID = "00QKB00000aBcD12AK", "003KB00000xYzQ7YAK"
EVERYTHING = rules(
    match=(ByEmail(), ByCompanyAndName(), ByPhone()), accounts=(AccountByDomain(), AccountByName())
)


def where(select: soql.Select) -> str:
    return select.text.partition(" WHERE ")[2].removesuffix(" ORDER BY CreatedDate")


def test_nothing_wanted_is_nothing_asked() -> None:
    assert queries(RULES, Lookups(), ORG) == []
    assert rereads(RULES, Missing(), ORG) == []


def test_leads_contacts_and_the_contacts_of_converted_leads() -> None:
    wanted = Lookups(
        emails=frozenset({"b@x.example", "a'@x.example"}),
        external_ids=frozenset({"k-1"}),
        ids=frozenset({LEAD_ID, CONTACT_ID}),
    )
    leads, contacts, became = queries(RULES, wanted, ORG)
    emails = r"Email IN ('a\'@x.example', 'b@x.example')"
    same = f"(External_Person_ID__c IN ('k-1')) OR (Id IN ('{{}}')) OR ({emails})"
    assert [one.sobject for one in (leads, contacts, became)] == ["Lead", "Contact", "Contact"]
    assert where(leads) == same.format(LEAD_ID)
    assert where(contacts) == same.format(CONTACT_ID)
    converted = f"(IsConverted = TRUE) AND ({same.format(LEAD_ID)})"
    semi_join = where(became).removeprefix("Id IN (SELECT ConvertedContactId FROM Lead WHERE ")
    assert semi_join == f"{converted})"
    assert became.fields == contacts.fields


def test_names_are_asked_for_by_how_their_companies_begin() -> None:
    wanted = Lookups(
        names=frozenset(
            {("Ruiz", "Tarn Ltd"), ("Bo", "The Tarn"), ("Ruiz", "Harn"), ("Ruiz", "--")}
        )
    )
    leads, contacts, _ = queries(EVERYTHING, wanted, ORG)
    assert where(leads) == (
        "((LastName IN ('ruiz')) AND ((Company LIKE 'Harn%') OR (Company LIKE 'The Harn%'))) OR "
        "((LastName IN ('bo', 'ruiz')) AND ((Company LIKE 'Tarn%') OR (Company LIKE 'The Tarn%')))"
    )
    assert where(contacts) == where(leads).replace("Company", "Account.Name")


def test_phones_are_asked_for_in_every_field_and_spelling() -> None:
    leads, _, _ = queries(EVERYTHING, Lookups(phones=frozenset({"+442079460958"})), ORG)
    assert len(re.findall(r"'020 7946 0958'", leads.text)) == 2
    assert re.findall(r"(\w+) IN", where(leads)) == ["Phone", "MobilePhone"]


def test_accounts_and_users_are_asked_for_when_they_are_wanted() -> None:
    wanted = Lookups(
        domains=frozenset({"tarn.example"}),
        companies=frozenset({"Tarn Ltd"}),
        user_emails=frozenset({"dana@x.example"}),
        user_ids=frozenset({"005KB000001mNoPYAU"}),
    )
    accounts, users = queries(EVERYTHING, wanted, ORG)
    assert (accounts.sobject, where(accounts)) == (
        "Account",
        "(Website LIKE '%tarn.example%') OR ((Name LIKE 'Tarn%') OR (Name LIKE 'The Tarn%'))",
    )
    assert users.text == (
        "SELECT Id, Name, Email, IsActive FROM User WHERE (Email IN ('dana@x.example')) "
        "OR (Id IN ('005KB000001mNoPYAU'))"
    )


def test_fields_that_are_not_there_are_not_asked_for() -> None:
    seen = org(described("Title"), contact=(described("Email", "email"),))
    wanted = Lookups(emails=frozenset({"a@x.example"}), external_ids=frozenset({"k"}))
    (contacts,) = queries(RULES, wanted, seen)
    assert (contacts.sobject, where(contacts)) == ("Contact", "Email IN ('a@x.example')")


def test_what_is_gone_is_read_again_with_deleted_rows() -> None:
    missing = Missing(frozenset({LEAD_ID, CONTACT_ID}), frozenset({"a@x.example"}))
    leads, contacts, by_email = rereads(RULES, missing, ORG)
    assert (where(leads), leads.all_rows) == (f"Id IN ('{LEAD_ID}')", True)
    assert (where(contacts), contacts.all_rows) == (f"Id IN ('{CONTACT_ID}')", True)
    assert {"IsDeleted", "MasterRecordId"} <= set(leads.fields) & set(contacts.fields)
    assert (where(by_email), by_email.all_rows) == ("Email IN ('a@x.example')", False)


def test_a_batch_of_a_thousand_fits_into_five_queries() -> None:
    wanted = Lookups(
        emails=frozenset(f"somebody.with.a.name.{n}@company-{n}.example" for n in range(1000)),
        external_ids=frozenset(f"inlet-{n:032}" for n in range(1000)),
    )
    wanted = replace(
        wanted,
        companies=frozenset(f"Company {n}" for n in range(200)),
        user_ids=frozenset({"005KB000001mNoPYAU"}),
    )
    found = queries(EVERYTHING, wanted, ORG)
    assert [one.sobject for one in found] == ["Lead", "Contact", "Contact", "Account", "User"]
    longer = replace(wanted, ids=frozenset(f"00QKB{n:010}2AK" for n in range(1000)))
    assert len(queries(EVERYTHING, longer, ORG)) == 7


values = st.lists(
    st.text("ab'\\%_é", min_size=1, max_size=900), min_size=1, max_size=400, unique=True
)


@given(values, values, st.integers(1, 300))
def test_every_value_is_asked_for_once_in_statements_that_are_short_enough(
    some: list[str], more: list[str], most: int
) -> None:
    columns = ["Column_Number_One__c"] * 200
    asked = [
        within("Email", some),
        both(within("LastName", more), any_like("Company", ["Tarn%"])),
        liked("Website", [soql.like_text(one) for one in some]),
    ]
    found = conditions(asked, columns, most=most)
    texts = [one.text for one in found]
    for text in texts:
        assert len(text) + len(", ".join(columns)) <= ROOM
    whole = " ".join(texts)
    for one in some:
        assert soql.literal(one) in whole
        assert soql.like("Website", soql.like_text(one)).text in whole
    assert sum(text.count("LIKE") for text in texts) >= len(some)
    assert all(soql.select("Lead", columns[:1], where=one) for one in found)


def test_no_more_patterns_go_into_a_statement_than_it_can_run() -> None:
    wanted = Lookups(domains=frozenset(f"tarn{n}.example" for n in range(600)))
    found = queries(EVERYTHING, wanted, ORG)
    assert [text.text.count("LIKE") for text in found] == [250, 250, 100]
