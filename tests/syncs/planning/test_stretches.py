"""Stretches: people together, none too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syncs.planning.stretches import keys_of, stretched

KEYS = st.lists(st.sampled_from("abcdefgh"), max_size=2).map(tuple)


@given(st.lists(KEYS, max_size=40), st.integers(1, 12))
def test_every_lead_has_a_stretch_and_none_is_too_long(
    leads: list[tuple[str, ...]], size: int
) -> None:
    found = stretched(leads, size)
    assert len(found) == len(leads)
    assert sorted(set(found)) == list(range(len(set(found))))
    assert all(found.count(one) <= size for one in found)


@given(st.lists(KEYS, max_size=12))
def test_leads_that_share_a_key_are_planned_together(leads: list[tuple[str, ...]]) -> None:
    found = stretched(leads, 12)
    for at, one in enumerate(leads):
        for other, two in enumerate(leads):
            assert not set(one) & set(two) or found[at] == found[other]


def test_people_are_known_by_address_and_external_id() -> None:
    assert keys_of({"person": {"email": " Ada@X.example"}, "external_id": 7}) == (
        "mail:ada@x.example", "id:7",
    )  # fmt: skip
    assert keys_of({"person": "Ada"}) == ()


def test_a_person_with_more_leads_than_fit_is_cut() -> None:
    assert stretched([("a",)] * 5, 2) == [0, 0, 1, 1, 2]
    assert stretched([("a",), (), ("b",), ("a",)], 2) == [0, 1, 1, 0]
