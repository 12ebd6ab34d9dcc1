from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.identities import Name, alike, groups_of, person_key

Names = list[list[Name]]
batches = st.lists(
    st.lists(
        st.sampled_from([("email", "a"), ("email", "b"), *(("key", str(n)) for n in range(7))]),
        max_size=3,
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("external_id", "email", "key"),
    [
        ("apollo:6512", "ana@tarn.example", "apollo:6512"),
        ("", "ana@tarn.example", "inlet-71206eee48267074448f8368cced847e"),
        ("", " Ana@Tarn.example", "inlet-71206eee48267074448f8368cced847e"),
        ("", "", "inlet-lead-0001"),
    ],
)
def test_a_person_is_named_by_the_best_key_there_is(external_id: str, email: str, key: str) -> None:
    assert person_key(external_id, email, "0001") == key


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        ([], []),
        ([[("key", "1")], [("key", "2")]], [[0], [1]]),
        ([[("key", "1")], [("key", "2")], [("key", "1")]], [[0, 2], [1]]),
        ([[("key", "1")], [("email", "1")]], [[0], [1]]),
        ([[("key", "1")], [("key", "2")], [("key", "2"), ("key", "1")]], [[0, 1, 2]]),
        ([[], []], [[0], [1]]),
    ],
)
def test_whoever_shares_a_name_is_put_together(names: Names, groups: list[list[int]]) -> None:
    assert groups_of(names) == groups


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [(" Ana@X ", "ana@x", True), ("straße@x", "strasse@x", False), ("", "  ", True)],
)
def test_addresses_are_compared_without_case_and_outer_blanks(
    one: str, other: str, *, is_alike: bool
) -> None:
    assert (alike(one) == alike(other)) is is_alike


@given(batches)
def test_groups_are_a_partition_in_order_of_arrival(batch: Names) -> None:
    groups = groups_of(batch)
    assert sorted(at for group in groups for at in group) == list(range(len(batch)))
    assert all(group == sorted(group) for group in groups)
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)


@given(batches)
def test_no_two_groups_share_a_name(batch: Names) -> None:
    held = [{name for at in group for name in batch[at]} for group in groups_of(batch)]
    assert sum(map(len, held)) == len(set().union(*held))


@given(batches, st.randoms(use_true_random=False))
def test_who_belongs_together_does_not_depend_on_the_order(
    batch: Names, chance: random.Random
) -> None:
    order = list(range(len(batch)))
    chance.shuffle(order)
    together = {
        frozenset(order[at] for at in group) for group in groups_of([batch[at] for at in order])
    }
    assert together == {frozenset(group) for group in groups_of(batch)}
