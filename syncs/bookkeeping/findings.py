"""What a check of the ledger found: kept until it is right again, and told in the log."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.utils import timezone

from syncs.models import LedgerCheck, LedgerFinding

from .comparing import Difference, Findings

logger = logging.getLogger(__name__)
LOGGED = 20


def keep(tenant_id: uuid.UUID, found: Findings) -> None:
    """Keep what was found, each hour once, and close what is right again. Inside the walls."""
    now = timezone.now()
    hours = {(one.source_id, one.hour): one for one in found.differences}
    for kept in LedgerFinding.objects.filter(closed_at=None):
        one = hours.pop((kept.source_id, kept.hour), None)
        if one is None:
            kept.closed_at = now
        else:
            kept.counted, kept.stood = dict(one.counted), dict(one.stood)
        kept.save(update_fields=["closed_at", "counted", "stood"])
    LedgerFinding.objects.bulk_create(
        LedgerFinding(
            tenant_id=tenant_id,
            source_id=one.source_id,
            hour=one.hour,
            counted=dict(one.counted),
            stood=dict(one.stood),
            found_at=now,
        )
        for one in hours.values()
    )
    LedgerCheck.objects.update_or_create(
        tenant_id=tenant_id,
        defaults={"checked_at": now, "hours": len(found.differences), "leads": found.leads},
    )


def tell(tenant_id: uuid.UUID, found: Findings) -> None:
    """One line in the log for a client, whose fields hold the first differences whole."""
    hours = len(found.differences)
    shown = [{"source": str(one.source_id), **figures(one)} for one in found.differences[:LOGGED]]
    logger.error(
        "The ledger of client %s differs from its leads in %d hours.",
        tenant_id,
        hours,
        extra={"tenant": str(tenant_id), "hours": hours, "differences": shown},
    )


def figures(one: Difference) -> dict[str, Any]:
    """An hour that differs, as plain values."""
    return {
        "hour": one.hour.isoformat(),
        "counted": dict(one.counted),
        "stood": dict(one.stood),
    }
