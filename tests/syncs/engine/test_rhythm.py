"""A lead that comes alone goes at once; where they come fast, a few wait for more."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.models import Connection
from syncs.engine import lanes
from syncs.engine.claiming import claim
from syncs.engine.due import is_work_due
from syncs.engine.rhythm import ENOUGH, Rhythm, wait_for_more
from syncs.intake.accepting import accept
from syncs.models import Stream
from tenants import walls
from tests.syncs.conftest import Door

WINDOW = 1.4


@pytest.mark.parametrize(
    ("found", "rhythm", "waits"),
    [
        (1, Rhythm(inf, 0), 0.0),  # the first ever
        (50, Rhythm(inf, 0), 0.0),
        (1, Rhythm(0.3, 1), 0.0),  # one, soon after one
        (2, Rhythm(0.3, 2), 0.0),
        (3, Rhythm(0.3, 1), 1.1),  # several came while calls were in flight
        (1, Rhythm(0.4, 14), 1.0),  # the first of the next fourteen
        (3, Rhythm(1.4, 14), 0.0),  # the window is over
        (3, Rhythm(60.0, 14), 0.0),
        (1, Rhythm(0.9, 3, 0.5), 0.5),  # it came while others were waiting
        (ENOUGH, Rhythm(0.1, 14), 0.0),
        (0, Rhythm(0.1, 14), 0.0),
    ],
)
def test_who_waits_and_for_how_long(found: int, rhythm: Rhythm, waits: float) -> None:
    assert wait_for_more(found, rhythm, window=WINDOW) == pytest.approx(waits)


@given(st.integers(0, 2000), st.floats(0, 100), st.integers(0, 2000), st.floats(0, WINDOW))
def test_nobody_waits_longer_than_the_window(
    found: int, since: float, last: int, left: float
) -> None:
    assert 0 <= wait_for_more(found, Rhythm(since, last, left), window=WINDOW) <= WINDOW


def test_without_a_window_nobody_waits() -> None:
    assert wait_for_more(5, Rhythm(0.0, 14), window=0) == 0


def lead(number: int) -> dict[str, Any]:
    return {"person": {"email": f"p{number}@x.example", "last_name": "Byrne"}}


def test_a_stream_gathers_and_lets_go(door: Door, settings: Any) -> None:
    settings.INLET_GATHER = 60.0
    lease = lanes.take(door.tenant.pk, door.source.connection_id)
    assert lease is not None
    accept(door.source, [lead(1)])
    assert claim(lease) is not None, "the first goes at once"
    accept(door.source, [lead(at) for at in range(2, 5)])
    assert claim(lease) is None
    assert not is_work_due(lease), "whoever waits is woken later, and keeps no worker busy"
    with walls.inside(door.tenant):
        waiting = Stream.objects.get().gather_until
        accept(door.source, [lead(9)])
        assert claim(lease) is None
        assert Stream.objects.get().gather_until == waiting, "who comes later waits no longer"
        Stream.objects.update(gather_until=None, live_at=None)
    batch = claim(lease)
    assert batch is not None
    assert len(batch.leads) == 4


def test_what_is_tried_again_is_not_held_up(door: Door, settings: Any) -> None:
    settings.INLET_GATHER = 60.0
    lease = lanes.take(door.tenant.pk, door.source.connection_id)
    assert lease is not None
    with walls.inside(door.tenant):
        assert Connection.objects.get().streams == 1
    accept(door.source, [lead(1)])
    claim(lease)
    accept(door.source, [lead(at) for at in range(2, 5)])
    accept(door.source, [lead(at) for at in range(5, 8)], backfill=True)
    batch = claim(lease)
    assert batch is not None
    assert [one.email for one in batch.leads] == [f"p{at}@x.example" for at in range(5, 8)]
