"""How a long list of leads is cut into stretches that are planned one by one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SIZE = 1000


def keys_of(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """By what leads of one payload are surely the same person: the address, the external id."""
    person = payload.get("person")
    email = person.get("email") if isinstance(person, Mapping) else None
    found = (("mail", email), ("id", payload.get("external_id")))
    return tuple(f"{kind}:{str(one).strip().lower()}" for kind, one in found if one)


def stretched(leads: Sequence[Sequence[str]], size: int = SIZE) -> list[int]:
    """The stretch of each lead, from 0, given the keys of each.

    A stretch has up to ``size`` leads. Leads that share a key come into the same one, as far as
    they fit, because what is planned for the second depends on the first.
    """
    found = [0] * len(leads)
    stretch = room = 0
    for group in _groups(leads):
        for at in range(0, len(group), size):
            part = group[at : at + size]
            if room + len(part) > size:
                stretch, room = stretch + 1, 0
            room += len(part)
            for place in part:
                found[place] = stretch
    return found


def _groups(leads: Sequence[Sequence[str]]) -> list[list[int]]:
    """The places of leads that share a key, directly or by way of others, by their first one."""
    heads: list[int] = list(range(len(leads)))
    first: dict[str, int] = {}
    for at, keys in enumerate(leads):
        for key in keys:
            _join(heads, first.setdefault(key, at), at)
    groups: dict[int, list[int]] = {}
    for at in range(len(leads)):
        groups.setdefault(_head(heads, at), []).append(at)
    return list(groups.values())


def _join(heads: list[int], one: int, other: int) -> None:
    low, high = sorted((_head(heads, one), _head(heads, other)))
    heads[high] = low


def _head(heads: list[int], at: int) -> int:
    while heads[at] != at:
        heads[at] = heads[heads[at]]
        at = heads[at]
    return at
