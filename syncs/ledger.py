"""The ledger: received = the sum of where leads stand, by hour and source, kept as it happens."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tenants.identifiers import uuid7

from .models import HourlyCount
from .speeds import SLOTS, speed_slot
from .states import State

_COLUMNS = [state.value for state in State]


@dataclass(frozen=True, slots=True)
class Move:
    """A lead that goes from one state to another; `before` is None when it was just received."""

    source_id: uuid.UUID
    received_at: datetime
    before: State | None
    after: State
    seconds: float | None = None  # from received to in Salesforce, when it counts for speed


def hour_of(moment: datetime) -> datetime:
    """The hour that a moment falls into."""
    return moment.replace(minute=0, second=0, microsecond=0)


def keep(tenant_id: uuid.UUID, moves: Iterable[Move]) -> None:
    """Count the moves, in the caller's transaction and walls, one statement per hour touched.

    Rows are taken in one order everywhere, so that two workers never wait for each other.
    """
    changes: dict[tuple[uuid.UUID, datetime], Counter[str]] = {}
    for move in moves:
        change = changes.setdefault((move.source_id, hour_of(move.received_at)), Counter())
        change[move.after] += 1
        if move.before is None:
            change["received"] += 1
        else:
            change[move.before] -= 1
        if move.seconds is not None:
            change[f"slot{speed_slot(move.seconds)}"] += 1
    for (source_id, hour), change in sorted(changes.items()):
        add(tenant_id, source_id, hour, change=change)


def add(
    tenant_id: uuid.UUID, source_id: uuid.UUID, hour: datetime, *, change: Mapping[str, int]
) -> None:
    """Add to the counters of one hour: "received", each state, and "slot0" … of the speeds."""
    columns = ["received", *_COLUMNS]
    table = HourlyCount._meta.db_table
    sums = ", ".join(f"{column} = {table}.{column} + EXCLUDED.{column}" for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, tenant_id, source_id, hour, {', '.join(columns)}, speeds) "  # noqa: S608
            f"VALUES (%s, %s, %s, %s, {marks}, %s) ON CONFLICT (tenant_id, source_id, hour) "
            f"DO UPDATE SET {sums}, speeds = (SELECT array_agg(coalesce(a, 0) + coalesce(b, 0) "
            f"ORDER BY slot) FROM unnest({table}.speeds, EXCLUDED.speeds) WITH ORDINALITY AS slots (a, b, slot))",
            [
                uuid7(), tenant_id, source_id, hour,
                *(change.get(column, 0) for column in columns),
                [change.get(f"slot{slot}", 0) for slot in range(SLOTS)],
            ],
        )  # fmt: skip
