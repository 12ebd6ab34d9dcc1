"""The agency's page: who needs me first? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from syncs.charts import Beat

from .ledger import Ledger
from .shell import ClientLink, Live, OrgKind

# The worst first; "new" is a client of whom nothing was reported yet.
Health = Literal["disconnected", "wrong", "repair", "paused", "budget", "well", "quiet", "new"]
NEEDING: tuple[Health, ...] = ("disconnected", "wrong", "repair", "paused", "budget")


@dataclass(frozen=True)
class ClientRow:
    """One client today. `health` decides the mark, `cause` says it in a sentence.

    `stale_since`: when the row was true, if that is longer ago than it should be.
    """

    client: ClientLink
    environment: OrgKind
    health: Health
    today: Ledger
    waiting: int = 0  # held and failed, whenever they came
    cause: str = ""
    days: Beat | None = None
    slow: float | None = None  # seconds of the slowest 5 %
    last_lead_at: datetime | None = None
    pending_since: datetime | None = None  # the oldest lead on its way, if it waits for long
    stale_since: datetime | None = None


@dataclass(frozen=True)
class ClientsPage:
    """All clients of the agency, the worst first; `q` is the name searched for."""

    live: Live
    now: datetime
    today: Ledger
    rows: tuple[ClientRow, ...]
    all_count: int
    q: str = ""

    @property
    def needing(self) -> int:
        """How many clients need a person."""
        return sum(row.health in NEEDING for row in self.rows)
