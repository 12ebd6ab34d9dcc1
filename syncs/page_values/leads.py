"""The list of leads: where is that lead? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from syncs.states import State

from .ledger import Ledger
from .shell import Choice, Live, Pager

When = Literal["today", "7d", "30d", "all"]
# "repair" is held and failed together.
Shown = Literal[
    "", "repair", "created", "updated", "unchanged", "skipped", "held", "failed", "pending"
]


_TABS: tuple[Shown, ...] = ("", "repair", "created", "updated", "skipped", "pending")


@dataclass(frozen=True)
class LeadTab:
    """A view of the list by state, with its count; an empty `state` is all of them."""

    state: Shown
    count: int
    is_current: bool


@dataclass(frozen=True)
class LeadRow:
    """A lead in a list; `what` says in one clause what happened. `owner` is empty if unknown."""

    id: str
    name: str
    company: str
    state: State
    what: str
    source: str
    received_at: datetime
    owner: str = ""


@dataclass(frozen=True)
class LeadsPage:
    """The page; when, state, source and q are the filters as the address has them."""

    live: Live
    now: datetime
    counts: Ledger  # of all leads within `when` and `source`, whatever their state
    rows: tuple[LeadRow, ...]
    pager: Pager
    when: When = "today"
    state: Shown = ""
    q: str = ""
    sources: tuple[Choice, ...] = ()

    @property
    def tabs(self) -> tuple[LeadTab, ...]:
        """The views above the list."""
        counts = {"": self.counts.received, "repair": self.counts.waiting}
        counts |= {state.value: count for state, count in self.counts.counts.items()}
        return tuple(LeadTab(state, counts[state], state == self.state) for state in _TABS)

    @property
    def is_filtered(self) -> bool:
        """Whether something other than the span of time narrows the list."""
        return bool(self.state or self.q or any(c.chosen and c.value for c in self.sources))
