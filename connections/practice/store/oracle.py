"""The log of every accepted write: what may be compared with what a client believes it did.

A trigger of the database keeps it, in the transaction of the write, so that no path is missed
(migration 0005). Here a transaction is signed, and the log is read.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from connections.practice.models import PracticeOrg, PracticeWrite

from .orgs import Session

API, BULK, ADMIN, SEED, WEB = "api", "bulk", "admin", "seed", "web"
PAGE = 500
_SIGN = (
    "SELECT set_config('inlet.practice_serial', %s, true), "
    "set_config('inlet.practice_source', %s, true)"
)


@dataclass(frozen=True, slots=True)
class Write:
    """An accepted write. `operation`: create, update, delete or undelete.

    `changes`: API name to (old, new), None for blank. `source`: api, bulk, admin, seed or web.
    `serial`: of the call, as in the log of calls; 0 when it is not known.
    """

    id: uuid.UUID
    serial: int
    at: datetime
    user: str
    sobject: str
    record_id: str
    operation: str
    changes: Mapping[str, tuple[Any, Any]]
    source: str


def sign(session: Session) -> None:
    """Say on whose behalf is written, for the rest of the running transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGN, [str(session.serial), session.source])


def history(org: PracticeOrg, record_id: str, *, limit: int = 100) -> list[Write]:
    """What happened to one record (18-character id), newest first; inside the walls."""
    found = PracticeWrite.objects.filter(org=org, record_id=record_id).order_by("-id")
    return [_write(one) for one in found[:limit]]


def writes(org: PracticeOrg, *, after: uuid.UUID | None, limit: int = PAGE) -> Sequence[Write]:
    """A page of the log, oldest first, behind the write with the id `after`; inside the walls."""
    found = PracticeWrite.objects.filter(org=org)
    if after is not None:
        found = found.filter(id__gt=after)
    return [_write(one) for one in found.order_by("id")[: min(limit, PAGE)]]


def _write(row: PracticeWrite) -> Write:
    return Write(
        id=row.pk,
        serial=row.serial,
        at=row.at,
        user=row.user,
        sobject=row.sobject,
        record_id=row.record_id,
        operation=row.operation,
        changes={name: (old, new) for name, (old, new) in row.changes.items()},
        source=row.source,
    )
