"""The changes of one client, each through the function that a person's click goes through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError

from connections.entering import Entry, EntryRefused, change, enter
from connections.models import Connection, Environment
from connections.rehearsal import link_practice
from connections.residents import RESIDENTS
from mappings.blueprints import follow
from mappings.models import BlueprintVersion
from mappings.models import Mapping as MappingRow
from mappings.publishing import publish_rules
from syncs.models import Source
from tenants import audit
from tenants.apikeys import keep_key, make_key, revoke_key
from tenants.models import ApiKey, Tenant

from .changes import Change, Thing, Verb
from .wanted import (
    PRACTICE,
    Client,
    ConnectionEntry,
    Follows,
    FromEnvironment,
    MappingEntry,
    SourceEntry,
)

_WHY = "From a configuration file."
_IN_USE = "The key that {} holds is in use already. Make another one."


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was made; its text is known only now."""

    client: str
    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """At which client, by whom, and where secrets come from."""

    tenant: Tenant
    actor: object
    environment: Mapping[str, str]

    def note(self, action: str, subject: object) -> None:
        """Keep that it was done."""
        audit.note(self.tenant, self.actor, action, subject=subject)

    def secret(self, named: FromEnvironment | None) -> str:
        """The value of the variable; "" without one: what is stored stays."""
        return self.environment.get(named.env, "") if named else ""


def open_practices(bench: Bench, changes: Sequence[Change]) -> list[Connection]:
    """The practice orgs that are added, their connections not connected yet. Outside the walls."""
    added = [one.entry for one in changes if one.verb is Verb.ADD]
    return [
        link_practice(bench.tenant, one.name, RESIDENTS)
        for one in added
        if isinstance(one, ConnectionEntry) and one.environment == PRACTICE
    ]


def carry_out(bench: Bench, changes: Sequence[Change]) -> list[NewKey]:
    """Do everything in order, inside the client's walls. Raises EntryRefused and NotPublished."""
    keys: list[NewKey] = []
    for one in changes:
        made = _DO[one.thing](bench, one)
        if made is not None:
            keys.append(made)
    return keys


def _client(bench: Bench, one: Change) -> None:
    if isinstance(one.entry, Client):
        Tenant.objects.filter(pk=bench.tenant.pk).update(
            name=one.entry.name, phone_region=one.entry.region, time_zone=one.entry.time_zone
        )
        bench.note(f"client.{'added' if one.verb is Verb.ADD else 'changed'}", bench.tenant)


def _connection(bench: Bench, one: Change) -> None:
    wanted = one.entry
    if not isinstance(wanted, ConnectionEntry):
        return  # it is disconnected and removed once everything else is done
    row = Connection.objects.filter(name=one.name).first()
    if wanted.environment != PRACTICE:
        entry = Entry(
            name=wanted.name,
            environment=wanted.environment,
            flow=wanted.flow,
            login_url=wanted.host,
            consumer_key=wanted.client_id,
            client_secret=bench.secret(wanted.client_secret),
            login_user=wanted.user,
            password=bench.secret(wanted.password),
        )
        row = change(row, entry) if row else enter(bench.tenant, entry)
    bench.note(f"connection.{'added' if one.verb is Verb.ADD else 'changed'}", row or one.name)


def _mapping(bench: Bench, one: Change) -> None:
    row = MappingRow.objects.filter(name=one.name).first()
    if isinstance(one.entry, MappingEntry):
        row = row or MappingRow.objects.create(tenant=bench.tenant, name=one.name)
        publish_rules(row, one.entry.rules, by=bench.actor, why=_WHY)
    elif row is not None:
        bench.note("mapping.removed", row)
        row.delete()


def _following(bench: Bench, one: Change) -> None:
    if isinstance(one.entry, Follows):
        version = BlueprintVersion.objects.get(
            agency_id=bench.tenant.agency_id,
            blueprint__name=one.entry.blueprint,
            number=one.entry.version,
        )
        follow(MappingRow.objects.get(name=one.name), version, by=bench.actor)


def _source(bench: Bench, one: Change) -> None:
    row = Source.objects.select_related("api_key").filter(name=one.name).first()
    if not isinstance(one.entry, SourceEntry):
        if row is not None:
            _end_key(row)
            bench.note("source.removed", row)
            row.delete()
        return
    row = row or Source(tenant=bench.tenant, name=one.name)
    row.kind = one.entry.kind
    row.connection = Connection.objects.get(name=one.entry.connection)
    row.mapping = MappingRow.objects.get(name=one.entry.mapping)
    row.save()
    bench.note(f"source.{'added' if one.verb is Verb.ADD else 'changed'}", row)


def _key(bench: Bench, one: Change) -> NewKey | None:
    row = Source.objects.select_related("api_key", "connection").get(name=one.name)
    wanted = one.entry
    if not isinstance(wanted, SourceEntry):
        _end_key(row)
        bench.note("key.revoked", row)
        return None
    if wanted.key is None:
        if row.api_key is not None:
            row.api_key.scopes = list(wanted.scopes)
            row.api_key.save(update_fields=["scopes"])
        bench.note("key.changed", row)
        return None
    _end_key(row)
    made, text = _made(bench, row, wanted)
    Source.objects.filter(pk=row.pk).update(api_key=made)
    bench.note("key.made", made)
    return NewKey(bench.tenant.name, row.name, text) if text else None


def _made(bench: Bench, row: Source, wanted: SourceEntry) -> tuple[ApiKey, str]:
    """The key, and its text where nobody knows it yet."""
    if isinstance(wanted.key, FromEnvironment):
        text = bench.secret(wanted.key)
        try:
            return keep_key(bench.tenant, row.name, text, scopes=wanted.scopes), ""
        except IntegrityError as error:
            raise EntryRefused({"key": _IN_USE.format(wanted.key.env)}) from error
    is_test = row.connection.environment == Environment.PRACTICE
    return make_key(bench.tenant, row.name, scopes=wanted.scopes, test=is_test)


def _end_key(row: Source) -> None:
    if row.api_key is not None:
        revoke_key(row.api_key)


_DO: dict[Thing, Callable[[Bench, Change], NewKey | None]] = {
    Thing.CLIENT: _client,
    Thing.CONNECTION: _connection,
    Thing.MAPPING: _mapping,
    Thing.FOLLOWING: _following,
    Thing.SOURCE: _source,
    Thing.KEY: _key,
}
