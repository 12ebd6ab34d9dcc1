from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.values import Unreadable, as_text, is_blank, read, same

json_scalars = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**17), max_value=10**17)
    | st.floats(min_value=-1e15, max_value=1e15)
    | st.text(st.characters())
)


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (None, None),
        ("", None),
        (" \t\n", None),
        ("\x00", None),
        ("Ana", "Ana"),
        (" Ana ", " Ana "),
        ("A\x00na\ud800", "Ana"),
        ("two\nlines", "two\nlines"),
        (40, 40),
        (40.0, 40),
        (0.5, 0.5),
        (0, 0),
        (False, False),
        ([], None),
        ([None, " "], None),
        (["a", 2, True, None], "a;2;true"),
    ],
)
def test_json_is_read_as_one_scalar(found: Any, value: Any) -> None:
    assert (read(found), type(read(found))) == (value, type(value))


@pytest.mark.parametrize("found", [{}, {"a": 1}, [["a"]], [{"a": 1}], object()])
def test_a_group_of_values_is_no_value(found: Any) -> None:
    with pytest.raises(Unreadable, match="sends a group of values here"):
        read(found)


@pytest.mark.parametrize(
    "found",
    [10**18, -(10**18), 1e300, math.inf, math.nan, pytest.param(10**5000, id="5001 digits")],
)
def test_a_number_that_no_field_holds_is_refused(found: float) -> None:
    with pytest.raises(Unreadable, match="at most 18 digits"):
        read(found)


@given(json_scalars | st.lists(json_scalars))
def test_whatever_is_read_can_be_stored_as_json(found: Any) -> None:
    value = read(found)
    stored = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    assert json.loads(stored) == value
    assert b"\\u0000" not in stored


@given(json_scalars)
def test_what_was_read_is_blank_only_if_it_is_none(found: Any) -> None:
    assert is_blank(read(found)) == (read(found) is None)


@pytest.mark.parametrize(
    ("value", "text"), [(True, "true"), (False, "false"), (40, "40"), (0.5, "0.5"), ("x", "x")]
)
def test_text_is_what_a_text_field_would_hold(value: Any, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("current", "proposed", "expected"),
    [
        (None, "", True),
        ("", None, True),
        (None, "x", False),
        ("x", None, False),
        ("Ana", "Ana ", True),
        ("Ana", "ana", False),
        (40.0, 40, True),
        (40.0, "40", True),
        (40.0, "forty", False),
        (40, 41, False),
        (2**53 + 1, 2**53 + 1, True),
        ("40", 40, True),
        ("040", 40, False),
        (True, True, True),
        (True, "true", True),
        (True, 1, False),
        (False, "", False),
        ("a\r\nb", "a\nb", True),
        ("A;B", "B;A", True),
        ("A;B", "A;B;C", False),
        ("A;B", "A;C", False),
        ("2026-01-01T09:30:00.000+0000", "2026-01-01T09:30:00Z", True),
        ("2026-01-01T09:30:00.000+0000", "2026-01-01T10:30:00+01:00", True),
        ("2026-01-01T09:30:00.000+0000", "2026-01-01T09:31:00Z", False),
        ("2026-01-01T09:30:00.000+0000", "2026-01-01T09:30:00", False),
        ("2026-01-01T09:30:00.000+0000", "yesterday", False),
        ("2026-13-01T09:30:00.000+0000", "2026-01-01", False),
    ],
)
def test_same_is_what_salesforce_would_store_anyway(
    current: Any, proposed: Any, *, expected: bool
) -> None:
    assert same(current, proposed) is expected


def test_only_email_ignores_case() -> None:
    assert same("ana@x.example", "Ana@X.example", is_email=True)
    assert not same("ana@x.example", "Ana@X.example")


@given(json_scalars)
def test_every_value_is_the_same_as_itself(found: Any) -> None:
    assert same(found, found)
