"""The ledger: received = the sum of where leads stand, by hour and source, kept as it happens."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tenants.identifiers import uuid7
from tenants.walls import Statement

from .speeds import SLOTS, speed_slot
from .states import State


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
    """Count the moves, in the caller's transaction and walls, one statement per hour touched."""
    with connection.cursor() as cursor:
        for statement in keeping(tenant_id, moves):
            cursor.execute(*statement)


def keeping(tenant_id: uuid.UUID, moves: Iterable[Move]) -> list[Statement]:
    """The statements that count the moves, for a caller who sends them with others."""
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
    return [
        adding(tenant_id, source_id, hour, change=change)
        for (source_id, hour), change in sorted(changes.items())
    ]


def add(
    tenant_id: uuid.UUID, source_id: uuid.UUID, hour: datetime, *, change: Mapping[str, int]
) -> None:
    """Add to the counters of one hour: "received", each state, and "slot0" … of the speeds."""
    with connection.cursor() as cursor:
        cursor.execute(*adding(tenant_id, source_id, hour, change=change))


def adding(
    tenant_id: uuid.UUID, source_id: uuid.UUID, hour: datetime, *, change: Mapping[str, int]
) -> Statement:
    """The statement that adds to one hour's counters.

    An hour has as many rows as transactions once counted in it side by side, and only their sum
    says something: the function (migration 0011) takes one that nobody holds, or makes one more.
    So no accept and no worker ever waits for another one's commit.
    """
    counts = [change.get(column, 0) for column in _COLUMNS]
    slots = [change.get(f"slot{slot}", 0) for slot in range(SLOTS)]
    speeds = slots if any(slots) else None
    return _COUNT, [uuid7(), tenant_id, source_id, hour, counts, speeds]


_COLUMNS = ["received", *(state.value for state in State)]
_COUNT = "SELECT syncs_count(%s, %s, %s, %s, %s::int[], %s::int[])"
