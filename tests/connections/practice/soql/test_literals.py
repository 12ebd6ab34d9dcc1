"""Escapes: whatever a client writes correctly is read back as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simple_salesforce import format_soql

from connections.practice.soql.literals import pattern_regex, split, unescape, unescape_pattern
from connections.soql import literal

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t\b\f"))


@given(TEXT)
def test_what_a_client_escapes_is_read_back(text: str) -> None:
    assert unescape(format_soql("{}", text)[1:-1]) == text


@given(st.lists(TEXT, min_size=1))
def test_a_list_is_taken_apart_where_it_was_put_together(texts: list[str]) -> None:
    written = "(" + ", ".join(format_soql("{}", text) for text in texts) + ")"
    assert [unescape(one) for one in split(written)] == texts


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029")))
def test_what_inlet_escapes_is_read_back(text: str) -> None:
    assert unescape(literal(text)[1:-1]) == text


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (r"\n\r\t\b\f\"\'\\", "\n\r\t\b\f\"'\\"),
        (r"\N\T", "\n\t"),
        (r"\u00e9\uD83D\uDE00", "é😀"),
        (r"a\u0000b", "ab"),
        (r"\uD83D", "\ufffd"),
    ],
)
def test_sequences(escaped: str, text: str) -> None:
    assert unescape(escaped) == text


@pytest.mark.parametrize("escaped", [r"\q", r"\%", r"\_", r"\u12", r"\ "])
def test_any_other_backslash_is_an_error(escaped: str) -> None:
    with pytest.raises(ValueError, match="Illegal character sequence"):
        unescape(escaped)


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("Ac%", ["Acme", "ac", "ACME\nLtd"], ["Bac"]),
        ("A_m", ["Acm", "axM"], ["Am", "Acme"]),
        (r"50\%", ["50%"], ["50x", "50"]),
        (r"a\_b", ["a_b"], ["axb"]),
        (r"a\\%", ["a\\", "a\\b"], ["a%", "a"]),
        ("a.b*", ["A.B*"], ["axb"]),
    ],
)
def test_patterns(pattern: str, matching: list[str], other: list[str]) -> None:
    regex = pattern_regex(unescape_pattern(pattern))
    assert [text for text in matching + other if regex.fullmatch(text)] == matching


@given(TEXT)
def test_a_pattern_without_wildcards_matches_only_itself(text: str) -> None:
    escaped = re.sub(r"([%_])", r"\\\1", format_soql("{}", text)[1:-1])
    assert pattern_regex(unescape_pattern(escaped)).fullmatch(text)
