"""Ids: checksum, both lengths, minting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.ids import DIGITS, checksum, mint, pod_of, sobject_of, to_18

FIFTEEN = st.text(alphabet=DIGITS, min_size=15, max_size=15)

# Ids with their recorded checksums, all from salesforce-facts.
KNOWN = [
    ("00QKB00000aBcD1", "2AK"),
    ("00DKB0000004VwX", "2AU"),
    ("005KB000001mNoP", "YAU"),
    ("003KB00000xYzQ7", "YAK"),
    ("701KB0000003jKl", "YAI"),
    ("012000000000000", "AAA"),
]


@pytest.mark.parametrize(("id15", "expected"), KNOWN)
def test_the_checksum_is_salesforces(id15: str, expected: str) -> None:
    assert checksum(id15) == expected


@given(FIFTEEN)
def test_both_lengths_have_the_same_18_character_form(id15: str) -> None:
    id18 = to_18(id15)
    assert (id18[:15], len(id18), to_18(id18)) == (id15, 18, id18)


@given(FIFTEEN, st.integers(0, 14))
def test_a_letter_in_the_wrong_case_is_noticed(id15: str, place: int) -> None:
    swapped = id15[:place] + id15[place].swapcase() + id15[place + 1 :]
    if swapped == id15:
        return
    with pytest.raises(ValueError, match="Not an id"):
        to_18(swapped + checksum(id15))


@pytest.mark.parametrize(
    "text", ["", "00Q", "00QKB00000aBcD", "00QKB00000aBcD12", "é" * 15, "0" * 19]
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Not an id"):
        to_18(text)


@given(st.lists(st.integers(0, 62**9 - 1), min_size=2, unique=True))
def test_ids_of_one_org_sort_by_number_and_never_repeat(numbers: list[int]) -> None:
    ids = [mint("Lead", pod="KB0", number=number) for number in sorted(numbers)]
    assert sorted(set(ids)) == ids
    assert {to_18(one) for one in ids} == set(ids)


def test_an_id_tells_its_object_and_its_org() -> None:
    lead = mint("Lead", pod=pod_of("00DxYz0000004VwXAA"), number=7)
    assert (sobject_of(lead), lead[:15], sobject_of("zzz")) == ("Lead", "00QxYz000000007", "")
