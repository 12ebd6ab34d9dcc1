"""Who may be worked at one moment, and by which stream."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.persons import HASHES, names_of, person_hash


def payload(company: Any = "", external_id: str = "", **person: Any) -> dict[str, Any]:
    return {"person": person, "company": {"name": company}, "external_id": external_id}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (payload(email="Ana@X.example"), payload(email=" ana@x.example ")),
        (payload(external_id="A-1"), payload(external_id="a-1", email="b@x.example")),
        (payload(phone="+44 20 7946 0958"), payload(phone="020 7946 0958")),
        (
            payload("Tarn & Sons Ltd", last_name="Ruíz"),
            payload("TARN AND SONS", name="Ana Ruiz"),
        ),
        (payload("Tarn GmbH", last_name="Ruiz"), payload("Tarn Holding", last_name="RUIZ")),
    ],
)
def test_leads_that_share_a_name_wait_for_each_other(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert set(names_of(one)) & set(names_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (payload(email="a@x.example"), payload(email="b@x.example")),
        (payload(phone="123"), payload(phone="123")),
        (payload("Tarn", last_name="Ruiz"), payload("Tarn", last_name="Byrne")),
        (payload("Tarn", last_name="Ruiz"), payload("", last_name="Ruiz")),
        (payload(email="x"), payload(external_id="x")),
    ],
)
def test_others_do_not(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not set(names_of(one)) & set(names_of(other))


def test_names_tell_nothing_of_the_person() -> None:
    for name in names_of(payload("Tarn", "A-1", email="ana@x.example", last_name="Ruiz")):
        assert len(name) == 32
        assert set(name) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (payload("Tarn Ltd", email="a@x.example"), payload("TARN", email="b@gmail.com")),
        (payload(email="a@tarn.example"), payload(email="b@tarn.example")),
        (payload(email="ana@gmail.com"), payload(email="ANA@gmail.com", external_id="1")),
        (payload(external_id="1"), payload(external_id="1", last_name="Ruiz")),
    ],
)
def test_people_of_one_company_are_worked_by_one_stream(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert person_hash(one, "1") == person_hash(other, "2")


def test_strangers_are_spread_evenly() -> None:
    shares = [0] * 8
    for number in range(8_000):
        shares[person_hash(payload(email=f"p{number}@gmail.com"), "") % 8] += 1
    assert min(shares) > 880
    assert max(shares) < 1_120


ANYTHING = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20))


@given(st.dictionaries(st.sampled_from(["person", "company", "external_id"]), st.one_of(
    ANYTHING, st.dictionaries(
        st.sampled_from(["email", "phone", "name", "last_name"]), ANYTHING, max_size=4
    ),
)))  # fmt: skip
def test_whatever_came_has_a_stream(found: dict[str, Any]) -> None:
    assert 0 <= person_hash(found, "lead") < HASHES
    assert len(set(names_of(found))) == len(names_of(found)) <= 4
