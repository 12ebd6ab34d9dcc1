"""What applying a configuration would do, as frozen values that say it in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .wanted import (
    BlueprintVersionEntry,
    Client,
    ConnectionEntry,
    Follows,
    MappingEntry,
    SourceEntry,
)


class Verb(StrEnum):
    """What happens to a thing."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"

    @property
    def sign(self) -> str:
        """As it stands before a line."""
        return {Verb.ADD: "+", Verb.CHANGE: "~", Verb.REMOVE: "-"}[self]


class Thing(StrEnum):
    """What can change, in the order in which it is done."""

    AGENCY = "agency"
    BLUEPRINT = "blueprint"
    CLIENT = "client"
    CONNECTION = "connection"
    MAPPING = "mapping"
    FOLLOWING = "following"
    SOURCE = "source"
    KEY = "key"


Entry = (
    BlueprintVersionEntry | Client | ConnectionEntry | MappingEntry | SourceEntry | Follows | None
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is added, changed or removed.

    ``name`` is the thing's, ``title`` says what happens as people read it, ``lines`` what of it.
    ``entry`` is what it has to become; None for what goes.
    """

    thing: Thing
    verb: Verb
    name: str
    title: str
    lines: tuple[str, ...] = ()
    entry: Entry = None


def change(
    thing: Thing,
    verb: Verb,
    name: str,
    *,
    title: str,
    lines: tuple[str, ...] = (),
    entry: Entry = None,
) -> Change:
    """One thing that changes; see ``Change``."""
    return Change(thing=thing, verb=verb, name=name, title=title, lines=lines, entry=entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPlan:
    """The changes of one client, in order; ``is_new`` where it has to be added first."""

    slug: str
    name: str
    changes: tuple[Change, ...]
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that would change. ``notes`` say what stays although one might not expect it."""

    agency: str
    changes: tuple[Change, ...] = ()
    clients: tuple[ClientPlan, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.changes or self.clients)

    @property
    def count(self) -> int:
        """How many things change."""
        return len(self.changes) + sum(len(one.changes) for one in self.clients)

    @property
    def only_mappings(self) -> bool:
        """Whether nothing but mappings changes."""
        changed = {one.thing for client in self.clients for one in client.changes}
        return not self.changes and changed <= {Thing.MAPPING, Thing.FOLLOWING}

    def told(self) -> list[str]:
        """The plan as lines of text."""
        lines = [line for one in self.changes for line in _told(one, "")]
        for client in self.clients:
            lines.append(f"Client {client.name} ({client.slug})")
            lines += [line for one in client.changes for line in _told(one, "  ")]
        return [*lines, *self.notes]


def _told(change: Change, indent: str) -> list[str]:
    return [
        f"{indent}{change.verb.sign} {change.title}",
        *(f"{indent}    {line}" for line in change.lines),
    ]
