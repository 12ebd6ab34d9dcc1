"""What goes because the file doesn't name it, and what stays although it doesn't. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .changes import Change, Thing, Verb, change
from .known import Sides
from .wanted import Configuration


def pruned(sides: Sides) -> Iterator[Change]:
    """What the file doesn't name, sources first: they point at the rest."""
    for one in _unnamed(sides.current.sources, sides.wanted.sources):
        if (sides.wanted.slug, one.name) not in sides.known.received:
            title = f"source “{one.name}” is removed, and its key ends"
            yield change(Thing.SOURCE, Verb.REMOVE, one.name, title=title)
        elif one.key is not None:
            title = f"the key of “{one.name}” ends; the source stays, since leads came through it"
            yield change(Thing.KEY, Verb.REMOVE, one.name, title=title)
    kept = {
        (one.mapping, one.connection)
        for one in _unnamed(sides.current.sources, sides.wanted.sources)
        if (sides.wanted.slug, one.name) in sides.known.received
    }
    for mapping in _unnamed(sides.current.mappings, sides.wanted.mappings):
        if mapping.name not in {name for name, _ in kept}:
            title = f"mapping “{mapping.name}” is removed with all its versions"
            yield change(Thing.MAPPING, Verb.REMOVE, mapping.name, title=title)
    for link in _unnamed(sides.current.connections, sides.wanted.connections):
        if link.name not in {name for _, name in kept}:
            title = f"connection “{link.name}” is disconnected and removed"
            yield change(Thing.CONNECTION, Verb.REMOVE, link.name, title=title)


def _unnamed(current: Sequence[Any], wanted: Sequence[Any]) -> list[Any]:
    named = {one.name for one in wanted}
    return [one for one in current if one.name not in named]


def unnamed_clients(current: Configuration, wanted: Configuration) -> Iterator[str]:
    for one in current.clients:
        if wanted.client(one.slug) is None:
            yield f"Client {one.name} ({one.slug}) is not in the file. It stays as it is."
