from __future__ import annotations

from typing import Any

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.paths import find, look_up, path, text_at
from mappings.strict import RulesRefused
from mappings.values import Unreadable

LEAD = {"person": {"email": " a@x.example ", "tags": ["a", None, 2], "name": {"first": "Ana"}}}
names = st.sampled_from(["a", "b", "c_1"])
trees: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("person.email", " a@x.example "),
        ("person.tags", "a;2"),
        ("person.tags[0]", "a"),
        ("person.nothing.here", None),
        ("person.email.deeper", None),
        ("join(', ', custom.tags)", None),
        ("person.phone || person.email", " a@x.example "),
        ("person.length", None),
    ],
)
def test_a_path_leads_into_the_lead(source: str, found: Any) -> None:
    assert look_up(source, LEAD) == found


@given(st.dictionaries(names, trees), st.lists(names, min_size=1, max_size=4))
def test_a_plain_path_finds_what_jmespath_finds(lead: dict[str, Any], parts: list[str]) -> None:
    source = ".".join(parts)
    assert find(source, lead) == jmespath.search(source, lead)


@pytest.mark.parametrize("source", ["person.name", "join(', ', person.tags)", "person.tags[::0]"])
def test_what_does_not_fit_the_path_is_unreadable(source: str) -> None:
    with pytest.raises(Unreadable):
        look_up(source, LEAD)
    assert text_at(source, LEAD) == ""


def test_text_is_trimmed_and_blank_where_there_is_nothing() -> None:
    assert (text_at("person.email", LEAD), text_at("x", LEAD)) == ("a@x.example", "")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("custom.", "The source “custom.” can’t be read as a path."),
        ("a" * 501, f"The source “{'a' * 40}…” is too long."),
        ("a." * 251, f"The source “{'a.' * 20}…” is too long."),
        ("(" * 400, f"The source “{'(' * 400}” can’t be read as a path."),
    ],
)
def test_a_path_that_cannot_be_read_is_refused(source: str, sentence: str) -> None:
    with pytest.raises(RulesRefused) as refused:
        path(source)
    assert str(refused.value) == sentence


def test_a_function_that_does_not_exist_is_refused_when_it_is_used() -> None:
    with pytest.raises(RulesRefused, match="can’t be carried out"):
        look_up("shout(person.email)", LEAD)
