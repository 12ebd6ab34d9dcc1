"""Adding to what a field holds: lines of a text, or choices of a multi-select, each once. Pure."""

from __future__ import annotations

from typing import Any

from mappings.values import as_text

_CHOICES = ";"


def appended(held: Any, offered: Any, *, separator: str, is_multi: bool) -> str | None:
    """``held`` with the parts of ``offered`` that it lacks, or None if it lacks none.

    Both are split at ``separator``, in a multi-select at ";". Parts compare without outer
    blanks; the held text itself stays as it is.
    """
    between = _CHOICES if is_multi else separator
    there = as_text(held).replace("\r\n", "\n")
    known, new = set(_parts(there, between)), []
    for part in _parts(as_text(offered).replace("\r\n", "\n"), between):
        if part not in known:
            known.add(part)
            new.append(part)
    return between.join([there.rstrip(), *new]) if new else None


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in text.split(between) if part.strip()]
