"""A plan for many leads: what is asked for, how far it is, and what would happen. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .mapping import MappingHead
from .plan import PlanCard, PlanField
from .shell import Choice, Fact, Live, Pager

PlanOutcome = Literal[
    "created", "updated", "unchanged", "skipped", "held", "failed", "unreadable"
]  # fmt: skip
RunState = Literal["waiting", "running", "done", "broken"]


@dataclass(frozen=True, kw_only=True)
class PlanManyForm:
    """The form as it was sent, or with what fits most."""

    sources: tuple[Choice, ...] = ()
    counts: tuple[Choice, ...] = ()
    versions: tuple[Choice, ...] = ()
    is_file: bool = False
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanRunLine:
    """A plan that was made before."""

    id: str
    title: str
    rules: str
    rows: int
    state: RunState
    asked_at: datetime
    asked_by: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanManyPage:
    """Where a plan for many leads is asked for."""

    now: datetime
    head: MappingHead
    form: PlanManyForm
    runs: tuple[PlanRunLine, ...] = ()
    can_edit: bool = False


@dataclass(frozen=True)
class PlanTile:
    """How many rows would come to this; `address` shows them alone, or all again."""

    outcome: PlanOutcome
    count: int
    address: str
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanRunRow:
    """A lead: what would happen and why. `first` are the first fields that would be written."""

    number: int
    name: str
    outcome: PlanOutcome
    why: str
    beside: str = ""
    first: tuple[PlanField, ...] = ()
    more: int = 0
    lead_id: str = ""
    card: PlanCard | None = None


@dataclass(frozen=True, kw_only=True)
class PlanRunPage:
    """A plan for many leads. `done` of `rows` rows are planned; `columns` say how a file was read.

    `calls` were made for looking; nothing is ever written.
    """

    now: datetime
    head: MappingHead
    id: str
    title: str
    rules: str
    state: RunState
    is_file: bool = False
    rows: int = 0
    done: int = 0
    calls: int = 0
    writes: int = 0
    trouble: str = ""
    facts: tuple[Fact, ...] = ()
    columns: tuple[Fact, ...] = ()
    tiles: tuple[PlanTile, ...] = ()
    shown: tuple[PlanRunRow, ...] = ()
    chosen: PlanOutcome | Literal[""] = ""
    pager: Pager = field(default_factory=lambda: Pager(0, 0))
    live: Live | None = None

    @property
    def is_going(self) -> bool:
        """Whether it is still being made."""
        return self.state in ("waiting", "running")
