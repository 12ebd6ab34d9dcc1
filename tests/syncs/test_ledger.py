"""The ledger adds up, however leads move."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from syncs import ledger
from syncs.models import HourlyCount
from syncs.speeds import speed_slot
from syncs.states import State
from tenants import walls
from tests.syncs.conftest import Door

NOW = timezone.now().replace(minute=10)


def row(door: Door) -> HourlyCount:
    return HourlyCount.objects.get(source=door.source, hour=ledger.hour_of(NOW))


def test_received_is_the_sum_of_where_leads_stand(door: Door) -> None:
    moves = [ledger.Move(door.source.pk, NOW, None, State.PENDING)] * 5 + [
        ledger.Move(door.source.pk, NOW, State.PENDING, State.CREATED, 3.0),
        ledger.Move(door.source.pk, NOW, State.PENDING, State.FAILED),
        ledger.Move(door.source.pk, NOW, State.FAILED, State.UPDATED),
    ]
    with walls.inside(door.tenant):
        for move in moves:
            ledger.keep(door.tenant.pk, [move])
        kept = row(door)
    assert (kept.received, kept.pending, kept.created, kept.failed, kept.updated) == (5, 3, 1, 0, 1)
    assert kept.speeds[speed_slot(3.0)] == 1
    assert sum(kept.speeds) == 1


def test_leads_of_another_hour_are_counted_there(door: Door) -> None:
    earlier = NOW - timedelta(hours=2)
    with walls.inside(door.tenant):
        ledger.keep(
            door.tenant.pk,
            [
                ledger.Move(door.source.pk, NOW, None, State.PENDING),
                ledger.Move(door.source.pk, earlier, None, State.PENDING),
            ],
        )
        assert HourlyCount.objects.count() == 2


def test_the_database_itself_refuses_a_ledger_that_does_not_add_up(door: Door) -> None:
    with walls.inside(door.tenant):
        ledger.keep(door.tenant.pk, [ledger.Move(door.source.pk, NOW, None, State.PENDING)])
        with pytest.raises(IntegrityError, match="accounted_for"), transaction.atomic():
            HourlyCount.objects.update(created=1)
