"""Several values in one line are read as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.agreeing.words import text_of, words_of

WORDS = st.text(min_size=1).map(lambda one: " ".join(one.replace("\x00", "").split()))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" , ,", []),
        ("GB", ["GB"]),
        ("GB,IE ,  FR", ["GB", "IE", "FR"]),
        ('"Bonn, Rhine", Köln', ["Bonn, Rhine", "Köln"]),
        ("New\r\nYork", ["New York"]),
        ('a "b" c', ['a "b" c']),
        ('"open', ["open"]),
    ],
)
def test_a_line_is_read_as_its_values(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.lists(WORDS.filter(bool)))
def test_values_come_back(words: list[str]) -> None:
    assert words_of(text_of(words)) == words
