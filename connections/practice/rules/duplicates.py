"""Duplicate rules: which saves they look at, how they match, and what they do about it (7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .assignment import Condition
from .headers import DuplicateOptions

BLOCK, ALERT, REPORT = "block", "alert", "report"


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
