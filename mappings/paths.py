"""Source paths: JMESPath into the canonical lead, guarded. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError, JMESPathTypeError
from jmespath.parser import ParsedResult

from mappings.strict import RulesRefused
from mappings.values import Scalar, Unreadable, as_text, read

_LONGEST_SOURCE = 500
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*", re.ASCII)


@lru_cache(maxsize=4096)
def path(source: str) -> ParsedResult:
    """The compiled JMESPath. Raises RulesRefused when it can't be read."""
    if len(source) > _LONGEST_SOURCE:
        raise RulesRefused(f"The source “{source[:40]}…” is too long.")
    try:
        return jmespath.compile(source)
    except (JMESPathError, RecursionError) as error:
        raise RulesRefused(f"The source “{source}” can’t be read as a path.") from error


def look_up(source: str, lead: Mapping[str, Any]) -> Scalar | None:
    """What the lead has at this path, None for blank or nothing; lists joined with ";".

    Raises Unreadable when what came doesn't fit the path, RulesRefused when no lead ever could.
    """
    return read(find(source, lead))


def text_at(source: str, lead: Mapping[str, Any]) -> str:
    """What the lead has at this path as trimmed text; "" also for what can't be read."""
    try:
        found = look_up(source, lead)
    except Unreadable:
        return ""
    return "" if found is None else as_text(found).strip()


def find(source: str, lead: Mapping[str, Any]) -> Any:
    """The JSON value at this path, None for nothing. Raises as ``look_up`` does."""
    names = _names(source)
    if not names:
        return _search(source, lead)
    found: Any = lead
    for name in names:
        if type(found) is not dict and not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


@lru_cache(maxsize=4096)
def _names(source: str) -> tuple[str, ...]:
    """The parts of a path that is nothing but names and dots, else (): that needs no parser."""
    plain = len(source) <= _LONGEST_SOURCE and _PLAIN.fullmatch(source)
    return tuple(source.split(".")) if plain else ()


def _search(source: str, lead: Mapping[str, Any]) -> Any:
    compiled = path(source)
    try:
        return compiled.search(lead)
    except JMESPathTypeError as error:
        if error.actual_type == "null":  # a function of something that this lead hasn't got
            return None
        raise Unreadable(f"What came doesn’t fit the source “{source}”.") from error
    except JMESPathError as error:
        raise RulesRefused(f"The source “{source}” can’t be carried out.") from error
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise Unreadable(f"What came doesn’t fit the source “{source}”.") from error
