"""An org's API calls: whose they were, what is left, until when they last. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syncs.charts import Beat


@dataclass(frozen=True)
class Outlook:
    """Until when the calls last. `why`: leads wait for calls, until about `free_at`; `ends_at`:
    when Inlet's share, or with `whole_org` everybody's calls, is used up; neither: never."""

    why: str = ""
    free_at: datetime | None = None
    ends_at: datetime | None = None
    whole_org: bool = False


@dataclass(frozen=True, kw_only=True)
class CallsCard:
    """Calls of the last 24 hours, Inlet's by the hour, and the two settings. `allowed` is None
    until the org told of its calls. After an `error` the settings are as they were typed."""

    ours: int
    beat: Beat
    share: str
    streams: str
    others: int = 0
    allowed: int | None = None
    limit: int = 0
    left: int = 0
    told_at: datetime | None = None
    outlook: Outlook | None = None
    error: str = ""

    @property
    def widths(self) -> tuple[str, str]:
        """The calls of the others and Inlet's as widths of the bar in %."""
        return _width(self.others, self.allowed), _width(self.ours, self.allowed)

    @property
    def at(self) -> str:
        """Where Inlet's part of the bar begins: behind the others'."""
        return self.widths[0]


def _width(calls: int, allowed: int | None) -> str:
    return f"{min(100.0, 100 * calls / allowed):.2f}%" if allowed else "0%"
