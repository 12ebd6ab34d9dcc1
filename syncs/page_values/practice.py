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
class PracticePage:
    """The page, showing the records of `shown`."""

    now: datetime
    objects: tuple[ObjectTab, ...]
    shown: ObjectTab
    rows: tuple[RecordRow, ...]
    pager: Pager
    calls: tuple[CallRow, ...] = ()
    calls_used: int = 0
    calls_allowed: int = 0
    own_code: tuple[Fact, ...] = ()
    q: str = ""
    changed_only: bool = False
    changed_by_inlet: int = 0
    can_edit: bool = True


@dataclass(frozen=True)
class RecordValue:
    """A field of a record; an empty `value` is blank."""

    api_name: str
    label: str
    value: str


@dataclass(frozen=True)
class PracticeRecordPage:
    """One record with all its fields."""

    sobject: str
    plural: str
    id: str
    name: str
    values: tuple[RecordValue, ...]
    facts: tuple[Fact, ...] = ()
    leads_address: str = ""  # the leads of Inlet that wrote to it
