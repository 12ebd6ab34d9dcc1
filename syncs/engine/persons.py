"""The people that a worker has in hand: rows that nobody else can take. Inside the walls.

Two streams, or two sources, can have leads of one person. Whoever comes second waits. What a dead
worker had in hand is free only for the lead that it was about: its create may still be on its way
to Salesforce, and another lead of the person, with another key, would make a second record. After
the quarantine no call can be under way any more, and everybody is free.
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
INSERT INTO syncs_personclaim AS known
    (id, tenant_id, connection_id, key, owner, stream, lead_id, quarantined, until)
SELECT gen_random_uuid(), %(tenant)s, %(connection)s, name, %(owner)s, %(stream)s, lead, false,
    statement_timestamp() + make_interval(secs => %(seconds)s)
FROM unnest(%(names)s::text[], %(leads)s::uuid[]) AS wanted (name, lead) ORDER BY name
ON CONFLICT (tenant_id, connection_id, key) DO UPDATE
SET owner = EXCLUDED.owner, stream = EXCLUDED.stream, quarantined = false, until = EXCLUDED.until,
    lead_id = CASE WHEN known.until <= statement_timestamp() THEN EXCLUDED.lead_id
        ELSE known.lead_id END
WHERE known.until <= statement_timestamp()
    OR NOT known.quarantined AND (known.lead_id = ANY(%(leads)s::uuid[])
        OR known.lead_id IS NULL AND known.stream = EXCLUDED.stream)
RETURNING key, xmax = 0
"""
_QUARANTINE = """
UPDATE syncs_personclaim
SET until = statement_timestamp() + make_interval(secs => %(seconds)s), quarantined = true
WHERE connection_id = %(connection)s AND owner = %(owner)s AND key = ANY(%(names)s)
"""
# Several leases long: while a worker renews its lease, its people are its own.
_LEASES = 3


def hold(lease: Lease, names: Mapping[uuid.UUID, Collection[str]]) -> frozenset[uuid.UUID]:
    """Take these people; returns the leads all of whose names are this worker's now.

    ``names`` are by lead, the leads in the order in which they came.
    """
    first: dict[str, uuid.UUID | None] = {}
    for lead, some in names.items():
        for name in some:
            first.setdefault(name, lead)
    taken = _held(lease, first, max(settings.INLET_QUARANTINE, settings.INLET_LEASE * _LEASES))
    mine = frozenset(lead for lead, some in names.items() if taken.keys() >= set(some))
    used = {name for lead in mine for name in names[lead]}
    _let_go(lease, {name: fresh for name, fresh in taken.items() if name not in used})
    return mine


def hold_records(lease: Lease, record_ids: Collection[str]) -> frozenset[str]:
    """Take these records, found by whatever name; returns those that somebody else has in hand.

    The next worker of a stream takes over from a dead one, whose lease must be over.
    """
    keys = {record_key(one): one for one in record_ids}
    taken = _held(lease, dict.fromkeys(keys), settings.INLET_LEASE * _LEASES)
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


def _held(lease: Lease, wanted: Mapping[str, uuid.UUID | None], seconds: float) -> dict[str, bool]:
    """The keys that are this worker's now; whether nobody had them before."""
    keys = sorted(wanted)
    values: dict[str, Any] = {
        "tenant": lease.tenant_id,
        "connection": lease.connection_id,
        "owner": lease.owner,
        "stream": lease.stream,
        "seconds": seconds,
        "names": keys,
        "leads": [wanted[key] for key in keys],
    }
    with database.cursor() as cursor:
        cursor.execute(_HOLD, values)
        return {str(key): bool(fresh) for key, fresh in cursor.fetchall()}


def _let_go(lease: Lease, names: Mapping[str, bool]) -> None:
    """Not all names of a lead were free: give back those that were, as they were."""
    held = PersonClaim.objects.filter(connection_id=lease.connection_id, owner=lease.owner)
    fresh = [name for name, is_fresh in names.items() if is_fresh]
    if fresh:
        held.filter(key__in=fresh).delete()
    if len(fresh) < len(names):
        # They still stand for a lead whose create may be on its way.
        held.filter(key__in=names.keys() - set(fresh)).update(owner="")


def sweep() -> int:
    """Forget the claims of workers that died long ago; how many there were."""
    return PersonClaim.objects.filter(until__lte=Now()).delete()[0]
