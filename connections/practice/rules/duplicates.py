"""Duplicate rules: which existing records a save collides with, and what is answered (7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .assignment import Condition
from .headers import DuplicateOptions
from .refusals import Refusal
from .resembling import BY_EMAIL, BY_LIKENESS, BY_NAME_AND_COMPANY, Person

__all__ = ["BY_EMAIL", "BY_LIKENESS", "BY_NAME_AND_COMPANY", "Person"]

BLOCK, ALERT, REPORT = "block", "alert", "report"
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Match:
    """A matching rule over one object. `by`: any of these ways (`rules.resembling`) suffices."""

    sobject: str
    rule: str
    by: tuple[str, ...]
    engine: str = "ExactMatchEngine"


@dataclass(frozen=True, slots=True)
class DuplicateRule:
    """A duplicate rule of one object. `action`: BLOCK, ALERT or REPORT.

    It looks only at records of which all `conditions` hold, and not at what users (usernames) or
    profiles (names) save who are exempt. `enforces_sharing`: it finds only what the user sees.
    `reports`: what is saved in spite of an alert is noted too, as REPORT always does.
    """

    id: str
    name: str
    label: str
    sobject: str
    active: bool
    action: str
    message: str = "Use one of these records?"
    on_create: bool = True
    on_update: bool = False
    matches: tuple[Match, ...] = field(default=(), metadata={"of": Match})
    conditions: tuple[Condition, ...] = field(default=(), metadata={"of": Condition})
    exempt_users: tuple[str, ...] = ()
    exempt_profiles: tuple[str, ...] = ()
    enforces_sharing: bool = False
    reports: bool = False

    def runs(self, sobject: str, *, creating: bool) -> bool:
        """Whether it looks at this save at all."""
        wanted = self.on_create if creating else self.on_update
        return self.active and wanted and self.sobject == sobject

    def concerns(self, record: Mapping[str, Any], *, username: str, profile: str) -> bool:
        """Whether it looks at this record when this user saves it (salesforce-facts 7.2)."""
        exempt = username in self.exempt_users or profile in self.exempt_profiles
        return not exempt and all(condition.holds(record) for condition in self.conditions)

    def stops(self, options: DuplicateOptions) -> bool:
        """Whether a match refuses the save. A block always does (salesforce-facts 7.2)."""
        return self.action == BLOCK or (self.action == ALERT and not options.allow_save)

    def notes(self) -> bool:
        """Whether what it found, and was saved, is kept in a DuplicateRecordSet."""
        return self.reports or self.action == REPORT


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


def refusal(collision: Collision, *, misspelled: bool) -> Refusal:
    """The error of salesforce-facts 7.3, `duplicateResut` when `misspelled`."""
    rule = collision.rule
    result = {
        "allowSave": rule.action != BLOCK,
        "duplicateRule": rule.name,
        "duplicateRuleEntityType": rule.sobject,
        "errorMessage": rule.message,
        "matchResults": [_match_result(match, hits) for match, hits in collision.found],
    }
    key = "duplicateResut" if misspelled else "duplicateResult"
    return Refusal("DUPLICATES_DETECTED", rule.message, None, details={key: result})


def _match_result(match: Match, hits: tuple[Hit, ...]) -> dict[str, Any]:
    seen = [hit for hit in hits if hit.person.shown]
    return {
        "entityType": match.sobject,
        "errors": [],
        "matchEngine": match.engine,
        "matchRecords": [
            {
                "additionalInformation": [],
                "fieldDiffs": [],
                "matchConfidence": hit.confidence,
                "record": dict(hit.person.shown),
            }
            for hit in seen[:MOST_SHOWN]
        ],
        "rule": match.rule,
        "size": len(seen),
        "success": True,
    }
