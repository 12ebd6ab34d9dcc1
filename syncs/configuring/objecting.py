"""Why a configuration that can be read can't be applied to what there is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from connections.flows import Wish, problems
from mappings.checking import check_for, check_rules
from mappings.orgs import Org
from mappings.rules import Rules

from .known import Known, Secret, Sides
from .reading import Path
from .wanted import (
    BlueprintEntry,
    Client,
    Configuration,
    ConnectionEntry,
    Follows,
    FromEnvironment,
)

Objection = tuple[Path, str]
# Any of Salesforce's shared hosts: whether it is one is all that matters here.
_USUAL = "https://login.salesforce.com"
_OF_PRACTICE = "A practice org brings this along. Leave it out."
_KEY = "One is lsk_live_, 8 small letters or digits, _ and 43 random characters."
_ENTERED = {"login_url": "host", "consumer_key": "client_id", "login_user": "user"}


def objections(current: Configuration, wanted: Configuration, known: Known) -> Iterator[Objection]:
    """Everything that stands in the way, with its place in what is wanted."""
    yield from _of_blueprints(current.blueprints, wanted.blueprints)
    versions = {
        (one.name, version.number)
        for one in (*current.blueprints, *wanted.blueprints)
        for version in one.versions
    }
    for place, client in enumerate(wanted.clients):
        path: Path = ("clients", place)
        if client.slug in known.taken:
            yield (*path, "slug"), f"“{client.slug}” is taken. Choose another one."
            continue
        there = current.client(client.slug) or Client(slug=client.slug, name=client.name)
        sides = Sides(there, client, known)
        yield from _of_connections(sides, path)
        yield from _of_mappings(sides, path, versions)
        yield from _of_keys(sides, path)


def _of_blueprints(
    current: Sequence[BlueprintEntry], wanted: Sequence[BlueprintEntry]
) -> Iterator[Objection]:
    there = {one.name: {v.number: v for v in one.versions} for one in current}
    for place, one in enumerate(wanted):
        known = there.get(one.name, {})
        newest = max(known, default=0)
        for at, version in enumerate(one.versions):
            path: Path = ("blueprints", place, "versions", at)
            before = known.get(version.number)
            if before is not None and before != version:
                said = f"Version {version.number} is there already, and no version ever changes."
                yield path, f"{said} Add version {newest + 1} with what is new."
            elif before is None and version.number < newest:
                yield path, f"The newest version is {newest}. A new one has a higher number."
            elif before is None:
                yield from _of_rules(version.rules, (), (*path, "rules"))


def _of_rules(rules: Rules, orgs: Sequence[Org], path: Path) -> Iterator[Objection]:
    for one in check_for(rules, orgs) if orgs else check_rules(rules):
        parts = tuple(int(part) if part.isdigit() else part for part in one.place.split("."))
        yield (*path, *(parts if one.place else ())), one.text


def _of_mappings(sides: Sides, path: Path, versions: set[tuple[str, int]]) -> Iterator[Objection]:
    there = {one.name: one.rules for one in sides.current.mappings}
    for place, one in enumerate(sides.wanted.mappings):
        where: Path = (*path, "mappings", place)
        if there.get(one.name) != one.rules:
            orgs = _orgs(sides, one.name)
            yield from _of_changed(there.get(one.name), one.rules, (*where, "rules"), orgs=orgs)
        if one.follows is not None and not _is_there(one.follows, versions):
            said = f"No blueprint “{one.follows.blueprint}” has a version {one.follows.version}."
            yield (*where, "follows"), said


def _of_changed(
    before: Rules | None, after: Rules, path: Path, *, orgs: Sequence[Org]
) -> Iterator[Objection]:
    """What is wrong with new rules, but for what an org finds wrong with the live ones too."""
    had = {text for _, text in _of_rules(before, orgs, path)} if before else set()
    own = {text for _, text in _of_rules(after, (), path)}
    for found in _of_rules(after, orgs, path):
        if found[1] not in had or found[1] in own:
            yield found


def _orgs(sides: Sides, mapping: str) -> tuple[Org, ...]:
    """The orgs to which leads go by this mapping."""
    names = dict.fromkeys(one.connection for one in sides.wanted.sources if one.mapping == mapping)
    found = (sides.known.orgs.get((sides.wanted.slug, name)) for name in names)
    return tuple(one for one in found if one is not None)


def _is_there(follows: Follows, versions: set[tuple[str, int]]) -> bool:
    return (follows.blueprint, follows.version) in versions


def _of_connections(sides: Sides, path: Path) -> Iterator[Objection]:
    there = {one.name: one for one in sides.current.connections}
    for place, one in enumerate(sides.wanted.connections):
        where: Path = (*path, "connections", place)
        if one.environment == "practice":
            blank = ConnectionEntry(name=one.name, environment="practice")
            for name in ("flow", "host", "client_id", "client_secret", "user", "password"):
                if getattr(one, name) != getattr(blank, name):
                    yield (*where, name), _OF_PRACTICE
            continue
        if there.get(one.name) == one:
            continue
        for name, sentence in problems(_wish(sides, one)).items():
            yield (*where, _ENTERED.get(name, name)), _secret_words(one, name) or sentence


def _wish(sides: Sides, one: ConnectionEntry) -> Wish:
    return Wish(
        flow=one.flow,
        login_url=one.host or _USUAL,
        has_key=bool(one.client_id),
        has_secret=_has(sides, (one.name, "client_secret")),
        login_user=one.user,
        has_password=_has(sides, (one.name, "password")),
    )


def _has(sides: Sides, place: tuple[str, str]) -> bool:
    whole = (sides.wanted.slug, *place)
    return whole in sides.known.sealed or sides.known.secrets.get(whole) is Secret.OTHER


def _secret_words(one: ConnectionEntry, name: str) -> str:
    secret = getattr(one, name, None)
    return _absent(secret) if isinstance(secret, FromEnvironment) else ""


def _of_keys(sides: Sides, path: Path) -> Iterator[Objection]:
    there: Mapping[str, bool] = {one.name: one.key is not None for one in sides.current.sources}
    for place, one in enumerate(sides.wanted.sources):
        secret = sides.known.secrets.get((sides.wanted.slug, one.name, "key"))
        has_key = there.get(one.name, False)
        if isinstance(one.key, FromEnvironment) and secret is Secret.ABSENT and not has_key:
            yield (*path, "sources", place, "key"), _absent(one.key)
        elif isinstance(one.key, FromEnvironment) and secret is Secret.MALFORMED:
            yield (*path, "sources", place, "key"), f"{one.key.env} holds no key. {_KEY}"


def _absent(secret: FromEnvironment) -> str:
    return (
        f"The environment has no {secret.env}. Set it where this file is applied, and apply again."
    )
