"""What is said, as it was said: said.py says how it is written anew."""

from __future__ import annotations

import pytest

from tests.mappings.said import said_before, said_now

BEFORE = said_before()


@pytest.mark.parametrize("name", BEFORE)
def test_a_sentence_changes_on_purpose_only(name: str) -> None:
    assert said_now().get(name) == BEFORE[name]


def test_every_fault_has_its_sentences() -> None:
    assert list(said_now()) == list(BEFORE)
