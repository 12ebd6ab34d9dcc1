"""Mappings: what will be written, and who owns each field? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .mapping_form import RowForm
from .plan import PlanCard
from .shell import Choice

Owning = Literal["source", "blank", "ours", "refresh", "locked", "more"]


@dataclass(frozen=True, kw_only=True)
class MappingLine:
    """A mapping in the list."""

    id: str
    name: str
    sources: tuple[str, ...] = ()
    live: int | None = None
    draft: int | None = None
    published_at: datetime | None = None
    published_by: str = ""
    fields: int = 0


@dataclass(frozen=True, kw_only=True)
class MappingsPage:
    """The list."""

    now: datetime
    rows: tuple[MappingLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MappingRow:
    """A field of the mapping. `steps` are its transforms in words; `changed` against live.

    Without a source its value is a fixed one, or `is_made` by one of the steps.
    """

    key: str
    title: str
    source: str
    sample: str
    steps: tuple[str, ...]
    api_names: str
    objects: str
    owned: str
    owning: Owning
    changed: Literal["", "changed", "new"] = ""
    problem: str = ""
    is_made: bool = False

    @property
    def anchor(self) -> str:
        """The row's id on the page."""
        return f"r-{self.key}"


@dataclass(frozen=True)
class Unmapped:
    """A path that leads bring and no field takes up.

    With the field that it seems to mean it is added by one click; else `add` opens the form.
    """

    path: str
    sample: str
    add: str = ""
    lead_field: str = ""
    contact_field: str = ""
    label: str = ""


@dataclass(frozen=True)
class Removed:
    """A field that is live and not in the draft."""

    key: str
    title: str


@dataclass(frozen=True)
class Policy:
    """A sentence of the policy; its first words are set in bold."""

    lead: str
    rest: str


@dataclass(frozen=True, kw_only=True)
class TryIt:
    """With what the plan is made: one of the last leads, or a sample that was pasted."""

    leads: tuple[Choice, ...] = ()
    lead: str = ""
    text: str = ""
    error: str = ""


@dataclass(frozen=True)
class ReplayNote:
    """What a replay of the draft over the last days said, or that there was none."""

    text: str
    link: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MappingHead:
    """The head that all pages of a mapping share."""

    id: str
    name: str
    sources: tuple[str, ...] = ()
    live: int | None = None
    draft: int | None = None
    sentence: str = ""
    policy_address: str = ""
    compare_address: str = ""
    publish_address: str = ""


@dataclass(frozen=True, kw_only=True)
class EditorPage:
    """The editor. `form` stands below the row it edits, or above the rows when it adds one."""

    now: datetime
    head: MappingHead
    rows: tuple[MappingRow, ...]
    policy: tuple[Policy, ...] = ()
    form: RowForm | None = None
    unmapped: tuple[Unmapped, ...] = ()
    removed: tuple[Removed, ...] = ()
    required: tuple[Choice, ...] = ()
    tried: TryIt = TryIt()
    plan_address: str = ""  # of the plan for the chosen lead, which the page fetches
    replay: ReplayNote | None = None
    revision: int = 0
    can_edit: bool = False
    was_looked_at: bool = True

    @property
    def open_row(self) -> str:
        """The key of the row that is edited; "" for none."""
        return self.form.key if self.form else ""


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """The plan for one lead, on a page of its own or as a part of the editor."""

    now: datetime
    head: MappingHead
    tried: TryIt
    card: PlanCard | None = None
    unsaved: str = ""


@dataclass(frozen=True, kw_only=True)
class LeadPlanPage:
    """The plan for a stored lead by the live version, beside its story."""

    now: datetime
    lead_id: str
    name: str
    card: PlanCard | None = None
