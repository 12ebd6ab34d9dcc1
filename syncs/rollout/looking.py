"""What is stored of a client that a promotion judges by. No org is asked."""

from __future__ import annotations

from datetime import datetime

from connections.documents import read_document
from connections.models import Connection
from connections.org_facts import OrgFacts
from mappings.models import BlueprintClient, MappingVersion, SchemaSnapshot
from syncs.models import Source
from syncs.orgs import org_of
from tenants import walls

from .judging import Place, Standpoint


def standpoint(client: BlueprintClient, *, now: datetime) -> tuple[Standpoint, int] | None:
    """Where the client stands, and the number of its live version; None without one. Outside the
    walls."""
    with walls.inside(client.tenant_id):
        live = MappingVersion.objects.filter(
            mapping=client.mapping_id, state=MappingVersion.LIVE
        ).first()
        used = Source.objects.filter(mapping=client.mapping_id).values("connection_id")
        links = Connection.objects.filter(pk__in=used).select_related("tenant")
        places = tuple(_place(link, now=now) for link in links.order_by("name"))
    if live is None:
        return None
    found = Standpoint(
        mapping=client.mapping.name,
        base=client.version.document,
        live=live.document,
        places=places,
    )
    return found, live.number


def _place(link: Connection, *, now: datetime) -> Place:
    newest = SchemaSnapshot.objects.filter(connection=link).first()
    facts = read_document(OrgFacts, newest.facts) if newest else None
    return Place(connection=link.name, facts=facts, org=org_of(link, now=now))
