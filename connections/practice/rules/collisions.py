"""Which existing records a save collides with (salesforce-facts 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .duplicates import DuplicateRule, Match
from .resembling import Person


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a matching rule found. `confidence`: in percent."""

    person: Person
    confidence: float


@dataclass(frozen=True, slots=True)
class Collision:
    """A rule and the existing records that it found, per matching rule."""

    rule: DuplicateRule
    found: tuple[tuple[Match, tuple[Hit, ...]], ...]

    def ids(self) -> list[str]:
        """The ids of all records found, each once."""
        return list(dict.fromkeys(hit.person.id for _, hits in self.found for hit in hits))


def collisions(
    rules: Iterable[DuplicateRule], person: Person, existing: Iterable[Person]
) -> list[Collision]:
    """What `rules` find for `person` among `existing`, which may hold the record itself."""
    others = [one for one in existing if one.id != person.id]
    found = []
    for rule in rules:
        seen = [one for one in others if one.shown] if rule.enforces_sharing else others
        hits = tuple((match, _matching(match, person, seen)) for match in rule.matches)
        if any(people for _, people in hits):
            found.append(Collision(rule, tuple(hit for hit in hits if hit[1])))
    return found


def _matching(match: Match, person: Person, others: list[Person]) -> tuple[Hit, ...]:
    hits = (
        Hit(other, person.likeness(other, match.by))
        for other in others
        if other.sobject == match.sobject
    )
    return tuple(hit for hit in hits if hit.confidence)
