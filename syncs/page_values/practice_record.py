"""One record of the practice org: its fields, its history, and what can be done with it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .shell import Fact

Shape = Literal["text", "email", "tel", "url", "date", "number", "area", "select", "check"]


@dataclass(frozen=True)
class RecordValue:
    """A field of a record; an empty `value` is blank. `written`: by whom last, and when."""

    api_name: str
    label: str
    value: str
    written: str = ""


@dataclass(frozen=True)
class ChangedField:
    """A field before and after a write, "" for blank."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Happened:
    """A write that the org accepted: "Updated", "just now", "by Tom Reyes"."""

    word: str
    when: str
    who: str
    changes: tuple[ChangedField, ...] = ()


@dataclass(frozen=True)
class PracticeRecordPage:
    """One record. `values`: those that are shown; `folded`: how many aren’t.

    `reps`: in whose name something can be done, the likeliest first.
    """

    sobject: str
    plural: str
    id: str
    name: str
    sentence: str
    values: tuple[RecordValue, ...]
    folded: int = 0
    shows_all: bool = False
    history: tuple[Happened, ...] = ()
    facts: tuple[Fact, ...] = ()
    leads_address: str = ""  # the leads of Inlet that wrote to it
    reps: tuple[str, ...] = ()
    deleted: bool = False
    can_edit: bool = True
    can_convert: bool = False
    can_merge: bool = False


@dataclass(frozen=True)
class FormField:
    """A field to be filled in. `choices`: (value, label) of a select."""

    name: str
    label: str
    kind: Shape
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    length: int = 0


@dataclass(frozen=True)
class RecordFormPage:
    """A record to be changed or, without an `id`, made; `refused`: what the org says to it."""

    sobject: str
    label: str
    plural: str
    id: str
    name: str
    fields: tuple[FormField, ...]
    more: tuple[FormField, ...]
    reps: tuple[str, ...]
    by: str
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergeChoice:
    """A record that can be merged into the one shown."""

    id: str
    name: str
    company: str
    told: str


@dataclass(frozen=True)
class MergePage:
    """Which other record goes into this one."""

    sobject: str
    plural: str
    id: str
    name: str
    q: str
    others: tuple[MergeChoice, ...]
    reps: tuple[str, ...]
