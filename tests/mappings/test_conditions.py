from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.conditions import all_hold, holds
from mappings.rules import Condition, RulesRefused, Test, WhileField


def of(test: Test, *values: str) -> Condition:
    return Condition(field="Country", test=test, values=values)


@pytest.mark.parametrize(
    ("test", "values", "value", "expected"),
    [
        (Test.IS, ("US", "CA"), "ca ", True),
        (Test.IS, ("US", "CA"), "Canada", False),
        (Test.IS, (), "US", False),
        (Test.IS, ("",), None, True),
        (Test.IS, ("40",), 40, True),
        (Test.IS, ("40",), 40.0, True),
        (Test.IS, ("40.0",), "40", True),
        (Test.IS, ("40",), 41, False),
        (Test.IS, ("true",), True, True),
        (Test.IS, ("TRUE",), False, False),
        (Test.IS, ("1",), True, False),
        (Test.IS, ("2026-03-04",), "2026-03-04T10:11:12.000+0000", True),
        (Test.IS, ("501",), "00501", False),
        (Test.IS, ("0501",), "501", False),
        (Test.IS, ("+441",), "441", False),
        (Test.IS, ("0.5",), 0.5, True),
        (Test.IS_NOT, ("US", "CA"), "GB", True),
        (Test.IS_NOT, ("US", "CA"), "us", False),
        (Test.IS_NOT, ("US",), None, True),
        (Test.IS_NOT, (), "US", True),
        (Test.CONTAINS, ("director", "chief"), "Managing Director", True),
        (Test.CONTAINS, ("director",), "Engineer", False),
        (Test.CONTAINS, ("director",), None, False),
        (Test.CONTAINS, ("", " "), "anything", False),
        (Test.STARTS_WITH, ("ec1", "w1"), "EC1A 1BB", True),
        (Test.STARTS_WITH, ("ec1",), "N1 EC1", False),
        (Test.STARTS_WITH, ("",), "anything", False),
        (Test.STARTS_WITH, (), "anything", False),
        (Test.AT_LEAST, ("200",), 200, True),
        (Test.AT_LEAST, ("200",), "1000", True),
        (Test.AT_LEAST, ("200",), 199.99, False),
        (Test.AT_LEAST, ("200",), "many", False),
        (Test.AT_LEAST, ("200",), None, False),
        (Test.AT_LEAST, ("1",), True, False),
        (Test.AT_LEAST, ("0",), "nan", False),
        (Test.AT_LEAST, (), 5, False),
        (Test.AT_LEAST, ("2026-03-04",), "2026-03-04T00:00:00.000+0000", True),
        (Test.AT_LEAST, ("2026-03-04",), "2026-03-03T23:59:59.000+0000", False),
        (Test.AT_LEAST, ("2026-03-04T12:00:00Z",), "2026-03-04T13:00:00.000+0100", True),
        (Test.AT_LEAST, ("2026-03-04T12:00:00Z",), "2026-03-04T12:59:00.000+0100", False),
        (Test.AT_LEAST, ("2026-03-04T12:00:00",), "2026-03-04T12:00:00Z", True),
        (Test.AT_LEAST, ("2026-13-04",), "2026-03-04", False),
        (Test.AT_LEAST, ("2026",), "2026-03-04", False),
        (Test.AT_MOST, ("200",), 200, True),
        (Test.AT_MOST, ("200",), 201, False),
        (Test.AT_MOST, ("-3",), -4, True),
        (Test.AT_MOST, ("2026-03-04",), "2026-03-04T23:00:00.000+0000", True),
        (Test.AT_MOST, ("2026-03-04",), "2026-03-05", False),
        (Test.IS_BLANK, (), None, True),
        (Test.IS_BLANK, (), "  ", True),
        (Test.IS_BLANK, (), False, False),
        (Test.IS_BLANK, (), 0, False),
        (Test.IS_NOT_BLANK, (), "x", True),
        (Test.IS_NOT_BLANK, (), "", False),
    ],
)
def test_a_condition_is_true_or_not(
    test: Test, values: tuple[str, ...], value: Any, *, expected: bool
) -> None:
    assert holds(of(test, *values), value) is expected


def test_a_guard_of_another_field_is_compared_alike() -> None:
    guard = WhileField(field="Status", test=Test.IS, values=("New",))
    assert holds(guard, "new")
    assert not holds(guard, "Working")


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str)


@given(st.lists(st.text()), scalars)
def test_is_and_is_not_are_opposites(values: list[str], value: Any) -> None:
    assert holds(of(Test.IS, *values), value) is not holds(of(Test.IS_NOT, *values), value)


@given(scalars)
def test_blank_and_not_blank_are_opposites(value: Any) -> None:
    assert holds(of(Test.IS_BLANK), value) is not holds(of(Test.IS_NOT_BLANK), value)


@given(st.sampled_from(Test), st.lists(st.text()), scalars)
def test_any_value_can_be_asked_about(test: Test, values: list[str], value: Any) -> None:
    assert holds(of(test, *values), value) in (True, False)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_numbers_are_ordered_as_numbers(value: int, limit: int) -> None:
    assert holds(of(Test.AT_LEAST, str(limit)), value) is (value >= limit)
    assert holds(of(Test.AT_MOST, str(limit)), str(value)) is (value <= limit)


LEAD = {"company": {"country": "GB", "employees": 250}, "person": {"roles": [{}]}}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ((), True),
        ((Condition(source="company.country", values=("gb",)),), True),
        ((Condition(field="Country", values=("DE",)),), True),
        ((Condition(field="Country", source="company.country", values=("gb",)),), True),
        ((Condition(field="Absent", test=Test.IS_BLANK),), True),
        ((Condition(source="person.roles", test=Test.IS_BLANK),), True),
        (
            (
                Condition(field="Country", values=("DE",)),
                Condition(source="company.employees", test=Test.AT_LEAST, values=("500",)),
            ),
            False,
        ),
    ],
)
def test_all_conditions_have_to_hold(conditions: tuple[Condition, ...], *, expected: bool) -> None:
    assert all_hold(conditions, values={"Country": "DE"}, lead=LEAD) is expected


def test_a_source_that_nobody_can_read_is_refused() -> None:
    with pytest.raises(RulesRefused):
        all_hold((Condition(source="company.["),), values={}, lead=LEAD)
