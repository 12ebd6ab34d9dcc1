"""Duplicate rules: which existing records a save collides with, and what is answered (7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .headers import DuplicateOptions
from .refusals import Refusal

BLOCK, ALERT, REPORT = "block", "alert", "report"
BY_EMAIL, BY_NAME_AND_COMPANY = "email", "name and company"


@dataclass(frozen=True, slots=True)
class Match:
    """A matching rule over one object. `by`: any of BY_EMAIL, BY_NAME_AND_COMPANY suffices."""

    sobject: str
    rule: str
    by: tuple[str, ...]
    engine: str = "ExactMatchEngine"


@dataclass(frozen=True, slots=True)
class DuplicateRule:
    """A duplicate rule of one object. `action`: BLOCK, ALERT or REPORT."""

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

    def runs(self, sobject: str, *, creating: bool) -> bool:
        """Whether it looks at this save at all."""
        wanted = self.on_create if creating else self.on_update
        return self.active and wanted and self.sobject == sobject

    def stops(self, options: DuplicateOptions) -> bool:
        """Whether a match refuses the save. A block always does (salesforce-facts 7.2)."""
        return self.action == BLOCK or (self.action == ALERT and not options.allow_save)


@dataclass(frozen=True, slots=True)
class Person:
    """What matching compares, lower-cased; "" where blank. `shown`: the record for the answer."""

    sobject: str
    id: str
    email: str
    last_name: str
    first_name: str
    company: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    def resembles(self, other: Person, by: Iterable[str]) -> bool:
        """Whether one of the ways to match finds both the same."""
        return any(_WAYS[way](self, other) for way in by)


def _same_email(one: Person, other: Person) -> bool:
    return bool(one.email) and one.email == other.email


def _same_name_and_company(one: Person, other: Person) -> bool:
    return bool(one.last_name and one.company) and (
        (one.last_name, one.first_name, one.company)
        == (other.last_name, other.first_name, other.company)
    )


_WAYS = {BY_EMAIL: _same_email, BY_NAME_AND_COMPANY: _same_name_and_company}


@dataclass(frozen=True, slots=True)
class Collision:
    """A rule and the existing records that it found, per matching rule."""

    rule: DuplicateRule
    found: tuple[tuple[Match, tuple[Person, ...]], ...]


def collisions(
    rules: Iterable[DuplicateRule], person: Person, existing: Iterable[Person]
) -> list[Collision]:
    """What `rules` find for `person` among `existing`, which may hold the record itself."""
    others = [one for one in existing if one.id != person.id]
    found = []
    for rule in rules:
        hits = tuple((match, _matching(match, person, others)) for match in rule.matches)
        if any(people for _, people in hits):
            found.append(Collision(rule, tuple(hit for hit in hits if hit[1])))
    return found


def _matching(match: Match, person: Person, others: list[Person]) -> tuple[Person, ...]:
    return tuple(
        other
        for other in others
        if other.sobject == match.sobject and person.resembles(other, match.by)
    )


def refusal(collision: Collision, *, misspelled: bool) -> Refusal:
    """The error of salesforce-facts 7.3, `duplicateResut` when `misspelled`."""
    rule = collision.rule
    result = {
        "allowSave": rule.action != BLOCK,
        "duplicateRule": rule.name,
        "duplicateRuleEntityType": rule.sobject,
        "errorMessage": rule.message,
        "matchResults": [_match_result(match, people) for match, people in collision.found],
    }
    key = "duplicateResut" if misspelled else "duplicateResult"
    return Refusal("DUPLICATES_DETECTED", rule.message, None, details={key: result})


def _match_result(match: Match, people: tuple[Person, ...]) -> dict[str, Any]:
    return {
        "entityType": match.sobject,
        "errors": [],
        "matchEngine": match.engine,
        "matchRecords": [
            {
                "additionalInformation": [],
                "fieldDiffs": [],
                "matchConfidence": 100.0,
                "record": dict(one.shown),
            }
            for one in people[:100]
        ],
        "rule": match.rule,
        "size": len(people),
        "success": True,
    }
