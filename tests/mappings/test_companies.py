from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.companies import alike_companies, company_key, is_legal_form, likeness
from mappings.plain_text import fold, name_key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Tarn", "tarn"),
        ("  The  TARN, Ltd. ", "tarn"),
        ("Tarn & Sons Limited", "tarn and sons"),
        ("Tarn und Söhne GmbH & Co. KG", "tarn and sohne"),
        ("Dupont et Fils S.A.R.L.", "dupont and fils"),
        ("Hansen & Sønn A/S", "hansen and sonn"),
        ("Tarn Inc", "tarn"),
        ("Tarn Incorporated", "tarn"),
        ("Tarn, L.L.C.", "tarn"),
        ("Tarn Pty Ltd", "tarn"),
        ("Tarn Pte. Ltd.", "tarn"),
        ("Tarn Sdn Bhd", "tarn"),
        ("Tarn Pvt. Ltd.", "tarn"),
        ("Tarn S. A.", "tarn"),
        ("Tarn, S.A. de C.V.", "tarn"),
        ("Tarn S. de R.L. de C.V.", "tarn"),
        ("Tarn Ltda.", "tarn"),
        ("Tarn S.p.A.", "tarn"),
        ("Tarn B.V.", "tarn"),
        ("Tarn N.V.", "tarn"),
        ("Tarn Oy", "tarn"),
        ("Tarn Oyj", "tarn"),
        ("Tarn AB", "tarn"),
        ("Tarn Sp. z o.o.", "tarn"),
        ("Tarn sp. z o. o.", "tarn"),
        ("Tarn s.r.o.", "tarn"),
        ("Tarn a.s.", "tarn"),
        ("Tarn Kft.", "tarn"),
        ("Tarn d.o.o.", "tarn"),
        ("Tarn Gesellschaft mit beschränkter Haftung", "tarn"),
        ("Tarn UG (haftungsbeschränkt)", "tarn"),
        ("ООО «Ромашка»", "ромашка"),
        ("株式会社トヨタ", "トヨタ"),
        ("トヨタ株式会社", "トヨタ"),
        ("トヨタ㈱", "トヨタ"),
        ("삼성전자 주식회사", "삼성전자"),
        ("J.P. Morgan", "jp morgan"),
        ("J P Morgan", "jp morgan"),
        ("L’Oréal", "loreal"),
        ("3M Company", "3m"),
        ("AC/DC", "ac dc"),
        ("Ltd", "ltd"),
        ("Sociedad Anónima", "sociedad anonima"),
        ("The The", "the"),
        ("", ""),
        (" -- ", ""),
    ],
)
def test_a_company_is_compared_without_its_legal_form(written: str, key: str) -> None:
    assert company_key(written) == key


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Tarn Ltd", "The Tarn, Inc.", True),
        ("Solvane Energy", "Energy Solvane", True),
        ("Tarn Logistics", "Tarn Logistic", True),
        ("Data Dog", "DataDog", True),
        ("Café Nero", "Cafe Nero Ltd", True),
        ("Tarn", "Tarn Holding", False),
        ("IBM", "IBN", False),
        ("Area 51", "Area 52", False),
        ("Tarn 1", "Tarn", False),
        ("", "", False),
        ("Ltd", "", False),
    ],
)
def test_near_enough_is_the_same_company(one: str, other: str, *, alike: bool) -> None:
    assert alike_companies(one, other, 90) is alike
    assert alike_companies(other, one, 90) is alike


def test_a_hundred_wants_the_same_words() -> None:
    assert likeness("Solvane Energy GmbH", "energy, solvane") == 100
    assert likeness("Data Dog", "DataDog") == 99
    assert not alike_companies("Tarn Logistics", "Tarn Logistic", 100)


def test_legal_forms_are_known_behind_and_before_a_name() -> None:
    assert [is_legal_form(one) for one in ("GmbH", "Söhne", "ООО", "PT")] == [
        True, False, True, False,
    ]  # fmt: skip
    assert is_legal_form("PT", at_first=True)
    assert not is_legal_form("GmbH", at_first=True)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("O’Néill-Smith", "oneill smith"),
        ("O'Neill", "oneill"),
        (" MÜLLER ", "muller"),
        ("Straße", "strasse"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Müller", "muller"),
        ("山田", "山田"),
        ("ガ", "ガ"),
        ("?!", ""),
    ],
)
def test_a_name_is_compared_without_case_accents_and_signs(written: str, key: str) -> None:
    assert name_key(written) == key


names = st.text(max_size=30) | st.lists(
    st.sampled_from(
        [
            "the",
            "Tarn",
            "&",
            "and",
            "ltd",
            "s",
            "a",
            "de",
            "cv",
            "GmbH",
            "Co.",
            "ООО",
            "株式会社",
            "7",
        ]
    ),
    max_size=7,
).map(" ".join)


@given(names)
def test_what_was_made_plain_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)
    assert company_key(company_key(text)) == company_key(text)


@given(names, names)
def test_likeness_is_the_same_both_ways_and_whole_for_the_same_name(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100
    assert likeness(one, one) == (100 if company_key(one) else 0)
