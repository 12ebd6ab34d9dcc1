"""What there is, as the configuration that would bring it about."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.utils import timezone

from connections.models import LOGIN_URLS, Connection, Environment
from mappings.documents import rules_of
from mappings.models import BlueprintClient, BlueprintVersion, MappingVersion
from syncs.models import Source
from tenants import walls
from tenants.apikeys import ALL_SCOPES
from tenants.models import Agency, Tenant

from .reading import text_of
from .wanted import (
    FORMAT,
    BlueprintEntry,
    BlueprintVersionEntry,
    Client,
    Configuration,
    ConnectionEntry,
    Follows,
    FromEnvironment,
    MappingEntry,
    SourceEntry,
)

_HEAD = "# What Inlet does for {}. Secrets are named here, never written: docs/configuration.md\n"


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of some tenants, by tenant."""

    connections: Mapping[uuid.UUID, list[Connection]]
    versions: Mapping[uuid.UUID, list[MappingVersion]]
    sources: Mapping[uuid.UUID, list[Source]]
    follows: Mapping[uuid.UUID, Follows]  # by mapping


def current(agency: Agency, tenants: Sequence[Tenant]) -> Configuration:
    """The agency's blueprints and these clients, in the order of the file. Outside the walls.

    A mapping that was never published is left out, and so are its sources.
    """
    if not tenants:
        return Configuration(inlet=FORMAT, agency=agency.name)
    with walls.inside(*tenants):
        rows = _read()
        blueprints = _blueprints(agency)
    return Configuration(
        inlet=FORMAT,
        agency=agency.name,
        blueprints=blueprints,
        clients=tuple(
            _client(one, rows) for one in sorted(tenants, key=lambda tenant: tenant.slug)
        ),
    )


def file_of(configuration: Configuration, about: str) -> str:
    """The configuration as a file, with a line above that says what it is."""
    return _HEAD.format(re.sub(r"\s+", " ", about)) + text_of(configuration)


def _read() -> _Rows:
    live = MappingVersion.objects.filter(state=MappingVersion.LIVE).select_related("mapping")
    following = BlueprintClient.objects.select_related("blueprint", "version")
    return _Rows(
        connections=_by_tenant(Connection.objects.order_by("name")),
        versions=_by_tenant(live.order_by("mapping__name")),
        sources=_by_tenant(
            Source.objects.select_related("api_key", "mapping", "connection").order_by("name")
        ),
        follows={
            one.mapping_id: Follows(blueprint=one.blueprint.name, version=one.version.number)
            for one in following
        },
    )


def _by_tenant(rows: Iterable[Any]) -> Mapping[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.tenant_id].append(row)
    return found


def _blueprints(agency: Agency) -> tuple[BlueprintEntry, ...]:
    found: dict[str, list[BlueprintVersionEntry]] = {}
    rows = BlueprintVersion.objects.filter(agency=agency).select_related("blueprint")
    for row in rows.order_by("blueprint__name", "number"):
        entry = BlueprintVersionEntry(
            number=row.number, rules=rules_of(row.document), note=row.note
        )
        found.setdefault(row.blueprint.name, []).append(entry)
    return tuple(BlueprintEntry(name=name, versions=tuple(rows)) for name, rows in found.items())


def _client(tenant: Tenant, rows: _Rows) -> Client:
    mappings = tuple(
        MappingEntry(
            name=one.mapping.name, rules=one.as_rules(), follows=rows.follows.get(one.mapping_id)
        )
        for one in rows.versions.get(tenant.pk, ())
    )
    known = {one.name for one in mappings}
    return Client(
        slug=tenant.slug,
        name=tenant.name,
        region=tenant.phone_region,
        time_zone=tenant.time_zone,
        connections=tuple(
            connection_entry(tenant, one) for one in rows.connections.get(tenant.pk, ())
        ),
        mappings=mappings,
        sources=tuple(
            _source(one) for one in rows.sources.get(tenant.pk, ()) if one.mapping.name in known
        ),
    )


def connection_entry(tenant: Tenant, row: Connection) -> ConnectionEntry:
    """A connection as a file names it. A practice org brings its app and its address along."""
    if row.environment == Environment.PRACTICE:
        return ConnectionEntry(name=row.name, environment="practice")
    usual = LOGIN_URLS[Environment(row.environment)]
    return ConnectionEntry(
        name=row.name,
        environment=cast(Any, row.environment),
        flow=cast(Any, row.flow),
        host="" if row.login_url == usual else row.login_url,
        client_id=row.consumer_key,
        client_secret=_secret(tenant, row, "client_secret"),
        user=row.login_user,
        password=_secret(tenant, row, "password"),
    )


def _secret(tenant: Tenant, row: Connection, name: str) -> FromEnvironment | None:
    if not getattr(row, f"{name}_sealed"):
        return None
    words = re.sub(r"[^A-Z0-9]+", "_", f"{tenant.slug}_{row.name}_{name}".upper())
    return FromEnvironment(env=f"INLET_{words.strip('_')}"[:128])


def _source(row: Source) -> SourceEntry:
    blank = SourceEntry(
        name=row.name,
        kind=cast(Any, row.kind),
        connection=row.connection.name,
        mapping=row.mapping.name,
    )
    key = row.api_key
    over = key is None or key.revoked_at is not None
    if key is None or over or (key.expires_at is not None and key.expires_at <= timezone.now()):
        return blank
    scopes = tuple(scope for scope in ALL_SCOPES if scope in key.scopes)
    return SourceEntry(
        name=row.name,
        kind=blank.kind,
        connection=blank.connection,
        mapping=blank.mapping,
        key="generate",
        scopes=cast(Any, scopes),
    )
