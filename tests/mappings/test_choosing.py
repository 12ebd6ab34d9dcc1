from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import PicklistValue
from mappings.choosing import Chosen, choose, choose_each

from .agreement import choices, described

ENTRIES = (
    *choices("Renewable Energy", "Banking", inactive=("Coal",)),
    PicklistValue("OIL", "Oil and Gas", active=True, default=False),
    PicklistValue("banking", "Old Banking", active=False, default=False),
)
OPEN = described("Industry", "picklist", picklist=ENTRIES)
CLOSED = described("Industry", "picklist", picklist=ENTRIES, restricted_picklist=True)
REFUSED = "Industry doesn’t offer “{}”, and takes nothing else than it offers."
FIX = "Map the value, or ask the admin to add it."


@pytest.mark.parametrize("field", [OPEN, CLOSED])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Banking", "Banking"),
        ("BANKING", "Banking"),
        ("renewable  energy", "Renewable Energy"),
        ("oil and gas", "OIL"),
        ("Oil and Gas", "OIL"),
        ("", ""),
    ],
)
def test_a_value_or_a_label_in_any_case_is_the_list_s_own(
    text: str, value: str, field: object
) -> None:
    chosen = choose(text, field)  # type: ignore[arg-type]
    assert (chosen.value, chosen.problem) == (value, "")
    assert chosen.note == ("" if text == value else f"“{text}” is “{value}” in the list.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wind", Chosen("Wind", "Salesforce takes “Wind”, but it isn’t in the list.")),
        ("coal", Chosen("Coal", "Salesforce takes “Coal”, but no longer offers it.")),
    ],
)
def test_an_open_list_takes_a_stray_value_and_it_is_said(text: str, expected: Chosen) -> None:
    assert choose(text, OPEN) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Renewables", f"{REFUSED.format('Renewables')} The nearest is “Renewable Energy”. {FIX}"),
        ("Zoo", f"{REFUSED.format('Zoo')} {FIX}"),
        ("Coal", f"Industry no longer offers “Coal”. {FIX}"),
    ],
)
def test_a_restricted_list_refuses_what_it_does_not_offer(text: str, sentence: str) -> None:
    assert choose(text, CLOSED) == Chosen(text, problem=sentence, code="restricted_value")


def test_a_list_that_nobody_described_takes_everything() -> None:
    assert choose("x", described("Industry", "picklist", restricted_picklist=True)) == Chosen("x")


def test_several_choices_are_put_in_the_list_s_order_without_repeats() -> None:
    chosen = choose_each("Oil and Gas; banking;;BANKING;Wind", OPEN)
    assert chosen.value == "Banking;OIL;Wind"
    assert "“Wind”, but it isn’t in the list" in chosen.note


def test_all_refused_choices_are_named() -> None:
    chosen = choose_each("Banking;Zoo;Coal;Zoo", CLOSED)
    assert chosen.value == "Banking;Zoo;Coal;Zoo"
    assert (
        chosen.problem == f"{REFUSED.format('Zoo')} {FIX} Industry no longer offers “Coal”. {FIX}"
    )


@given(st.lists(st.sampled_from(["Banking", "banking", "OIL", "Coal", "Wind", "oil and gas"])))
def test_choosing_twice_changes_nothing_more(parts: list[str]) -> None:
    once = choose_each(";".join(parts), OPEN).value
    assert choose_each(once, OPEN).value == once
