"""The demo's figures, read from what the engine stored."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from syncs.models import BatchRun, InboundLead
from syncs.states import IN_SALESFORCE
from tenants import walls
from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Figures:
    """API calls the engine made, in how many batches, and seconds from POST to Salesforce."""

    leads: int
    calls: int
    batches: int
    median: float
    slowest: float


def figures(tenants: Sequence[Tenant]) -> Figures:
    """What these tenants' leads cost, all of them together."""
    with walls.inside(*tenants):
        runs = BatchRun.objects.all()
        sums = runs.aggregate(calls=Sum("calls", default=0), leads=Sum("leads", default=0))
        times = InboundLead.objects.filter(state__in=IN_SALESFORCE).values_list(
            "received_at", "finished_at"
        )
        seconds = [
            (finished - received).total_seconds() for received, finished in times if finished
        ]
        return Figures(
            leads=sums["leads"],
            calls=sums["calls"],
            batches=runs.count(),
            median=statistics.median(seconds) if seconds else 0.0,
            slowest=max(seconds, default=0.0),
        )
