"""The check and its mending beside workers that never stop: no false alarm, nothing lost."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import F

from syncs.bookkeeping.checking import check, mend
from syncs.models import HourlyCount, InboundLead
from syncs.states import State
from tenants import walls
from tenants.models import Agency, Tenant
from tests.syncs.conftest import Door, open_door

from .test_checking import arrive, move

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy() -> Door:
    """A door that lives in tables of its own, so that other connections see it."""
    tenant = Tenant.objects.create(agency=Agency.objects.create(name="A"), name="A", slug="a")
    return open_door(tenant)


@contextmanager
def workers(door: Door, count: int = 2) -> Iterator[None]:
    """So many workers take leads in and move them, each lead in a transaction with its counter."""
    over = threading.Event()

    def work(seed: int) -> None:
        chance, mine = random.Random(seed), list[InboundLead]()  # noqa: S311
        while not over.is_set():
            with walls.inside(door.tenant):
                if len(mine) < 5:
                    mine.append(arrive(door))
                else:
                    move(chance.choice(mine), chance.choice(list(State)))
        connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(count)]
    for one in threads:
        one.start()
    try:
        yield
    finally:
        over.set()
        for one in threads:
            one.join()


def test_nothing_differs_while_leads_move(busy: Door) -> None:
    with workers(busy):
        assert [check(busy.tenant).differences for _ in range(25)] == [()] * 25
    assert not check(busy.tenant)


def test_mending_loses_no_move_of_the_same_moment(busy: Door) -> None:
    with workers(busy):
        for _ in range(8):
            with walls.inside(busy.tenant):
                hour = HourlyCount.objects.order_by("pk")[:1].values("pk")
                HourlyCount.objects.filter(pk__in=hour).update(
                    created=F("created") + 3, pending=F("pending") - 3
                )
            mend(busy.tenant, actor="Maya")
    assert not check(busy.tenant)
