"""Stored reasons cut to size."""

from __future__ import annotations

import pytest

from syncs.reporting.sentences import LONGEST, clause, first_and_rest, reason_now


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("", "", ""),
        ("One sentence.", "One sentence.", ""),
        ("Two share it. Inlet never picks one.", "Two share it.", "Inlet never picks one."),
        ("It ends in .com. Then more. And more.", "It ends in .com.", "Then more. And more."),
        ("Version 6.2 is old", "Version 6.2 is old", ""),
    ],
)
def test_the_first_sentence_is_told_from_the_rest(text: str, first: str, rest: str) -> None:
    assert first_and_rest(text) == (first, rest)


def test_a_clause_has_no_full_stop_and_an_end() -> None:
    assert clause("Company is missing.") == "Company is missing"
    assert len(clause("x" * 1_000)) == LONGEST
    assert clause("x" * 1_000).endswith("…")


def test_a_lead_that_was_sent_again_has_no_reason_until_it_is_tried() -> None:
    assert reason_now("Old.", attempts=0, was_finished=True) == ""
    assert reason_now("The org is away.", attempts=0, was_finished=False) == "The org is away."
    assert reason_now("Locked.", attempts=2, was_finished=True) == "Locked."
