"""The ledger: received = the sum of where leads stand, by hour and source, kept as it happens."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

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
    """Add to the counters of one hour: "received", each state, and "slot0" … of the speeds.

    An hour has as many rows as transactions once counted in it side by side, and only their sum
    says something: the function (migration 0011) takes one that nobody holds, or makes one more.
    So no accept and no worker ever waits for another one's commit.
    """
    slots = [change.get(f"slot{slot}", 0) for slot in range(SLOTS)]
    speeds = slots if any(slots) else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT syncs_count(%s, %s, %s, %s::int[], %s::int[])",
            [tenant_id, source_id, hour, counts_of(change), speeds],
        )


def counts_of(change: Mapping[str, int]) -> list[int]:
    """The change as the database's functions take it: received, then each state in order."""
    return [change.get(column, 0) for column in ("received", *State)]
