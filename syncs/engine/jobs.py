"""What a batch is worked with and what it comes to: jobs, the desk they are on, the report."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from connections.crm import Crm
from mappings.memory import Memory
from mappings.orgs import Org
from mappings.rules import RoundRobin, Rules
from syncs.states import State

from .outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Job:
    """One lead. `tries` counts this one; `intended`: an earlier try meant to create.

    `event_at` is when it happened at the source, or when it was received. `reached` is where an
    earlier try stood whose record was written, but not all that follows it.
    """

    lead_id: uuid.UUID
    payload: Mapping[str, Any]
    event_at: datetime
    tries: int = 1
    intended: bool = False
    reached: State | None = None


class Desk(Protocol):
    """What is known here of people and records, beside what the org says."""

    def known(self, values: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Addresses and keys -> ids of the records in which earlier leads with them ended."""
        ...

    def recall(self, record_ids: Collection[str]) -> Mapping[str, Memory]:
        """What was written into these records and when, by record id; unknown ones are absent."""
        ...

    def begin(
        self,
        creating: Sequence[uuid.UUID],
        drawing: Mapping[RoundRobin, Sequence[uuid.UUID]],
        *,
        active: Collection[str] | None,
    ) -> Mapping[uuid.UUID, str]:
        """Keep, before the write, which leads are about to be created, and whose turn each is.

        Returns a user id per drawing lead, "" when nobody is there. `active` are the users known
        to be active, None if nobody asked.
        """
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What a batch is worked with."""

    crm: Crm
    rules: Rules
    org: Org
    desk: Desk
    draw: Callable[[], float]
    clock: Callable[[], float]


@dataclass(slots=True)
class Report:
    """What a batch came to: an outcome per job, in order, and how long the calls took.

    `memories` are by record id. `merged` has, by the id of a record that is gone, the (object,
    id) of the one it was merged into.
    """

    outcomes: list[Outcome]
    find_ms: int = 0
    write_ms: int = 0
    calls: int = 0
    memories: dict[str, Memory] = field(default_factory=dict)
    merged: dict[str, tuple[str, str]] = field(default_factory=dict)


def event_time(payload: Mapping[str, Any], received_at: datetime) -> datetime:
    """When a lead happened: what its source says, but never after we received it."""
    told = payload.get("occurred_at")
    try:
        happened = datetime.fromisoformat(told) if isinstance(told, str) else received_at
    except ValueError:
        return received_at
    if happened.tzinfo is None:
        return received_at
    return min(happened, received_at)
