from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.soql import fits
from mappings.domains import domain_of
from mappings.identities import alike
from mappings.phones import e164
from mappings.plain_text import name_key
from mappings.spellings import (
    begins_alike,
    company_beginnings,
    domain_spellings,
    name_spellings,
    phone_spellings,
)


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("Ruiz", {"ruiz"}),
        ("Ruíz", {"ruíz", "ruiz"}),
        ("O'Neill", {"o'neill", "o’neill", "oneill"}),
        ("Smith-Jones", {"smith-jones", "smith jones"}),
        ("van Berg", {"van berg", "van-berg"}),
        ("", set()),
        ("--", set()),
    ],
)
def test_a_last_name_is_asked_for_in_its_usual_spellings(name: str, spelt: set[str]) -> None:
    assert set(name_spellings(name)) == spelt


@given(st.text(max_size=20))
def test_each_spelling_is_the_same_name_and_the_name_is_one_of_them(name: str) -> None:
    spelt = name_spellings(name)
    assert len({name_key(one).replace(" ", "") for one in spelt}) <= 1
    assert bool(spelt) == bool(name_key(name))


@pytest.mark.parametrize(
    ("company", "patterns"),
    [
        ("Tarn Ltd", ("Tarn%", "The Tarn%")),
        ("The Tarn", ("Tarn%", "The Tarn%")),
        ("Müller & Co", ("M_ller%", "The M_ller%")),
        ("J.P. Morgan", ("J%P%Morgan%", "The J%P%Morgan%")),
        ("3M Company", ("3M%", "The 3M%")),
        ("A & B Logistics", ("A%B%Logistics%", "The A%B%Logistics%")),
        ("PT Telkom", ("Telkom%", "The Telkom%", "PT%Telkom%")),
        ("株式会社トヨタ", ("%トヨタ%",)),
        ("", ()),
        ("(株)", ()),
    ],
)
def test_a_company_is_asked_for_by_how_it_begins(company: str, patterns: tuple[str, ...]) -> None:
    assert company_beginnings(company) == patterns


@pytest.mark.parametrize(
    ("company", "name", "found"),
    [
        ("Tarn", "THE TARN Ltd", True),
        ("Café Nero", "Cafe Nero", True),
        ("Cafe Nero", "Café Nero", False),  # Salesforce alone could find it
        ("J.P. Morgan", "JP Morgan Chase", True),
        ("Ромашка", "ООО Ромашка", False),
        ("ООО Ромашка", "ООО «Ромашка»", True),
        ("トヨタ", "株式会社トヨタ", True),
        ("50_%", "50 %", True),
    ],
)
def test_a_record_counts_only_if_the_look_up_finds_it(
    company: str, name: str, *, found: bool
) -> None:
    assert begins_alike(company, name) is found


@given(st.text(min_size=1, max_size=20), st.sampled_from(["", " Ltd", " GmbH & Co. KG", ", Inc."]))
def test_a_company_is_found_under_its_own_name(name: str, form: str) -> None:
    company = f"Tarn {name}{form}"
    assert begins_alike(company, company)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+442079460958", ["020 7946 0958", "02079460958", "+44 20 7946 0958", "(020) 7946 0958",
                           "0044 20 7946 0958", "+44 (0)20 7946 0958", "442079460958",
                           "020-7946-0958", "+44-20-7946-0958"]),
        ("+14155552671", ["(415) 555-2671", "415-555-2671", "+1 (415) 555-2671", "+1 415-555-2671",
                          "1-415-555-2671", "4155552671", "415.555.2671", "+1 415 555 2671"]),
        ("+4915123456789", ["01512 3456789", "+49 1512 3456789", "+49 (0)1512 3456789"]),
        # Numbers of a small country have no groups, so nothing stands in brackets.
        ("+29022158", ["22158", "+290 22158", "+29022158"]),
        ("+390612345678", ["06 1234 5678", "+39 06 1234 5678"]),
    ],
)  # fmt: skip
def test_a_number_is_asked_for_as_people_write_it(number: str, written: list[str]) -> None:
    assert set(written) <= set(phone_spellings(number))


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("+442079460958", "GB"),
        ("+14155552671", "US"),
        ("+4915123456789", "DE"),
        ("+29022158", "SH"),
    ],
)
def test_every_spelling_is_that_number(number: str, region: str) -> None:
    spelt = [one for one in phone_spellings(number) if not one.startswith("001")]
    at_home = [one for one in spelt if one.startswith(("+", "0", "("))]
    assert {e164(one, region) for one in at_home} == {number}
    assert all(one == alike(one) for one in spelt)


def test_what_is_no_number_is_asked_for_as_it_is() -> None:
    assert phone_spellings("ext 12") == ("ext 12",)
    assert phone_spellings("") == ()


@pytest.mark.parametrize(
    "site",
    ["tarn.co.uk", "www.tarn.co.uk", "https://tarn.co.uk/", "HTTP://www.Tarn.co.uk/de?x=1",
     "shop.tarn.co.uk"],
)  # fmt: skip
def test_a_domain_is_asked_for_in_any_web_address(site: str) -> None:
    assert any(fits(pattern, site) for pattern in domain_spellings(domain_of(site)))


def test_a_domain_with_an_accent_is_asked_for_in_both_its_forms() -> None:
    both = {"%müller.de%", "%xn--mller-kva.de%"}
    assert set(domain_spellings("müller.de")) == set(domain_spellings("xn--mller-kva.de")) == both
    assert domain_spellings("") == ()
