"""Keeping count of the API calls made in each org, and reading from it what may still be called."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection as database
from django.utils import timezone

from connections.crm import Crm, Usage
from connections.models import Connection
from syncs.ledger import hour_of
from syncs.models import ApiHour
from tenants import walls
from tenants.identifiers import uuid7

from . import budget
from .budget import Allowance
from .usage import Hour, Reading, Spending

# A day for the sum, one for the readings that a trend is taken from.
_KNOWN = timedelta(hours=48)
_COUNT = """
INSERT INTO syncs_apihour (id, tenant_id, connection_id, hour, ours, used, allowed, told_at)
VALUES (%(id)s, %(tenant)s, %(connection)s, %(hour)s, %(calls)s, %(used)s, %(allowed)s, %(told)s)
ON CONFLICT (tenant_id, connection_id, hour) DO UPDATE SET
    ours = syncs_apihour.ours + EXCLUDED.ours,
    used = coalesce(EXCLUDED.used, syncs_apihour.used),
    allowed = coalesce(EXCLUDED.allowed, syncs_apihour.allowed),
    told_at = coalesce(EXCLUDED.told_at, syncs_apihour.told_at)
"""
# For the pages. Never waits: a token's renewal holds the row while it asks Salesforce.
_TELL = """
UPDATE connections_connection SET api_used = %(used)s, api_allowed = %(allowed)s,
    api_seen_at = %(told)s
WHERE id IN (SELECT id FROM connections_connection WHERE id = %(connection)s
    FOR NO KEY UPDATE SKIP LOCKED)
"""


def keep(
    tenant_id: uuid.UUID, connection_id: uuid.UUID, *, calls: int, usage: Usage | None
) -> None:
    """Count so many calls, and keep what the org told, in the caller's transaction and walls."""
    now = timezone.now()
    values: dict[str, uuid.UUID | datetime | int | None] = {
        "id": uuid7(),
        "tenant": tenant_id,
        "connection": connection_id,
        "hour": hour_of(now),
        "calls": calls,
        "used": usage.used if usage else None,
        "allowed": usage.allowed if usage else None,
        "told": now if usage else None,
    }
    with database.cursor() as cursor:
        if usage:
            cursor.execute(_TELL, values)
        if usage or calls:
            cursor.execute(_COUNT, values)


def note(crm: Crm, connection_id: uuid.UUID, tenant_id: uuid.UUID) -> None:
    """Count all the calls of a client that was opened for one errand. Outside the walls."""
    with walls.inside(tenant_id):
        keep(tenant_id, connection_id, calls=crm.calls, usage=crm.usage)


def allowance(connection_id: uuid.UUID, now: datetime) -> Allowance:
    """What may be called in the connection's org now; two reads, inside the walls."""
    row = Connection.objects.only("api_share", "streams", "org_changed_at").get(pk=connection_id)
    return allowance_for(row, now)


def allowance_for(connection: Connection, now: datetime) -> Allowance:
    """The same for a row at hand; one read."""
    return budget.allowance(known_of(connection, now), now)


def known_of(connection: Connection, now: datetime) -> Spending:
    """What is known of the calls of the connection's org; one read, inside the walls."""
    return known_of_each([connection], now)[connection.pk]


def known_of_each(connections: Sequence[Connection], now: datetime) -> dict[uuid.UUID, Spending]:
    """The same of several connections; one read."""
    ids = [one.pk for one in connections]
    rows = ApiHour.objects.filter(connection__in=ids, hour__gte=now - _KNOWN).order_by("hour")
    hours: dict[uuid.UUID, list[ApiHour]] = {pk: [] for pk in ids}
    for row in rows:
        hours[row.connection_id].append(row)
    return {one.pk: _spending(one, hours[one.pk]) for one in connections}


def _spending(connection: Connection, rows: Sequence[ApiHour]) -> Spending:
    # What was called in the org before is no matter of this one.
    moved = connection.org_changed_at and hour_of(connection.org_changed_at)
    known = tuple(
        Hour(row.hour, row.ours, _reading(row)) for row in rows if not moved or row.hour >= moved
    )
    return Spending(known, share=connection.api_share, streams=connection.streams)


def _reading(row: ApiHour) -> Reading | None:
    if row.used is None or row.allowed is None or row.told_at is None:
        return None
    return Reading(row.told_at, row.used, row.allowed)
