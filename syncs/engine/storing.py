"""The outcomes of a batch on their way to PostgreSQL: one statement, one JSON document.

Django's own ways build an object, a list for each column and a quoted text for each value; for a
thousand leads that takes longer than PostgreSQL takes to store them. Inside the walls.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import Cursor

from syncs.models import InboundLead

# What a batch changes of a lead, and PostgreSQL's types of it.
_CHANGED: Mapping[str, str] = {
    "state": "text", "reason": "text", "fix": "text", "cause": "text", "decision": "jsonb",
    "answer": "jsonb", "mapping_number": "int", "sobject": "text", "record_id": "text",
    "due_at": "timestamptz", "finished_at": "timestamptz", "changed_at": "timestamptz",
    "fence": "bigint", "intent_at": "timestamptz", "seen": "jsonb", "attempts": "smallint",
}  # fmt: skip
_UPDATE = f"""
UPDATE syncs_inboundlead AS lead SET {", ".join(f"{name} = told.{name}" for name in _CHANGED)}
FROM jsonb_to_recordset(%s::jsonb)
    AS told(id uuid, {", ".join(f"{name} {kind}" for name, kind in _CHANGED.items())})
WHERE lead.id = told.id
"""  # noqa: S608 - the columns are named above


def update_leads(leads: Iterable[InboundLead]) -> None:
    """Store what a batch changed of these rows, which exist."""
    names = ("id", *_CHANGED)
    run(_UPDATE, [{name: getattr(lead, name) for name in names} for lead in leads])


def run(statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement that takes rows as one JSON document; nothing without rows."""
    if rows:
        # Django's cursor would put the document into the statement, to be read once more there.
        with connection.cursor() as cursor, Cursor(cursor.connection) as sending:
            sending.execute(statement, [json.dumps(rows, default=_told, check_circular=False)])


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no JSON value.")
