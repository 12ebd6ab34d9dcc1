"""Differences between two values of one kind, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mappings.differing import differences
from mappings.documents import brief
from mappings.rules import Rules


def rule_lines(before: Rules | None, after: Rules) -> tuple[str, ...]:
    """What changes between two agreements; of a new one, how many fields it has."""
    if before is None:
        fields = len(after.fields)
        return (f"{fields} field{'' if fields == 1 else 's'}",)
    return tuple(one.sentence for one in differences(before, after))


def told(before: Any, after: Any, words: Mapping[str, str]) -> tuple[str, ...]:
    """What differs between two values of one kind: "host: a → b"."""
    return tuple(
        f"{word}: {_shown(getattr(before, name))} → {_shown(getattr(after, name))}"
        for name, word in words.items()
        if getattr(before, name) != getattr(after, name)
    )


def _shown(value: Any) -> str:
    plain = brief(value)
    if isinstance(plain, list):
        return ", ".join(str(one) for one in plain)
    return f"“{plain}”" if plain != "" else "nothing"
