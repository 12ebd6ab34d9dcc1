"""What an org does to a load, other than to work it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from connections.clients import open_bulk
from connections.errors import CrmError, as_error, failure
from syncs.engine.bulk.advancing import advance, advance_by
from syncs.engine.bulk.holds import Hold
from syncs.intake.accepting import accept
from syncs.models import BulkLoad, Lane
from tenants import walls

from .bulk import again, finish, hurry, in_org, lead, left_over, loads, opened_as, work
from .conftest import Story


@pytest.fixture(autouse=True)
def soon(settings: Any) -> None:
    """Loads begin at a size that a test can wait for."""
    settings.INLET_BULK_FROM = 300


def refusing(call: str, error: CrmError) -> Callable[[Hold, BulkLoad], Any]:
    """An org that answers one call with an error."""

    class Refusing:
        def __init__(self, org: Any) -> None:
            self.org = org

        def __getattr__(self, name: str) -> Any:
            if name == call:
                raise error
            return getattr(self.org, name)

    return opened_as(Refusing)


def step(story: Story, opened: Callable[[Hold, BulkLoad], Any] | None = None) -> BulkLoad:
    """The newest load, taken on once."""
    hurry(story)
    load = loads(story)[-1]
    if opened is None:
        advance(story.tenant.pk, load.pk)
    else:
        advance_by(story.tenant.pk, load.pk, opened=opened)
    return loads(story)[-1]


def test_an_org_that_takes_no_loads_gets_batches_from_then_on(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    denied = failure("FUNCTIONALITY_NOT_ENABLED", "Bulk is off.")
    load = step(story, refusing("open_job", as_error(denied)))
    assert (load.state, load.refused) == ("done", True)
    assert "did not take this load" in load.trouble
    assert left_over(story) == (0, 0, 0)
    work(story)
    assert story.states() == ["created"] * 320
    accept(story.source, [lead(at) for at in range(400, 720)], backfill=True)
    work(story)
    assert story.states() == ["created"] * 640
    assert len(loads(story)) == 1


def test_a_load_that_the_org_forgot_is_found_again_by_its_keys(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    load = step(story)
    assert load.state == "working" and load.job_id
    org = open_bulk(story.connection.pk, story.tenant.pk)
    while not org.job(load.job_id).state.is_over:
        pass
    gone = as_error(failure("NOT_FOUND", "The job is gone.", http_status=404))
    assert step(story, refusing("job", gone)).state == "done"
    work(story)
    assert story.states() == ["created"] * 320
    assert len(in_org(story)) == 320


def test_what_a_stopped_load_did_not_reach_is_written_in_batches(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(1_000)], backfill=True)
    work(story)
    load = step(story)
    org = open_bulk(story.connection.pk, story.tenant.pk)
    org.abort_job(load.job_id)
    finish(story)
    kept = story.leads()
    left = [one for one in kept if one.state == "pending"]
    assert left and left[0].reason.startswith("Salesforce did not get to this row")
    work(story)
    assert story.states() == ["created"] * 1_000
    assert len(in_org(story)) == 1_000 and left_over(story) == (0, 0, 0)


def test_an_org_in_trouble_is_asked_again_later(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    busy = as_error(failure("SERVER_UNAVAILABLE", "Busy.", http_status=503))
    load = step(story, refusing("open_job", busy))
    assert (load.state, load.troubles) == ("ready", 1)
    assert load.trouble and load.wake_at > timezone.now()
    assert step(story, refusing("upload", busy)).state == "filling"
    assert step(story).state == "working"
    assert (finish(story)[-1].trouble, set(story.states())) == ("", {"created"})


def test_while_the_org_is_left_alone_its_loads_are_too(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    until = timezone.now() + timedelta(seconds=90)
    with walls.inside(story.tenant):
        Lane.objects.update(paused_until=until)
    load = step(story, refusing("open_job", AssertionError("Somebody called.")))
    assert load.state == "gathering"
    assert abs((load.wake_at - until).total_seconds()) < 5


def test_a_load_of_which_nobody_hears_gives_its_leads_back(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    assert step(story).state == "working"
    with walls.inside(story.tenant):
        BulkLoad.objects.update(deadline=timezone.now())
    assert step(story).state == "done"
    work(story)
    assert story.states() == ["created"] * 320 and len(in_org(story)) == 320


def test_whoever_comes_live_waits_for_the_load_that_has_their_person(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    accept(story.source, [lead(7, title="CEO"), lead(999)])
    again(story)
    assert story.states()[-2:] == ["pending", "created"]
    finish(story)
    again(story)
    assert story.states()[-2:] == ["updated", "created"]
    assert len(in_org(story)) == 321
