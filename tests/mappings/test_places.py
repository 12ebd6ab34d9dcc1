from __future__ import annotations

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.places import country, state


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"), ("deu", "DE"), ("Germany", "DE"), ("deutschland", "DE"), ("U.S.A.", "US"),
        ("U.S.", "US"), ("United States of America", "US"), ("the Netherlands", "NL"),
        ("Holland", "NL"), ("Pays-Bas", "NL"), ("España", "ES"), ("Korea, Republic of", "KR"),
        ("South Korea", "KR"), ("Cote d'Ivoire", "CI"), ("Turkey", "TR"), ("UK", "GB"),
        ("Scotland", "GB"), ("Bosnia & Herzegovina", "BA"), ("Viet Nam", "VN"), ("Russia", "RU"),
        ("Atlantis", ""), ("", ""), ("XX", ""), ("x" * 101, ""),
    ],
)  # fmt: skip
def test_a_country_is_known_by_many_names(text: str, code: str) -> None:
    found = country(text)
    assert (found.code if found else "") == code


@given(st.sampled_from([one.alpha_2 for one in pycountry.countries]))
def test_every_country_is_known_by_what_is_written_for_it(code: str) -> None:
    found = country(code)
    assert found is not None
    assert [country(name) for name in found] == [found] * 3


@pytest.mark.parametrize(
    ("text", "of", "code", "label"),
    [
        ("California", "US", "CA", "California"),
        ("ca", "US", "CA", "California"),
        ("US-CA", "US", "CA", "California"),
        ("N.Y.", "US", "NY", "New York"),
        ("Québec", "CA", "QC", "Quebec"),
        ("Sao Paulo", "BR", "SP", "São Paulo"),
        ("Bayern", "DE", "BY", "Bayern"),
        ("California", "DE", "", ""),
        ("California", "ZZ", "", ""),
    ],
)
def test_a_state_is_known_within_its_country(text: str, of: str, code: str, label: str) -> None:
    found = state(text, of)
    assert ((found.code, found.label) if found else ("", "")) == (code, label)
