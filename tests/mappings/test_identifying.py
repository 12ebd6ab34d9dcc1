from __future__ import annotations

from typing import Any

import pytest

from mappings.rendering import Proposal, render
from mappings.rules import FieldRule, Rules
from mappings.transforms import EmailAddress, FirstOf, Phone

from .agreement import EVENT_AT, FIELDS, ORG, RULES, field, rules

NO_RULES = rules(fields=())
WORK = field("Work_Email__c", transforms=(EmailAddress(),))
MOBILE = field("MobilePhone")
US = field("Desk__c", transforms=(Phone(region="US"),))


def made(lead: dict[str, Any], *, of: Rules = RULES) -> Proposal:
    return render(of, lead, lead_key="1", org=ORG, event_at=EVENT_AT)


def also(*extra: FieldRule) -> Rules:
    return rules(fields=(*FIELDS, *extra))


def test_all_addresses_of_the_lead_are_known_the_identifying_one_first() -> None:
    lead = {
        "person": {"email": "Ana@Tarn.example"},
        "custom": {"Work_Email__c": "ana@work.example"},
    }
    found = made(lead, of=also(WORK))
    assert (found.email, found.emails) == (
        "ana@tarn.example",
        ("ana@tarn.example", "ana@work.example"),
    )


def test_another_address_alone_identifies_nobody_but_is_looked_for() -> None:
    found = made({"custom": {"Work_Email__c": "ana@work.example"}}, of=also(WORK))
    assert (found.email, found.emails) == ("", ("ana@work.example",))


def test_the_lead_s_own_address_counts_beside_the_mapped_one() -> None:
    work = (FieldRule(lead_field="Email", source="custom.mail"),)
    lead = {"person": {"email": "ana@tarn.example"}, "custom": {"mail": "Ana@Work.example"}}
    found = made(lead, of=rules(fields=work))
    assert (found.email, found.emails) == (
        "ana@work.example",
        ("ana@work.example", "ana@tarn.example"),
    )


def test_the_first_address_that_is_there_identifies() -> None:
    first = FieldRule(
        lead_field="Email", transforms=(FirstOf(sources=("custom.a", "custom.b")), EmailAddress())
    )
    found = made({"custom": {"b": "ana@tarn.example"}}, of=rules(fields=(first,)))
    assert found.email == "ana@tarn.example"


@pytest.mark.parametrize("of", [RULES, NO_RULES])
@pytest.mark.parametrize("email", ["n/a", "noemail@tarn.example", "test@test.com", "", None, "x"])
def test_an_address_that_is_nobodys_identifies_nobody(email: str | None, of: Rules) -> None:
    found = made({"person": {"email": email}}, of=of)
    assert (found.email, found.emails, found.person_key) == ("", (), "inlet-lead-1")


@pytest.mark.parametrize("of", [RULES, NO_RULES])
@pytest.mark.parametrize(
    ("last_name", "company", "expected"),
    [
        (" Ruiz ", " Tarn Ltd ", ("Ruiz", "Tarn Ltd")),
        ("Null", "None", ("Null", "")),
        ("Unknown", "Unknown", ("", "")),
        (None, None, ("", "")),
    ],
)
def test_a_name_is_the_lead_s_own(
    last_name: str | None, company: str | None, expected: tuple[str, str], of: Rules
) -> None:
    found = made({"person": {"last_name": last_name}, "company": {"name": company}}, of=of)
    assert (found.last_name, found.company) == expected


def test_phone_numbers_are_read_by_their_own_country_each_once() -> None:
    lead = {
        "person": {"phone": "020 7946 0958"},
        "custom": {"MobilePhone": "+44 (0)20 7946 0958 x1", "Desk__c": "(415) 555-2671"},
    }
    assert made(lead, of=also(MOBILE, US)).phones == ("+442079460958", "+14155552671")
    assert made(lead, of=NO_RULES).phones == ("+442079460958",)


@pytest.mark.parametrize("phone", ["n/a", "000-000-0000", "call me", "12", None])
def test_what_is_no_phone_number_is_not_looked_for(phone: str | None) -> None:
    assert made({"person": {"phone": phone}}).phones == ()


@pytest.mark.parametrize(
    ("website", "email", "domain"),
    [
        ("https://www.tarn.co.uk/x", "ana@other.example", "tarn.co.uk"),
        (None, "ana@mail.tarn.example", "tarn.example"),
        (None, "ana@gmail.com", ""),
        ("linkedin.com/company/tarn", "ana@tarn.example", "tarn.example"),
        ("linkedin.com/company/tarn", "ana@gmail.com", ""),
        ("n/a", None, ""),
        (None, None, ""),
    ],
)
def test_the_domain_is_the_company_s_own(
    website: str | None, email: str | None, domain: str
) -> None:
    assert made({"person": {"email": email}, "company": {"website": website}}).domain == domain


def test_a_mapped_website_comes_before_the_lead_s() -> None:
    rule = field("Website", source="custom.site")
    lead = {"company": {"website": "old.example"}, "custom": {"site": "new.example"}}
    assert made(lead, of=also(rule)).domain == "new.example"
