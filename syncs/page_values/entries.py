"""A form about the agreement: entries, choices with their parts, lists in an order. Pure.

The name of an entry is its place in the mapping's document, such as "match.0.likeness", with
the case of each choice on the way ("owner.~queue.id").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .shell import Choice

EntryKind = Literal["text", "number", "date", "words", "area", "select", "checks", "check"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something to fill in. ``values``: what is ticked; ``listed``: the id of a list to pick from;
    ``better``: a value that fits, for an error. ``is_bare``: its label is for readers only;
    ``is_wide``: it takes twice the room."""

    name: str
    label: str
    kind: EntryKind
    value: str = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    error: str = ""
    better: str = ""
    listed: str = ""
    example: str = ""
    is_bare: bool = False
    is_wide: bool = False
    part: Literal["entry"] = "entry"

    @property
    def id(self) -> str:
        """Its id on the page."""
        return id_of(self.name)

    @property
    def described(self) -> str:
        """The ids of what describes it."""
        told = ((self.error, "error"), (self.hint, "hint"))
        return " ".join(f"{self.id}_{name}" for text, name in told if text)


@dataclass(frozen=True, kw_only=True)
class Add:
    """A button that adds to a list."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One of a list. ``tag`` and ``tagged``: the hidden input that says which kind it is."""

    place: str
    number: int
    title: str
    tag: str
    tagged: str
    blurb: str = ""
    parts: tuple[Part, ...] = ()
    is_first: bool = False
    is_last: bool = False
    error: str = ""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return id_of(self.place)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list, in an order unless ``is_loose``. ``is_touched``: one of its buttons was pressed."""

    place: str
    title: str
    items: tuple[Item, ...] = ()
    adds: tuple[Add, ...] = ()
    empty: str = ""
    error: str = ""
    is_loose: bool = False
    is_touched: bool = False
    part: Literal["listing"] = "listing"

    @property
    def id(self) -> str:
        """Its id on the page."""
        return id_of(self.place)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One way to answer, in plain words with its effect, and what it then asks."""

    value: str
    label: str
    effect: str = ""
    chosen: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cases:
    """A choice of one way; as cards, or (``is_small``) as a select in a line of a table."""

    name: str
    title: str
    cases: tuple[Case, ...]
    error: str = ""
    is_small: bool = False
    part: Literal["cases"] = "cases"

    @property
    def id(self) -> str:
        """Its id on the page."""
        return id_of(self.name)

    @property
    def chosen(self) -> Case | None:
        """The way that is chosen."""
        return next((one for one in self.cases if one.chosen), None)

    @property
    def has_parts(self) -> bool:
        """Whether a way asks for more."""
        return any(one.parts for one in self.cases)


Part = Entry | Listing | Cases


@dataclass(frozen=True, kw_only=True)
class Group:
    """A card of the form."""

    id: str
    title: str
    aside: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it has entries only, which may stand side by side."""
        return all(isinstance(one, Entry) and one.kind != "check" for one in self.parts)


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A list to pick from while typing."""

    id: str
    options: tuple[Choice, ...]


def id_of(place: str) -> str:
    """The id of what stands at this place of the document."""
    return "e-" + place.replace(".", "-").replace("~", "of-")
