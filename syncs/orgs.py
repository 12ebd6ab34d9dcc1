"""What is known of an org when leads are decided and rules are checked: its last describe."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from connections.documents import read_document
from connections.models import Connection
from connections.org_facts import OrgFacts
from mappings.models import Mapping, SchemaSnapshot
from mappings.orgs import Org
from mappings.publishing import surroundings

from .models import Source


def org_of(connection: Connection, *, now: datetime) -> Org:
    """The org as it was last looked at; without objects if it never was. Inside the walls.

    One read, or two for an org that changed since this process last asked. ``now`` has a zone.
    """
    newest = (
        SchemaSnapshot.objects.filter(connection=connection).values_list("pk", flat=True).first()
    )
    facts = _facts(newest) if newest else OrgFacts()
    return Org(
        objects=facts.objects,
        user_id=connection.user_id or facts.user.id,
        region=connection.tenant.phone_region,
        now=now,
    )


def orgs_of(mapping: Mapping, *, now: datetime) -> tuple[Org, ...]:
    """The orgs to which sources with this mapping lead. Inside the walls."""
    used = Source.objects.filter(mapping=mapping).values("connection_id")
    connections = Connection.objects.filter(pk__in=used).select_related("tenant")
    return tuple(org_of(one, now=now) for one in connections.order_by("pk"))


@receiver(surroundings)
def on_asked(sender: Any, *, mapping: Mapping, **_: Any) -> tuple[Org, ...]:
    """Have rules checked against the orgs that their leads go to."""
    del sender
    return orgs_of(mapping, now=timezone.now())


@lru_cache(maxsize=64)
def _facts(snapshot_id: uuid.UUID) -> OrgFacts:
    """A snapshot never changes, and reading one takes tens of milliseconds."""
    facts = SchemaSnapshot.objects.values_list("facts", flat=True).get(pk=snapshot_id)
    return read_document(OrgFacts, facts)
