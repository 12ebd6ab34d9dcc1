"""Blueprints: all of them, one with its clients, and a promotion. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .shell import Choice, ClientLink, Live


@dataclass(frozen=True, kw_only=True)
class BlueprintRow:
    """A blueprint in the list. ``behind``: clients that lack the newest version."""

    id: str
    name: str
    newest: int
    clients: int
    behind: int
    promotion_id: str = ""  # of one that is open


@dataclass(frozen=True, kw_only=True)
class BlueprintsPage:
    """All blueprints of the agency. ``mappings`` are those that one can be made from."""

    rows: tuple[BlueprintRow, ...] = ()
    mappings: tuple[Choice, ...] = ()
    following: int = 0
    clients: int = 0
    can_edit: bool = False
    typed: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowerRow:
    """A client's mapping that follows. ``own`` says what differs from its version, ``reasons``
    why the last promotion was held here."""

    id: str
    client: ClientLink
    mapping: str
    mapping_id: str
    version: int
    behind: int = 0
    own: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version of a blueprint, and what it changed."""

    number: int
    at: datetime
    by: str = ""
    note: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PromotionRow:
    """A promotion in the list."""

    id: str
    number: int
    word: str
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class BlueprintPage:
    """One blueprint. ``sources``: mappings whose live rules can become its next version;
    ``others``: mappings that could follow it."""

    id: str
    name: str
    now: datetime
    newest: int
    followers: tuple[FollowerRow, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    promotions: tuple[PromotionRow, ...] = ()
    sources: tuple[Choice, ...] = ()
    others: tuple[Choice, ...] = ()
    open_promotion: str = ""
    can_edit: bool = False
    can_manage: bool = False
    error: str = ""

    @property
    def behind(self) -> int:
        """How many clients lack the newest version."""
        return sum(1 for one in self.followers if one.behind)


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """What a promotion does at one client. ``state`` is a mark's name."""

    id: str
    client: ClientLink
    mapping: str
    state: str
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    is_canary: bool = False


@dataclass(frozen=True, kw_only=True)
class PromotionPage:
    """A promotion. ``done`` of ``total`` clients; ``held`` are not among the total.

    ``leads`` and ``wrong`` are of the new version; ``least_leads`` and ``most_errors`` as chosen.
    """

    id: str
    blueprint_id: str
    blueprint: str
    number: int
    state: str
    rows: tuple[StepRow, ...] = ()
    held: tuple[StepRow, ...] = ()
    checked: int = 0
    done: int = 0
    back: int = 0
    total: int = 0
    leads: int = 0
    wrong: int = 0
    percent: float = 0.0
    least_leads: int = 20
    most_errors: int = 10
    sentence: str = ""
    live: Live | None = None
    can_manage: bool = False
    error: str = ""

    @property
    def all_steps(self) -> int:
        """Every client of it."""
        return self.total + len(self.held)
