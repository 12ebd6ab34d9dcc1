"""The frame around every page, and the small values that several pages share. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

OrgKind = Literal["production", "sandbox", "practice"]
Current = Literal[
    "",
    "overview",
    "leads",
    "mapping",
    "salesforce",
    "clients",
    "blueprints",
    "practice",
    "api",
    "settings",
    "members",
]


@dataclass(frozen=True)
class ClientLink:
    """A client in the switcher; `mark` is its two letters."""

    name: str
    mark: str
    slug: str


@dataclass(frozen=True)
class Environment:
    """Which org a page is about. `live_org` on a practice page: the client also has a real org."""

    kind: OrgKind
    address: str = ""
    connected_as: str = ""
    checked_at: datetime | None = None
    live_org: bool = False


@dataclass(frozen=True)
class Shell:
    """Sidebar, environment strip and top bar; without a client it is the agency's shell."""

    user_name: str
    user_mark: str
    agency: str
    agency_mark: str
    now: datetime
    current: Current = ""
    client: ClientLink | None = None
    clients: tuple[ClientLink, ...] = ()
    environment: Environment | None = None
    waiting: int = 0  # held and failed leads of the client
    mapping_address: str = ""
    has_blueprints: bool = False  # for members of a whole agency
    connect_address: str = ""  # while no real org is connected, for those who may connect one


@dataclass(frozen=True)
class Live:
    """How a part of a page polls: its own address, what it shows, and how often.

    The browser sends `seen` in the header Inlet-Seen; the view answers 204 while it is current.
    """

    address: str
    seen: str
    seconds: int = 10


@dataclass(frozen=True)
class Choice:
    """One option of a select."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Fact:
    """A label with its value; `is_code` for ids, addresses and API names."""

    label: str
    value: str
    address: str = ""
    is_code: bool = False


@dataclass(frozen=True)
class Pager:
    """Pages by cursor. `total` None: more than 10,000. `older` and `newest` are addresses or ""."""

    shown: int
    total: int | None
    first: int = 1
    older: str = ""
    newest: str = ""

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + self.shown - 1
