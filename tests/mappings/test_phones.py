from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.phones import e164, phone
from mappings.values import Step

INTERNATIONAL = "Put into international form."
UNREAD_PHONE = "Inlet could not read it as a phone number, so it goes as it came."
texts = st.text(max_size=60)


@pytest.mark.parametrize(
    ("came", "region", "step"),
    [
        ("020 7946 0958", "GB", Step("+442079460958", INTERNATIONAL)),
        ("+34 600 000 001", "", Step("+34600000001", INTERNATIONAL)),
        ("(415) 555-2671", "US", Step("+14155552671", INTERNATIONAL)),
        ("+442079460958", "US", Step("+442079460958")),
        ("020 7946 0958 ext. 12", "GB", Step("+442079460958 x12", INTERNATIONAL)),
        (2079460958, "GB", Step("+442079460958", INTERNATIONAL)),
        ("020 7946 0958", "", Step("020 7946 0958", UNREAD_PHONE)),
        (" call me ", "GB", Step("call me", UNREAD_PHONE)),
        ("123", "GB", Step("123", UNREAD_PHONE)),
    ],
)
def test_a_phone_number_becomes_international_or_goes_as_it_came(
    came: str | int, region: str, step: Step
) -> None:
    assert phone(came, region) == step


def test_a_phone_number_can_keep_its_spaces() -> None:
    assert phone("020 7946 0958", "GB", spaced=True) == Step("+44 20 7946 0958", INTERNATIONAL)


def test_an_extension_stays_but_is_no_part_of_the_number() -> None:
    came = "+44 20 7946 0958 ext 12"
    assert phone(came, "", spaced=True) == Step("+44 20 7946 0958 x12", INTERNATIONAL)
    assert (e164(came, ""), e164("call me", "GB"), e164("1" * 61, "GB")) == (
        "+442079460958",
        "",
        "",
    )


@given(texts)
def test_no_phone_number_stops_a_lead(text: str) -> None:
    assert phone(text, "GB").problem == ""


@given(st.from_regex(r"\+?[0-9 ()-]{5,16}", fullmatch=True))
def test_the_international_form_is_final(text: str) -> None:
    once = phone(text, "GB")
    assert phone(once.value, "US").value == once.value or once.note == UNREAD_PHONE
