"""The ledger checked against the leads themselves: a difference is our fault, and told loudly."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import connection
from django.utils import timezone

from syncs import ledger
from syncs.models import HourlyCount, InboundLead, LedgerCheck, LedgerFinding
from tenants import audit, walls
from tenants.models import Tenant

from .comparing import COLUMNS, Difference, Findings, difference

logger = logging.getLogger(__name__)
MENDED = "ledger.mended"
LOGGED = 20
# One lock of the database per client: two who put the same hour right would do it twice.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))"


def compare(tenant_id: uuid.UUID) -> Findings:
    """The hours whose counters differ from the leads. Inside the walls; changes nothing.

    One statement sees one state of the database, and leads move in the same transaction as
    their counters: so it is right at any moment, also while leads are moving.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"tenant": tenant_id})
        rows = cursor.fetchall()
    leads = int(rows[0][0]) if rows else 0
    differences = (difference(row[1], row[2], row[3:]) for row in rows if row[1])
    return Findings(tuple(differences), leads)


def check(tenant: Tenant | uuid.UUID) -> Findings:
    """Compare, and keep what was found. A difference is an error in the log, with its figures.

    A finding that is right again is closed. Call outside the walls.
    """
    tenant_id = tenant if isinstance(tenant, uuid.UUID) else tenant.pk
    with walls.inside(tenant_id):
        _lock(tenant_id)
        found = compare(tenant_id)
        _keep(tenant_id, found)
    if found:
        _tell(tenant_id, found)
    return found


def mend(tenant: Tenant, *, actor: object) -> Findings:
    """Set the counters to what the leads say, with a record of who did it; what was changed.

    The difference is added, not the truth set: leads that move at this very moment change both
    sides, so the difference stays what it is.
    """
    with walls.inside(tenant):
        _lock(tenant.pk)
        found = compare(tenant.pk)
        for one in found.differences:
            ledger.add(tenant.pk, one.source_id, one.hour, change=one.change)
            audit.note(tenant, actor, MENDED, subject=one.source_id, **_figures(one))
        _keep(tenant.pk, Findings(leads=found.leads))
    return found


def _lock(tenant_id: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(tenant_id)])


def _keep(tenant_id: uuid.UUID, found: Findings) -> None:
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


def _figures(one: Difference) -> dict[str, Any]:
    return {
        "hour": one.hour.isoformat(),
        "counted": dict(one.counted),
        "stood": dict(one.stood),
    }


def _tell(tenant_id: uuid.UUID, found: Findings) -> None:
    """One line in the log for a client, whose fields hold the first differences whole."""
    hours = len(found.differences)
    shown = [{"source": str(one.source_id), **_figures(one)} for one in found.differences[:LOGGED]]
    logger.error(
        "The ledger of client %s differs from its leads in %d hours.",
        tenant_id,
        hours,
        extra={"tenant": str(tenant_id), "hours": hours, "differences": shown},
    )


def _statement() -> str:
    """The leads counted anew, beside the counters; the first column is the number of leads.

    One row without a source stands for "nothing differs", so that the number is told anyway.
    """
    leads, counts = InboundLead._meta.db_table, HourlyCount._meta.db_table
    states = ", ".join(f"count(*) FILTER (WHERE state = '{one}') AS {one}" for one in COLUMNS[1:])
    sums = ", ".join(f"sum({one}) AS {one}" for one in COLUMNS)
    kept = [f"coalesce(kept.{name}, 0)" for name in COLUMNS]
    stood = [f"coalesce(stood.{name}, 0)" for name in COLUMNS]
    numbers = ", ".join(f"{one} AS n{at}" for at, one in enumerate([*kept, *stood]))
    return f"""
        WITH stood AS MATERIALIZED (
            SELECT source_id, date_trunc('hour', received_at, 'UTC') AS hour,
                   count(*) AS received, {states}
            FROM {leads} WHERE tenant_id = %(tenant)s GROUP BY 1, 2
        ), kept AS (
            SELECT source_id, hour, {sums} FROM {counts} WHERE tenant_id = %(tenant)s GROUP BY 1, 2
        ),
        differing AS (
            SELECT source_id, hour, {numbers}
            FROM kept FULL JOIN stood USING (source_id, hour)
            WHERE ({", ".join(kept)}) IS DISTINCT FROM ({", ".join(stood)})
        )
        SELECT (SELECT coalesce(sum(received), 0) FROM stood), differing.*
        FROM (SELECT 1) AS always LEFT JOIN differing ON true ORDER BY hour, source_id
    """  # noqa: S608
