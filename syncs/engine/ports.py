"""What the engine's loop stands on: leads in a queue, and a store that keeps them. Pure.

The database is one store (``keeping``), a simulation's memory another. What a store promises is
written here, and everything that makes a lead arrive exactly once leans on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from connections.crm import Usage
from connections.errors import CrmError
from mappings.orgs import Org
from mappings.rules import Rules

from .breaking import Pause
from .budget import Allowance
from .jobs import Bench, Desk, Report
from .pacing import Pace


class Queued(Protocol):
    """A lead in the queue. ``fence`` is not 0 while nobody recorded what its last worker did."""

    @property
    def pk(self) -> uuid.UUID: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def attempts(self) -> int: ...
    @property
    def intent_at(self) -> datetime | None: ...
    @property
    def answer(self) -> Mapping[str, Any] | None: ...


@dataclass(frozen=True, slots=True)
class Batch:
    """Leads to be worked together. `rules` is None when their mapping has no live version, whose
    number is then 0. ``names`` are their people's, by lead id (``persons.names_of``). ``pace``:
    how much the org bears at once, as far as it is known.
    """

    leads: Sequence[Any]  # Queued; the store's own rows
    rules: Rules | None
    number: int = 0
    org: Org | None = None
    broke_off: bool = False
    backfill: bool = False
    names: Mapping[uuid.UUID, Collection[str]] | None = None
    pace: Pace = field(default_factory=Pace)


class OutOfCalls(Exception):
    """Leads are due, but the org, or Inlet's share of it, has no API calls left for them."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(allowance.why or allowance.why_backfill)
        self.allowance = allowance


class Store(Protocol):
    """One worker's hold on one stream of leads: a lease, with a fencing number."""

    def claim(self) -> Batch | None:
        """The next due leads, now this worker's until the lease ends; None when none is due.

        No other worker has a lead in hand that shares a name with one of them. Raises FenceLost,
        and OutOfCalls where calls are lacking for all that is due.
        """
        ...

    def desk(self, batch: Batch) -> Desk:
        """What is known beside what the org says, and where the intent is kept."""
        ...

    def equipped(self, bench: Bench, batch: Batch) -> Bench:
        """The bench with what is known of the org's pace, and for whole files of another way."""
        ...

    def record(self, batch: Batch, report: Report) -> None:
        """Store every outcome, all or none. Raises FenceLost, having stored nothing."""
        ...

    def put_back(self, batch: Batch, *, pause: Pause, trouble: CrmError, ms: int) -> None:
        """Give the leads back, which cost none of them a try, and leave the org alone.

        ``ms``: for how long they were worked.

        After an ``UnknownOutcome`` a write was sent, and leads that were about to be created
        without a key stay away until their quarantine is over. Raises FenceLost.
        """
        ...

    def stay(self) -> None:
        """Make sure, before a call to Salesforce, that the lease outlasts it. Raises FenceLost."""
        ...

    def troubles(self) -> int:
        """How often in a row the org as a whole could not be worked with."""
        ...

    def park(self, pause: Pause, why: str) -> None:
        """Leave the org alone before any lead was claimed. Raises FenceLost."""
        ...

    def spent(self, calls: int, usage: Usage | None) -> None:
        """Count the API calls of a batch that isn't recorded, and what the org told of them."""
        ...
