"""The desk of a simulated worker. See ``syncs.engine.jobs.Desk``."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from mappings.memory import Memory
from mappings.rules import RoundRobin
from syncs.engine.jobs import FenceLost

from .house import LEASE, Claim, House, moment


@dataclass(frozen=True)
class Hand:
    """A worker's hold on a stream."""

    stream: int
    fence: int
    owner: int


@dataclass(frozen=True)
class Desk:
    """What is known here; ``trip`` is the way to the database and back, ``now`` the time there."""

    house: House
    hand: Hand
    trip: Callable[[], None]
    now: Callable[[], float]

    def known(self, values: Collection[str]) -> Mapping[str, frozenset[str]]:
        """See ``jobs.Desk``."""
        self.trip()
        found: dict[str, set[str]] = {}
        for record_id, memory in self.house.memories.items():
            for name in {*memory.emails, *memory.keys} & set(values):
                found.setdefault(name, set()).add(record_id)
        return {name: frozenset(ids) for name, ids in found.items()}

    def recall(self, record_ids: Collection[str]) -> Mapping[str, Memory]:
        """See ``jobs.Desk``."""
        self.trip()
        memories = self.house.memories
        return {one: memories[one] for one in record_ids if one in memories}

    def hold(self, record_ids: Collection[str]) -> Collection[str]:
        """See ``jobs.Desk``."""
        self.trip()
        keys = {f"record {one}": one for one in record_ids}
        claim = Claim(self.hand.owner, self.hand.stream, self.now() + 3 * LEASE)
        taken = self.house.hold(dict.fromkeys(keys), claim, self.now())
        return {one for key, one in keys.items() if key not in taken}

    def begin(
        self,
        creating: Sequence[uuid.UUID],
        drawing: Mapping[RoundRobin, Sequence[uuid.UUID]],
        *,
        active: Collection[str] | None,
        keyless: bool = False,
    ) -> Mapping[uuid.UUID, str]:
        """See ``jobs.Desk``. Nobody draws in these rules."""
        assert not drawing
        del active
        self.trip()
        if self.house.safeties.fence and not holds(self.house, self.hand):
            raise FenceLost
        for one in creating:
            self._intend(one, keyless=keyless)
        self.trip()
        return {}

    def _intend(self, lead_id: uuid.UUID, *, keyless: bool) -> None:
        lead, until = self.house.leads[lead_id], self.now() + self.house.quarantine
        lead.intent_at = lead.intent_at or moment(self.now())
        if not keyless or not self.house.safeties.quarantine:
            return
        lead.due = until
        for name in lead.names:
            claim = self.house.claims.get(name)
            if claim is not None and claim.owner == self.hand.owner:
                claim.until, claim.quarantined = until, True


def holds(house: House, hand: Hand) -> bool:
    """Whether nobody has taken the stream over."""
    return house.streams[hand.stream].fence == hand.fence
