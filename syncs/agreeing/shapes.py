"""What a form about the agreement can ask. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from syncs.page_values.entries import EntryKind
from syncs.page_values.shell import Choice

Typed = dict[str, Any]  # a part of the form: as the document, with what the form says otherwise


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One value. ``options`` names what it may be chosen from, ``listed`` what is offered while
    typing (both of ``Offers``); ``also``: names under which the document knows it. How it looks:
    ``is_bare`` without a visible label, ``is_wide`` with twice the room."""

    name: str
    label: str
    kind: EntryKind = "text"
    hint: str = ""
    options: str = ""
    listed: str = ""
    also: tuple[str, ...] = ()
    fixed: tuple[Choice, ...] = ()
    example: str = ""
    is_bare: bool = False
    is_wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One kind of value with its parts; a list's items and a choice's cases are shapes.

    ``add`` labels the button that adds one, ``new`` is what it begins with. ``title`` names an
    item by what it holds.
    """

    kind: str
    label: str
    effect: str = ""
    add: str = ""
    parts: tuple[Slot | Many | One, ...] = ()
    new: Typed = field(default_factory=dict)
    title: Callable[[Typed], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Many:
    """A list of shapes, told apart by ``tag``; ``plain``: the document has only their kinds.

    ``once``: each kind at most once. ``is_loose``: the order means nothing.
    """

    name: str
    title: str
    of: tuple[Shape, ...]
    tag: str = ""
    empty: str = ""
    plain: bool = False
    once: bool = False
    is_loose: bool = False


@dataclass(frozen=True, kw_only=True)
class One:
    """A choice among shapes, told apart by ``tag``. ``plain``: the document has only its kind."""

    name: str
    title: str
    of: tuple[Shape, ...]
    tag: str = ""
    plain: bool = False
    is_small: bool = False


Asked = Slot | Many | One


@dataclass(frozen=True, kw_only=True)
class Card:
    """A group of what is asked, under one heading."""

    title: str
    aside: str = ""
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Offers:
    """What the org offers to choose from, by name; without options an entry is typed freely."""

    by_name: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[Choice, ...]:
        """The options of this name; () where they are not known."""
        return self.by_name.get(name, ())


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """What is wrong at a place of the document. ``better``: a value that fits, or ""."""

    place: str
    sentence: str
    better: str = ""


PartName = Literal["policy", "routing", "follow"]
MARK = "_"  # the hidden input of an item that has no kind
_OF_CASE = "~"  # in names: what a case asks, since several cases of a choice may ask alike


def shape_of(of: tuple[Shape, ...], kind: str) -> Shape | None:
    """The shape of this kind, or None."""
    return next((one for one in of if one.kind == kind), None)


def in_case(place: str, kind: str) -> str:
    """Where the names of what this case of a choice asks begin."""
    return f"{place}.{_OF_CASE}{kind}."


def place_of(name: str) -> str:
    """The place in the document for the name of an input."""
    return ".".join(part for part in name.split(".") if not part.startswith(_OF_CASE))
