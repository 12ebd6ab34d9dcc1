"""The faults of an org: kept, counted, and drawn for a call."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from connections.practice.models import PracticeFault
from connections.practice.rules.call_kinds import What
from connections.practice.rules.faults import Fault, delay, falls, is_meant

from .trips import in_one_trip

MAX_FAULTS = 20
_NAMES = tuple(one.name for one in fields(Fault))
LIVING_FAULTS = f"""
SELECT id, {", ".join(f'"{name}"' for name in _NAMES)} FROM practice_practicefault
WHERE org_id = %s AND is_on ORDER BY id
"""  # noqa: S608 - the columns are those of Fault
_MATCH = """
UPDATE practice_practicefault SET matched = matched + %s WHERE id = %s AND is_on
RETURNING matched
"""
_FIRE = """
UPDATE practice_practicefault
SET fired = fired + 1, is_on = ("limit" = 0 OR fired + 1 < "limit")
WHERE id = %s AND is_on AND ("limit" = 0 OR fired < "limit") RETURNING fired
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A fault that is on, and its row."""

    pk: uuid.UUID
    fault: Fault


@dataclass(frozen=True, slots=True)
class Trouble:
    """What befalls one call: a kind of fault or "", and how long it is held up, in seconds.

    `fault` is the one that decided on the kind.
    """

    kind: str = ""
    seconds: float = 0.0
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Locks:
    """Which rows of a call are locked: each record is a call of its own to these faults."""

    tenant_id: uuid.UUID
    kept: tuple[Kept, ...] = ()

    def strike(self, count: int) -> set[int]:
        """The places, of so many records, whose row is locked."""
        struck: set[int] = set()
        for one in self.kept:
            ((matched,),) = in_one_trip(self.tenant_id, (_MATCH, (count, one.pk)))[0] or [(0,)]
            numbers = enumerate(range(matched - count + 1, matched + 1))
            hit = [place for place, number in numbers if number > 0 and falls(one.fault, number)]
            struck |= {place for place in hit if _fire(self.tenant_id, one)}
        return struck


NO_TROUBLE = Trouble()


def read_faults(rows: Sequence[tuple[Any, ...]]) -> tuple[Kept, ...]:
    """The faults of LIVING_FAULTS."""
    return tuple(Kept(row[0], Fault(*row[1:])) for row in rows)


def draw(tenant_id: uuid.UUID, kept: Sequence[Kept], what: What) -> Trouble:
    """What befalls a call. Delays add up; of the rest the oldest fault that falls wins."""
    kind, seconds, fallen = "", 0.0, None
    for one in kept:
        slows = one.fault.kind == "latency"
        if one.fault.kind == "lock_record" or (kind and not slows):
            continue
        number = _number(tenant_id, one, what)
        if number:
            seconds += delay(one.fault, number)
            if not slows:
                kind, fallen = one.fault.kind, one.fault
    return Trouble(kind or ("latency" if seconds else ""), seconds, fallen)


def locks_for(tenant_id: uuid.UUID, kept: Sequence[Kept], what: What) -> Locks:
    """The faults that lock single records of a call."""
    meant = (one for one in kept if one.fault.kind == "lock_record" and is_meant(one.fault, what))
    return Locks(tenant_id, tuple(meant))


def _number(tenant_id: uuid.UUID, one: Kept, what: What) -> int:
    """The call's number among those that are meant, if it falls; else 0."""
    if not is_meant(one.fault, what):
        return 0
    counted = in_one_trip(tenant_id, (_MATCH, (1, one.pk)))[0]
    if not counted or not falls(one.fault, counted[0][0]):
        return 0
    return counted[0][0] if _fire(tenant_id, one) else 0


def _fire(tenant_id: uuid.UUID, one: Kept) -> bool:
    return bool(in_one_trip(tenant_id, (_FIRE, (one.pk,)))[0])


def living_faults(tenant_id: uuid.UUID, org_pk: uuid.UUID) -> tuple[Kept, ...]:
    """The org's faults that are on."""
    return read_faults(in_one_trip(tenant_id, (LIVING_FAULTS, (org_pk,)))[0])


def as_fault(row: PracticeFault) -> Fault:
    """The row as a value."""
    return Fault(*(getattr(row, name) for name in _NAMES))
