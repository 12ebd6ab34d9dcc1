"""What a batch is worked with and what it comes to: jobs, the desk they are on, the report."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from connections.crm import Crm, Usage
from mappings.memory import Memory
from mappings.orgs import Org
from mappings.rules import RoundRobin, Rules
from syncs.states import State

from .outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Job:
    """One lead. `tries` counts this one; `intended_at`: when an earlier try meant to create.

    `event_at` is when it happened at the source, or when it was received. `reached` is where an
    earlier try stood whose record was written, but not all that follows it.
    """

    lead_id: uuid.UUID
    payload: Mapping[str, Any]
    event_at: datetime
    tries: int = 1
    intended_at: datetime | None = None
    reached: State | None = None

    @property
    def intended(self) -> bool:
        """Whether an earlier try meant to create, and may have."""
        return self.intended_at is not None


class Desk(Protocol):
    """What is known here of people and records, beside what the org says."""

    def known(self, values: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Addresses and keys -> ids of the records in which earlier leads with them ended."""
        ...

    def recall(self, record_ids: Collection[str]) -> Mapping[str, Memory]:
        """What was written into these records and when, by record id; unknown ones are absent."""
        ...

    def hold(self, record_ids: Collection[str]) -> Collection[str]:
        """Take these records in hand; returns those that another worker has."""
        ...

    def begin(
        self,
        creating: Sequence[uuid.UUID],
        drawing: Mapping[RoundRobin, Sequence[uuid.UUID]],
        *,
        active: Collection[str] | None,
        keyless: bool = False,
    ) -> Mapping[uuid.UUID, str]:
        """Keep, before the write, which leads are about to be created, and whose turn each is.

        Returns a user id per drawing lead, "" when nobody is there. `active` are the users known
        to be active, None if nobody asked. `keyless`: nothing in Salesforce keeps a second try
        from creating them twice, so they are left alone until the quarantine is over, unless
        their outcome is recorded before.
        """
        ...


class FenceLost(Exception):
    """Another worker holds the leads now; what this one knows is out of date."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a batch is worked with. ``quarantine``: for how many seconds a person is left alone
    whose create, without a key, got no answer. ``chunk``: records in one collection. ``gather``
    may take decided leads out of the batch, to write them in another way; it returns their
    places.
    """

    crm: Crm
    rules: Rules
    org: Org
    desk: Desk
    draw: Callable[[], float]
    clock: Callable[[], float]
    quarantine: float = 900.0
    chunk: int = 200
    gather: Gather | None = None


Gather = Callable[[Sequence[Job], Any], Collection[int]]


@dataclass(slots=True)
class Report:
    """What a batch came to: an outcome per job, in order, and how long the calls took. Without
    an outcome, the lead is in other hands now. `written`: how many records were sent. `usage`:
    the org's calls, as its last answer told.

    `memories` are by record id. `merged` has, by the id of a record that is gone, the (object,
    id) of the one it was merged into.
    """

    outcomes: list[Outcome | None]
    find_ms: int = 0
    write_ms: int = 0
    calls: int = 0
    written: int = 0
    usage: Usage | None = None
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
