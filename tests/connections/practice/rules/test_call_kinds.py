"""Of which kinds a call is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.call_kinds import WORDS, what_of

V = "/services/data/v62.0"
QUERY = {"method": "GET", "url": f"{V}/query?q=SELECT+Id"}
WRITE = {"method": "PATCH", "url": f"{V}/composite/sobjects/Lead/Key__c"}


@pytest.mark.parametrize(
    ("method", "path", "body", "kinds"),
    [
        ("GET", "limits", None, {"reads"}),
        ("GET", "query", None, {"reads", "queries"}),
        ("GET", "query/01g-2000", None, {"reads", "queries"}),
        ("GET", "sobjects", None, {"reads", "describes"}),
        ("GET", "sobjects/Lead/describe", None, {"reads", "describes"}),
        ("POST", "sobjects/Lead", {"LastName": "x"}, {"writes"}),
        ("DELETE", "sobjects/Lead/00Q", None, {"writes"}),
        ("POST", "composite/sobjects", {}, {"writes", "collections"}),
        ("POST", "composite/sobjects/Lead", {}, {"reads", "collections"}),
        ("PATCH", "composite/sobjects/Lead/Key__c", {}, {"writes", "collections"}),
        ("POST", "composite/tree/Lead", {}, {"writes", "composite"}),
        ("POST", "composite", {"compositeRequest": [QUERY]}, {"reads", "queries", "composite"}),
        (
            "POST", "composite", {"compositeRequest": [QUERY, WRITE]},
            {"writes", "queries", "collections", "composite"},
        ),
        (
            "POST", "composite/graph", {"graphs": [{"compositeRequest": [WRITE]}]},
            {"writes", "collections", "composite"},
        ),
        (
            "POST", "composite/batch",
            {"batchRequests": [{"method": "POST", "url": "v62.0/sobjects/Lead"}]},
            {"writes", "composite"},
        ),
        ("POST", "jobs/ingest", {}, {"writes", "bulk"}),
        ("GET", "jobs/ingest/750", None, {"reads", "bulk"}),
        ("POST", "tooling/sobjects/CustomField", {}, {"writes"}),
        ("POST", "parameterizedSearch", {}, {"reads", "queries"}),
    ],
)  # fmt: skip
def test_kinds(method: str, path: str, body: Any, kinds: set[str]) -> None:
    assert what_of(method, path, body).kinds == kinds | {"any"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["compositeRequest", "url", "method"]), inner)
    ),
    max_leaves=8,
)


@given(st.sampled_from(["GET", "POST"]), st.sampled_from(["composite", "x"]), JSON)
def test_any_body_can_be_looked_at(method: str, path: str, body: Any) -> None:
    assert what_of(method, path, body).kinds <= set(WORDS)
