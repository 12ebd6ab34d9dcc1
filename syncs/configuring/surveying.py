"""A file laid beside what there is: all that planning and applying need to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connections.errors import ConfigurationError, explain
from connections.grants import sign_in_origin
from connections.models import LOGIN_URLS, Connection, Environment
from mappings.orgs import Org
from syncs.models import InboundLead, Source
from syncs.orgs import org_of
from tenants import walls
from tenants.apikeys import is_key, opens
from tenants.models import Agency, Tenant

from .changes import Plan
from .exporting import current
from .known import Known, Place, Secret
from .objecting import objections
from .planning import difference
from .reading import ConfigurationRefused, Path, Read
from .wanted import PRACTICE, Client, Configuration, ConnectionEntry, FromEnvironment


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A plan, and what it was made from. ``agency`` is None while there is none of that name.

    ``wanted`` has every host as it is stored; ``environment`` holds the secrets.
    """

    agency: Agency | None
    tenants: Mapping[str, Tenant]
    wanted: Configuration
    current: Configuration
    plan: Plan
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a file is laid: an agency (None: a new one) and those of its clients that may be
    touched, by slug; the variables that secrets may be taken from."""

    agency: Agency | None
    tenants: Mapping[str, Tenant]
    environment: Mapping[str, str]


def survey(read: Read, ground: Ground, *, now: datetime, prune: bool = False) -> Survey:
    """What applying this file would do. Changes nothing. Outside the walls.

    Raises ConfigurationRefused with everything that stands in the way.
    """
    there = (
        current(ground.agency, list(ground.tenants.values()))
        if ground.agency
        else Configuration(inlet=1, agency=read.configuration.agency)
    )
    wanted, wrongs = _with_origins(read.configuration)
    wrongs += _of_zones(wanted)
    known = _known(wanted, ground, now=now)
    found = [*wrongs, *objections(there, wanted, known)]
    if found:
        raise ConfigurationRefused([read.wrong(*one) for one in found])
    return Survey(
        agency=ground.agency,
        tenants=ground.tenants,
        wanted=wanted,
        current=there,
        plan=difference(there, wanted, known, prune=prune),
        environment=ground.environment,
    )


def _with_origins(wanted: Configuration) -> tuple[Configuration, list[tuple[Path, str]]]:
    """The configuration with hosts as they are stored, and what is wrong with them."""
    wrongs: list[tuple[Path, str]] = []
    clients = []
    for place, client in enumerate(wanted.clients):
        rows = []
        for at, one in enumerate(client.connections):
            try:
                rows.append(replace(one, host=_origin(one)))
            except ConfigurationError as error:
                path: Path = ("clients", place, "connections", at, "host")
                wrongs.append((path, " ".join(explain(error.failure, {}))))
        clients.append(replace(client, connections=tuple(rows)))
    return replace(wanted, clients=tuple(clients)), wrongs


def _origin(one: ConnectionEntry) -> str:
    if one.environment == PRACTICE or not one.host:
        return one.host
    origin = sign_in_origin(one.environment, one.host)
    return "" if origin == LOGIN_URLS[Environment(one.environment)] else origin


def _of_zones(wanted: Configuration) -> list[tuple[Path, str]]:
    return [
        (("clients", place, "time_zone"), f"There is no time zone called “{one.time_zone}”.")
        for place, one in enumerate(wanted.clients)
        if not _is_zone(one.time_zone)
    ]


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _known(wanted: Configuration, ground: Ground, *, now: datetime) -> Known:
    slugs = [one.slug for one in wanted.clients]
    others = Tenant.objects.filter(slug__in=slugs).exclude(slug__in=list(ground.tenants))
    secrets: dict[Place, Secret] = {}
    sealed: set[Place] = set()
    orgs: dict[tuple[str, str], Org] = {}
    received: set[tuple[str, str]] = set()
    for client in wanted.clients:
        rows = _rows(ground.tenants.get(client.slug), now)
        secrets |= dict(_secrets(client, rows, ground.environment))
        sealed |= {(client.slug, *place) for place in rows.sealed()}
        received |= {(client.slug, name) for name in rows.received}
        orgs |= {(client.slug, name): org for name, org in rows.orgs.items()}
    return Known(
        secrets=secrets,
        sealed=frozenset(sealed),
        received=frozenset(received),
        taken=frozenset(others.values_list("slug", flat=True)),
        orgs=orgs,
        is_new=ground.agency is None,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """A client's connections with what was last seen of their orgs, its sources, and the names
    of those that leads came through."""

    connections: tuple[Connection, ...] = ()
    sources: tuple[Source, ...] = ()
    received: frozenset[str] = frozenset()
    orgs: Mapping[str, Org] = field(default_factory=dict)

    def sealed(self) -> Iterator[tuple[str, str]]:
        """Where secrets are stored."""
        for one in self.connections:
            for name in ("client_secret", "password"):
                if getattr(one, f"{name}_sealed"):
                    yield one.name, name


def _rows(tenant: Tenant | None, now: datetime) -> _Rows:
    if tenant is None:
        return _Rows()
    with walls.inside(tenant):
        sources = tuple(Source.objects.select_related("api_key"))
        connections = tuple(Connection.objects.select_related("tenant"))
        return _Rows(
            connections=connections,
            orgs={one.name: org_of(one, now=now) for one in connections},
            sources=sources,
            received=frozenset(
                one.name for one in sources if InboundLead.objects.filter(source=one).exists()
            ),
        )


def _secrets(
    client: Client, rows: _Rows, environment: Mapping[str, str]
) -> Iterator[tuple[Place, Secret]]:
    links = {one.name: one for one in rows.connections}
    for entry in client.connections:
        for name in ("client_secret", "password"):
            secret, row = getattr(entry, name), links.get(entry.name)
            if isinstance(secret, FromEnvironment):
                given = environment.get(secret.env, "")
                stored = getattr(row, name) if row is not None else ""
                yield (client.slug, entry.name, name), _standing(given, given == stored)
    keys = {one.name: one.api_key for one in rows.sources}
    for source in client.sources:
        if isinstance(source.key, FromEnvironment):
            given = environment.get(source.key.env, "")
            key = keys.get(source.name)
            same = key is not None and key.revoked_at is None and opens(key, given)
            place = (client.slug, source.name, "key")
            malformed = bool(given) and not is_key(given)
            yield place, Secret.MALFORMED if malformed else _standing(given, same)


def _standing(given: str, same: bool) -> Secret:  # noqa: FBT001 - it is what is judged
    if not given:
        return Secret.ABSENT
    return Secret.SAME if same else Secret.OTHER
