from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.placeholders import is_placeholder, says_nothing

from .agreement import choices, described


@pytest.mark.parametrize(
    ("value", "field", "expected"),
    [
        ("Unknown", "Company", True),
        (" [UNKNOWN] ", "Company", True),
        ("N/A", "Title", True),
        ("n.a.", "Title", True),
        ("-", "Title", True),
        ("...", "Title", True),
        ("null", "City", True),
        ("Not provided", "City", True),
        ("TEST", "Company", True),
        ("xxx", "Company", True),
        ("Test Ltd", "Company", False),
        ("None of your business", "Title", False),
        ("Nothing", "Company", False),
        ("C++", "Title", False),
        ("", "Title", False),
        (None, "Title", False),
        (0, "Title", False),
        (False, "Title", False),
        ("-" * 41, "Title", False),
        ("Null", "LastName", False),
        ("None", "LastName", False),
        ("Test", "LastName", False),
        ("Na", "LastName", False),
        ("Unknown", "LastName", True),
        ("n/a", "LastName", True),
        ("-", "First_Name__c", True),
        ("[not provided]", "LastName", True),
        ("noemail@tarn.example", "Email", True),
        ("test@test.com", "Email", True),
        ("test@example.com", "Email", True),
        ("na@tarn.example", "Email", False),
        ("test@tarn.example", "Email", False),
        ("n/a", "Email", True),
        ("000-000-0000", "Phone", True),
        ("+1 111 111 1111", "MobilePhone", True),
        ("1234567890", "Phone", True),
        ("+442079460958", "Phone", False),
        ("1234567890", "Title", False),
    ],
)
def test_a_word_that_says_that_nobody_knows(value: Any, field: str, *, expected: bool) -> None:
    assert is_placeholder(value, field) is expected


@pytest.mark.parametrize(
    ("value", "described_as", "expected"),
    [
        ("none", described("X__c", "picklist", picklist=choices("None", "Some")), False),
        ("none", described("X__c", "picklist", picklist=choices("Some")), True),
        ("none", described("X__c", "picklist", picklist=choices(inactive=("None",))), True),
        ("test@test.com", described("X__c", "email"), True),
        ("000000", described("X__c", "phone"), True),
        ("Tel 000000", described("X__c", "phone"), True),
        (" Tel 000000", described("X__c", "phone"), True),
        ("Tel 020 7946 0958", described("X__c", "phone"), False),
        ("0000-00-00", described("X__c", "date"), False),
        ("true", described("X__c", "boolean"), False),
    ],
)
def test_the_org_knows_which_words_are_values(
    value: str, described_as: Any, *, expected: bool
) -> None:
    assert is_placeholder(value, "X__c", described_as) is expected


@given(st.text(max_size=45), st.sampled_from(["Title", "LastName", "Email", "Phone"]))
def test_blank_space_and_letter_case_make_no_difference(text: str, field: str) -> None:
    assert is_placeholder(f" {text} ", field) == is_placeholder(text, field) or len(text) > 38
    if text.isascii():
        assert is_placeholder(text.upper(), field) == is_placeholder(text.lower(), field)


def test_a_raw_value_may_say_nothing_at_all() -> None:
    assert says_nothing("n/a")
    assert says_nothing("-")
    assert not any(map(says_nothing, (None, 0, "2026", "-" * 41)))
