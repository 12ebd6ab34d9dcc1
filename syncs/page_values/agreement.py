"""The pages beside a mapping's fields: policy, routing, what follows, versions. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mappings.preflight import Finding, Level

from .entries import Cases, Entry, Group, Listing, Part, Suggested
from .mapping import MappingHead, Policy
from .shell import Choice

AgreementPart = Literal["policy", "routing", "follow"]


@dataclass(frozen=True)
class Trouble:
    """Something to mend in a form; ``address``: the entry's id, "" for none."""

    label: str
    sentence: str
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementPage:
    """One of the forms. ``base``: which state of the draft it was filled from. ``unsaved``: a
    button of a list was pressed since. ``overtaken``: who was faster."""

    head: MappingHead
    name: AgreementPart
    groups: tuple[Group, ...]
    said: tuple[Policy, ...]
    suggested: tuple[Suggested, ...] = ()
    base: str = ""
    troubles: tuple[Trouble, ...] = ()
    overtaken: str = ""
    unsaved: bool = False
    can_edit: bool = False
    was_looked_at: bool = True

    @property
    def wrong(self) -> tuple[Trouble, ...]:
        """Everything to mend, in the order of the form; first what is no part of it."""
        return (*self.troubles, *wrong_in(self.groups))


def wrong_in(groups: tuple[Group, ...]) -> tuple[Trouble, ...]:
    """Everything that is said to be wrong at the entries of a form."""
    return tuple(one for group in groups for one in _wrong(group.parts))


def _wrong(parts: tuple[Part, ...]) -> tuple[Trouble, ...]:
    found: list[Trouble] = []
    for part in parts:
        label = part.label if isinstance(part, Entry) else part.title
        if part.error:
            found.append(Trouble(label, part.error, part.id))
        if isinstance(part, Listing):
            for item in part.items:
                found += [Trouble(item.title, item.error, item.id)] if item.error else []
                found += _wrong(item.parts)
        elif isinstance(part, Cases) and part.chosen is not None:
            found += _wrong(part.chosen.parts)
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version in the list. ``at``: published, or last changed."""

    number: int
    state: Literal["draft", "live", "retired"]
    at: datetime | None = None
    by: str = ""
    note: str = ""
    based_on: int | None = None


@dataclass(frozen=True, kw_only=True)
class VersionsPage:
    """The list of versions; with ``after`` older ones follow. ``published``: just now."""

    now: datetime
    head: MappingHead
    rows: tuple[VersionRow, ...] = ()
    choices: tuple[Choice, ...] = ()
    older: str = ""
    newest: str = ""
    undo: int | None = None
    can_edit: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """One difference, in words; ``part`` is where it belongs, ``address`` where it is edited."""

    part: str
    title: str
    before: str
    after: str
    sentence: str
    kind: Literal["added", "removed", "changed"] = "changed"
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class ComparePage:
    """Two versions side by side."""

    head: MappingHead
    before: int
    after: int
    befores: tuple[Choice, ...] = ()
    afters: tuple[Choice, ...] = ()
    rows: tuple[ChangeRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReplayTold:
    """What the time machine says of the draft, in short."""

    sentence: str
    at: datetime | None = None
    is_current: bool = True
    is_running: bool = False
    differing: int = 0
    leads: int = 0


@dataclass(frozen=True, kw_only=True)
class ProblemRow:
    """Something that stops a draft; ``address``: where it can be mended."""

    title: str
    sentence: str
    suggestion: str = ""
    address: str = ""


@dataclass(frozen=True)
class FindingRow:
    """What the org would say; ``address``: the page of the mapping where it is changed."""

    finding: Finding
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishPage:
    """What publishing the draft would do. ``behind``: another version went live since."""

    now: datetime
    head: MappingHead
    rows: tuple[ChangeRow, ...] = ()
    problems: tuple[ProblemRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    looked_at: datetime | None = None
    replay: ReplayTold | None = None
    note: str = ""
    base: str = ""
    behind: int | None = None
    error: str = ""
    can_edit: bool = False

    @property
    def blocking(self) -> int:
        """How many findings would keep leads from being written."""
        return sum(one.finding.level is Level.BLOCKS for one in self.findings)

    @property
    def looks(self) -> int:
        """How many findings somebody should look at."""
        return len(self.findings) - self.blocking

    @property
    def can_publish(self) -> bool:
        """Whether nothing stops it."""
        return self.can_edit and self.head.draft is not None and not self.problems


@dataclass(frozen=True, kw_only=True)
class RollBackPage:
    """What bringing an earlier version back would do."""

    head: MappingHead
    number: int
    new: int
    rows: tuple[ChangeRow, ...] = ()
    problems: tuple[ProblemRow, ...] = ()
    error: str = ""
