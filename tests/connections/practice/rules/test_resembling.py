"""How alike two people are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.resembling import (
    BY_EMAIL,
    BY_LIKENESS,
    BY_NAME_AND_COMPANY,
    WAYS,
    Person,
)


def person(last: str = "", first: str = "", company: str = "", email: str = "") -> Person:
    return Person("Lead", "1", email, last, first, company)


ANA = person("ruiz", "robert", "acme energy gmbh", "a@x.example")
_NAMES = st.text(alphabet="abc .", max_size=5)
PEOPLE = st.builds(person, _NAMES, _NAMES, _NAMES, _NAMES)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (person("ruiz", "bob", "acme energy"), True),
        (person("ruiz", "r.", "acme energy inc"), True),
        (person("ruiz", "", "acme energie"), True),
        (person("ruiz", "robert", "", "a@x.example"), True),
        (person("ruiz", "roberta", "the acme energy ltd"), True),
        (person("ruiz", "eva", "acme energy"), False),
        (person("ruiz", "robert", "bolt"), False),
        (person("ruiz", "robert"), False),
        (person("ruis", "robert", "acme energy gmbh"), False),
        (person("", "robert", "acme energy gmbh"), False),
    ],
)
def test_likeness_forgives_nicknames_initials_and_legal_forms(
    other: Person, *, alike: bool
) -> None:
    assert (ANA.likeness(other, [BY_LIKENESS]) >= 80) is alike
    assert (other.likeness(ANA, [BY_LIKENESS]) >= 80) is alike


def test_the_surest_way_counts() -> None:
    assert ANA.likeness(ANA, WAYS) == 100
    spelled = person("ruiz", "rob", "acme energie", "a@x.example")
    assert ANA.likeness(spelled, [BY_LIKENESS, BY_EMAIL]) == 100
    assert 80 <= ANA.likeness(person("ruiz", "rob", "acme energie"), WAYS) < 100
    assert ANA.likeness(spelled, [BY_NAME_AND_COMPANY]) == 0
    assert ANA.likeness(spelled, []) == 0


@given(PEOPLE, PEOPLE)
def test_likeness_is_a_percentage_and_mutual_when_exact(one: Person, other: Person) -> None:
    for way in WAYS:
        assert 0 <= one.likeness(other, [way]) <= 100
    for way in (BY_EMAIL, BY_NAME_AND_COMPANY):
        assert one.likeness(other, [way]) == other.likeness(one, [way])
