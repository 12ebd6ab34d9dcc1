"""What the workers of a simulated Inlet share: leads, streams, people in hand, the ledger.

It is the database's half of the contract in ``syncs.engine.ports``, row by row.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mappings.memory import Memory
from mappings.rules import Rules
from syncs.states import State

from .rows import EPOCH

LEASE, QUARANTINE = 33.0, 900.0


@dataclass
class Lead:
    """A row of the queue. ``due`` is None when it has ended; ``ends`` counts how often it did."""

    pk: uuid.UUID
    payload: Mapping[str, Any]
    received: float
    stream_hash: int
    names: tuple[str, ...]
    due: float | None
    state: State = State.PENDING
    attempts: int = 0
    fence: int = 0
    intent_at: datetime | None = None
    answer: Mapping[str, Any] | None = None
    reason: str = ""
    record_id: str = ""
    ends: int = 0

    @property
    def received_at(self) -> datetime:
        """When it came."""
        return moment(self.received)

    @property
    def known_by(self) -> tuple[str, str]:
        """The names by which one person's leads keep their order."""
        person = self.payload["person"]
        return str(person.get("email") or "").lower(), str(self.payload.get("external_id") or "")


@dataclass
class Stream:
    """A share of the leads, and whoever works it."""

    fence: int = 0
    lease_until: float = 0.0
    turn: int = 0


@dataclass
class Claim:
    """A person, or a record, that a worker has in hand. ``lead``: whose create may be under way,
    so that no other lead of the person is worked; ``quarantined``: nor is that one. ``fresh``:
    nobody had it before.
    """

    owner: int
    stream: int
    until: float
    lead: uuid.UUID | None = None
    quarantined: bool = False
    fresh: bool = True


@dataclass(frozen=True)
class Safeties:
    """What keeps leads from being lost or doubled; a control takes one away."""

    fence: bool = True
    people: bool = True
    reread: bool = True
    unique: bool = True
    quarantine: bool = True


@dataclass
class House:
    """Everything that is kept."""

    rules: Rules
    safeties: Safeties
    streams: dict[int, Stream]
    leads: dict[uuid.UUID, Lead] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    memories: dict[str, Memory] = field(default_factory=dict)
    ledger: Counter[State] = field(default_factory=Counter)
    paused_until: float = 0.0
    troubles: int = 0
    owners: int = 0

    @property
    def quarantine(self) -> float:
        """For how long a person is left alone whose create, without a key, got no answer."""
        return QUARANTINE if self.safeties.quarantine else 0.0

    def accept(self, lead: Lead) -> None:
        """Take a lead in."""
        self.leads[lead.pk] = lead
        self.ledger[lead.state] += 1

    def due(self, stream: int, now: float) -> list[Lead]:
        """The leads of a stream that may be worked now, oldest first."""
        mine = [one for one in self.due_at(now) if one.stream_hash % len(self.streams) == stream]
        waiting = {
            name
            for one in self.leads.values()
            if one.due is not None and one.due > now and one.attempts
            for name in one.known_by
            if name
        }
        free = (one for one in mine if not waiting & set(one.known_by))
        return sorted(free, key=lambda one: (one.received, one.pk))

    def due_at(self, now: float) -> Iterator[Lead]:
        """All that are due."""
        return (one for one in self.leads.values() if one.due is not None and one.due <= now)

    def pending(self) -> list[Lead]:
        """Those that haven't ended."""
        return [one for one in self.leads.values() if one.due is not None]

    def hold(self, wanted: Mapping[str, uuid.UUID | None], claim: Claim, now: float) -> set[str]:
        """Take names, each for a lead, as ``engine.persons`` does: whose create may be under way
        is only taken over for that lead. Returns the names that are this worker's now.
        """
        leads = set(wanted.values()) - {None}
        taken = set()
        for key in sorted(wanted):
            held = self.claims.get(key)
            is_over = held is None or held.until <= now or not self.safeties.people
            if held is not None and not is_over:
                own = held.lead in leads or (held.lead is None and held.stream == claim.stream)
                if held.quarantined or not own:
                    continue
            lead = wanted[key] if is_over or held is None else held.lead
            self.claims[key] = Claim(claim.owner, claim.stream, claim.until, lead, fresh=is_over)
            taken.add(key)
        return taken

    def give_back(self, names: Iterable[str], owner: int) -> None:
        """Names of leads that can't be worked now: those that were taken over stay theirs."""
        for name in names:
            claim = self.claims[name]
            if claim.owner == owner and claim.fresh:
                del self.claims[name]
            elif claim.owner == owner:
                claim.owner = 0

    def let_go(self, owner: int, keep: Collection[str] = ()) -> None:
        """Let everybody go whom this worker has in hand, but those to be left alone."""
        for key, claim in list(self.claims.items()):
            if claim.owner == owner and key not in keep:
                del self.claims[key]


def moment(seconds: float) -> datetime:
    """The time of day at so many seconds of a history."""
    return EPOCH + timedelta(seconds=seconds)
