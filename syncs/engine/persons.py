"""The people that a worker has in hand: rows that nobody else can take. Inside the walls.

Two streams, or two sources, can have leads of one person. Whoever comes second waits. A dead
worker's people are free for the next worker of its stream, which can only be there because the
dead one's lease is over; for others when ``until`` has passed.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Set
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection as database
from django.db.models.functions import Now

from syncs.models import PersonClaim

from .lanes import Lease

# In one order everywhere, so that two who want the same people wait rather than deadlock.
_HOLD = """
INSERT INTO syncs_personclaim
    (id, tenant_id, connection_id, key, owner, stream, quarantined, until)
SELECT gen_random_uuid(), %(tenant)s, %(connection)s, name, %(owner)s, %(stream)s, false,
    statement_timestamp() + make_interval(secs => %(seconds)s)
FROM unnest(%(names)s::text[]) AS name ORDER BY name
ON CONFLICT (tenant_id, connection_id, key) DO UPDATE
SET owner = EXCLUDED.owner, stream = EXCLUDED.stream, quarantined = false, until = EXCLUDED.until
WHERE syncs_personclaim.until <= statement_timestamp()
    OR (syncs_personclaim.stream = EXCLUDED.stream AND NOT syncs_personclaim.quarantined)
RETURNING key
"""
_QUARANTINE = """
UPDATE syncs_personclaim
SET until = statement_timestamp() + make_interval(secs => %(seconds)s), quarantined = true
WHERE connection_id = %(connection)s AND owner = %(owner)s AND key = ANY(%(names)s)
"""
# Several leases long: while a worker renews its lease, its people are its own.
_LEASES = 3


def hold(lease: Lease, names: Mapping[uuid.UUID, Collection[str]]) -> frozenset[uuid.UUID]:
    """Take these people; returns the leads all of whose names are this worker's now."""
    taken = _held(lease, {name for some in names.values() for name in some})
    mine = frozenset(lead for lead, some in names.items() if taken.issuperset(some))
    _let_go(lease, taken - {name for lead in mine for name in names[lead]})
    return mine


def hold_records(lease: Lease, record_ids: Collection[str]) -> frozenset[str]:
    """Take these records, found by whatever name; returns those that somebody else has in hand."""
    keys = {record_key(one): one for one in record_ids}
    taken = _held(lease, keys)
    return frozenset(one for key, one in keys.items() if key not in taken)


def record_key(record_id: str) -> str:
    """The key of a record among the claims: 32 hexadecimal digits."""
    return sha256(f"record\0{record_id}".encode()).hexdigest()[:32]


def quarantine(lease: Lease, names: Collection[str], seconds: float) -> None:
    """Leave these people alone for so long, whatever becomes of this worker."""
    values: dict[str, Any] = {
        "connection": lease.connection_id,
        "owner": lease.owner,
        "seconds": seconds,
        "names": list(names),
    }
    with database.cursor() as cursor:
        cursor.execute(_QUARANTINE, values)


def release(lease: Lease, *, keep: Set[str] = frozenset()) -> None:
    """Let everybody go whom this worker has in hand, but those to be left alone."""
    held = PersonClaim.objects.filter(connection_id=lease.connection_id, owner=lease.owner)
    (held.exclude(key__in=keep) if keep else held).delete()


def _held(lease: Lease, names: Collection[str]) -> set[str]:
    values: dict[str, Any] = {
        "tenant": lease.tenant_id,
        "connection": lease.connection_id,
        "owner": lease.owner,
        "stream": lease.stream,
        "seconds": settings.INLET_LEASE * _LEASES,
        "names": sorted(names),
    }
    with database.cursor() as cursor:
        cursor.execute(_HOLD, values)
        return {str(key) for (key,) in cursor.fetchall()}


def _let_go(lease: Lease, names: Collection[str]) -> None:
    if names:
        PersonClaim.objects.filter(
            connection_id=lease.connection_id, owner=lease.owner, key__in=names
        ).delete()


def sweep() -> int:
    """Forget the claims of workers that died long ago; how many there were."""
    return PersonClaim.objects.filter(until__lte=Now()).delete()[0]
