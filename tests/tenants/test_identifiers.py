"""Identifiers that sort by time."""

from __future__ import annotations

from tenants.identifiers import uuid7


def test_identifiers_sort_in_the_order_they_were_made_and_are_version_7() -> None:
    made = [uuid7() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
