"""Record ids have 18 characters everywhere in Inlet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.record_ids import full_id, is_record_id


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("00QKB00000aBcD1", "00QKB00000aBcD12AK"),
        ("00DKB0000004VwX", "00DKB0000004VwX2AU"),
        ("005KB000001mNoP", "005KB000001mNoPYAU"),
        ("012000000000000", "012000000000000AAA"),
    ],
)
def test_the_checksum_is_salesforces(short: str, full: str) -> None:
    assert full_id(short) == full


@given(st.text(max_size=20).filter(lambda text: len(text) != 15))
def test_what_is_no_short_id_stays_as_it_is(text: str) -> None:
    assert full_id(text) == text


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("00QKB00000aBcD1", True),
        ("00QKB00000aBcD12AK", True),
        ("00QKB00000aBcD12A", False),
        ("00QKB00000aBcD1\n", False),
        ("00QKB00000aBc-1", False),
        ("", False),
    ],
)
def test_the_form_of_an_id(text: str, *, is_one: bool) -> None:
    assert is_record_id(text) is is_one
