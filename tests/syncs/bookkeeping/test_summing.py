"""One row per client: what it says, when it is made anew, and that it costs the same for many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from connections.models import Connection
from connections.models import State as ConnectionState
from syncs import ledger
from syncs.bookkeeping import summing
from syncs.bookkeeping.tasks import summarise
from syncs.models import ApiHour, InboundLead, Lane, TenantSummary
from syncs.states import State
from tenants import walls
from tenants.models import Agency, Tenant
from tests.syncs.conftest import Door, open_door

NOON = datetime(2026, 11, 19, 12, 30, tzinfo=UTC)


def put(door: Door, state: State, moment: datetime = NOON, **more: str) -> InboundLead:
    """A lead in a state, counted, whose newest change was at `moment`."""
    with walls.inside(door.tenant):
        seconds = 3.0 if state is State.CREATED else None
        ledger.keep(door.tenant.pk, [ledger.Move(door.source.pk, moment, None, state, seconds)])
        return InboundLead.objects.create(
            tenant=door.tenant, source=door.source, connection_id=door.source.connection_id,
            payload={}, state=state, received_at=moment, changed_at=moment, **more,
        )  # fmt: skip


def summary(door: Door, now: datetime = NOON) -> TenantSummary:
    """The row, made anew."""
    with walls.inside(door.tenant):
        summing.refresh([door.tenant], now)
        return TenantSummary.objects.get()


def test_the_row_says_how_the_client_stands(door: Door) -> None:
    put(door, State.CREATED)
    put(door, State.CREATED, NOON - timedelta(days=1))
    put(door, State.HELD, NOON - timedelta(days=30), cause="x", reason="Two Contacts. Pick one.")
    put(door, State.PENDING, NOON - timedelta(hours=2))
    row = summary(door)
    assert (row.day.isoformat(), len(row.days)) == ("2026-11-19", 7)
    assert row.days[-1] == [2, 1, 0, 0, 0, 0, 0, 1]
    assert (row.days[-2][0], row.held, row.failed, row.pending) == (1, 1, 0, 1)
    assert row.oldest_pending_at == NOON - timedelta(hours=2)
    assert (row.typical, row.slow) == (3.0, 3.9)
    assert (row.health, row.trouble) == ("repair", "Two Contacts. Pick one.")


def test_the_commonest_cause_stands_for_the_others(door: Door) -> None:
    for _ in range(2):
        put(door, State.FAILED, cause="a", reason="No such Industry.")
    put(door, State.HELD, cause="b", reason="Two Contacts.")
    assert summary(door).trouble == "No such Industry; 1 other cause."


@pytest.mark.parametrize(
    ("state", "health", "trouble"),
    [
        (ConnectionState.NEEDS_RECONNECT, "disconnected", "It ended."),
        (ConnectionState.CONNECTED, "paused", "The org is busy."),
    ],
)
def test_an_org_in_trouble_is_the_clients_trouble(
    door: Door, state: ConnectionState, health: str, trouble: str
) -> None:
    put(door, State.PENDING)
    with walls.inside(door.tenant):
        Connection.objects.update(state=state, problem="It ended.")
        Lane.objects.create(
            tenant=door.tenant, connection_id=door.source.connection_id,
            paused_until=NOON + timedelta(minutes=1), trouble="The org is busy.",
        )  # fmt: skip
    row = summary(door)
    assert (row.health, row.trouble) == (health, trouble)


@pytest.mark.parametrize(
    ("ours", "used", "trouble"),
    [
        (300, 300, "The share of API calls runs out at about 13:"),
        (300, 1000, "The org’s API calls run out at about 12:"),
        (1, 310, ""),
        (300, 20, ""),
    ],
)
def test_calls_that_run_out_are_told_before_they_do(
    door: Door, ours: int, used: int, trouble: str
) -> None:
    with walls.inside(door.tenant):
        Connection.objects.update(state=ConnectionState.CONNECTED, api_used=used, api_allowed=1000)
        ApiHour.objects.create(
            tenant=door.tenant, connection_id=door.source.connection_id, ours=ours,
            hour=NOON.replace(minute=0), used=used, allowed=1000, told_at=NOON,
        )  # fmt: skip
    row = summary(door)
    assert (row.health, row.trouble[: len(trouble)]) == ("budget" if trouble else "quiet", trouble)


def test_a_client_without_leads_is_quiet(door: Door) -> None:
    row = summary(door)
    assert (row.health, row.trouble, row.slow, row.days[-1]) == ("quiet", "", None, [0] * 8)


def test_days_are_the_clients_own(door: Door) -> None:
    door.tenant.time_zone = "Asia/Tokyo"
    put(door, State.CREATED, NOON.replace(hour=14))
    put(door, State.CREATED, NOON.replace(hour=16))
    assert [day[0] for day in summary(door, NOON.replace(hour=17)).days[-2:]] == [1, 1]


def due(door: Door, now: datetime) -> bool:
    with walls.inside(door.tenant):
        return door.tenant.pk in summing.due([door.tenant.pk], now)


def test_a_row_is_due_when_it_is_missing_old_or_behind_its_leads(door: Door) -> None:
    assert due(door, NOON)
    summary(door)
    assert not due(door, NOON + timedelta(seconds=50))
    assert due(door, NOON + timedelta(seconds=61))
    put(door, State.PENDING, NOON + timedelta(seconds=5))
    assert due(door, NOON + timedelta(seconds=6))
    summary(door, NOON + timedelta(seconds=6))
    # Its transaction may have ended only now, with others of an earlier moment still to end.
    assert due(door, NOON + timedelta(seconds=16))
    summary(door, NOON + timedelta(seconds=40))
    assert not due(door, NOON + timedelta(seconds=41))


def test_the_round_makes_the_rows_of_all_clients(door: Door, other_door: Door) -> None:
    put(door, State.CREATED, timezone.now())
    summarise()
    for one in (door, other_door):
        with walls.inside(one.tenant):
            assert TenantSummary.objects.count() == 1
    with walls.inside(door.tenant):
        assert TenantSummary.objects.get().days[-1][0] == 1


def test_many_clients_cost_no_more_reads_than_one(door: Door, agency: Agency) -> None:
    def cost(tenants: list[Tenant]) -> int:
        with CaptureQueriesContext(connection) as caught, walls.inside(*tenants):
            summing.due([one.pk for one in tenants], NOON)
            summing.refresh(tenants, NOON)
        return len(caught)

    alone = cost([door.tenant])
    more = [Tenant.objects.create(agency=agency, name=f"T{n}", slug=f"t{n}") for n in range(20)]
    for tenant in more:
        put(open_door(tenant), State.HELD, cause="x", reason="Why.")
    put(door, State.HELD, cause="x", reason="Why.")
    # One read more for the words of what waits.
    assert cost([door.tenant, *more]) <= alone + 1
