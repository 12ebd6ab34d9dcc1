"""Orgs where no key may be kept: intent, quarantine, another look (design.md 4.2, mode B)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from connections import soql
from connections.practice.faulting import add_fault
from connections.practice.rules.faults import Fault
from connections.rehearsal import practice_org
from syncs.engine import lanes
from syncs.engine.claiming import claim
from syncs.engine.jobs import Bench
from syncs.engine.keeping import DatabaseStore
from syncs.engine.turning import job_of
from syncs.engine.working import work
from syncs.intake.accepting import accept
from syncs.models import InboundLead, Lane, PersonClaim, Stream
from tenants import walls

from .conftest import Story

LOST = Fault("reset_after", "writes", limit=1)
NEVER_SENT = Fault("unavailable", "writes", limit=1)


def lead(email: str = "", **person: Any) -> dict[str, Any]:
    company = {"name": f"{email or 'Nobody'} Ltd"}
    return {"person": {"email": email, "last_name": "Byrne", **person}, "company": company}


@pytest.fixture
def keyless(story: Story) -> Story:
    """A story whose mapping keeps no key in the org."""
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        live.document["external_id_field"] = ""
        live.document["match"] = [one for one in live.document["match"] if one != "external_id"]
        live.save()
    return story


def leads_in_salesforce(story: Story) -> list[str]:
    (rows,) = story.crm().find([soql.select("Lead", ["Email", "LastName"])])
    return sorted(str(row.fields["Email"]) for row in rows if row.fields["LastName"] == "Byrne")


def come_back(story: Story, *, quarantine_over: bool) -> None:
    """The pause of the org ends, and if told so the quarantine."""
    now = timezone.now()
    with walls.inside(story.tenant):
        Lane.objects.update(paused_until=None)
        Stream.objects.update(lease_until=now)
        if quarantine_over:
            InboundLead.objects.filter(due_at__isnull=False).update(due_at=now)
            PersonClaim.objects.update(until=now)


def test_without_trouble_nobody_waits(keyless: Story) -> None:
    accept(keyless.source, [lead("a@example.com"), lead("b@example.com"), lead("a@example.com")])
    keyless.work()
    assert keyless.states() == ["created", "created", "unchanged"]
    assert leads_in_salesforce(keyless) == ["a@example.com", "b@example.com"]
    with walls.inside(keyless.tenant):
        assert not PersonClaim.objects.exists()


def test_after_a_lost_answer_nobody_is_created_before_the_quarantine_is_over(
    keyless: Story,
) -> None:
    add_fault(practice_org(keyless.tenant), LOST)
    accept(keyless.source, [lead("a@example.com")])
    keyless.work()
    accept(keyless.source, [lead("A@example.com", title="COO"), lead("b@example.com")])
    come_back(keyless, quarantine_over=False)
    keyless.work()
    first, second, other = keyless.leads()
    assert (first.state, second.state, other.state) == ("pending", "pending", "created")
    assert first.due_at is not None
    assert first.due_at > timezone.now() + timedelta(minutes=14)
    come_back(keyless, quarantine_over=True)
    keyless.work()
    keyless.work()
    first, second, other = keyless.leads()
    assert first.state == "created"
    assert "An earlier try" in first.reason or "earlier try" in first.reason
    assert second.state in ("updated", "unchanged")
    assert leads_in_salesforce(keyless) == ["a@example.com", "b@example.com"]


def test_a_call_that_was_turned_away_is_sent_again_at_once(keyless: Story) -> None:
    add_fault(practice_org(keyless.tenant), NEVER_SENT)
    accept(keyless.source, [lead("a@example.com")])
    keyless.work()
    come_back(keyless, quarantine_over=False)
    keyless.work()
    assert keyless.states() == ["created"]
    assert leads_in_salesforce(keyless) == ["a@example.com"]


def test_a_worker_that_died_after_the_write_doubles_nobody(keyless: Story) -> None:
    accept(keyless.source, [lead("a@example.com")])
    _write_and_die(keyless)
    with walls.inside(keyless.tenant):
        Stream.objects.update(lease_until=timezone.now())
    keyless.work()
    assert keyless.states() == ["pending"], "the lease is over, the quarantine is not"
    come_back(keyless, quarantine_over=True)
    keyless.work()
    assert keyless.states() == ["created"]
    assert leads_in_salesforce(keyless) == ["a@example.com"]


def test_whom_no_rule_can_find_again_waits_for_a_person(keyless: Story) -> None:
    add_fault(practice_org(keyless.tenant), LOST)
    accept(keyless.source, [lead("", first_name="Ada")])
    keyless.work()
    come_back(keyless, quarantine_over=True)
    keyless.work()
    (kept,) = keyless.leads()
    assert kept.state == "held"
    assert "Look for it in Salesforce" in kept.reason
    assert len(leads_in_salesforce(keyless)) == 1


def _write_and_die(story: Story) -> None:
    lease = lanes.take(story.tenant.pk, story.source.connection_id)
    assert lease is not None
    batch = claim(lease)
    assert batch is not None
    assert batch.rules is not None
    assert batch.org is not None
    bench = Bench(
        crm=story.crm(),
        rules=batch.rules,
        org=batch.org,
        desk=DatabaseStore(lease).desk(batch),
        draw=lambda: 0.5,
        clock=lambda: 0.0,
    )
    work(bench, [job_of(one) for one in batch.leads])
