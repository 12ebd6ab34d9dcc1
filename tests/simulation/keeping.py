"""The store of a simulated worker. See ``syncs.engine.ports.Store``."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from connections.crm import Usage
from connections.errors import ANSWER_LOST, CrmError, UnknownOutcome
from mappings.memory import Memory
from mappings.orgs import Org
from syncs.engine.breaking import Pause
from syncs.engine.jobs import Bench, FenceLost, Report
from syncs.engine.outcomes import Outcome
from syncs.engine.ports import Batch
from syncs.states import IN_SALESFORCE, State

from .calling import PATIENCE, Trouble
from .desk import Desk, Hand, holds
from .house import LEASE, Claim, House, Lead, moment
from .loom import Loom
from .rows import US

MOST = 6


@dataclass
class Store:
    """One worker's hold on a stream."""

    house: House
    loom: Loom
    trouble: Trouble
    hand: Hand
    renewed: float = 0.0

    @classmethod
    def take(cls, house: House, loom: Loom, trouble: Trouble, stream: int) -> Store | None:
        """The lease, or None while somebody else has it or the org is left alone."""
        place = house.streams[stream]
        if place.lease_until > loom.now or house.paused_until > loom.now:
            return None
        house.owners += 1
        place.fence += 1
        place.lease_until = loom.now + LEASE
        return cls(house, loom, trouble, Hand(stream, place.fence, house.owners), loom.now)

    def release(self) -> None:
        """Let the next one in."""
        if holds(self.house, self.hand):
            self.house.streams[self.hand.stream].lease_until = self.loom.now

    def claim(self) -> Batch | None:
        """See ``ports.Store``."""
        self._trip()
        self._renew()
        rows = self.house.due(self.hand.stream, self.loom.now)[:MOST]
        # Transactions see the rows as they were when they began, also those of other streams.
        self.loom.pause(self.loom.chance.expovariate(50))
        self._hold()
        mine = self._in_hand(rows)
        for row in rows:
            row.due = self.loom.now + (LEASE if row in mine else 1.0)
        if not mine:
            return None
        broke_off = any(row.fence for row in mine)
        for row in mine:
            row.fence, row.attempts = self.hand.fence, row.attempts + 1
        batch = Batch(
            # As they are read: what happens to the rows afterwards isn't seen.
            leads=[replace(row) for row in mine],
            rules=self.house.rules,
            number=1,
            org=Org(user_id=US, now=moment(self.loom.now)),
            broke_off=broke_off,
            names={row.pk: row.names for row in mine},
        )
        self._trip()
        return batch

    def desk(self, batch: Batch) -> Desk:
        """See ``ports.Store``."""
        del batch
        return Desk(self.house, self.hand, self._trip, lambda: self.loom.now)

    def equipped(self, bench: Bench, batch: Batch) -> Bench:
        """See ``ports.Store``."""
        del batch
        return bench

    def record(self, batch: Batch, report: Report) -> None:
        """See ``ports.Store``."""
        self._trip()
        self._hold()
        for seen, outcome in zip(batch.leads, report.outcomes, strict=True):
            if outcome is not None:
                lead = self.house.leads[seen.pk]
                lead.attempts = seen.attempts
                self._apply(lead, outcome, seen.intent_at)
        for record_id, memory in report.memories.items():
            if record_id:
                self.house.memories[record_id] = memory
        for old, (_, survivor) in report.merged.items():
            self._merge(old, survivor)
        self._let_go(batch)
        self.house.troubles, self.house.paused_until = 0, 0.0
        self._trip()

    def put_back(self, batch: Batch, *, pause: Pause, trouble: CrmError, ms: int) -> None:
        """See ``ports.Store``."""
        del ms
        self._trip()
        self._hold()
        keyless = not self.house.rules.external_id_field and self.house.safeties.quarantine
        lost = isinstance(trouble, UnknownOutcome)
        for seen in batch.leads:
            lead = self.house.leads[seen.pk]
            lead.attempts, lead.fence, lead.reason = lead.attempts - 1, 0, str(trouble)
            if not lost and seen.intent_at is None:
                # What this worker meant to create never left it.
                lead.intent_at = None
            if not (keyless and lost and lead.intent_at is not None):
                lead.due = self.loom.now
        self._let_go(batch)
        self.house.paused_until = self.loom.now + pause.seconds
        self.house.troubles += 1
        self._trip()

    def stay(self) -> None:
        """See ``ports.Store``."""
        if self.loom.now - self.renewed >= LEASE - PATIENCE:
            self._trip()
            self._renew()

    def troubles(self) -> int:
        """See ``ports.Store``."""
        return self.house.troubles

    def park(self, pause: Pause, why: str) -> None:
        """Calls are never lacking here."""
        raise AssertionError(why, pause)

    def spent(self, calls: int, usage: Usage | None) -> None:
        """See ``ports.Store``."""
        del calls, usage

    def _trip(self) -> None:
        """The way to the database, on which a machine may also stand still for minutes."""
        stalls = self.trouble.falls(self.loom, self.trouble.stall)
        self.loom.pause(self.loom.chance.uniform(30, 150) if stalls else 0.001)

    def _renew(self) -> None:
        self._hold()
        place = self.house.streams[self.hand.stream]
        place.lease_until, place.turn = self.loom.now + LEASE, place.turn + 1
        self.renewed = self.loom.now

    def _hold(self) -> None:
        if self.house.safeties.fence and not holds(self.house, self.hand):
            raise FenceLost

    def _in_hand(self, rows: Sequence[Lead]) -> list[Lead]:
        """The rows whose people this worker has in hand now."""
        now, owner = self.loom.now, self.hand.owner
        first: dict[str, uuid.UUID | None] = {}
        for row in rows:
            for name in row.names:
                first.setdefault(name, row.pk)
        claim = Claim(owner, self.hand.stream, now + max(self.house.quarantine, 3 * LEASE))
        taken = self.house.hold(first, claim, now)
        mine = [row for row in rows if taken.issuperset(row.names)]
        self.house.give_back(taken - {name for row in mine for name in row.names}, owner)
        return mine

    def _let_go(self, batch: Batch) -> None:
        """Let everybody go but those of whom a create may still be on its way."""
        leads = [self.house.leads[seen.pk] for seen in batch.leads]
        keep = {name for lead in leads if lead.intent_at is not None for name in lead.names}
        self.house.let_go(self.hand.owner, keep)

    def _intent(self, intent_at: datetime | None, outcome: Outcome) -> datetime | None:
        """Since when a create of this lead may be on its way; None if none can be any more."""
        now = moment(self.loom.now)
        if any(one["code"] == ANSWER_LOST for one in outcome.answer.get("errors", ())):
            return intent_at or now
        if intent_at is None or outcome.state in IN_SALESFORCE:
            return None
        return intent_at if (now - intent_at).total_seconds() < self.house.quarantine else None

    def _apply(self, lead: Lead, outcome: Outcome, intent_at: datetime | None) -> None:
        self.house.ledger[lead.state] -= 1
        self.house.ledger[outcome.state] += 1
        lead.state, lead.reason = outcome.state, outcome.reason
        lead.record_id, lead.answer = outcome.record_id, dict(outcome.answer)
        lead.fence = 0
        lead.attempts -= int(outcome.aside)
        lead.intent_at = self._intent(intent_at, outcome)
        if outcome.again_in is None:
            lead.due, lead.ends = None, lead.ends + 1
        else:
            lead.due = self.loom.now + outcome.again_in
        assert (lead.state is State.PENDING) == (lead.due is not None)

    def _merge(self, old: str, survivor: str) -> None:
        names = self.house.memories.pop(old, None)
        if names is None:
            return
        own = self.house.memories.get(survivor) or Memory()
        self.house.memories[survivor] = replace(
            own,
            emails=tuple(dict.fromkeys((*names.emails, *own.emails))),
            keys=tuple(dict.fromkeys((*names.keys, *own.keys))),
        )
