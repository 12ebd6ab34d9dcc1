"""What came of a comparison, kept and told: the same row, however often it is made."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from connections.models import Connection
from syncs.models import Reconciliation
from tenants import walls

from .judging import Verdict

logger = logging.getLogger(__name__)
# So many ids of each list are kept; the numbers are whole.
KEPT = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: a connection's day, as the client lives it."""

    connection: Connection
    day: date
    begins: datetime
    ends: datetime
    keys: dict[str, set[str]]


def keep(asked: Asked, verdict: Verdict | None, *, calls: int, trouble: str) -> Reconciliation:
    """Keep the verdict, or why there is none. Outside the walls."""
    state = Reconciliation.State.DONE if verdict else Reconciliation.State.BROKEN
    with walls.inside(asked.connection.tenant_id):
        row, _ = Reconciliation.objects.update_or_create(
            tenant_id=asked.connection.tenant_id,
            connection=asked.connection,
            day=asked.day,
            defaults={
                "begins": asked.begins,
                "ends": asked.ends,
                "state": state,
                "finished_at": timezone.now(),
                "by_key": bool(asked.keys),
                "calls": calls,
                "trouble": trouble,
                **(_figures(verdict) if verdict else {}),
            },
        )
    return row


def _figures(verdict: Verdict) -> dict[str, object]:
    return {
        "written": verdict.written,
        "found": verdict.found,
        "deleted": verdict.deleted,
        "merged": verdict.merged,
        "missing_count": len(verdict.missing),
        "unknown_count": len(verdict.unknown),
        "doubles_count": len(verdict.doubles),
        "missing": list(verdict.missing[:KEPT]),
        "unknown": list(verdict.unknown[:KEPT]),
        "doubles": [list(one) for one in verdict.doubles[:KEPT]],
    }


def tell(row: Reconciliation) -> None:
    """Have the log say what differs; the line's fields hold the ids."""
    logger.error(
        "Salesforce differs from the ledger of client %s on %s.",
        row.tenant_id,
        row.day,
        extra={
            "tenant": str(row.tenant_id),
            "connection": str(row.connection_id),
            "missing": row.missing,
            "unknown": row.unknown,
            "doubles": row.doubles,
        },
    )
