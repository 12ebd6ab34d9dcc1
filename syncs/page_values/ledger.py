"""Counts of leads by outcome, and whether they add up. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from syncs.charts import Segment, ledger_segments
from syncs.states import IN_SALESFORCE, NEEDS_PERSON, State


@dataclass(frozen=True)
class Ledger:
    """Leads received in a span of time, by where they stand now."""

    received: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    held: int = 0
    failed: int = 0
    pending: int = 0

    @property
    def counts(self) -> dict[State, int]:
        """Every state with its count, in the fixed order."""
        return {state: getattr(self, state.value) for state in State}

    @property
    def in_salesforce(self) -> int:
        """Created, updated and unchanged."""
        return sum(self.counts[state] for state in IN_SALESFORCE)

    @property
    def waiting(self) -> int:
        """Held and failed: they need a person."""
        return sum(self.counts[state] for state in NEEDS_PERSON)

    @property
    def accounted(self) -> int:
        """The sum of the outcomes; other than `received`, something is wrong with us."""
        return sum(self.counts.values())

    @property
    def missing(self) -> int:
        """How many leads the outcomes do not account for; 0 is the promise."""
        return abs(self.received - self.accounted)

    @property
    def share(self) -> float:
        """The part in Salesforce, in percent of those received; 0 of none."""
        return 100 * self.in_salesforce / self.received if self.received else 0.0

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The ledger bar."""
        return ledger_segments(self.counts)

    @property
    def broad_segments(self) -> tuple[Segment, ...]:
        """The bar in four parts: in Salesforce, skipped, needing a person, on their way."""
        broad = {
            State.CREATED: self.in_salesforce,
            State.SKIPPED: self.skipped,
            State.HELD: self.waiting,
            State.PENDING: self.pending,
        }
        return ledger_segments(broad)
