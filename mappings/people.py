"""A batch taken apart by person: whose leads belong together, and which record each is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mappings.identities import groups_of
from mappings.indexing import RecordIndex
from mappings.matching import Match, candidates
from mappings.namesakes import same_newcomers, strong_names
from mappings.proposals import Proposal
from mappings.rules import Rules


@dataclass(frozen=True, slots=True)
class Person:
    """One person's leads, as positions in the batch in order of arrival, and their match."""

    members: tuple[int, ...]
    match: Match


def recognise(rules: Rules, proposals: Sequence[Proposal], index: RecordIndex) -> list[Person]:
    """Everybody in the batch, in order of arrival; no two of them are the same record.

    Leads are one person's when they share a key, or an address if the rules compare it. Leads
    that share nothing may still meet in one record: they are one person then, because one call
    can't hold a record twice (salesforce-facts 5.2). So are people who are both new and whom the
    rules would recognise in each other's record, had they come one by one.
    """
    people: dict[str, Person] = {}
    for members in groups_of([strong_names(rules, lead) for lead in proposals]):
        match = candidates(rules, [proposals[at] for at in members], index)
        person = Person(tuple(members), match)
        name = match.record.id if match.record else f"position {members[0]}"
        people[name] = _joined(people[name], person) if name in people else person
    return _with_newcomers_joined(rules, proposals, list(people.values()))


def _with_newcomers_joined(
    rules: Rules, proposals: Sequence[Proposal], people: list[Person]
) -> list[Person]:
    new = [each for each in people if each.match.record is None and not each.match.hold]
    joined: dict[int, Person] = {each.members[0]: each for each in people}
    for group in same_newcomers(rules, [[proposals[at] for at in each.members] for each in new]):
        first, *others = (new[at] for at in group)
        for other in others:
            first = _joined(first, joined.pop(other.members[0]))
        joined[first.members[0]] = first
    return [joined[at] for at in sorted(joined)]


def _joined(first: Person, second: Person) -> Person:
    one, two = first.match, second.match
    return Person(
        tuple(sorted((*first.members, *second.members))),
        replace(
            one,
            taken_keys=one.taken_keys | two.taken_keys,
            contact_taken_keys=one.contact_taken_keys | two.contact_taken_keys,
            contact_ids=tuple(dict.fromkeys((*one.contact_ids, *two.contact_ids))),
            contact=one.contact or two.contact,
            other=one.other or two.other,
            converted=one.converted or two.converted,
            account=one.account or two.account,
        ),
    )
