"""Claiming a batch: the oldest due leads of a connection that share one mapping."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from connections.models import Connection
from mappings.models import MappingVersion
from mappings.orgs import Org
from mappings.rules import Rules
from syncs.models import InboundLead, Source
from syncs.orgs import org_of
from syncs.states import State
from tenants import walls

from . import lanes

BATCH = 1000
# Leads whose worker died or broke off this often come in ever smaller batches, so that the one
# that breaks it is found and the others get through; in the end it fails by itself.
PATIENCE = 3
GIVEN_UP = 8


@dataclass(frozen=True, slots=True)
class Batch:
    """Leads to be worked together. `rules` is None when their mapping has no live version, whose
    number is then 0."""

    leads: tuple[InboundLead, ...]
    rules: Rules | None
    number: int = 0
    org: Org | None = None
    broke_off: bool = False


def claim(lease: lanes.Lease, *, limit: int = BATCH) -> Batch | None:
    """Up to `limit` due leads, now this worker's until its lease ends; None when none is due.

    A lead waits while an earlier one of the same e-mail address or id is still to be tried
    again, so that one person's leads keep their order. Raises FenceLost.
    """
    with walls.inside(lease.tenant_id):
        lanes.renew(lease)
        rows = list(
            _due(lease)
            .order_by("received_at", "id")
            .select_for_update(of=("self",), skip_locked=True)[:limit]
        )
        if not rows:
            return None
        rows = rows[: _size(rows)]
        mappings = dict(
            Source.objects.filter(pk__in={row.source_id for row in rows}).values_list(
                "pk", "mapping_id"
            )
        )
        mapping_id = mappings[rows[0].source_id]
        mine = [row for row in rows if mappings[row.source_id] == mapping_id]
        InboundLead.objects.filter(pk__in=[row.pk for row in mine]).update(
            due_at=Now() + lanes.LEASE, fence=lease.fence, attempts=F("attempts") + 1
        )
        live = MappingVersion.objects.filter(
            mapping_id=mapping_id, state=MappingVersion.LIVE
        ).first()
        rules = live.as_rules() if live else None
        connection = Connection.objects.select_related("tenant").get(pk=lease.connection_id)
        org = org_of(connection, now=timezone.now())
    broke_off = any(row.fence for row in mine)
    for row in mine:
        row.attempts += 1
    number = live.number if live else 0
    return Batch(tuple(mine), rules, number, org, broke_off)


def _size(rows: list[InboundLead]) -> int:
    """How many of the due rows to take at once. A fence on a due row: its worker never recorded."""
    breaks = max((row.attempts for row in rows if row.fence), default=0)
    return BATCH if breaks < PATIENCE else max(1, BATCH >> 2 * (breaks - PATIENCE + 1))


def is_poison(batch: Batch) -> bool:
    """Whether this is the one lead that broke off every batch it was in."""
    return len(batch.leads) == 1 and batch.leads[0].attempts > GIVEN_UP and batch.broke_off


def _due(lease: lanes.Lease) -> QuerySet[InboundLead]:
    """The leads that may be worked now: due, and no earlier one of the person is waiting."""
    due = InboundLead.objects.filter(connection_id=lease.connection_id, due_at__lte=Now())
    return due.exclude(_waiting(lease, "email") | _waiting(lease, "external_id"))


def _waiting(lease: lanes.Lease, field: str) -> Q:
    """Leads whose person has an earlier lead that waits for its next try."""
    values = (
        InboundLead.objects.filter(
            connection_id=lease.connection_id, due_at__gt=Now(), state=State.PENDING
        )
        .exclude(**{field: ""})
        .values(field)
    )
    return Q(**{f"{field}__in": values})


def is_work_due(lease: lanes.Lease) -> bool:
    """Whether a lead is due now; asked after release, so that no wake-up is lost between."""
    with walls.inside(lease.tenant_id):
        return _due(lease).exists()
