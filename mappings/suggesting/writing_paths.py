"""JMESPaths to the places of a payload. Pure."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_SAFE = re.compile(r"[^'\\`\x00-\x1f]*")


def key(name: str) -> str:
    """A key as a path has it: ``email``, ``"First Name"``."""
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def below(path: str, name: str) -> str:
    """The path of a key within what ``path`` finds; "" is the payload itself."""
    return f"{path}.{key(name)}" if path else key(name)


def first(path: str) -> str:
    """The path of the first entry of a list."""
    return f"{path}[0]"


def entry(path: str, naming: str, name: str | int) -> str:
    """The list's entries whose ``naming`` (a path of its own) is ``name``."""
    return f"{path}[?{naming}=={_literal(name)}]"


def only(filtered: str) -> str:
    """The first of what a filter lets through."""
    return f"{filtered} | [0]"


def _literal(name: str | int) -> str:
    if isinstance(name, str) and _SAFE.fullmatch(name):
        return f"'{name}'"
    return "`" + json.dumps(name, ensure_ascii=False).replace("`", "\\`") + "`"
