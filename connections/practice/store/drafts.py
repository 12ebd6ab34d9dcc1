"""What is known of a save on its way, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connections.practice.models import PracticeRecord
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refusal

from .saves import Save

MISSING = Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")


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
