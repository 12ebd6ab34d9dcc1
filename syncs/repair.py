"""Sending leads again after a person looked at them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

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
    for connection_id in {lead.connection_id for lead in leads}:
        transaction.on_commit(lambda target=connection_id: wake(tenant_id, target))  # type: ignore[misc]
    return len(leads)
