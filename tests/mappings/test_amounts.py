from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.amounts import boolean, money, number
from mappings.values import Step


@pytest.mark.parametrize(
    ("came", "point", "comma"),
    [
        ("$1.2M", 1_200_000, None),
        ("€ 1.200,50", None, 1200.5),
        ("1,2k", None, 1200),
        ("1.2k", 1200, None),
        ("USD 1,200", 1200, 1.2),
        ("1,200.50 EUR", 1200.5, None),
        ("£3m", 3_000_000, 3_000_000),
        ("12 Mio. €", 12_000_000, 12_000_000),
        ("2 bn", 2_000_000_000, 2_000_000_000),
        ("(1,200)", -1200, -1.2),
        ("-$5", -5, -5),
        ("$-5", -5, -5),
        ("US$ 40", 40, 40),
        ("A$7", 7, 7),
        ("kr 40", 40, 40),
        ("40 kr", 40, 40),
        ("CHF 1'200.50", 1200.5, None),
        (".5", 0.5, None),
        ("0.1M", 100_000, None),
        (40, 40, 40),
        (True, 1, 1),
        ("", None, None),
        ("k", None, None),
        ("$", None, None),
        ("3 monkeys", None, None),
        ("3 mont", None, None),
        ("3 months", None, None),
        ("10-20", None, None),
        ("1,2,3", None, None),
        ("9999999999 bn", None, None),
        ("1" * 61, None, None),
    ],
)
def test_an_amount_is_read_without_its_currency(came: Any, point: Any, comma: Any) -> None:
    for decimal, expected in ((".", point), (",", comma)):
        step = money(came, decimal)  # type: ignore[arg-type]
        assert (None if step.problem else step.value) == expected
        if expected is not None:
            assert type(step.value) is type(expected)


def test_a_number_says_how_it_was_read() -> None:
    assert number("52,500 kWh", ".") == Step(52500, "“52,500 kWh” is read as 52,500.")
    assert number("40", ".") == Step(40)
    assert money("€1.2M", ".").note == "“€1.2M” is read as 1,200,000."
    assert money("x", ".").problem == "“x” is not one amount."


@pytest.mark.parametrize(
    ("came", "value"),
    [("Ja", True), ("oui", True), ("x", True), ("nein", False), ("NON", False), ("t", True)],
)
def test_yes_and_no_are_read_in_several_languages(came: str, *, value: bool) -> None:
    assert boolean(came) == Step(value)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_grouped_number_is_itself_in_either_way_of_writing(whole: int) -> None:
    english = f"{whole:,}.50"
    german = english.translate(str.maketrans(".,", ",."))
    assert number(english, ".").value == number(german, ",").value
    assert money(f"$ {english}", ".").value == number(english, ".").value
