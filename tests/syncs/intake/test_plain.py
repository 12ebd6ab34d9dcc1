"""The quick way to the canonical lead says what the serializer says, or leaves it to it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError

from syncs.intake.canonical import SHORTHAND, LeadSerializer
from syncs.intake.plain import canonical, plainly

TEXTS = st.one_of(
    st.none(),
    st.sampled_from(["", "  ", " Ada ", "ada@example.com", "x" * 201, "a\x00b", "\ud800", "Renée"]),
    st.text(max_size=20),
)
ODD = st.one_of(st.integers(-5, 5), st.booleans(), st.floats(), st.lists(st.none(), max_size=1))
WORDS = st.one_of(TEXTS, TEXTS, TEXTS, ODD)
JSON = st.dictionaries(st.text(max_size=5), st.one_of(WORDS, st.lists(WORDS)), max_size=3)
PERSON = st.dictionaries(st.sampled_from([*SHORTHAND, "age"]), WORDS, max_size=4)
COMPANY = st.one_of(
    WORDS,
    st.dictionaries(
        st.sampled_from(["name", "website", "employees", "industry", "nope"]), WORDS, max_size=4
    ),
)
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "external_id": WORDS,
    "source": WORDS,
    "occurred_at": st.one_of(WORDS, st.datetimes().map(lambda at: at.isoformat() + "Z")),
    "person": st.one_of(PERSON, WORDS),
    "company": COMPANY,
    "attribution": st.one_of(JSON, WORDS),
    "custom": st.one_of(JSON, WORDS),
    "test": st.one_of(st.booleans(), WORDS),
    "nope": WORDS,
    **dict.fromkeys(SHORTHAND, WORDS),
}
LEADS = st.one_of(
    st.sets(st.sampled_from(sorted(PARTS)), max_size=5).flatmap(
        lambda names: st.fixed_dictionaries({name: PARTS[name] for name in sorted(names)})
    ),
    WORDS,
)


def _said(judge: Any, item: Any) -> Any:
    try:
        return judge(item)
    except ValidationError as error:
        return "refused", error.detail


def _by_serializer(item: Any) -> Any:
    return LeadSerializer().run_validation(item)


@settings(max_examples=400, deadline=None)
@given(LEADS)
def test_it_says_what_the_serializer_says(item: Any) -> None:
    assert _said(canonical, item) == _said(_by_serializer, item)


@pytest.mark.parametrize(
    "lead",
    [
        {"person": {"email": " ada@example.com ", "last_name": "Byrne"}, "company": "Byrne"},
        {"email": "ada@example.com", "name": None, "company": {"name": "B", "employees": 5}},
        {"external_id": "x", "custom": {"a": [1, None]}, "test": True, "source": ""},
        {"name": "Ada Müller", "occurred_at": "2026-11-24T10:00:00Z"},
    ],
)
def test_what_leads_usually_are_needs_no_serializer(lead: dict[str, Any]) -> None:
    assert plainly(lead) == _by_serializer(lead)
