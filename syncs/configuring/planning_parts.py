"""What has to be done about a client's connections, mappings, sources and keys. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from connections.flows import FLOWS

from .changes import Change, Thing, Verb, change
from .known import Secret, Sides
from .telling import rule_lines, told
from .wanted import ConnectionEntry, FromEnvironment, MappingEntry, SourceEntry

_CONNECTION = {
    "environment": "environment",
    "flow": "way to connect",
    "host": "host",
    "client_id": "client id",
    "user": "user",
}


def of_connections(sides: Sides) -> Iterator[Change]:
    there = {one.name: one for one in sides.current.connections}
    for one in sides.wanted.connections:
        before = there.get(one.name)
        if before is None:
            title = f"connection “{one.name}” is added"
            way = FLOWS[one.flow].title
            lines = (f"{one.environment}: {way}", *_secret_lines(sides, one))
            yield change(Thing.CONNECTION, Verb.ADD, one.name, title=title, lines=lines, entry=one)
            continue
        changed = (*told(before, one, _CONNECTION), *_secret_lines(sides, one))
        if changed:
            title = f"connection “{one.name}” changes"
            yield change(
                Thing.CONNECTION, Verb.CHANGE, one.name, title=title, lines=changed, entry=one
            )


def _secret_lines(sides: Sides, one: ConnectionEntry) -> tuple[str, ...]:
    words = {"client_secret": "client secret", "password": "password"}
    return tuple(
        f"{words[name]}: taken from {secret.env}"
        for name in words
        if (secret := getattr(one, name)) is not None
        and sides.known.secrets.get((sides.wanted.slug, one.name, name)) is Secret.OTHER
    )


def of_mappings(sides: Sides) -> Iterator[Change]:
    there = {one.name: one for one in sides.current.mappings}
    for one in sides.wanted.mappings:
        before = there.get(one.name)
        if before is None or before.rules != one.rules:
            yield _mapping(before, one)
        if one.follows is not None and (before is None or before.follows != one.follows):
            title = (
                f"mapping “{one.name}” follows version {one.follows.version} of "
                f"“{one.follows.blueprint}”"
            )
            yield change(Thing.FOLLOWING, Verb.CHANGE, one.name, title=title, entry=one.follows)


def _mapping(before: MappingEntry | None, one: MappingEntry) -> Change:
    lines = rule_lines(before.rules if before else None, one.rules)
    verb = Verb.CHANGE if before else Verb.ADD
    title = f"mapping “{one.name}” {'gets a new version' if before else 'is added'}"
    return change(Thing.MAPPING, verb, one.name, title=title, lines=lines, entry=one)


_SOURCE = {"kind": "kind", "connection": "connection", "mapping": "mapping"}


def of_sources(sides: Sides) -> Iterator[Change]:
    there = {one.name: one for one in sides.current.sources}
    for one in sides.wanted.sources:
        before = there.get(one.name)
        if before is None:
            title = f"source “{one.name}” is added"
            lines = (f"leads go to “{one.connection}” by the mapping “{one.mapping}”",)
            yield change(Thing.SOURCE, Verb.ADD, one.name, title=title, lines=lines, entry=one)
        elif changed := told(before, one, _SOURCE):
            title = f"source “{one.name}” changes"
            yield change(Thing.SOURCE, Verb.CHANGE, one.name, title=title, lines=changed, entry=one)
        yield from _of_key(sides, before, one)


def _of_key(sides: Sides, before: SourceEntry | None, one: SourceEntry) -> Iterator[Change]:
    if one.key is None:
        return
    has_key = before is not None and before.key is not None
    if isinstance(one.key, FromEnvironment):
        secret = sides.known.secrets.get((sides.wanted.slug, one.name, "key"))
        if secret is Secret.OTHER:
            title = f"source “{one.name}” gets the key that {one.key.env} holds"
            lines: tuple[str, ...] = ("the key it has now ends at once",) if has_key else ()
            yield change(Thing.KEY, Verb.CHANGE, one.name, title=title, lines=lines, entry=one)
            return
    elif not has_key:
        title = f"source “{one.name}” gets a new key, shown once"
        yield change(Thing.KEY, Verb.ADD, one.name, title=title, entry=one)
        return
    if before is not None and before.scopes != one.scopes:
        title = f"the key of “{one.name}” may do other things"
        lines = told(before, one, {"scopes": "scopes"})
        yield change(
            Thing.KEY, Verb.CHANGE, one.name, title=title, lines=lines, entry=replace(one, key=None)
        )
