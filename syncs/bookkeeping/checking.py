"""The ledger checked against the leads themselves: a difference is our fault, and told loudly."""

from __future__ import annotations

import uuid

from django.db import connection

from syncs import ledger
from tenants import audit, walls
from tenants.models import Tenant

from .comparing import Findings
from .findings import figures, keep, tell
from .recounting import compare

MENDED = "ledger.mended"
# One lock of the database per client: two who put the same hour right would do it twice.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))"


def check(tenant: Tenant | uuid.UUID) -> Findings:
    """Compare, and keep what was found. A difference is an error in the log, with its figures.

    A finding that is right again is closed. Call outside the walls.
    """
    tenant_id = tenant if isinstance(tenant, uuid.UUID) else tenant.pk
    with walls.inside(tenant_id):
        _lock(tenant_id)
        found = compare(tenant_id)
        keep(tenant_id, found)
    if found:
        tell(tenant_id, found)
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
            audit.note(tenant, actor, MENDED, subject=one.source_id, **figures(one))
        keep(tenant.pk, Findings(leads=found.leads))
    return found


def _lock(tenant_id: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(tenant_id)])
