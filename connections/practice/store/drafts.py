"""What is asked to be saved, what is known of it on the way, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connections.practice.models import PracticeRecord
from connections.practice.rules.fields import Field
from connections.practice.rules.headers import DuplicateOptions
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refusal

MISSING = Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")


@dataclass(frozen=True, slots=True)
class Save:
    """One record to be saved: with an id an update, with a key an upsert, else a create.

    `unchanged_since`: an update is refused when the record changed after that.
    """

    sobject: SObject
    payload: Mapping[str, Any]
    record_id: str = ""
    key: tuple[Field, str] | None = None
    update_only: bool = False
    unchanged_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the request's headers said about saving. `assign`: see `Setup.assignment_rule`."""

    assign: str = "TRUE"
    duplicates: DuplicateOptions = field(default_factory=DuplicateOptions)
    seeded: bool = False
    runs_duplicate_rules: bool = True


@dataclass(slots=True)
class Draft:
    """A save on its way: the record as it will be, unless there are refusals.

    `matches`: the ids of all records that an ambiguous key fits.
    """

    save: Save
    record: PracticeRecord
    creating: bool
    stored: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    matches: tuple[str, ...] = ()

    def refuse(self, *refusals: Refusal) -> None:
        """Give up on it."""
        self.refusals = refusals

    @property
    def sobject(self) -> SObject:
        """What it is a record of."""
        return self.save.sobject

    @property
    def payload(self) -> Mapping[str, Any]:
        """What is sent for the record; its key only when it is new."""
        if self.creating or not self.save.key:
            return self.save.payload
        key = self.save.key[0].name.lower()
        return {name: value for name, value in self.save.payload.items() if name.lower() != key}


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one save. Without refusals it went well."""

    sobject: str
    id: str
    created: bool
    refusals: tuple[Refusal, ...] = ()
    matches: tuple[str, ...] = ()


def alive(drafts: Iterable[Draft]) -> list[Draft]:
    """Those that nothing has refused yet."""
    return [draft for draft in drafts if not draft.refusals]
