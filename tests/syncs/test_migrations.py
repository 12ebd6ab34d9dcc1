"""Migrations that change what is stored, run backwards and forwards on rows."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.conf import settings

from syncs import ledger
from syncs.models import HourlyCount
from syncs.speeds import SLOTS
from syncs.states import State
from tenants import walls
from tests.conftest import owner_connection

from .conftest import open_door


@pytest.mark.django_db(transaction=True)
def test_the_finer_histogram_keeps_what_was_measured() -> None:
    from tenants.models import Agency, Tenant

    tenant = Tenant.objects.create(agency=Agency.objects.create(name="A"), name="A", slug="a")
    door, migration = open_door(tenant), import_module("syncs.migrations.0009_summaries")
    now = ledger.hour_of(door.tenant.created_at)
    moves = [
        ledger.Move(door.source.pk, now, None, State.CREATED, one) for one in (0.1, 0.9, 3, 99)
    ]
    with walls.inside(tenant):
        ledger.keep(tenant.pk, moves)
        assert HourlyCount.objects.get().speeds == [1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1]
    seen = []
    for statement in (migration._COARSER, migration._FINER):
        database = settings.DATABASES["default"]["NAME"]
        with owner_connection(database) as owner, owner.transaction():
            for one in (migration._OPEN, statement, migration._SHUT):
                owner.execute(one)
        with walls.inside(tenant):
            seen.append(HourlyCount.objects.get().speeds)
    assert seen == [
        [2, 0, 1, 0, 0, 0, 0, 0, 0, 1],
        [0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 1],
    ]
    assert len(seen[1]) == SLOTS
