from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.identities import alike, group_by_person, person_key


@dataclass(frozen=True)
class Someone:
    email: str
    person_key: str


batches = st.lists(
    st.builds(
        Someone,
        email=st.sampled_from(["", "a@x.example", "A@x.example ", "b@x.example", "c@x.example"]),
        person_key=st.sampled_from(["k1", "K1", "k2", "k3", "k4", "k5", "k6"]),
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
    ("people", "groups"),
    [
        ([], []),
        ([("a@x", "1"), ("b@x", "2")], [[0], [1]]),
        ([("a@x", "1"), ("b@x", "2"), ("A@X", "3")], [[0, 2], [1]]),
        ([("a@x", "1"), ("b@x", "1")], [[0, 1]]),
        ([("a@x", "1"), ("b@x", "2"), ("b@x", "1")], [[0, 1, 2]]),
        ([("", "1"), ("", "2")], [[0], [1]]),
        ([("straße@x", "1"), ("strasse@x", "2")], [[0], [1]]),
    ],
)
def test_repeats_of_a_person_are_put_together(
    people: list[tuple[str, str]], groups: list[list[int]]
) -> None:
    assert group_by_person([Someone(*person) for person in people]) == groups


@given(batches)
def test_groups_are_a_partition_in_order_of_arrival(batch: list[Someone]) -> None:
    groups = group_by_person(batch)
    assert sorted(at for group in groups for at in group) == list(range(len(batch)))
    assert all(group == sorted(group) for group in groups)
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)


@given(batches)
def test_no_two_groups_share_an_email_or_a_key(batch: list[Someone]) -> None:
    groups = group_by_person(batch)
    for part in ("email", "person_key"):
        held = [{alike(getattr(batch[at], part)) for at in group} - {""} for group in groups]
        assert sum(len(values) for values in held) == len(set().union(*held))


@given(batches, st.randoms(use_true_random=False))
def test_who_belongs_together_does_not_depend_on_the_order(
    batch: list[Someone], chance: random.Random
) -> None:
    order = list(range(len(batch)))
    chance.shuffle(order)
    shuffled = group_by_person([batch[at] for at in order])
    together = {frozenset(order[at] for at in group) for group in shuffled}
    assert together == {frozenset(group) for group in group_by_person(batch)}
