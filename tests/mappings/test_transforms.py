from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.rules import RulesRefused
from mappings.transforms import TRANSFORMS, find
from mappings.values import Step

EXAMPLES = {"phone": "phone:GB", "truncate": "truncate:10", "number": "number:,"}


@pytest.mark.parametrize(
    ("spec", "came", "step"),
    [
        ("trim", "  Ana ", Step("Ana")),
        ("trim", 40, Step(40)),
        ("lower", "Ana", Step("ana", "Put into lower case.")),
        ("lower", "ana", Step("ana")),
        ("truncate:3", "Anabel", Step("Ana", "Cut to 3 characters.")),
        ("truncate:4", "Ana Ruiz", Step("Ana", "Cut to 4 characters.")),
        ("truncate:3", "Ana", Step("Ana")),
        ("text", 40, Step("40")),
        ("text", True, Step("true")),
        ("number", "52,500 kWh", Step(52500)),
        ("number", "£1,234.50", Step(1234.5)),
        ("number", "52 500 sq ft", Step(52500)),
        ("number", "-3.0", Step(-3)),
        ("number", "5%", Step(5)),
        ("number", 52500, Step(52500)),
        ("number", True, Step(1)),
        ("number:,", "1.234,50", Step(1234.5)),
        ("number:,", "12,5 km", Step(12.5)),
        ("number", "12,5", Step("12,5", problem="“12,5” is not one number.")),
        ("number", "51-200", Step("51-200", problem="“51-200” is not one number.")),
        ("number", "many", Step("many", problem="“many” is not one number.")),
        (
            "number",
            "9" * 19,
            Step("9" * 19, problem="This number is too large: Salesforce keeps at most 18 digits."),
        ),
        ("number", "9" * 99, Step("9" * 99, problem=f"“{'9' * 60}” is not one number.")),
        ("bool", " Yes ", Step(value=True)),
        ("bool", "off", Step(value=False)),
        ("bool", 1, Step(value=True)),
        ("bool", False, Step(value=False)),
        ("bool", "maybe", Step("maybe", problem="“maybe” is neither yes nor no.")),
        ("email", "Ana@Tarn.example", Step("ana@tarn.example", "Put into lower case.")),
        ("phone:GB", "020 7946 0958", Step("+442079460958", "Put into international form.")),
    ],
)
def test_a_transform_changes_the_value_or_says_why_not(spec: str, came: Any, step: Step) -> None:
    transform, parameter = find(spec)
    result = transform.change(came, parameter)
    assert (result, type(result.value)) == (step, type(step.value))


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ("shout", "There is no transform called “shout”."),
        ("", "There is no transform called “”."),
        ("trim:3", "The transform “trim” can’t be given “3”."),
        ("truncate", "The transform “truncate” can’t be given “”."),
        ("truncate:0", "The transform “truncate” can’t be given “0”."),
        ("truncate:ten", "The transform “truncate” can’t be given “ten”."),
        ("phone:XX", "The transform “phone” can’t be given “XX”."),
        ("phone:gb", "The transform “phone” can’t be given “gb”."),
        ("number:.", "The transform “number” can’t be given “.”."),
    ],
)
def test_an_unknown_transform_is_refused(spec: str, sentence: str) -> None:
    with pytest.raises(RulesRefused) as refused:
        find(spec)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", TRANSFORMS)
@given(came=st.text() | st.integers() | st.booleans())
def test_no_value_breaks_a_transform(name: str, came: Any) -> None:
    transform, parameter = find(EXAMPLES.get(name, name))
    step = transform.change(came, parameter)
    assert isinstance(step.value, str | int | float | bool)
    assert not (step.note and step.problem)


def test_each_transform_is_documented_in_one_line() -> None:
    assert all(each.doc.endswith(".") and "\n" not in each.doc for each in TRANSFORMS.values())
