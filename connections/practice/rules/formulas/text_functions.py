"""The functions of formulas over texts."""

from __future__ import annotations

import re

from .conversions import as_text, whole
from .scope import Value

_MOST_TEXT = 4_000


def regex(text: Value, pattern: Value) -> bool:
    """Whether the pattern fits the whole text; a pattern that can't be read fits nothing."""
    try:
        return re.fullmatch(as_text(pattern), as_text(text)[:_MOST_TEXT]) is not None
    except re.error:
        return False


def middle(text: Value, start: Value, count: Value) -> str:
    """So many characters from the place `start`, counted from 1."""
    first = max(whole(start), 1) - 1
    return as_text(text)[first : first + max(whole(count), 0)]


def right(text: Value, count: Value) -> str:
    """The last so many characters."""
    wanted = max(whole(count), 0)
    return as_text(text)[-wanted:] if wanted else ""
