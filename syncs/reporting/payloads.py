"""Which parts of a payload no field of the mapping takes up. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_TEXTS = re.compile(r"'[^']*'|`[^`]*`")
_PATHS = re.compile(r'(?:[A-Za-z_]\w*|"[^"]+")(?:\.(?:[A-Za-z_]\w*|"[^"]+"))*')
# What Inlet itself reads: the person's key, and names that follow from one another.
_OWN = ("external_id", "test")
_NAMES = ("person.name", "person.first_name", "person.last_name")
MOST = 40


def leaves(payload: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """The dotted path of each value that isn't blank, in the payload's order; a list is a value."""
    for name, value in payload.items():
        path = f"{above}.{name}" if above else name
        if isinstance(value, Mapping):
            yield from leaves(value, path)
        elif value not in (None, "", []):
            yield path


def unmapped(payload: Mapping[str, Any], sources: Iterable[str]) -> tuple[str, ...]:
    """The paths with a value that none of the mapping's `sources` (JMESPath) mentions."""
    taken = {path for source in sources for path in _mentioned(source)} | set(_OWN)
    if taken & set(_NAMES):
        taken |= set(_NAMES)
    found = [path for path in leaves(payload) if not any(_covers(one, path) for one in taken)]
    return tuple(found[:MOST])


def _mentioned(source: str) -> list[str]:
    found = _PATHS.findall(_TEXTS.sub(" ", source))
    return [path.replace('"', "") for path in found]


def _covers(taken: str, path: str) -> bool:
    return taken == path or path.startswith(f"{taken}.") or taken.startswith(f"{path}.")
