"""What a lead changes that happened before one that came earlier. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from connections.crm import Record
from mappings.field_change import FieldChange
from mappings.guards import stands_for_nothing
from mappings.memory import NOTHING, Event, Held, Memory
from mappings.offering import Offered, Target, Targets
from mappings.ownership import Result
from mappings.proposals import Proposal
from mappings.refolding import is_bent, refolded, with_event
from mappings.values import is_blank, same
from mappings.verdicts import day

_PLACED = "This lead happened before one that came earlier; its place in time was used."
_RESORTED = "Leads came in another order than they happened; their places in time were used."
_LATER = "A lead that happened later decides here."


def event_of(
    memory: Memory, proposal: Proposal, offers: Iterable[Offered], *, seen: Mapping[str, Any]
) -> Event:
    """The lead as the memory keeps it. The person's key is left out: it is never re-judged."""
    return Event(
        number=memory.count,
        at=proposal.event_at,
        lead_key=proposal.lead_key,
        offers={one.target.name: one.offer for one in offers if not one.target.is_key},
        seen=seen,
    )


def seen(fields: Targets, record: Record | None) -> dict[str, Any]:
    """What a lead sees in the fields that guards look at; nothing in a record yet to be made."""
    return {name: record.fields.get(name) for name in fields.guarding} if record else {}


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What all leads of a record add up to in the order they happened, ``event`` the last to
    come. ``memory`` is that from before it, ``goal`` what each field should hold."""

    memory: Memory
    event: Event
    goal: Mapping[str, Held]

    def changes(self, fields: Targets, plain: Mapping[str, FieldChange]) -> tuple[FieldChange, ...]:
        """The changes of every field, ``plain`` being those that the lead alone would make."""
        found = (self._change(target, plain.get(target.name)) for target in fields.each)
        return tuple(change for change in found if change is not None)

    def _change(self, target: Target, plain: FieldChange | None) -> FieldChange | None:
        name = target.name
        if target.is_key or name not in self.goal:
            return plain
        now, goal = self.memory.held.get(name, NOTHING), self.goal[name]
        if same(now.value, goal.value, is_email=target.terms.is_email):
            return _standing(plain, now)
        if not _may_replace(target, now, goal):
            return _standing(plain, now)
        reason = _PLACED if self._is_late else _RESORTED
        if goal.lead_key == self.event.lead_key and goal.ours:
            return _written(target, plain, now, goal=goal, reason=reason)
        told = f"{reason} {_whose(goal, self.event.at)}"
        when = goal.at.isoformat() if goal.ours and goal.at else ""
        written = _written(target, plain, now, goal=goal, reason=told)
        return replace(written, event_at=when)

    @property
    def _is_late(self) -> bool:
        return any(one.moment > self.event.moment for one in self.memory.events)


def hindsight(memory: Memory, event: Event) -> Hindsight | None:
    """What the leads add up to, or None where this one simply follows those before it."""
    together = with_event(memory, event)
    if not is_bent(together):
        return None
    return Hindsight(memory, event, refolded(together))


def _may_replace(target: Target, now: Held, goal: Held) -> bool:
    """Whether what is there may become what it should be: nothing real gives way to nothing."""
    if is_blank(goal.value):
        return False
    is_worthless = stands_for_nothing(goal, target.name, target.terms)
    return not is_worthless or stands_for_nothing(now, target.name, target.terms)


def _standing(plain: FieldChange | None, now: Held) -> FieldChange | None:
    """The change where what Salesforce holds is right already."""
    if plain is None or plain.result is not Result.WRITTEN:
        return plain
    return replace(plain, result=Result.KEPT, after=now.value, reason=_LATER, guard="later")


def _written(
    target: Target, plain: FieldChange | None, now: Held, *, goal: Held, reason: str
) -> FieldChange:
    return FieldChange(
        field=target.name,
        label=target.rule.title,
        result=Result.WRITTEN,
        before=now.value,
        raw=plain.raw if plain else None,
        proposed=plain.proposed if plain else goal.value,
        after=goal.value,
        reason=reason,
        rule=target.about.rule,
        guard="hindsight",
    )


def _whose(goal: Held, around: datetime) -> str:
    if not goal.ours or goal.at is None:
        return "The value is the one from before."
    return f"The value is that of a lead of {day(goal.at, around)}."
