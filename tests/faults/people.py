"""Whose leads are sent: people who are known by their address, some of whom come twice. Pure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

Payload = dict[str, Any]


def lead(number: int, *, again: int = 0, company: str = "") -> Payload:
    """A lead of the person with this number; `again` tells repeats apart."""
    return {
        "person": {"email": f"p{number}@load.example", "last_name": f"Person {number}"},
        "company": {"name": company or f"Company {number}"},
        "attribution": {"campaign": f"c{number}-{again}"},
    }


def crowd(count: int, twice: int, *, seed: int) -> list[Payload]:
    """`count` leads, in any order, of which so many are of people who come twice."""
    chance = random.Random(seed)  # noqa: S311
    people = count - twice
    numbers = [*range(people), *chance.sample(range(people), twice)]
    chance.shuffle(numbers)
    seen: dict[int, int] = {}
    found = []
    for number in numbers:
        seen[number] = seen.get(number, -1) + 1
        found.append(lead(number, again=seen[number]))
    return found


def address(payload: Payload) -> str:
    """Who it is."""
    return str(payload["person"]["email"])


def stretches(payloads: Sequence[Payload], size: int) -> list[Sequence[Payload]]:
    """In their order, so many at a time."""
    return [payloads[at : at + size] for at in range(0, len(payloads), size)]
