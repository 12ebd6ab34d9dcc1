"""What JSON may be, tried on the parser alone; the doors' answers are in test_api."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from syncs.intake.parsing import MAX_DEPTH, MAX_STRING, read_json

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(),
    ),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=20,
)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in (*value, *value.values()) for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


def _is_whole(value: Any) -> bool:
    texts = "".join(_texts(value))
    return "\x00" not in texts and not any("\ud800" <= char <= "\udfff" for char in texts)


@settings(max_examples=200, deadline=None)
@given(VALUES, st.sampled_from(["escaped", "as it is"]))
def test_whatever_json_holds_is_read_as_it_is(value: Any, how: str) -> None:
    raw = json.dumps(value, ensure_ascii=how == "escaped").encode("utf-8", "surrogatepass")
    if _is_whole(value):
        assert read_json(raw) == value
    else:
        with pytest.raises(ParseError):
            read_json(raw)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_is_counted_in_brackets_not_in_text(opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    fine = opening * MAX_DEPTH + '"[[[[{{{{"' + closing * MAX_DEPTH
    assert read_json(fine.encode()) is not None
    with pytest.raises(ParseError, match="nested deeper"):
        read_json((opening * (MAX_DEPTH + 1) + "1" + closing * (MAX_DEPTH + 1)).encode())


def test_many_shallow_leads_are_not_deep() -> None:
    leads = [{"person": {"last_name": "Byrne"}, "custom": {"tags": ["a"]}}] * 500
    assert read_json(json.dumps(leads).encode()) == leads


@pytest.mark.parametrize("text", ["a" * (MAX_STRING + 1), "é" * (MAX_STRING + 1)])
def test_a_text_that_is_too_long_is_refused_wherever_it_stands(text: str) -> None:
    for document in ({"name": text}, {text: 1}, [[text]]):
        with pytest.raises(ParseError, match="longer than"):
            read_json(json.dumps(document, ensure_ascii=False).encode())


def test_the_key_that_stands_twice_is_named() -> None:
    with pytest.raises(ParseError, match='"b" stands twice'):
        read_json(b'{"a": 1, "b": 2, "c": {"x": 1}, "b": 3}')
