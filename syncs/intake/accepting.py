"""The one way in: every door turns its format into a call of `accept`."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from connections.models import Connection
from syncs import ledger
from syncs.models import IdempotencyRecord, InboundLead, Source
from syncs.persons import person_hash
from syncs.states import State
from syncs.waking import wake
from tenants import walls
from tenants.identifiers import uuid7


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one call: the ids of its leads, and whether it was a repeat."""

    lead_ids: tuple[uuid.UUID, ...]
    repeated: bool = False


class KeyReused(Exception):
    """The Idempotency-Key was used before, with another body."""


def body_hash(body: Any) -> str:
    """The hash by which two bodies count as the same."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def accept(
    source: Source, payloads: Sequence[dict[str, Any]], *, key: str = "", backfill: bool = False
) -> Receipt:
    """Store the leads and their count in one transaction, then wake a worker.

    `payloads` are canonical. `backfill`: they wait behind what comes in now. With `key`, a second
    call with the same body gets the first one's receipt. Raises KeyReused for another body.
    """
    # A key is one source's: another tool may use the same words.
    key = key and hashlib.sha256(f"{source.pk} {key}".encode()).hexdigest()
    try:
        with walls.inside(source.tenant_id):
            known = _known(key, payloads)
            if known is not None:
                return known
            leads = _store(source, payloads, backfill=backfill)
            receipt = Receipt(tuple(lead.pk for lead in leads))
            if key:
                _remember(source, key, payloads, receipt=receipt)
            streams = _streams(source, leads)
            transaction.on_commit(lambda: _wake(source, streams))
    except IntegrityError:
        # Another call with the same key committed while this one waited at the unique index.
        with walls.inside(source.tenant_id):
            known = _known(key, payloads)
        if known is None:
            raise
        return known
    return receipt


def _streams(source: Source, leads: Sequence[InboundLead]) -> set[int]:
    """The streams that work these leads."""
    count = Connection.objects.values_list("streams", flat=True).get(pk=source.connection_id)
    return {lead.person_hash % count for lead in leads}


def _wake(source: Source, streams: set[int]) -> None:
    for stream in sorted(streams):
        wake(source.tenant_id, source.connection_id, stream)


def _known(key: str, payloads: Sequence[dict[str, Any]]) -> Receipt | None:
    record = IdempotencyRecord.objects.filter(key=key).first() if key else None
    if record is None:
        return None
    if record.body_hash != body_hash(payloads):
        raise KeyReused(key)
    return Receipt(tuple(uuid.UUID(one) for one in record.lead_ids), repeated=True)


def _remember(
    source: Source, key: str, payloads: Sequence[dict[str, Any]], *, receipt: Receipt
) -> None:
    IdempotencyRecord.objects.create(
        tenant_id=source.tenant_id,
        key=key,
        body_hash=body_hash(payloads),
        lead_ids=[str(one) for one in receipt.lead_ids],
    )


def _store(
    source: Source, payloads: Sequence[dict[str, Any]], *, backfill: bool
) -> list[InboundLead]:
    now = timezone.now()
    leads = InboundLead.objects.bulk_create(
        _lead(source, payload, now, backfill=backfill) for payload in payloads
    )
    Source.objects.filter(pk=source.pk).update(last_lead_at=now)
    ledger.keep(source.tenant_id, [ledger.Move(source.pk, now, None, State.PENDING) for _ in leads])
    return leads


def _lead(source: Source, payload: dict[str, Any], now: Any, *, backfill: bool) -> InboundLead:
    lead_id = uuid7()
    person, company = payload.get("person") or {}, payload.get("company") or {}
    first, last = person.get("first_name") or "", person.get("last_name") or ""
    return InboundLead(
        id=lead_id,
        backfill=backfill,
        person_hash=person_hash(payload, str(lead_id)),
        tenant_id=source.tenant_id,
        source=source,
        connection_id=source.connection_id,
        payload=payload,
        external_id=payload.get("external_id") or "",
        email=(person.get("email") or "").strip().lower()[:320],
        name=(f"{first} {last}".strip() or person.get("name") or "")[:200],
        company=(company.get("name") or "")[:255],
        received_at=now,
        changed_at=now,
        due_at=now,
    )
