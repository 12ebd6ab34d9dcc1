"""What a mapping's leads of the last 30 days would write, by its live rules."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from mappings.orgs import Org
from mappings.preflight import Observed
from mappings.rendering import Proposal, render
from mappings.rules import Rules, RulesRefused
from mappings.values import as_text
from syncs.models import InboundLead
from tenants import walls

DAYS = 30
MOST = 5_000
_CHUNK = 500
_VALUES_KEPT = 100
UNSEEN = Org()


@dataclass(slots=True)
class _Seen:
    """One field while it is watched."""

    values: dict[str, None] = field(default_factory=dict)
    longest: int = 0
    leads: int = 0


def proposals(
    tenant_id: uuid.UUID, sources: Sequence[uuid.UUID], rules: Rules, *, org: Org = UNSEEN
) -> Iterator[Proposal]:
    """What the newest leads of these sources propose, at most 5,000. Outside the walls.

    Rules that can't be carried out propose nothing. ``org`` says how they are read there.
    """
    since = timezone.now() - timedelta(days=DAYS)
    last: uuid.UUID | None = None
    for _ in range(0, MOST, _CHUNK):
        with walls.inside(tenant_id):
            leads = InboundLead.objects.filter(source_id__in=sources, received_at__gte=since)
            if last is not None:
                leads = leads.filter(id__lt=last)
            chunk = list(leads.order_by("-id").values_list("id", "payload", "received_at")[:_CHUNK])
        for lead_id, payload, at in chunk:
            try:
                yield render(rules, payload, lead_key=str(lead_id), org=org, event_at=at)
            except RulesRefused:
                return
        if len(chunk) < _CHUNK:
            return
        last = chunk[-1][0]


def observed(found: Iterable[Proposal]) -> dict[str, Observed]:
    """What the proposals would write, by field: up to 100 distinct values, the longest, how many.

    A default is left out: the rules know it already.
    """
    seen: dict[str, _Seen] = {}
    for proposal in found:
        for key, proposed in proposal.values.items():
            if proposed.stand_in or proposed.raw is None:
                continue
            one, text = seen.setdefault(key, _Seen()), as_text(proposed.value)
            one.leads += 1
            one.longest = max(one.longest, len(text))
            if len(one.values) < _VALUES_KEPT:
                one.values[text] = None
    return {
        key: Observed(values=tuple(one.values), longest=one.longest, leads=one.leads)
        for key, one in seen.items()
    }
