"""One call's leads, their count and the answer to its key: stored by one statement."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from syncs.ledger import counts_of
from syncs.models import IdempotencyRecord, InboundLead, Source
from syncs.persons import person_hash
from syncs.states import State
from tenants import walls
from tenants.identifiers import uuid7


@dataclass(frozen=True, slots=True)
class Arrival:
    """A lead as it came in: its own id, its payload, and by whom it is to be worked."""

    id: uuid.UUID
    payload: Mapping[str, Any]
    person_hash: int


def arrive(payload: Mapping[str, Any]) -> Arrival:
    """The lead with an id that sorts after those before it."""
    lead_id = uuid7()
    return Arrival(lead_id, payload, person_hash(payload, str(lead_id)))


def store(
    source: Source,
    arrivals: Sequence[Arrival],
    now: datetime,
    *,
    answer: IdempotencyRecord | None,
    backfill: bool,
) -> int:
    """Store the leads, due at once, with their count; returns the connection's streams.

    Raises IntegrityError, having stored nothing, for an `answer` whose key is known. Everything
    travels as JSON to a function of the database (migration 0011), which keeps its plans.
    """
    alike = _alike() | {
        "tenant_id": str(source.tenant_id),
        "source_id": str(source.pk),
        "connection_id": str(source.connection_id),
        "backfill": backfill,
        **dict.fromkeys(("received_at", "changed_at", "due_at"), now.isoformat()),
    }
    change = {"received": len(arrivals), State.PENDING: len(arrivals)}
    sent = [
        json.dumps(answer and _row(answer), default=str),
        json.dumps([_sent(one) for one in arrivals]),
        json.dumps(alike),
        counts_of(change),
    ]
    ((row,),) = walls.in_one_trip([(_ACCEPT, sent)], tenant=source.tenant_id)
    return int(row[0])


_ACCEPT = "SELECT syncs_accept(nullif(%s::jsonb, 'null'), %s, %s, %s::int[])"


@cache
def _alike() -> dict[str, Any]:
    """The columns that begin alike for every lead, as the model says."""
    row = _row(InboundLead(payload={}))
    return {column: value for column, value in row.items() if isinstance(value, str | int)}


def _row(one: InboundLead | IdempotencyRecord) -> dict[str, Any]:
    fields = [field for field in one._meta.concrete_fields if not field.generated]
    return {field.attname: getattr(one, field.attname) for field in fields}


def _sent(arrival: Arrival) -> dict[str, Any]:
    payload = arrival.payload
    person, company = payload.get("person") or {}, payload.get("company") or {}
    first, last = person.get("first_name") or "", person.get("last_name") or ""
    return {
        "id": str(arrival.id),
        "payload": payload,
        "external_id": payload.get("external_id") or "",
        "email": (person.get("email") or "").strip().lower()[:320],
        "name": (f"{first} {last}".strip() or person.get("name") or "")[:200],
        "company": (company.get("name") or "")[:255],
        "person_hash": arrival.person_hash,
    }
