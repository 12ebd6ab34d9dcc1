"""The one way in: every door turns its format into a call of `accept`."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from connections.models import Connection
from syncs import ledger
from syncs.models import IdempotencyRecord, Source
from syncs.states import State
from tenants import walls
from tenants.identifiers import uuid7
from tenants.walls import Statement

from . import ringing
from .storing import Arrival, arrive, inserting


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one call: the ids of its leads, when they came, and whether it repeats."""

    lead_ids: tuple[uuid.UUID, ...]
    received_at: datetime
    repeated: bool = False


class KeyReused(Exception):
    """The Idempotency-Key was used before, with another body."""


def body_hash(body: Any) -> str:
    """The hash by which two bodies count as the same."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def accept(
    source: Source, payloads: Sequence[dict[str, Any]], *, key: str = "", backfill: bool = False
) -> Receipt:
    """Store the leads and their count in one transaction, then have the workers woken.

    `payloads` are canonical. With `key`, a second call with the same body gets the first one's
    receipt. A `backfill` waits behind what comes in live. Raises KeyReused for another body.
    """
    # A key is one source's: another tool may use the same words.
    key = key and hashlib.sha256(f"{source.pk} {key}".encode()).hexdigest()
    hashed = body_hash(payloads) if key else ""
    now = timezone.now()
    arrivals = [arrive(payload) for payload in payloads]
    receipt = Receipt(tuple(one.id for one in arrivals), now)
    count = ledger.Move(source.pk, now, None, State.PENDING)
    statements = [
        *([_remembering(source, key, hashed, receipt=receipt)] if key else []),
        inserting(source, arrivals, now, backfill=backfill),
        *ledger.keeping(source.tenant_id, [count] * len(arrivals)),
        *_touching(source, now),
        *_asking_for_streams(source),
    ]
    try:
        *_, answer = walls.in_one_trip(statements, tenant=source.tenant_id)
    except IntegrityError:
        # The key is known already, perhaps since a moment: its index made this call wait.
        known = _known(source, key, hashed)
        if known is None:
            raise
        return known
    streams = source.connection.streams if _is_whole(source) else answer[0][0]
    transaction.on_commit(lambda: _ring(source, arrivals, streams))
    return receipt


def _ring(source: Source, arrivals: Sequence[Arrival], streams: int) -> None:
    for stream in {one.person_hash % streams for one in arrivals}:
        ringing.ring(source.tenant_id, source.connection_id, stream)


def _known(source: Source, key: str, hashed: str) -> Receipt | None:
    with walls.inside(source.tenant_id):
        record = IdempotencyRecord.objects.filter(key=key).first() if key else None
    if record is None:
        return None
    if record.body_hash != hashed:
        raise KeyReused(key)
    ids = tuple(uuid.UUID(one) for one in record.lead_ids)
    return Receipt(ids, record.created_at, repeated=True)


def _is_whole(source: Source) -> bool:
    """Whether the source came with its connection."""
    return Source.connection.is_cached(source)


def _asking_for_streams(source: Source) -> list[Statement]:
    table = Connection._meta.db_table
    asked = f"SELECT streams FROM {table} WHERE id = %s"  # noqa: S608
    return [] if _is_whole(source) else [(asked, [source.connection_id])]


def _remembering(source: Source, key: str, hashed: str, *, receipt: Receipt) -> Statement:
    ids = [str(one) for one in receipt.lead_ids]
    return (
        f"INSERT INTO {IdempotencyRecord._meta.db_table} "  # noqa: S608
        "(id, tenant_id, key, body_hash, lead_ids, created_at) VALUES (%s, %s, %s, %s, %s, %s)",
        [uuid7(), source.tenant_id, key, hashed, ids, receipt.received_at],
    )


def _touching(source: Source, now: datetime) -> list[Statement]:
    """Keep when the last lead came, to the second; nobody waits for another's commit here."""
    if source.last_lead_at and now - source.last_lead_at < timedelta(seconds=1):
        return []
    table = Source._meta.db_table
    held = f"SELECT id FROM {table} WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED"  # noqa: S608
    touched = f"UPDATE {table} SET last_lead_at = %s WHERE id = ({held})"  # noqa: S608
    return [(touched, [now, source.pk])]
