from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.patterns import fits, pattern
from mappings.strict import RulesRefused


@pytest.mark.parametrize(
    ("text", "longest", "whole"),
    [
        ("energy", 100_000, 100_000),
        (r"\s+", 5_000, 100_000),
        (r"^v\.?p\.?( of)? .*", 1_767, 100_000),
        ("(foo|bar)+", 5_000, 100_000),
        (".*energy.*|.*power.*", 232, 3_535),
        ("a*b*c*", 70, 292),
        ("(ab?){5}", 100_000, 100_000),
        (r"\d{1,3}-?\d{1,4}", 100_000, 100_000),
        ("(?=a)b(?!c)", 100_000, 100_000),
        ("(?:x{1000}){1000}", 100_000, 100_000),
    ],
)
def test_the_work_of_a_pattern_limits_the_text(text: str, longest: int, whole: int) -> None:
    assert pattern(text)[1:] == (longest, whole)


@pytest.mark.parametrize(
    "text",
    ["(a+)+", "(a*)*b", "(a|a)+", "(a|ab)*c", "(.|x)+y", "(a?){30}", "a?" * 40 + "a" * 40,
     "a*b*c*d*", r"(.)\1", "(a|b*)+", "(?=(a+)+)b", "(a|a)" * 20],
)  # fmt: skip
def test_a_pattern_that_could_run_for_years_is_refused(text: str) -> None:
    with pytest.raises(RulesRefused, match=r"could run for years|refer back"):
        pattern(text)


def test_a_pattern_that_cannot_be_read_is_refused_with_a_hint() -> None:
    with pytest.raises(RulesRefused) as refused:
        pattern("a[")
    assert str(refused.value) == (
        "The pattern “a[” can’t be read: unterminated character set. "
        "Put \\ before a sign that is meant as it stands."
    )
    with pytest.raises(RulesRefused, match="is too long"):
        pattern("a" * 256)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("renew.*", "Renewables", True),
        ("renew", "Renewables", False),
        ("energy|power", "POWER", True),
        (".*", "x" * 100_001, False),
        (".*", "x" * 100_000, True),
        (".*.*", "x" * 5_001, False),
    ],
)
def test_the_whole_value_has_to_fit_in_any_case(text: str, value: str, *, expected: bool) -> None:
    assert fits(text, value) is expected


def test_a_literal_is_taken_as_it_stands() -> None:
    assert pattern("(a+)+", literal=True).compiled.fullmatch("(A+)+")
    assert not pattern("A", any_case=False).compiled.fullmatch("a")


@pytest.mark.parametrize("text", [r"\s+$", "a*a*b", "a*a*a*b", "(a|b)+c", "a{0,9}a{0,9}a{0,9}b"])
def test_the_worst_text_is_soon_done(text: str) -> None:
    found = pattern(text)
    worst = (" " if "s" in text else "a") * (found.longest - 1) + "!"
    began = time.process_time()
    assert found.compiled.sub("", worst)
    assert time.process_time() - began < 5


@settings(max_examples=200)
@given(st.text("ab|()*+?{}2,", max_size=12), st.integers(1, 400))
def test_what_is_let_through_comes_to_an_end(text: str, length: int) -> None:
    try:
        found = pattern(text)
    except RulesRefused:
        return
    began = time.process_time()
    re.search(found.compiled, "a" * min(length, found.longest) + "!")
    assert time.process_time() - began < 2
