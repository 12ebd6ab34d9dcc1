"""Whoever moves a load may die at any moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from connections.clients import open_bulk
from syncs.engine.bulk.advancing import advance_by
from syncs.engine.bulk.holds import take, waiting_loads
from syncs.engine.jobs import FenceLost
from syncs.intake.accepting import accept
from syncs.models import BatchRun, BulkLoad, HourlyCount
from tenants import walls

from .bulk import finish, hurry, in_org, lead, left_over, loads, opened_as, work
from .conftest import Story


@pytest.fixture(autouse=True)
def soon(settings: Any) -> None:
    """Loads begin at a size that a test can wait for."""
    settings.INLET_BULK_FROM = 300


class Killed(BaseException):
    """The worker is gone."""


class Mortal:
    """An org whose caller dies before or after one of its calls."""

    def __init__(self, org: Any, *, call: str, after: bool) -> None:
        self.org, self.call, self.after = org, call, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.org, name)
        if name != self.call:
            return found

        def dying(*args: Any) -> None:
            if self.after:
                found(*args)
            raise Killed

        return dying


# A call that only reads is the same to its reader before and after.
DEATHS = [(call, after) for call in ("open_job", "upload", "close_job") for after in (False, True)]
DEATHS += [(call, False) for call in ("job", "successes", "failures")]


def dies(story: Story, load: BulkLoad, wrapped: Callable[[Any], Any]) -> None:
    """Workers take the load on until one of them dies."""
    for _ in range(100):
        hurry(story)
        try:
            advance_by(story.tenant.pk, load.pk, opened=opened_as(wrapped))
        except Killed:
            return
    raise AssertionError("Nobody died.")


def test_a_worker_killed_at_any_call_leaves_a_load_that_ends_well(
    story: Story, settings: Any
) -> None:
    settings.INLET_BULK_FROM = 201
    size = 0
    for call, after in DEATHS:
        some = [lead(at) for at in range(size, size + 204)]
        some[3]["person"]["title"] = "x" * 200
        size += len(some)
        accept(story.source, some, backfill=True)
        work(story)
        load = loads(story)[-1]
        assert load.finished_at is None
        dies(story, load, partial(Mortal, call=call, after=after))
        done = finish(story)[-1]
        assert (done.state, done.trouble) == ("done", ""), (call, after)
        now = story.states()[-204:]
        assert now == ["created"] * 3 + ["failed"] + ["created"] * 200, (call, after)
        assert left_over(story) == (0, 0, 0), (call, after)
    assert len(in_org(story)) == 203 * len(DEATHS)
    waiting = open_bulk(story.connection.pk, story.tenant.pk).open_jobs(loads(story)[0].kind)
    assert waiting == []  # the jobs that nobody heard of were ended
    with walls.inside(story.tenant):
        counts = list(HourlyCount.objects.all())
    assert sum(one.received for one in counts) == size
    assert sum(one.created for one in counts) == 203 * len(DEATHS)


class CountedOrg:
    """An org whose caller dies before it keeps the second portion of results.

    Calls are asked for once before each portion.
    """

    def __init__(self, org: Any) -> None:
        self.org, self.left = org, 3

    def __getattr__(self, name: str) -> Any:
        return getattr(self.org, name)

    @property
    def crm(self) -> Any:
        return self

    def find(self, selects: Any) -> Any:
        self.left = 2
        return self.org.crm.find(selects)

    @property
    def usage(self) -> Any:
        return self.org.crm.usage

    @property
    def calls(self) -> int:
        if self.left <= 2:
            self.left -= 1
        if not self.left:
            raise Killed
        return int(self.org.crm.calls)


def test_a_worker_killed_between_two_portions_of_results_repeats_nothing(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(1_100)], backfill=True)
    work(story)
    dies(story, loads(story)[0], CountedOrg)
    assert story.states().count("created") == 500
    finish(story)
    assert story.states() == ["created"] * 1_100
    with walls.inside(story.tenant):
        counts = list(HourlyCount.objects.all())
        assert sum(run.leads for run in BatchRun.objects.all()) == 1_100
    assert sum(one.created for one in counts) == 1_100
    assert sum(sum(one.speeds) for one in counts) == 1_100


def test_only_one_worker_moves_a_load(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    (load,) = loads(story)
    hurry(story)
    first = take(story.tenant.pk, load.pk)
    assert first is not None and take(story.tenant.pk, load.pk) is None
    hurry(story)
    second = take(story.tenant.pk, load.pk)
    assert second is not None
    with pytest.raises(FenceLost):
        first.keep(state="done")
    with pytest.raises(FenceLost), first.moving():
        pass
    first.release(0)
    assert take(story.tenant.pk, load.pk) is None
    with walls.inside(story.tenant):
        assert list(waiting_loads()) == []
    second.release(0)
    with walls.inside(story.tenant):
        assert list(waiting_loads()) == [(story.tenant.pk, load.pk)]
