"""Sending leads again after a person looked at them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone

from connections.models import Connection

from . import ledger
from .models import InboundLead
from .states import NEEDS_PERSON, State
from .waking import wake


def send_again(tenant_id: uuid.UUID, lead_ids: Iterable[uuid.UUID]) -> int:
    """Put held and failed leads back into the queue; how many there were. Inside the walls."""
    leads = list(
        InboundLead.objects.filter(pk__in=list(lead_ids), state__in=NEEDS_PERSON)
        .order_by("received_at", "id")
        .select_for_update(of=("self",))
    )
    now = timezone.now()
    InboundLead.objects.filter(pk__in=[lead.pk for lead in leads]).update(
        state=State.PENDING, due_at=now, changed_at=now, attempts=0
    )
    ledger.keep(
        tenant_id,
        [
            ledger.Move(lead.source_id, lead.received_at, State(lead.state), State.PENDING)
            for lead in leads
        ],
    )
    for target in sorted(_streams(leads)):
        transaction.on_commit(partial(wake, tenant_id, *target))
    return len(leads)


def _streams(leads: Iterable[InboundLead]) -> set[tuple[uuid.UUID, int]]:
    """Connection and stream of each of the leads."""
    found = {(lead.connection_id, lead.person_hash) for lead in leads}
    counts = dict(
        Connection.objects.filter(pk__in={one for one, _ in found}).values_list("pk", "streams")
    )
    return {(one, number % counts[one]) for one, number in found}
