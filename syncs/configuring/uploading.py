"""One client's configuration as people and tools bring it: the whole, or one of its mappings.

Nothing of the server's environment is given away: a file that is brought this way can name no
secret that isn't stored already.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from mappings.documents import DocumentRefused, rules_of_text
from tenants.models import Tenant

from .applying import Applied, apply
from .exporting import current, file_of
from .reading import ConfigurationRefused, Read, Wrong, read, read_document
from .surveying import Ground, Survey, survey
from .wanted import Client, Configuration, MappingEntry, document_of

# Characters; one client needs some ten thousand.
MOST = 500_000
_OTHER = "This file is about other clients. Here, only “{}” can be changed."
_ABOVE = "Blueprints belong to the agency. Leave them out here."
_AGENCY = "This client belongs to the agency “{}”."


@dataclass(frozen=True, slots=True)
class Brought:
    """A plan, and a mark that tells whether it is still the same plan."""

    survey: Survey
    mark: str


def client_file(tenant: Tenant) -> str:
    """The client's configuration as a file. Outside the walls."""
    return file_of(_current(tenant), tenant.name)


def plan_whole(tenant: Tenant, text: str) -> Brought:
    """What this file would change at the client. Outside the walls.

    Raises ConfigurationRefused.
    """
    return _plan(read(text, most=MOST), tenant)


def client_document(tenant: Tenant) -> dict[str, Any]:
    """The client's configuration as JSON has it. Outside the walls."""
    return document_of(_current(tenant))


def plan_document(tenant: Tenant, document: Any) -> Brought:
    """What this document would change at the client. Outside the walls.

    Raises ConfigurationRefused.
    """
    return _plan(read_document(document, {}), tenant)


def _plan(found: Read, tenant: Tenant) -> Brought:
    wrongs = list(_foreign(found, tenant))
    if wrongs:
        raise ConfigurationRefused(wrongs)
    return _brought(found, tenant)


def plan_mapping(tenant: Tenant, name: str, text: str) -> Brought:
    """What this text of rules would change at the client's mapping of this name. Outside the
    walls. Raises ConfigurationRefused."""
    if len(text) > MOST:
        raise ConfigurationRefused([Wrong(f"At most {MOST:,} characters can be read.")])
    try:
        rules = rules_of_text(text)
    except DocumentRefused as refused:
        wrongs = [Wrong(one.text, one.place) for one in refused.wrongs]
        raise ConfigurationRefused(wrongs) from refused
    there = _current(tenant)
    client = there.clients[0]
    if name not in {one.name for one in client.mappings}:
        raise ConfigurationRefused([Wrong(f"There is no mapping called “{name}” here.")])
    changed = tuple(
        replace(one, rules=rules) if one.name == name else one for one in client.mappings
    )
    return _brought(Read(_with(there, replace(client, mappings=changed)), {}), tenant)


def carry_out(brought: Brought, *, actor: object) -> Applied:
    """Do it. Outside any transaction."""
    return apply(brought.survey, actor=actor)


def mappings_of(tenant: Tenant) -> tuple[MappingEntry, ...]:
    """The client's live mappings. Outside the walls."""
    return _current(tenant).clients[0].mappings


def _current(tenant: Tenant) -> Configuration:
    return replace(current(tenant.agency, [tenant]), blueprints=())


def _with(there: Configuration, client: Client) -> Configuration:
    return replace(there, clients=(client,))


def _foreign(found: Read, tenant: Tenant) -> list[Wrong]:
    wanted = found.configuration
    wrongs = []
    if wanted.agency != tenant.agency.name:
        wrongs.append(found.wrong(("agency",), _AGENCY.format(tenant.agency.name)))
    if wanted.blueprints:
        wrongs.append(found.wrong(("blueprints",), _ABOVE))
    if [one.slug for one in wanted.clients] != [tenant.slug]:
        wrongs.append(found.wrong(("clients",), _OTHER.format(tenant.slug)))
    return wrongs


def _brought(found: Read, tenant: Tenant) -> Brought:
    ground = Ground(tenant.agency, {tenant.slug: tenant}, {})
    surveyed = survey(found, ground, now=timezone.now())
    told = "\n".join(surveyed.plan.told())
    return Brought(surveyed, hashlib.sha256(told.encode()).hexdigest()[:16])
