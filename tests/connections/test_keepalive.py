"""Tokens that nobody uses are used in time (salesforce-facts 1.3: 30 days)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery.signals import before_task_publish
from django.utils import timezone

from connections.keepalive import (
    SPREAD,
    USE_AFTER,
    Idle,
    Kept,
    ends_at,
    find_idle,
    keep_alive,
    turn_of,
)
from connections.models import Connection, State
from syncs import tasks
from tenants import walls

from .conftest import stored
from .scripted import Answer, Script
from .sign_in_host import refused, tokens


@pytest.fixture
def idle(connected: Connection) -> Connection:
    """The connected one, used nine days ago."""
    return used(connected, days=9)


def used(connection: Connection, *, days: int) -> Connection:
    with walls.inside(connection.tenant_id):
        Connection.objects.update(refreshed_at=timezone.now() - timedelta(days=days))
    return stored(connection)


def keep(connection: Connection, *, force: bool = False) -> Kept:
    return keep_alive(connection.pk, connection.tenant_id, force=force)


def found(connection: Connection, at_most: int = 10) -> list[Idle]:
    return find_idle([connection.tenant_id], now=timezone.now(), at_most=at_most)


def test_an_idle_one_is_found_and_renewed_and_then_left_alone(
    idle: Connection, script: Script
) -> None:
    assert found(idle) == [Idle(idle.pk, idle.tenant_id)]
    script.say(tokens(script, 2))
    assert keep(idle) == Kept.RENEWED
    row = stored(idle)
    assert (row.refresh_token, row.generation, found(idle)) == ("r2", 2, [])
    assert keep(idle) == Kept.FRESH
    assert len(script.seen) == 1


def test_what_is_used_disconnected_or_without_a_refresh_token_is_not(
    connected: Connection, script: Script
) -> None:
    used(connected, days=6)
    assert found(connected) == []
    used(connected, days=9)
    assert found(connected, at_most=0) == []
    for change in ({"state": State.NEEDS_RECONNECT}, {"refresh_token_sealed": ""}):
        with walls.inside(connected.tenant_id):
            Connection.objects.filter(pk=connected.pk).update(**change)
        assert found(connected) == []
    assert keep(connected) == Kept.ENDED
    assert script.seen == []


def test_turns_are_spread_over_a_day_and_always_the_same() -> None:
    keys = [uuid.uuid4() for _ in range(500)]
    turns = [turn_of(key) for key in keys]
    assert turns == [turn_of(key) for key in keys]
    assert all(timedelta(0) <= turn < SPREAD for turn in turns)
    assert len({turn // timedelta(hours=1) for turn in turns}) == 24


def test_nobody_waits_longer_than_a_turn(connected: Connection) -> None:
    row = used(connected, days=0)
    assert row.refreshed_at is not None
    with time_machine.travel(row.refreshed_at + USE_AFTER + turn_of(row.pk) - timedelta(minutes=1)):
        assert found(row) == []
    with time_machine.travel(row.refreshed_at + USE_AFTER + turn_of(row.pk) + timedelta(minutes=1)):
        assert len(found(row)) == 1


def test_one_that_can_not_be_renewed_is_warned_of_in_time(
    connected: Connection, script: Script
) -> None:
    row = used(connected, days=20)
    script.say(*[Answer(drop=True)] * 2)
    assert (keep(row), stored(row).notice) == (Kept.NOT_NOW, "")
    row = used(connected, days=22)
    script.say(*[Answer(drop=True)] * 2)
    assert keep(row) == Kept.NOT_NOW
    end = ends_at(row)
    assert end is not None
    warned = stored(row)
    assert f"Salesforce ends our access on {end:%-d %B}." in warned.notice
    assert warned.state == State.CONNECTED
    script.say(tokens(script, 2))
    assert keep(row) == Kept.RENEWED
    assert stored(row).notice == ""


def test_an_access_that_ended_is_told_and_not_tried_again(idle: Connection, script: Script) -> None:
    script.say(refused("invalid_grant", "expired access/refresh token"))
    assert keep(idle) == Kept.ENDED
    assert (stored(idle).state, found(idle)) == (State.NEEDS_RECONNECT, [])
    assert keep(idle, force=True) == Kept.ENDED
    assert len(script.seen) == 1


@contextmanager
def sent() -> Iterator[list[tuple[str, list[str]]]]:
    """The tasks that are sent meanwhile."""
    found: list[tuple[str, list[str]]] = []

    def note(sender: str, body: tuple[list[str], Any, Any], **_: Any) -> None:
        found.append((sender, body[0]))

    before_task_publish.connect(note)
    try:
        yield found
    finally:
        before_task_publish.disconnect(note)


def test_the_hourly_round_sends_each_idle_one_once(idle: Connection, script: Script) -> None:
    with walls.inside(idle.tenant_id):
        Connection.objects.create(tenant=idle.tenant, name="No token", state=State.CONNECTED)
    with sent() as round_of_the_hour:
        tasks.keep_alive()
    assert round_of_the_hour == [("syncs.tasks.renew", [str(idle.tenant_id), str(idle.pk)])]
    script.say(tokens(script, 2))
    keep(idle)
    with sent() as next_round:
        tasks.keep_alive()
    assert next_round == []


def test_a_turn_uses_the_token_and_a_repeated_one_does_not(
    idle: Connection, script: Script
) -> None:
    script.say(tokens(script, 2))
    for _ in range(3):
        tasks.renew(str(idle.tenant_id), str(idle.pk))
    assert (stored(idle).generation, len(script.seen)) == (2, 1)
