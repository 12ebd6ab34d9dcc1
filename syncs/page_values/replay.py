"""The rule time machine: who would have got which outcome? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .mapping import MappingHead
from .shell import Live


@dataclass(frozen=True)
class CountRow:
    """How many leads came out so, and would."""

    state: str
    before: int
    after: int

    @property
    def change(self) -> str:
        """The difference with its sign; "" for none."""
        if self.before == self.after:
            return ""
        sign = "+" if self.after > self.before else "−"
        return f"{sign}{abs(self.after - self.before):,}"


@dataclass(frozen=True)
class ReplayGroup:
    """Leads that come out differently in the same way; ``before`` and ``after`` are their
    outcomes where those differ, else ""."""

    key: str
    count: int
    title: str
    before: str = ""
    after: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class ReplayRow:
    """A lead that would come out differently."""

    id: str
    name: str
    company: str
    received_at: datetime
    before: str
    after: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ReplayPage:
    """The time machine: not asked yet, on its way, done, or broken."""

    now: datetime
    head: MappingHead
    state: Literal["none", "waiting", "running", "done", "broken"] = "none"
    leads: int = 0
    seen: int = 0
    skipped: int = 0
    differing: int = 0
    asked_at: datetime | None = None
    finished_at: datetime | None = None
    trouble: str = ""
    is_current: bool = True
    counts: tuple[CountRow, ...] = ()
    groups: tuple[ReplayGroup, ...] = ()
    rows: tuple[ReplayRow, ...] = ()
    first: int = 1
    older: str = ""
    newest: str = ""
    live: Live | None = None
    can_edit: bool = False

    @property
    def is_going(self) -> bool:
        """Whether it has not ended."""
        return self.state in ("waiting", "running")

    @property
    def shown(self) -> int:
        """How many of the listed leads there are in all: of the chosen group, or of all."""
        return next((one.count for one in self.groups if one.chosen), self.differing)

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1
