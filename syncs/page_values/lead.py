"""One lead: what happened to this person, and why is Title what it is? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from syncs.states import State

from .code import Piece
from .shell import Live


@dataclass(frozen=True)
class StoryStep:
    """One of the four steps: received, recognised, decided, Salesforce answered."""

    title: str
    detail: str = ""


@dataclass(frozen=True)
class FieldRow:
    """A field and what became of it. `before` is what Salesforce had, empty when blank.

    The explanation is up to three sentences: `reason`, the rule in its own words, and `note`.
    """

    api_name: str
    label: str
    result: Literal["written", "planned", "kept", "same"]  # planned: nothing was written yet
    before: str
    after: str
    proposed: str
    reason: str = ""
    rule: str = ""
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What Salesforce answered; `raw` is the only place where codes are shown."""

    result: str
    record_id: str = ""
    record_address: str = ""
    sent: tuple[str, ...] = ()
    owner_rule: str = ""
    duplicates: str = ""
    call: int = 0
    calls: int = 0
    calls_today: int | None = None
    raw: str = ""


@dataclass(frozen=True)
class Who:
    """The person behind the lead."""

    email: str = ""
    company: str = ""
    record: str = ""
    owner: str = ""
    seen_before: int = 0
    seen_address: str = ""


@dataclass(frozen=True)
class TimelineItem:
    """Something that happened; `kind` chooses the icon."""

    kind: Literal[
        "received", "searched", "decided", "answered", "refused", "held", "retry", "owner", "person"
    ]
    what: str
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Trouble:
    """Why a lead is held or failed, and what to do about it."""

    cause: str
    fix: str
    fix_label: str = ""
    fix_address: str = ""


@dataclass(frozen=True)
class LeadPage:
    """The page. `story` holds the steps done so far, at most four."""

    live: Live
    now: datetime
    id: str
    name: str
    state: State
    received_at: datetime
    summary: str
    story: tuple[StoryStep, ...]
    payload: tuple[Piece, ...]
    who: Who
    timeline: tuple[TimelineItem, ...]
    fields: tuple[FieldRow, ...] = ()
    same_fields: tuple[FieldRow, ...] = ()  # folded away: they already had the same value
    unmapped: tuple[str, ...] = ()
    mapping_version: int | None = None
    answer: Answer | None = None
    trouble: Trouble | None = None
    can_send_again: bool = False
    record_address: str = ""  # opens the record, in Salesforce or in the practice org
    plan_address: str = ""  # of the plan by the live mapping, while a person has to decide

    @property
    def field_count(self) -> int:
        """How many fields the mapping proposed."""
        return len(self.fields) + len(self.same_fields)

    @property
    def steps(self) -> tuple[StoryStep | None, ...]:
        """Always four: None for a step that has not happened yet."""
        return (*self.story, *[None] * (4 - len(self.story)))
