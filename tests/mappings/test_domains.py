from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.domains import company_domain, domain_of, is_free_mail


@pytest.mark.parametrize(
    ("text", "domain", "company"),
    [
        ("ana@mail.tarn.co.uk", "tarn.co.uk", "tarn.co.uk"),
        ("https://www.Tarn.example/team?x=a@b", "tarn.example", "tarn.example"),
        ("tarn.example:8080", "tarn.example", "tarn.example"),
        (" tarn.example. ", "tarn.example", "tarn.example"),
        ("jörg@bücher.de", "bücher.de", "bücher.de"),
        ("ana@gmail.com", "gmail.com", ""),
        ("linkedin.com/company/tarn", "linkedin.com", ""),
        ("foo.wixsite.com", "foo.wixsite.com", "foo.wixsite.com"),
        ("co.uk", "", ""),
        ("localhost", "", ""),
        ("192.168.0.1", "", ""),
        ("http://[", "", ""),
        ("not one", "", ""),
        ("", "", ""),
        ("a." * 1_001 + "de", "", ""),
    ],
)
def test_a_domain_is_the_one_that_somebody_registered(text: str, domain: str, company: str) -> None:
    assert (domain_of(text), company_domain(text)) == (domain, company)


def test_free_mail_is_known_in_any_case() -> None:
    assert is_free_mail("GMail.com")
    assert not is_free_mail("tarn.example")


@given(st.text(max_size=40))
def test_the_domain_of_a_domain_is_itself(text: str) -> None:
    assert domain_of(domain_of(text)) == domain_of(text)
