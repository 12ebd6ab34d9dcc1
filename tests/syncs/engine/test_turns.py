"""Turns that are drawn in the database: fair among workers, and the same again after a crash."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from mappings.rules import Member, RoundRobin
from syncs.engine import turns
from syncs.intake.accepting import accept
from syncs.models import InboundLead, Turn, TurnPool
from tenants import walls
from tests.syncs.conftest import Door

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ANA, BEN = "005000000000001AAA", "005000000000002AAA"
POOL = RoundRobin(pool="EMEA", members=(Member(id=ANA, weight=2), Member(id=BEN)))


def leads(door: Door, count: int) -> list[uuid.UUID]:
    accept(door.source, [{"person": {"email": f"p{at}@x.example"}} for at in range(count)])
    with walls.inside(door.tenant):
        return list(InboundLead.objects.order_by("id").values_list("pk", flat=True))[-count:]


def draw(door: Door, ids: Sequence[uuid.UUID], active: Collection[str] | None = None) -> list[str]:
    with walls.inside(door.tenant):
        found = turns.draw(
            door.tenant.pk, door.source.connection_id, POOL, lead_ids=ids, now=NOON, active=active
        )
    return [found[one] for one in ids]


def peek(door: Door, ids: Sequence[uuid.UUID]) -> list[str]:
    with walls.inside(door.tenant):
        found = turns.peek(door.source.connection_id, POOL, ids, now=NOON)
    return [found[one] for one in ids]


def test_a_plan_says_what_the_draw_will_say_and_keeps_nothing(door: Door) -> None:
    ids = leads(door, 6)
    told = peek(door, ids)
    with walls.inside(door.tenant):
        assert (TurnPool.objects.count(), Turn.objects.count()) == (0, 0)
    assert draw(door, ids[:3]) + draw(door, ids[3:]) == told
    assert Counter(told) == {ANA: 4, BEN: 2}
    assert peek(door, ids) == told


def test_a_lead_that_drew_before_gets_the_same_user_again(door: Door) -> None:
    ids = leads(door, 5)
    first = draw(door, ids)
    assert draw(door, ids) == first
    assert draw(door, list(reversed(ids)), {ANA, BEN}) == list(reversed(first))
    with walls.inside(door.tenant):
        standings = TurnPool.objects.get().standings
    assert {user: one["got"] for user, one in standings.items()} == Counter(first)


def test_a_user_who_is_not_active_any_more_gives_the_turn_away(door: Door) -> None:
    ids = leads(door, 4)
    draw(door, ids)
    assert draw(door, ids, {BEN}) == [BEN] * 4
    assert draw(door, ids, set()) == [""] * 4
    assert draw(door, ids, {BEN}) == [BEN] * 4


def test_a_draw_that_is_rolled_back_never_was(door: Door) -> None:
    ids = leads(door, 4)
    before = peek(door, ids)
    with suppress(KeyError), walls.inside(door.tenant):
        turns.draw(door.tenant.pk, door.source.connection_id, POOL, lead_ids=ids[:1], now=NOON)
        raise KeyError
    assert draw(door, ids) == before


def test_a_thousand_leads_take_five_statements(door: Door) -> None:
    ids = leads(door, 1000)
    with walls.inside(door.tenant), CaptureQueriesContext(connection) as asked:
        drawn = turns.draw(door.tenant.pk, door.source.connection_id, POOL, lead_ids=ids, now=NOON)
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 6
    assert abs(Counter(drawn.values())[ANA] - 2000 / 3) < 1


def test_one_tenants_pool_is_not_anothers(door: Door, other_door: Door) -> None:
    assert draw(door, leads(door, 1)) == draw(other_door, leads(other_door, 1)) == [ANA]


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_share_one_round(door: Door) -> None:
    ids = leads(door, 300)
    found: list[str] = []
    begin = Barrier(4)

    def work(mine: Any) -> None:
        begin.wait()
        for at in range(0, len(mine), 7):
            found.extend(draw(door, mine[at : at + 7]))
        connections.close_all()

    workers = [Thread(target=work, args=(ids[at::4],)) for at in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert Counter(found) == {ANA: 200, BEN: 100}
