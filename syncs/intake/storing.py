"""The rows of new leads, stored in one statement however many they are."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from syncs.models import InboundLead, Source
from syncs.persons import person_hash
from tenants.identifiers import uuid7
from tenants.walls import Statement

_TABLE = InboundLead._meta.db_table
# What differs from lead to lead, with the names and types under which it is sent.
_SENT = {
    "id": "uuid", "payload": "jsonb", "external_id": "text", "email": "text", "name": "text",
    "company": "text", "person_hash": "int",
}  # fmt: skip


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


def inserting(
    source: Source, arrivals: Sequence[Arrival], now: datetime, *, backfill: bool
) -> Statement:
    """The statement that stores the leads, due at once.

    They travel as one JSON document, which costs a fraction of as many parameters.
    """
    constant = _constants() | {
        "tenant_id": source.tenant_id,
        "source_id": source.pk,
        "connection_id": source.connection_id,
        "backfill": backfill,
        "received_at": now,
        "changed_at": now,
        "due_at": now,
    }
    types = ", ".join(f"{name} {kind}" for name, kind in _SENT.items())
    marks = ", ".join(["%s"] * len(constant))
    return (
        f"INSERT INTO {_TABLE} ({', '.join(_SENT)}, {', '.join(constant)}) "  # noqa: S608
        f"SELECT {', '.join(_SENT)}, {marks} FROM jsonb_to_recordset(%s::jsonb) AS sent ({types})",
        [*constant.values(), json.dumps([_sent(one) for one in arrivals])],
    )


@cache
def _constants() -> dict[str, Any]:
    """The columns that begin alike for every lead, as the model says."""
    values = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in InboundLead._meta.concrete_fields
        if field.column not in _SENT
    }
    return {column: value for column, value in values.items() if value is not None}


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
