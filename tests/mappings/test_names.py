from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.names import split_name
from mappings.transforms import Around, FirstName, LastName, NameCase
from mappings.values import Step

FROM_FULL = "Taken from the full name."
CASED = "Given the capital letters of a name."


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Priya Natarajan", "Priya", "Natarajan"),
        ("Ruiz, Ana", "Ana", "Ruiz"),
        ("Mary Ann Smith", "Mary Ann", "Smith"),
        ("Dr. Juan de la Vega III", "Juan", "de la Vega"),
        ("Madonna", "", "Madonna"),
        ("Dr.", "", "Dr."),
        ("李小龙", "", "李小龙"),
        ("  Ana   Ruiz ", "Ana", "Ruiz"),
        ("", "", ""),
        ("a b " * 200, "", ("a b " * 200).strip()),
    ],
)
def test_a_full_name_is_split(full: str, first: str, last: str) -> None:
    assert split_name(full) == (first, last)


@given(st.text())
def test_any_text_but_a_blank_one_has_a_last_name(text: str) -> None:
    assert bool(split_name(text)[1]) == bool(text.strip())


def test_the_transforms_say_where_a_name_comes_from() -> None:
    assert FirstName().change("Priya Natarajan", Around()) == Step("Priya", FROM_FULL)
    assert LastName().change("Priya Natarajan", Around()) == Step("Natarajan", FROM_FULL)
    assert LastName().change("Natarajan", Around()) == Step("Natarajan")


@pytest.mark.parametrize(
    ("came", "step"),
    [
        ("PRIYA NATARAJAN", Step("Priya Natarajan", CASED)),
        ("priya o'brien", Step("Priya O'Brien", CASED)),
        ("ludwig van beethoven", Step("Ludwig van Beethoven", CASED)),
        ("RUIZ, ANA", Step("Ruiz, Ana", CASED)),
        ("Priya McDonald", Step("Priya McDonald")),
        ("  Ana  Ruiz ", Step("Ana Ruiz")),
        ("李小龙", Step("李小龙")),
        ("a" * 301, Step("a" * 301)),
        (40, Step("40")),
    ],
)
def test_names_in_one_case_get_their_capitals(came: str | int, step: Step) -> None:
    assert NameCase().change(came, Around()) == step
