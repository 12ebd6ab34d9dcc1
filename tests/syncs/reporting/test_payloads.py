"""What of a payload no field of the mapping takes up."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.defaults import default_fields
from syncs.reporting.payloads import leaves, unmapped

DEFAULT = [rule.source for rule in default_fields("US")]


@pytest.mark.parametrize(
    ("payload", "sources", "missing"),
    [
        ({"person": {"email": "a@b.c"}}, ["person.email"], ()),
        ({"person": {"email": "a@b.c", "age": 4}}, ["person.email"], ("person.age",)),
        ({"custom": {"a": {"b": 1, "c": 2}}}, ["custom.a.b"], ("custom.a.c",)),
        ({"custom": {"a": {"b": 1}}}, ["custom.a"], ()),
        ({"custom": {"list": [1, 2]}}, ["custom.list[0].x"], ()),
        ({"custom": {"roof type": 1}}, ['custom."roof type"'], ()),
        ({"custom": {"roof": 1}}, ["join('custom.roof', [company.name])"], ("custom.roof",)),
        ({"a": None, "b": "", "c": [], "d": {}}, [], ()),
        ({"external_id": "x", "test": True}, [], ()),
        ({"person": {"name": "Ada Byrne"}}, ["person.last_name"], ()),
        ({"person": {"name": "Ada Byrne"}}, [], ("person.name",)),
        ({"source": "x", "attribution": {"utm_source": "y"}}, DEFAULT, ()),
        ({"attribution": {"gclid": "z"}}, DEFAULT, ("attribution.gclid",)),
        ({"company": {"name": "x", "employees": 4}}, DEFAULT, ("company.employees",)),
    ],
)
def test_a_value_that_no_source_mentions_is_named(
    payload: dict[str, Any], sources: list[str], missing: tuple[str, ...]
) -> None:
    assert unmapped(payload, sources) == missing


def test_a_payload_without_end_is_named_in_part() -> None:
    assert len(unmapped({"custom": {f"k{at}": 1 for at in range(500)}}, [])) == 40


def test_leaves_stand_in_the_payloads_order() -> None:
    payload = {"b": {"x": 1, "a": False}, "a": [0]}
    assert list(leaves(payload)) == ["b.x", "b.a", "a"]
