"""Whether changed fields are fields of the thing that is changed, and hold what they may."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields
from ipaddress import ip_network
from typing import Any

_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "bool | None": (bool, type(None)),
    "tuple[str, ...]": (tuple,),
}


def check_fields(kind: type, changes: Mapping[str, Any], *, closed: Set[str]) -> None:
    """Raise ValueError for a change of a field that `kind` lacks or that is `closed`, or of another
    type.
    """
    types = {one.name: str(one.type) for one in fields(kind) if one.name not in closed}
    for name, value in changes.items():
        if name not in types:
            raise ValueError(f"{name}: no such field. There are {', '.join(types)}.")
        if type(value) not in _TYPES[types[name]]:
            raise ValueError(f"{name}: has to be {types[name]}.")
        if isinstance(value, tuple) and not all(isinstance(one, str) for one in value):
            raise ValueError(f"{name}: has to hold texts.")


def check_networks(ranges: tuple[str, ...]) -> None:
    """Raise ValueError for what is no network ("10.0.0.0/8")."""
    for one in ranges:
        ip_network(one, strict=False)
