"""Whether a page is out of date: what live parts ask every few seconds, so one small read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from connections.models import Connection
from syncs.models import InboundLead, Lane

# Lateness of sources and the day itself move on without any lead.
_CLOCK_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the pages of a tenant show now, as a short mark; `newest` None: no lead ever."""

    mark: str
    newest: datetime | None


def read_freshness(now: datetime) -> Freshness:
    """The freshness of the tenant in force: its newest change, and how its orgs stand."""
    newest_lead = InboundLead.objects.order_by("-changed_at").values("changed_at")[:1]
    troubled = Lane.objects.filter(connection=OuterRef("pk"), troubles__gt=0)
    rows = list(
        Connection.objects.order_by("pk")
        .annotate(newest=Subquery(newest_lead), troubled=Exists(troubled))
        .values_list("newest", "state", "troubled")
    )
    newest = rows[0][0] if rows else None
    return Freshness(mark_of(rows, int(now.timestamp()) // _CLOCK_SECONDS), newest)


def mark_of(*parts: object) -> str:
    """A short mark that differs when any of the parts does."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
