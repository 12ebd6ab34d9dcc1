"""What an org's own automation does to a save: triggers, flows, locks, filters (facts 4, 9).

None of it is run; each is a named obstacle with a condition, that refuses as the real one would,
or one that takes its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .assignment import Condition
from .automation_kinds import APPROVAL, BEFORE, EARLY, KINDS, LOCKS, SLOW
from .refusals import Refusal


@dataclass(frozen=True, slots=True)
class Automation:
    """An obstacle to saving records of one object. `kind`: one of ALL_KINDS.

    `conditions` are all about the record as it will be; APPROVAL, SHARING and
    LOCK look at it as it was.
    `after`: a trigger or flow that runs after the save, which it then undoes. `field`: where
    the error is shown. `ms`: what a SLOW one takes for each record, whatever its conditions.
    """

    name: str
    sobject: str
    kind: str
    conditions: tuple[Condition, ...] = field(default=(), metadata={"of": Condition})
    active: bool = True
    on_create: bool = True
    on_update: bool = True
    after: bool = False
    field: str = ""
    message: str = ""
    ms: int = 0

    def stage(self) -> str:
        """When it is met: "locked" (before anything is read), "early", "before", "late", or ""."""
        if self.kind == SLOW:
            return ""
        if self.kind in LOCKS:
            return "locked"
        if self.kind in EARLY:
            return "early"
        return "before" if self.kind in BEFORE and not self.after else "late"

    def meets(self, record: Mapping[str, Any], *, creating: bool) -> bool:
        """Whether it stops this save."""
        wanted = self.on_create and self.kind != APPROVAL if creating else self.on_update
        return (
            self.active and wanted and all(condition.holds(record) for condition in self.conditions)
        )

    def refusal(self, record: Mapping[str, Any], *, creating: bool) -> Refusal:
        """What it answers."""
        code, text = KINDS[self.kind]
        moment = f"{'After' if self.after else 'Before'}{'Insert' if creating else 'Update'}"
        told = self.message or text.format(
            name=self.name,
            moment=moment,
            id=str(record.get("Id") or "")[:15],
            value=record.get(self.field) or "",
        )
        return Refusal(code, told, (self.field,) if self.field else ())


def obstacle(
    automations: Iterable[Automation], record: Mapping[str, Any], *, stage: str, creating: bool
) -> Refusal | None:
    """The refusal of the first automation of that stage which stops the save."""
    found = (
        one.refusal(record, creating=creating)
        for one in automations
        if one.stage() == stage and one.meets(record, creating=creating)
    )
    return next(found, None)


def seconds_for(automations: Iterable[Automation], written: Mapping[str, int]) -> float:
    """How long the slow ones work on a call that wrote so many records, by object."""
    slow = (one for one in automations if one.kind == SLOW and one.active)
    return sum(one.ms * written.get(one.sobject, 0) for one in slow) / 1000
