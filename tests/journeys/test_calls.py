"""An org's API calls, over HTTP: counted, kept to a share, waited for, and never wasted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models.functions import Now
from django.utils import timezone

from connections import soql
from connections.models import Connection, State
from connections.practice import opening
from connections.practice.models import PracticeOrg
from connections.practice_setup import Fault, Workshop, open_workshop
from connections.rehearsal import connect_practice
from syncs import connecting
from syncs.engine import spending
from syncs.engine.running import run
from syncs.intake.accepting import accept
from syncs.models import ApiHour, InboundLead, Lane
from syncs.reporting.lead import find_lead, lead_page
from tenants import walls

from .conftest import Story

LIMIT = 100


def leads(count: int, *, start: int = 0) -> list[dict[str, Any]]:
    return [
        {"person": {"email": f"p{at}@example.com", "last_name": "Byrne"}, "company": {"name": "C"}}
        for at in range(start, start + count)
    ]


def org_of(story: Story) -> PracticeOrg:
    org = opening.find_org(story.tenant)
    assert org is not None
    return org


def used(story: Story) -> int:
    return org_of(story).api_used


def others_use(story: Story, calls: int) -> None:
    """Another app of the org calls it so many times."""
    crm = story.crm()
    for _ in range(calls):
        crm.find([soql.select("Lead", ["Id"], limit=1)])


def lane(story: Story) -> Lane:
    with walls.inside(story.tenant):
        return Lane.objects.get()


def pause_is_over(story: Story) -> None:
    with walls.inside(story.tenant):
        Lane.objects.filter(paused_until__isnull=False).update(
            paused_until=timezone.now() - timedelta(seconds=1)
        )


def limit(story: Story, calls: int) -> None:
    """How many calls the org has; those before this story don't count."""
    org = org_of(story)
    opening.set_call_limit(org, calls)
    with walls.inside(org.tenant_id):
        PracticeOrg.objects.filter(pk=org.pk).update(api_used=0)


def arrived(story: Story) -> int:
    return sum(state == "created" for state in story.states())


def ours(story: Story) -> int:
    with walls.inside(story.tenant):
        return sum(ApiHour.objects.values_list("ours", flat=True))


def halt(story: Story, lead: InboundLead) -> str:
    """What the lead's page says about it."""
    with walls.inside(story.tenant):
        found = find_lead(lead.pk)
        assert found is not None
        return lead_page(story.tenant, found, may_edit=False, now=timezone.now()).summary


def forget_our_calls(story: Story) -> None:
    """What was called when the tenant was opened is no part of the story."""
    with walls.inside(story.tenant):
        ApiHour.objects.all().delete()


def test_every_call_of_a_batch_is_counted_with_what_the_org_told(story: Story) -> None:
    forget_our_calls(story)
    before = used(story)
    accept(story.source, leads(5))
    story.work()
    assert arrived(story) == 5
    assert ours(story) == used(story) - before == 2
    with walls.inside(story.tenant):
        hour = ApiHour.objects.get()
    assert (hour.used, hour.allowed) == (used(story), org_of(story).api_max)
    assert story.connection.api_used == used(story)


def test_of_100_calls_of_which_others_used_40_we_make_30_at_most(story: Story) -> None:
    forget_our_calls(story)
    limit(story, LIMIT)
    others_use(story, 40)
    made = 0
    for at in range(40):
        accept(story.source, leads(1, start=at))
        story.work()
        made = used(story) - 40
        pause_is_over(story)
    assert 26 <= made <= 30
    assert ours(story) == made
    waiting = [one for one in story.leads() if one.state == "pending"]
    assert len(waiting) == 40 - arrived(story) > 0
    assert {one.attempts for one in waiting} == {0}
    assert lane(story).trouble.startswith("Inlet has used its share of the org’s API calls:")
    assert lane(story).troubles == 0
    assert halt(story, waiting[-1]) == lane(story).trouble


def test_backfills_stop_before_live_leads_do(story: Story) -> None:
    forget_our_calls(story)
    limit(story, LIMIT)
    others_use(story, 40)
    for at in range(30):
        accept(story.source, leads(1, start=at), backfill=True)
        story.work()
    backfilled = used(story) - 40
    assert 20 <= backfilled <= 24
    assert lane(story).paused_until is None
    accept(story.source, leads(1, start=100))
    assert story.work() is False
    assert story.leads()[-1].state == "created"
    with walls.inside(story.tenant):
        left = spending.allowance(story.connection.pk, timezone.now())
    assert left.may()
    assert not left.may(backfill=True)
    assert left.why_backfill.startswith("Backfills wait")
    waiting = next(one for one in story.leads() if one.state == "pending")
    assert halt(story, waiting) == left.why_backfill


def _a_try_of_every_stream(story: Story) -> None:
    for stream in range(8):
        run(story.tenant.pk, story.source.connection_id, stream)


def test_an_org_out_of_calls_is_asked_once_a_minute_by_all_streams_together(story: Story) -> None:
    with walls.inside(story.tenant):
        Connection.objects.update(streams=8)
        InboundLead.objects.all().delete()
    limit(story, 5)
    others_use(story, 5)
    accept(story.source, leads(40))
    now, calls = timezone.now(), []
    for minute in range(5):
        with time_machine.travel(now + timedelta(minutes=1.3 * minute), tick=True):
            before = _serial(story)
            for _ in range(3):
                _a_try_of_every_stream(story)
            calls.append(_serial(story) - before)
            assert lane(story).paused_until is not None
            _its_time_comes(story)
    assert calls[0] <= 3
    assert calls[1:] == [1] * 4
    assert story.states() == ["pending"] * 40
    assert {one.attempts for one in story.leads()} == {0}
    limit(story, 1000)
    with time_machine.travel(now + timedelta(minutes=8), tick=True):
        for _ in range(3):
            _a_try_of_every_stream(story)
    assert story.states() == ["created"] * 40
    assert lane(story).paused_until is None


def _serial(story: Story) -> int:
    """Calls that came to the org, refused ones too."""
    return org_of(story).serial


def _its_time_comes(story: Story) -> None:
    """A minute passes for the database; nobody has asked sooner."""
    paused = lane(story).paused_until
    assert paused is not None
    left = paused - _database_now(story)
    assert timedelta(seconds=58) < left <= timedelta(seconds=73)
    with walls.inside(story.tenant):
        Lane.objects.update(paused_until=_database_now(story))


def _database_now(story: Story) -> datetime:
    with walls.inside(story.tenant):
        return Lane.objects.annotate(now=Now()).values_list("now", flat=True).get()


def _switch_user(workshop: Workshop, *, on: bool) -> None:
    workshop.change("set_user_active", {"user": "Inlet Integration", "active": on})


NOT_FROM_HERE = "This session is not valid for use with the REST API"
ENDS = {
    "access revoked": lambda workshop: workshop.end_sessions(),
    "user switched off": lambda workshop: _switch_user(workshop, on=False),
    "address refused": lambda workshop: workshop.add_fault(
        Fault("answer", status=401, code="INVALID_SESSION_ID", message=NOT_FROM_HERE)
    ),
    "no API for our user": lambda workshop: workshop.add_fault(Fault("api_disabled")),
}


@pytest.mark.parametrize("end", ENDS)
def test_an_access_that_ended_costs_three_calls_and_waits_for_a_person(
    story: Story, end: str
) -> None:
    workshop = open_workshop(story.tenant)
    assert workshop is not None
    ENDS[end](workshop)
    before = _serial(story)
    accept(story.source, leads(20))
    for _ in range(10):
        story.work()
        pause_is_over(story)
    assert _serial(story) - before <= 3
    assert story.connection.state == State.NEEDS_RECONNECT
    assert story.connection.problem
    assert story.states() == ["pending"] * 20
    assert {one.attempts for one in story.leads()} == {0}
    for fault in workshop.faults():
        workshop.remove_fault(fault.id)
    if end == "user switched off":
        _switch_user(workshop, on=True)
    connecting.connected(connect_practice(story.connection), actor="")
    while story.work():
        pass
    assert story.states() == ["created"] * 20


def test_an_org_that_is_down_is_tried_ever_more_rarely_and_by_one_worker(story: Story) -> None:
    with walls.inside(story.tenant):
        Connection.objects.update(streams=8)
    workshop = open_workshop(story.tenant)
    assert workshop is not None
    workshop.add_fault(Fault("maintenance"))
    accept(story.source, leads(100))
    calls = []
    for _ in range(6):
        before = _serial(story)
        _a_try_of_every_stream(story)
        calls.append(_serial(story) - before)
        pause_is_over(story)
    assert calls == [1] * 6
    assert lane(story).troubles == 6
    for fault in workshop.faults():
        workshop.remove_fault(fault.id)
    _a_try_of_every_stream(story)
    _a_try_of_every_stream(story)
    assert story.states() == ["created"] * 100
    assert (lane(story).paused_until, lane(story).troubles) == (None, 0)
