"""The practice org's set-up, as an admin finds it under Setup. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tab = Literal["fields", "rights", "people", "rules", "app", "faults"]


@dataclass(frozen=True)
class Button:
    """A change that is one click. `target`: setup or access; `arguments` go along as they are."""

    name: str
    label: str
    arguments: tuple[tuple[str, str], ...] = ()
    target: Literal["setup", "access"] = "setup"
    about: str = ""  # what the label is about, for readers who only hear the button


@dataclass(frozen=True)
class SetupTab:
    """A tab of the set-up; `count` None shows none."""

    name: Tab
    label: str
    count: int | None = None


@dataclass(frozen=True)
class Differs:
    """Something that isn't as on the first day."""

    thing: str
    told: str
    back: Button | None = None


@dataclass(frozen=True)
class Option:
    """An entry of a select."""

    value: str
    label: str


@dataclass(frozen=True)
class SetupRow:
    """A line of a list: what it is, what is said about it, its state, what can be done.

    `chip` marks what is unusual.
    """

    title: str
    told: str = ""
    code: str = ""
    chip: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class SetupGroup:
    """Lines with a heading."""

    key: str
    title: str
    about: str
    rows: tuple[SetupRow, ...]


@dataclass(frozen=True)
class FieldLine:
    """A field in the list; chips are what is unusual about it."""

    name: str
    label: str
    type: str
    may: str
    may_chip: str
    rule: str
    rule_chip: str


@dataclass(frozen=True)
class FieldsTab:
    """The fields of an object."""

    sobject: str
    objects: tuple[Option, ...]
    q: str
    lines: tuple[FieldLine, ...]


@dataclass(frozen=True)
class ValueLine:
    """A value of a picklist."""

    value: str
    active: bool
    switch: Button
    drop: Button


@dataclass(frozen=True)
class FieldPage:
    """One field, to be changed. `access`: what Inlet may, of none, read and edit."""

    here: str
    sobject: str
    name: str
    label: str
    type: str
    access: str
    others: tuple[tuple[str, str], ...]
    required: bool
    require: Button
    values: tuple[ValueLine, ...] = ()
    is_picklist: bool = False
    restrict: Button | None = None
    remove: Button | None = None
    length: int = 0
    can_edit: bool = True


@dataclass(frozen=True)
class RightCell:
    """Whether Inlet has a right on an object, and the change of it."""

    word: str
    granted: bool
    button: Button


@dataclass(frozen=True)
class RightLine:
    """An object and what Inlet may with its records."""

    label: str
    name: str
    cells: tuple[RightCell, ...]
    sharing: str


@dataclass(frozen=True)
class RightsTab:
    """Who may what: objects, and permissions of the system."""

    words: tuple[str, ...]
    lines: tuple[RightLine, ...]
    permissions: SetupGroup


@dataclass(frozen=True)
class FaultRow:
    """Something that is made to go wrong."""

    id: str
    title: str
    told: str
    counted: str
    is_on: bool


@dataclass(frozen=True)
class FaultsTab:
    """What goes wrong on purpose, and what can."""

    rows: tuple[FaultRow, ...]
    kinds: tuple[Option, ...]
    routes: tuple[Option, ...]


@dataclass(frozen=True)
class PracticeSetupPage:
    """The page with one tab open: `fields`, `rights`, `faults` or `groups` of lines."""

    here: str
    tab: Tab
    tabs: tuple[SetupTab, ...]
    sentence: str
    differs: tuple[Differs, ...]
    kind: str
    kinds: tuple[Option, ...]
    kind_told: str
    fields: FieldsTab | None = None
    rights: RightsTab | None = None
    faults: FaultsTab | None = None
    groups: tuple[SetupGroup, ...] = ()
    session_minutes: int = 0
    obstacles: tuple[str, ...] = ()  # kinds of triggers, flows and locks that can be added
    can_edit: bool = True
