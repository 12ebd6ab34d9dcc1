"""Texts with paths in braces: "Hello {person.first_name}". Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from mappings.paths import look_up
from mappings.strict import RulesRefused
from mappings.values import as_text, is_blank

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")


class Part(NamedTuple):
    """A piece of a template: a text as it is, or a path to look up."""

    text: str
    is_path: bool = False


@lru_cache(maxsize=1024)
def parts(template: str) -> tuple[Part, ...]:
    """The template's pieces. ``{{`` stands for a brace.

    Raises RulesRefused for a brace without its partner and for empty braces.
    """
    return tuple(_part(found, template) for found in _PART.finditer(template))


def fill(template: str, lead: Mapping[str, Any]) -> str:
    """The template's text for this lead; a blank path leaves nothing behind.

    It is "" when the template has paths and all of them are blank. Raises values.Unreadable
    for a path that doesn't fit the lead, RulesRefused for a template that can't be read.
    """
    pieces = parts(template)
    found = [(part, _text(part, lead)) for part in pieces]
    filled = [text for part, text in found if part.is_path]
    if filled and not any(filled):
        return ""
    return "".join(text for _, text in found).strip()


def _part(found: re.Match[str], template: str) -> Part:
    text, inner = found[0], found[1]
    if text in {"{{", "}}"}:
        return Part(text[0])
    if inner is not None and inner.strip():
        return Part(inner.strip(), is_path=True)
    if text.startswith("{") or text == "}":
        raise RulesRefused(
            f"The text “{template[:60]}” has a brace without a path. "
            "Write {person.first_name}, or {{ for a brace."
        )
    return Part(text)


def _text(part: Part, lead: Mapping[str, Any]) -> str:
    if not part.is_path:
        return part.text
    found = look_up(part.text, lead)
    return "" if found is None or is_blank(found) else as_text(found).strip()
