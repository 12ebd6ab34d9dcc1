"""The leads that a replay goes through, taken together as they were decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from syncs.engine.evidence import Evidence, evidence_of
from syncs.engine.jobs import event_time
from syncs.models import InboundLead, Replay

from .deciding_again import Past

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Person:
    """One person's leads, decided together then. ``leads`` are those that still stand by it."""

    evidence: Evidence
    members: tuple[Past, ...]
    leads: Mapping[int, InboundLead]
    connection_id: uuid.UUID


def leads_of(replay: Replay) -> QuerySet[InboundLead]:
    """The leads of its days, by the mapping's sources. Inside the walls."""
    since = replay.asked_at - timedelta(days=replay.days)
    return InboundLead.objects.filter(
        source__mapping_id=replay.mapping_id,
        received_at__gte=since,
        received_at__lt=replay.asked_at,
    )


def rows_of(replay: Replay) -> list[InboundLead]:
    """The next stretch of them, behind the replay's cursor. Inside the walls."""
    leads = leads_of(replay)
    if replay.cursor is not None:
        leads = leads.filter(id__gt=replay.cursor)
    return list(leads.order_by("id")[:CHUNK])


def unreplayable(rows: Sequence[InboundLead]) -> int:
    """How many of them nothing was kept of."""
    return sum(1 for row in rows if not row.seen or row.decision is None)


def people_of(rows: Sequence[InboundLead]) -> Iterator[Person]:
    """The people whose first lead is among the rows, each with all of their leads."""
    heads = [row for row in rows if row.seen and "leads" in row.seen and row.decision]
    wanted = {uuid.UUID(one) for row in heads for one in (row.seen or {})["leads"]}
    known = InboundLead.objects.in_bulk(list(wanted))
    for head in heads:
        evidence = evidence_of(head.seen or {})
        leads = [known.get(uuid.UUID(one)) for one in evidence.leads]
        if any(lead is None for lead in leads):
            continue
        there = [lead for lead in leads if lead is not None]
        yield Person(
            evidence,
            tuple(
                Past(lead.pk, lead.payload, event_time(lead.payload, lead.received_at))
                for lead in there
            ),
            {at: lead for at, lead in enumerate(there) if _stands_by(lead, head)},
            head.connection_id,
        )


def _stands_by(lead: InboundLead, head: InboundLead) -> bool:
    """Whether the lead was last decided with this group, not again by itself later."""
    seen = lead.seen or {}
    return lead.decision is not None and (lead.pk == head.pk or seen.get("with") == str(head.pk))
