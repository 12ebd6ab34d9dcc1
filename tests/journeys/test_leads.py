"""Leads on their way into the practice org, also when things go wrong on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from connections import soql
from connections.models import State as ConnectionState
from connections.practice.opening import end_sessions
from connections.rehearsal import connect_practice, practice_org
from syncs.engine import lanes
from syncs.engine.claiming import claim
from syncs.engine.jobs import Bench
from syncs.engine.keeping import DatabaseStore
from syncs.engine.turning import job_of
from syncs.engine.working import work
from syncs.intake.accepting import accept
from syncs.models import BatchRun, HourlyCount, Lane, Stream
from syncs.tasks import connect, sweep
from tenants import walls
from tenants.models import Agency
from tenants.opening import add_tenant

from .conftest import Story


def lead(email: str, **person: Any) -> dict[str, Any]:
    return {
        "person": {"email": email, "last_name": "Byrne", **person},
        "company": {"name": "Byrne Analytics"},
    }


def people(story: Story) -> list[str]:
    """The e-mail addresses of the org's Leads, its residents aside."""
    (rows,) = story.crm().find([soql.select("Lead", ["Email"], order_by="Email")])
    emails = [row.fields["Email"] for row in rows]
    return [email for email in emails if email.endswith("@example.com")]


def unpause(story: Story) -> None:
    with walls.inside(story.tenant):
        Lane.objects.update(paused_until=None)
        Stream.objects.update(lease_until=timezone.now())


def test_a_backlog_costs_two_calls_and_the_ledger_adds_up(story: Story) -> None:
    accept(story.source, [lead(f"p{at}@example.com") for at in range(300)])
    assert story.work() is False
    assert set(story.states()) == {"created"}
    with walls.inside(story.tenant):
        assert [run.calls for run in BatchRun.objects.all()] == [2]
        count = HourlyCount.objects.get()
    assert (count.received, count.created, count.pending, sum(count.speeds)) == (300, 300, 0, 300)
    assert len(people(story)) == 300


def test_the_owner_is_read_back_in_the_same_call(story: Story) -> None:
    accept(story.source, [lead("a@example.com")])
    story.work()
    (kept,) = story.leads()
    assert kept.answer["owner"] == "Inlet Integration"
    assert kept.record_id.startswith("00Q")
    assert kept.mapping_number == 1


def test_what_arrives_twice_changes_nothing_the_second_time(story: Story) -> None:
    for _ in range(2):
        accept(story.source, [lead("a@example.com", title="COO")])
        story.work()
    assert story.states() == ["created", "unchanged"]
    assert people(story) == ["a@example.com"]


def test_an_ended_session_is_refreshed_on_the_way(story: Story) -> None:
    accept(story.source, [lead("a@example.com")])
    with walls.inside(story.tenant):
        connection = story.connection
        connection.access_token = "00D000000000000!dead"
        connection.save()
    story.work()
    assert story.states() == ["created"]
    assert story.connection.generation > connection.generation


def test_when_access_ends_leads_wait_and_go_on_after_reconnecting(story: Story) -> None:
    end_sessions(practice_org(story.tenant))
    accept(story.source, [lead("a@example.com")])
    story.work()
    assert story.states() == ["pending"]
    assert story.connection.state == ConnectionState.NEEDS_RECONNECT
    assert story.connection.problem
    connect_practice(story.connection)
    unpause(story)
    story.work()
    assert story.states() == ["created"]
    assert story.leads()[0].attempts == 1


def test_a_practice_org_that_was_down_at_sign_up_is_connected_later(
    story: Story, settings: Any
) -> None:
    answering = settings.PRACTICE_URL
    settings.PRACTICE_URL = "http://127.0.0.1:9"
    opened = add_tenant(Agency.objects.create(name="Later"), "Later", user=None)
    late = Story(opened.tenant, opened.first_key)
    assert late.connection.state == ConnectionState.NEW
    settings.PRACTICE_URL = answering
    with walls.inside(late.tenant):
        type(late.connection).objects.update(login_url=answering)
    connect()
    assert late.connection.state == ConnectionState.CONNECTED


def test_an_org_that_does_not_answer_costs_no_lead_a_try(story: Story, settings: Any) -> None:
    accept(story.source, [lead("a@example.com"), lead("b@example.com")])
    answering = settings.PRACTICE_URL
    settings.PRACTICE_URL = "http://127.0.0.1:9"
    with walls.inside(story.tenant):
        story.connection.__class__.objects.update(instance_url="http://127.0.0.1:9")
    story.work()
    assert story.states() == ["pending", "pending"]
    with walls.inside(story.tenant):
        lane = Lane.objects.get()
        assert lane.paused_until > timezone.now()
        assert lane.trouble
        story.connection.__class__.objects.update(instance_url=answering)
    settings.PRACTICE_URL = answering
    assert story.work() is False, "the org is left alone while the pause lasts"
    assert story.states() == ["pending", "pending"]
    unpause(story)
    story.work()
    assert story.states() == ["created", "created"]
    assert [one.attempts for one in story.leads()] == [1, 1]


def test_a_worker_that_died_after_the_write_doubles_nobody(story: Story) -> None:
    accept(story.source, [lead("a@example.com")])
    # It claims, means to create, writes; and dies before it records.
    dead = lanes.take(story.tenant.pk, story.source.connection_id)
    assert dead is not None
    batch = claim(dead)
    assert batch is not None
    assert batch.rules is not None
    _write_and_die(story, dead, batch)
    with walls.inside(story.tenant):
        Stream.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        type(batch.leads[0]).objects.update(due_at=timezone.now())
    story.work()
    (kept,) = story.leads()
    assert (kept.state, kept.attempts) == ("created", 2)
    assert "whose answer never came, and found again" in kept.reason
    assert people(story) == ["a@example.com"]


def _write_and_die(story: Story, lease: lanes.Lease, batch: Any) -> None:
    bench = Bench(
        crm=story.crm(),
        rules=batch.rules,
        org=batch.org,
        desk=DatabaseStore(lease).desk(batch),
        draw=lambda: 0.5,
        clock=lambda: 0.0,
    )
    work(bench, [job_of(one) for one in batch.leads])


def test_a_mapping_with_a_field_the_org_lacks_fails_its_leads_with_a_fix(story: Story) -> None:
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        fields = live.document["fields"]
        next(one for one in fields if one["lead_field"] == "Title")["lead_field"] = "Nope__c"
        live.save()
    accept(story.source, [lead("a@example.com", title="COO")])
    story.work()
    (kept,) = story.leads()
    assert kept.state == "failed"
    assert kept.cause.startswith("INVALID_FIELD")
    assert kept.fix


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_sweeper_finds_what_no_wake_up_announced(story: Story) -> None:
    accept(story.source, [lead("a@example.com")])
    sweep()
    story.work()
    assert story.states() == ["created"]
