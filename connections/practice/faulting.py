"""Making an org misbehave, and letting it behave again (`rules.faults`)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from tenants import walls

from .models import PracticeFault, PracticeOrg
from .rules.faults import Fault
from .store.orgs import locked
from .store.troubles import MAX_FAULTS, as_fault


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault of an org: how many calls were meant by it so far, how many of them fell."""

    id: uuid.UUID
    fault: Fault
    is_on: bool
    matched: int
    fired: int
    created_at: datetime


def list_faults(org: PracticeOrg) -> Sequence[FaultLine]:
    """The faults of an org, oldest first, those that ended by themselves too."""
    with walls.inside(org.tenant_id):
        return [_line(row) for row in PracticeFault.objects.filter(org=org).order_by("id")]


def add_fault(org: PracticeOrg, fault: Fault) -> FaultLine:
    """One more fault, on from now. ValueError, in words, for one that can't be or is too much."""
    fault.check()
    with walls.inside(org.tenant_id):
        locked(org.pk)
        if PracticeFault.objects.filter(org=org).count() >= MAX_FAULTS:
            raise ValueError(f"An org keeps {MAX_FAULTS} faults. Remove one first.")
        row = PracticeFault.objects.create(tenant_id=org.tenant_id, org=org, **asdict(fault))
    return _line(row)


def switch_fault(org: PracticeOrg, fault_id: uuid.UUID, *, on: bool) -> bool:
    """A fault switched on, its counts at 0, or off; False when there is none."""
    anew = {"matched": 0, "fired": 0} if on else {}
    with walls.inside(org.tenant_id):
        found = PracticeFault.objects.filter(org=org, pk=fault_id)
        return bool(found.update(is_on=on, **anew))


def remove_fault(org: PracticeOrg, fault_id: uuid.UUID) -> bool:
    """One fault fewer; False when there is none."""
    with walls.inside(org.tenant_id):
        return bool(PracticeFault.objects.filter(org=org, pk=fault_id).delete()[0])


def remove_faults(org: PracticeOrg, *, label: str | None = None) -> int:
    """All faults removed, or those with this label; how many there were."""
    with walls.inside(org.tenant_id):
        found = PracticeFault.objects.filter(org=org)
        if label is not None:
            found = found.filter(label=label)
        return found.delete()[0]


def _line(row: PracticeFault) -> FaultLine:
    return FaultLine(row.pk, as_fault(row), row.is_on, row.matched, row.fired, row.created_at)
