"""Who a lead is about: the key that names the person, and repeats within a batch. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

# What names a person: a kind such as "email", and one or more values.
Name = tuple[str, ...]


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


def groups_of(names: Sequence[Iterable[Name]]) -> list[list[int]]:
    """The positions, one list per person, all in order of arrival; ``names`` is by position.

    Two are one person when they share a name, also through a third. Different groups never
    share one: one upsert call takes a key once (salesforce-facts 5.2).
    """
    parent = list(range(len(names)))
    seen: dict[Name, int] = {}
    for position, some in enumerate(names):
        for name in some:
            _join(parent, seen.setdefault(name, position), position)
    groups: dict[int, list[int]] = {}
    for position in range(len(names)):
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
