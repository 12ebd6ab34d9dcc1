"""The practice org: what would Salesforce do? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .shell import Fact, Pager


@dataclass(frozen=True)
class ObjectTab:
    """An object of the org and how many records it has."""

    name: str
    label: str
    plural: str
    count: int


@dataclass(frozen=True)
class RecordRow:
    """A record in the list; `status` is the Lead's Status or the Contact's Title."""

    id: str
    name: str
    company: str
    status: str
    owner: str
    came_from: Literal["inlet", "seed", "other"]
    changed_at: datetime
    mark: Literal["", "new", "changed"] = ""


@dataclass(frozen=True)
class CallRow:
    """A call that was made to the org, in words: "Update 1 Lead", "OK, 38 ms"."""

    at: datetime
    what: str
    answer: str


@dataclass(frozen=True)
class SwitchRow:
    """A switch: what it does, what follows. `lasts`: False for what happens once."""

    name: str
    title: str
    told: str
    is_on: bool
    lasts: bool = True


@dataclass(frozen=True)
class Misbehaving:
    """The switches; `note` says what has just changed."""

    switches: tuple[SwitchRow, ...]
    note: str = ""
    can_edit: bool = True


@dataclass(frozen=True)
class TwinRow:
    """One of the records of a person."""

    sobject: str
    id: str
    name: str
    told: str


@dataclass(frozen=True)
class TwinGroup:
    """A person with several records, and what these share."""

    told: str
    records: tuple[TwinRow, ...]


@dataclass(frozen=True)
class TwinsPage:
    """The first people who are here more than once; `told`: how many there are."""

    groups: tuple[TwinGroup, ...]
    told: str


@dataclass(frozen=True)
class LoginChoice:
    """Somebody who can get a new login; `value` "" is an app without a person."""

    value: str
    label: str


@dataclass(frozen=True)
class OwnCode:
    """How somebody's own code gets in: facts, an example to copy, who can get a login."""

    facts: tuple[Fact, ...]
    example: str
    logins: tuple[LoginChoice, ...] = ()


@dataclass(frozen=True)
class PracticeLoginPage:
    """A login, shown once: whose, its facts, and an example with them filled in ("" for none)."""

    name: str
    facts: tuple[Fact, ...]
    about: str
    example: str = ""


@dataclass(frozen=True)
class PracticePage:
    """The page, showing the records of `shown`; objects in `more` stand in a menu."""

    now: datetime
    objects: tuple[ObjectTab, ...]
    shown: ObjectTab
    rows: tuple[RecordRow, ...]
    pager: Pager
    calls: tuple[CallRow, ...] = ()
    calls_used: int = 0
    calls_allowed: int = 0
    own_code: OwnCode | None = None
    misbehaving: Misbehaving | None = None
    more: tuple[ObjectTab, ...] = ()
    status_word: str = ""
    q: str = ""
    changed_only: bool = False
    changed_by_inlet: int = 0
    can_edit: bool = True
