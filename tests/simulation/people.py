"""The people of a history and their leads: each person's leads share one name for good."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from random import Random
from typing import Any

from syncs.persons import names_of, person_hash

from .house import Lead, moment

# How a person is known: by an id of the source, under several addresses; by one address; by one
# address, and in some leads by an id; by nothing at all, in one lead.
WITH_KEY, WITHOUT = ("id", "email", "mixed", "nobody"), ("email", "email", "nobody")
COMPANIES = ("Byrne Analytics", "Ostrom & Sons", "Marlow Freight")


def leads_of(chance: Random, *, keyed: bool, most: int) -> Iterator[Lead]:
    """Leads of a few people in the order in which they come, within about a minute."""
    count = chance.randint(1, 4)
    kinds = [chance.choice(WITH_KEY if keyed else WITHOUT) for _ in range(count)]
    spent: set[int] = set()
    at = 0.0
    for number in range(chance.randint(2, most)):
        at += chance.choice((0.0, 0.0, 0.02, 0.5, 3.0, 12.0))
        who = chance.randrange(count)
        if kinds[who] == "nobody" and who in spent:
            continue
        spent.add(who)
        yield _lead(chance, who, kinds[who], at=at, number=number)


def person_named(who: int) -> str:
    """The last name that is one person's alone."""
    return f"Person{who}"


def _lead(chance: Random, who: int, kind: str, *, at: float, number: int) -> Lead:
    email = f"p{who}@mail{who}.example"
    if kind == "id":
        email = chance.choice((email, f"p{who}@second{who}.example", ""))
    if kind == "nobody":
        email = ""
    person: dict[str, Any] = {
        "last_name": person_named(who),
        "email": email.upper() if chance.random() < 0.2 else email,
        "title": chance.choice((f"Title {number}", f"Title {number}", "")),
    }
    payload: dict[str, Any] = {
        "person": {name: value for name, value in person.items() if value},
        "company": {"name": chance.choice(COMPANIES)},
        "occurred_at": moment(at - chance.choice((0.0, 0.0, 60.0, 3600.0))).isoformat(),
    }
    if kind == "id" or (kind == "mixed" and chance.random() < 0.5):
        payload["external_id"] = f"crm-{who}"
    pk = uuid.UUID(int=chance.getrandbits(128), version=4)
    return Lead(
        pk=pk,
        payload=payload,
        received=at,
        stream_hash=person_hash(payload, str(pk)),
        names=names_of(payload),
        due=at,
    )
