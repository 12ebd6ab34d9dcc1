"""The overview of one client: is everything arriving, and what needs me? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from syncs.charts import Beat, DaysChart, SpeedChart

from .api_calls import Outlook
from .ledger import Ledger
from .shell import Live


@dataclass(frozen=True)
class Need:
    """A cause for which leads wait. `cause` is a clause after "12 leads failed:"."""

    state: Literal["held", "failed"]
    count: int
    cause: str
    detail: str = ""
    address: str = ""  # the list of these leads


@dataclass(frozen=True)
class Speed:
    """Seconds from received to in Salesforce: the middle lead, the slowest 5 %, the histogram."""

    typical: float
    slow: float
    chart: SpeedChart


@dataclass(frozen=True)
class ApiCalls:
    """Calls of the last 24 hours as Salesforce counts them, for all apps of the org."""

    used: int
    allowed: int
    told_at: datetime
    outlook: Outlook | None = None

    @property
    def share(self) -> str:
        """The used part as a width in %."""
        return f"{min(100.0, 100 * self.used / self.allowed):.2f}%" if self.allowed else "0%"


@dataclass(frozen=True)
class SourceRow:
    """A door and how it does now; `usual_gap` in seconds, None when there is no habit yet."""

    name: str
    address: str
    now: Literal["arriving", "late", "silent", "none"]
    beat: Beat
    today: int
    last_lead_at: datetime | None = None
    usual_gap: float | None = None


@dataclass(frozen=True)
class OverviewPage:
    """The page. `ended_at`: when Salesforce ended our access; `unanswered_since`: its silence."""

    live: Live
    now: datetime
    today: Ledger
    days: DaysChart
    needs: tuple[Need, ...] = ()
    causes: int = 0  # all causes, of which `needs` are the first
    speed: Speed | None = None
    calls: ApiCalls | None = None
    sources: tuple[SourceRow, ...] = ()
    ended_at: datetime | None = None
    unanswered_since: datetime | None = None

    @property
    def silent(self) -> int:
        """How many sources have gone quiet."""
        return sum(source.now == "silent" for source in self.sources)
