from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Record
from mappings.accounts import account_of, find_account
from mappings.indexing import index_records
from mappings.matching import candidates
from mappings.rules import AccountByDomain, AccountByName, AccountRule, Rules
from tests.mappings.agreement import contact, lead, proposal, rules

ANA = "ana@tarn.example"
DOMAIN, NAME = AccountByDomain(), AccountByName()
RANDOM = "Inlet never picks one at random, so none was taken."


def account(number: int, name: str, website: str = "", **fields: object) -> Record:
    values = {"Name": name, "Website": website, "CreatedDate": f"2026-03-{number:02}"}
    return Record("Account", f"0010000000000{number:02}AAA", values | fields)


def by(*accounts: AccountRule) -> Rules:
    return rules(accounts=accounts)


def found(of: Rules, *rows: Record, email: str = ANA, company: str = "Tarn Ltd") -> tuple[str, str]:
    lead = replace(
        proposal(of=of, email=email),
        company=company,
        domain="" if email.endswith("gmail.com") else email.partition("@")[2],
    )
    told = find_account(of, [lead], index_records(of, rows))
    return (str(told.account.fields["Name"]) if told.account else ""), told.sentence


@pytest.mark.parametrize(
    ("website", "is_found"),
    [
        ("tarn.example", True),
        ("https://www.Tarn.example/en?a=1", True),
        ("shop.tarn.example", True),
        ("tarn.example.org", False),
        ("notarn.example", False),
        ("", False),
    ],
)
def test_an_account_is_found_by_its_domain(website: str, *, is_found: bool) -> None:
    name, sentence = found(by(DOMAIN), account(1, "Tarn AG", website))
    assert (name, sentence) == (
        ("Tarn AG", "The Account Tarn AG has the domain tarn.example.")
        if is_found
        else ("", "No Account has the domain tarn.example.")
    )


def test_free_mail_is_nobodys_domain() -> None:
    rows = (account(1, "Gmail", "gmail.com"), account(2, "Blank"))
    assert found(by(DOMAIN), *rows, email="ana@gmail.com") == ("", "")


@pytest.mark.parametrize(
    ("company", "is_found"),
    [("Tarn Inc", True), ("THE TÁRN", True), ("Tarn Holding", False), ("Harn", False), ("", False)],
)
def test_an_account_is_found_by_a_name_like_the_company(company: str, *, is_found: bool) -> None:
    name, _ = found(by(NAME), account(1, "Tarn Ltd"), company=company)
    assert name == ("Tarn Ltd" if is_found else "")


def test_the_first_rule_that_finds_any_decides() -> None:
    rows = (account(1, "Other", "tarn.example"), account(2, "Tarn"))
    assert found(by(DOMAIN, NAME), *rows)[0] == "Other"
    assert found(by(NAME, DOMAIN), *rows)[0] == "Tarn"
    assert found(by(DOMAIN, NAME), rows[1])[1] == "The Account Tarn is called like “Tarn Ltd”."
    assert found(by(DOMAIN, NAME))[1] == (
        "No Account has the domain tarn.example or is called like “Tarn Ltd”."
    )
    assert found(by(), *rows) == ("", "")


def test_of_several_the_one_whose_domain_and_name_fit_is_taken() -> None:
    rows = (account(1, "Tarn Holding", "tarn.example"), account(2, "Tarn", "tarn.example"))
    both = "Of 2 Accounts, Tarn was taken: domain and name both fit."
    assert found(by(DOMAIN), *rows) == ("Tarn", both)
    named = (account(1, "Tarn", "elsewhere.example"), account(2, "Tarn Inc", "tarn.example"))
    assert found(by(NAME, DOMAIN), *named)[0] == "Tarn Inc"


def test_then_the_one_that_is_written_in_the_same_way() -> None:
    rows = (account(1, "Tarn Inc"), account(2, "Tarn, Ltd."))
    assert found(by(NAME), *rows) == (
        "Tarn, Ltd.",
        "Of 2 Accounts, Tarn, Ltd. was taken: it is written in just the same way.",
    )


def test_of_several_alike_none_is_taken() -> None:
    rows = [account(number, f"Tarn {number}", "tarn.example") for number in (1, 2, 3, 4)]
    name, sentence = found(by(DOMAIN), *rows)
    assert (name, sentence) == (
        "",
        f"Four Accounts could be this person’s: Tarn 1; Tarn 2; Tarn 3 and others. {RANDOM}",
    )
    of = by(DOMAIN)
    lead = replace(proposal(of=of, email=ANA), domain="tarn.example")
    match = candidates(of, [lead], index_records(of, rows))
    assert (match.account, match.account_trouble, match.why) == (None, sentence, (sentence,))


def test_of_several_alike_the_oldest_are_named_first() -> None:
    young = account(1, "Tarn 1", "tarn.example", CreatedDate="2026-05-01")
    old = [account(number, f"Tarn {number}", "tarn.example") for number in (2, 3, 4)]
    assert (
        "could be this person’s: Tarn 2; Tarn 3; Tarn 4 and others."
        in found(by(DOMAIN), young, *old)[1]
    )


def test_a_contact_has_an_account_of_its_own() -> None:
    of = by(DOMAIN)
    customer = contact(
        1,
        Email=ANA,
        AccountId="001000000000009AAA",
        **{"Account.Name": "Own", "Account.OwnerId": "005"},
    )
    other = account(1, "Tarn", "tarn.example")
    lead = replace(proposal(of=of, email=ANA), domain="tarn.example")
    match = candidates(of, [lead], index_records(of, [customer, other]))
    assert match.account is not None and match.account.fields == {
        "Id": "001000000000009AAA", "Name": "Own", "OwnerId": "005",
    }  # fmt: skip
    read = account(9, "Own, read")
    assert account_of(customer, index_records(of, [customer, read])) == read
    assert account_of(contact(2), index_records(of, [])) is None


accounts = st.lists(
    st.builds(
        account,
        st.integers(1, 9),
        st.sampled_from(["Tarn", "Tarn Ltd", "Tarn Inc", "Tarn Holding", "Harn"]),
        st.sampled_from(["", "tarn.example", "www.tarn.example", "harn.example"]),
    ),
    max_size=6,
    unique_by=lambda row: row.id,
)


@given(accounts, st.sampled_from([(DOMAIN, NAME), (NAME, DOMAIN), (NAME,)]), st.randoms())
def test_no_order_of_the_accounts_changes_which_is_taken(
    some: list[Record], of: tuple[AccountRule, ...], chance: random.Random
) -> None:
    shuffled = sorted(some, key=lambda _: chance.random())
    assert found(by(*of), *some) == found(by(*of), *shuffled)
    name, sentence = found(by(*of), *some)
    assert not name or name in {row.fields["Name"] for row in some}
    assert sentence


def test_why_there_is_no_account_is_said_whichever_record_is_meant() -> None:
    of = by(DOMAIN)
    known = [lead(1, Email=ANA), contact(1, Email=ANA)]
    asked = replace(proposal(of=of, email=ANA), domain="tarn.example")
    match = candidates(of, [asked], index_records(of, known))
    assert match.other is not None
    assert match.why == match.other.why == ("No Account has the domain tarn.example.",)
