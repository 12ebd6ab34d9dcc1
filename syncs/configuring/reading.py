"""A configuration file's text as a frozen value, or everything that is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from mappings import plain_yaml
from mappings.complaints import slips_of
from mappings.nearness import meant, nearest

from .wanted import Client, Configuration, adapter, document_of, schema

Path = tuple[str | int, ...]
# Characters. A client with twenty mappings has about 100,000.
MOST = 2_000_000
_TOO_LONG = "The text has {:,} characters. At most {:,} can be read."
_KINDS = ("connections", "mappings", "sources")
_ONE = {"connections": "connection", "mappings": "mapping", "sources": "source"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong. ``line`` counts from 1, 0 where nobody knows; ``place`` such as
    "clients.0.sources.1.mapping"."""

    sentence: str
    place: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """All of it as people read it."""
        where = f"Line {self.line}, {self.place}: " if self.line and self.place else ""
        return f"{where}{self.sentence}"


class ConfigurationRefused(ValueError):
    """The configuration can't be applied; ``wrongs`` says everything that is wrong."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        super().__init__("\n".join(one.text for one in wrongs))
        self.wrongs = tuple(wrongs)


@dataclass(frozen=True, slots=True)
class Read:
    """What a text says, and on which line each part of it stands."""

    configuration: Configuration
    lines: Mapping[Path, int]

    def wrong(self, path: Path, sentence: str) -> Wrong:
        """Something that is wrong at this place."""
        return _wrong(path, sentence, self.lines)


def read(text: str, *, most: int = MOST) -> Read:
    """The configuration of a text. Raises ConfigurationRefused with all that is wrong."""
    if len(text) > most:
        raise ConfigurationRefused([Wrong(_TOO_LONG.format(len(text), most))])
    try:
        document, lines = plain_yaml.read_with_lines(text)
    except plain_yaml.Unreadable as error:
        raise ConfigurationRefused([Wrong(str(error))]) from error
    return read_document(document, lines)


def read_document(document: Any, lines: Mapping[Path, int]) -> Read:
    """The configuration of a document such as JSON has. Raises ConfigurationRefused."""
    try:
        found = Read(adapter().validate_python(document), lines)
    except ValidationError as error:
        slips = slips_of(error, schema())
        wrongs = [
            _wrong(one.path, f"{one.sentence} {one.suggestion}".strip(), lines) for one in slips
        ]
        raise ConfigurationRefused(sorted(wrongs, key=lambda one: one.line)) from error
    wrongs = [found.wrong(*one) for one in _at_odds(found.configuration)]
    if wrongs:
        raise ConfigurationRefused(wrongs)
    return found


def text_of(configuration: Configuration) -> str:
    """The file of a configuration; ``read`` reads it back, and writes it alike."""
    return plain_yaml.write(document_of(configuration))


def _wrong(path: Path, sentence: str, lines: Mapping[Path, int]) -> Wrong:
    """The line is that of the nearest part that stands in the text."""
    known = (path[:end] for end in range(len(path), -1, -1) if path[:end] in lines)
    line = lines.get(next(known, ()), 0)
    return Wrong(sentence, ".".join(str(part) for part in path), line)


def _at_odds(configuration: Configuration) -> Iterator[tuple[Path, str]]:
    """What doesn't fit together, with its place."""
    slugs = [one.slug for one in configuration.clients]
    yield from _twice(slugs, ("clients",), "slug")
    names = [one.name for one in configuration.blueprints]
    yield from _twice(names, ("blueprints",), "name")
    for place, blueprint in enumerate(configuration.blueprints):
        numbers = [one.number for one in blueprint.versions]
        yield from _twice(numbers, ("blueprints", place, "versions"), "number")
    for place, client in enumerate(configuration.clients):
        yield from _odds_of(client, ("clients", place))


def _odds_of(client: Client, path: Path) -> Iterator[tuple[Path, str]]:
    named = {kind: [one.name for one in getattr(client, kind)] for kind in _KINDS}
    for kind, names in named.items():
        yield from _twice(names, (*path, kind), "name")
    for place, source in enumerate(client.sources):
        for kind, name in (("connections", source.connection), ("mappings", source.mapping)):
            if name not in named[kind]:
                where = (*path, "sources", place, _ONE[kind])
                said = f"This client has no {_ONE[kind]} called “{name}” in this file."
                yield where, f"{said} {meant(nearest(name, named[kind]))}".strip()


def _twice(values: Iterable[object], path: Path, key: str) -> Iterator[tuple[Path, str]]:
    seen: set[object] = set()
    for place, value in enumerate(values):
        if value in seen:
            yield (*path, place, key), f"“{value}” stands here twice."
        seen.add(value)
