"""Who a lead is about: the key that names the person, and repeats within a batch. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol


class Identified(Protocol):
    """Anything that says whom it is about; "" where it doesn't know."""

    @property
    def email(self) -> str: ...

    @property
    def person_key(self) -> str: ...


def alike(text: str) -> str:
    """The form in which two e-mail addresses, or two keys, are compared.

    SOQL and the unique key ignore case and outer blanks (salesforce-facts 3.4, 13). Lower case
    rather than casefold: straße@ and strasse@ are two people.
    """
    return text.strip().lower()


def person_key(external_id: str, email: str, lead_key: str) -> str:
    """The value of the unique field that names the person, at most 100 characters for ours.

    The source's own id if there is one, else a digest of the e-mail address, else the lead's
    own key: such a lead can't be recognised again, but writing it twice still makes one record.
    """
    if external_id:
        return external_id
    if email:
        return "inlet-" + sha256(f"email:{alike(email)}".encode()).hexdigest()[:32]
    return f"inlet-lead-{lead_key}"


def group_by_person(leads: Sequence[Identified]) -> list[list[int]]:
    """The positions of the leads, one list per person, all in order of arrival.

    Two leads are one person's when they share an e-mail address or a key, also through a third
    lead. Different groups never share a key, as one upsert call requires (salesforce-facts 5.2).
    """
    parent = list(range(len(leads)))
    seen: dict[tuple[str, str], int] = {}
    for position, lead in enumerate(leads):
        for name in (("email", alike(lead.email)), ("key", alike(lead.person_key))):
            if name[1]:
                _join(parent, seen.setdefault(name, position), position)
    groups: dict[int, list[int]] = {}
    for position in range(len(leads)):
        groups.setdefault(_root(parent, position), []).append(position)
    return list(groups.values())


def _root(parent: list[int], position: int) -> int:
    while parent[position] != position:
        parent[position] = parent[parent[position]]
        position = parent[position]
    return position


def _join(parent: list[int], left: int, right: int) -> None:
    first, second = sorted((_root(parent, left), _root(parent, right)))
    parent[second] = first
