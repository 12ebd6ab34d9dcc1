"""What is said, as it was said: said.py says how it is written anew."""

from __future__ import annotations

from tests.mappings.said import said_before, said_now


def test_a_sentence_changes_on_purpose_only() -> None:
    before, now = said_before(), said_now()
    assert {name: said for name, said in now.items() if said != before.get(name)} == {}
    assert list(before) == list(now)
