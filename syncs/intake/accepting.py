"""The one way in: every door turns its format into a call of `accept`."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from syncs.models import IdempotencyRecord, Source
from tenants import walls

from . import ringing
from .storing import Arrival, arrive, store


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
    answer = _answer(source, key, hashed, receipt=receipt) if key else None
    try:
        streams = store(source, arrivals, now, answer=answer, backfill=backfill)
    except IntegrityError:
        # The key is known already, perhaps since a moment: its index made this call wait.
        known = _known(source, key, hashed)
        if known is None:
            raise
        return known
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


def _answer(source: Source, key: str, hashed: str, *, receipt: Receipt) -> IdempotencyRecord:
    return IdempotencyRecord(
        tenant_id=source.tenant_id,
        key=key,
        body_hash=hashed,
        lead_ids=[str(one) for one in receipt.lead_ids],
        created_at=receipt.received_at,
    )
