"""The lane of a connection: one worker at a time, and a fence against the slow one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from syncs.engine import lanes
from syncs.engine.breaking import Pause
from syncs.models import Lane, Stream
from tenants import walls
from tests.syncs.conftest import Door


def take(door: Door) -> lanes.Lease | None:
    return lanes.take(door.tenant.pk, door.source.connection_id)


def expire(door: Door) -> None:
    with walls.inside(door.tenant):
        Stream.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_only_one_worker_has_the_lane_until_it_is_released(door: Door) -> None:
    first = take(door)
    assert first is not None
    assert take(door) is None
    lanes.release(first)
    second = take(door)
    assert second is not None
    assert second.fence == first.fence + 1


def test_a_dead_workers_lease_ends_and_the_late_one_can_do_nothing(door: Door) -> None:
    dead = take(door)
    assert dead is not None
    expire(door)
    alive = take(door)
    assert alive is not None
    with pytest.raises(lanes.FenceLost), lanes.holding(dead):
        pass
    with walls.inside(door.tenant), pytest.raises(lanes.FenceLost):
        lanes.renew(dead)
    lanes.release(dead)
    assert take(door) is None, "releasing a lost lease must not free the new one"


def test_an_org_in_trouble_is_left_alone_until_the_pause_ends(door: Door) -> None:
    lease = take(door)
    assert lease is not None
    with lanes.holding(lease):
        lanes.pause(lease, Pause(60), "Salesforce didn't answer.")
    lanes.release(lease)
    assert take(door) is None
    with walls.inside(door.tenant):
        lane = Lane.objects.get()
        assert (lane.troubles, lane.trouble) == (1, "Salesforce didn't answer.")
        Lane.objects.update(paused_until=timezone.now())
    again = take(door)
    assert again is not None
    with lanes.holding(again):
        lanes.all_well(again)
    with walls.inside(door.tenant):
        assert Lane.objects.values_list("troubles", "trouble", "paused_until").get() == (
            0,
            "",
            None,
        )


def _paused_and_over(door: Door) -> None:
    """The org was in trouble, and its pause has just ended."""
    lease = take(door)
    assert lease is not None
    with lanes.holding(lease):
        lanes.pause(lease, Pause(60), "Salesforce didn't answer.")
    lanes.release(lease)
    with walls.inside(door.tenant):
        Lane.objects.update(paused_until=timezone.now())


def test_after_a_pause_one_stream_alone_tries_the_org(door: Door) -> None:
    _paused_and_over(door)
    leases = [lanes.take(door.tenant.pk, door.source.connection_id, at) for at in range(8)]
    assert [lease is not None for lease in leases] == [True] + [False] * 7
    probe = leases[0]
    assert probe is not None
    assert probe.probe_until is not None
    with lanes.holding(probe):
        lanes.all_well(probe)
    others = [lanes.take(door.tenant.pk, door.source.connection_id, at) for at in range(1, 8)]
    assert all(lease is not None and lease.probe_until is None for lease in others)


def test_a_probe_that_died_is_replaced_and_one_without_leads_leaves_it_to_the_next(
    door: Door,
) -> None:
    _paused_and_over(door)
    assert take(door) is not None
    with walls.inside(door.tenant):
        Lane.objects.update(paused_until=timezone.now())
    probe = lanes.take(door.tenant.pk, door.source.connection_id, 1)
    assert probe is not None
    lanes.release(probe)
    again = lanes.take(door.tenant.pk, door.source.connection_id, 2)
    assert again is not None
    assert again.probe_until is not None


def test_a_batch_that_was_under_way_does_not_end_the_pause(door: Door) -> None:
    busy = lanes.take(door.tenant.pk, door.source.connection_id, 1)
    other = take(door)
    assert busy is not None
    assert other is not None
    with lanes.holding(other):
        lanes.pause(other, Pause(60, counts=False), "The org has used all of its API calls.")
    with lanes.holding(busy):
        lanes.all_well(busy)
    with walls.inside(door.tenant):
        lane = Lane.objects.get()
    assert lane.paused_until is not None
    assert lane.troubles == 0


def test_lanes_of_different_tenants_do_not_meet(door: Door, other_door: Door) -> None:
    assert take(door) is not None
    assert take(other_door) is not None
