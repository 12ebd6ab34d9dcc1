"""A batch taken apart by person: whose leads belong together, and which record each is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mappings.identities import group_by_person
from mappings.matching import Match, RecordIndex, candidates
from mappings.rendering import Proposal
from mappings.rules import Rules


@dataclass(frozen=True, slots=True)
class Person:
    """One person's leads, as positions in the batch in order of arrival, and their match."""

    members: tuple[int, ...]
    match: Match


def recognise(rules: Rules, proposals: Sequence[Proposal], index: RecordIndex) -> list[Person]:
    """Everybody in the batch, in order of arrival; no two of them are the same record.

    Leads that share nothing with each other may still meet in one record: one by its e-mail
    address, the other by its key. They are one person then, because one call to Salesforce
    can't hold a record twice (salesforce-facts 5.2).
    """
    people: dict[str, Person] = {}
    for members in group_by_person(proposals):
        match = candidates(rules, [proposals[at] for at in members], index)
        person = Person(tuple(members), match)
        name = match.record.id if match.record else f"position {members[0]}"
        people[name] = _joined(people[name], person) if name in people else person
    return list(people.values())


def _joined(first: Person, second: Person) -> Person:
    taken = first.match.taken_keys | second.match.taken_keys
    contacts = dict.fromkeys((*first.match.contact_ids, *second.match.contact_ids))
    return Person(
        tuple(sorted((*first.members, *second.members))),
        replace(first.match, taken_keys=taken, contact_ids=tuple(contacts)),
    )
