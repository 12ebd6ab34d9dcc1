"""Campaigns and tasks behind a lead's record, over HTTP, also when they fail at first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections import soql
from connections.settling import Hand, hand_of
from mappings.publishing import publish_rules
from mappings.rules import CampaignRule, TaskRule
from syncs.intake.accepting import accept
from syncs.models import InboundLead
from syncs.repair import send_again
from tenants import walls

from .conftest import Story

ADA = {
    "external_id": "ada-1",
    "person": {"email": "ada@example.com", "last_name": "Byrne"},
    "company": {"name": "Byrne Analytics"},
    "custom": {"asset": "Price list", "campaign": "Webinar"},
}
BEN = {**ADA, "external_id": "ben-1", "person": {"email": "ben@example.com", "last_name": "Ito"}}


@pytest.fixture
def admin(story: Story) -> Hand:
    """Maya, who may make campaigns."""
    found = hand_of(story.tenant, "Maya Okafor")
    assert found is not None
    return found


def follow(story: Story, **rules: Any) -> None:
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        publish_rules(story.source.mapping, replace(live.as_rules(), **rules))


def send(story: Story, *payloads: dict[str, Any]) -> list[InboundLead]:
    accept(story.source, list(payloads))
    story.work()
    return story.leads()[-len(payloads) :]


def rows(story: Story, sobject: str, *fields: str) -> list[dict[str, Any]]:
    (found,) = story.crm().find([soql.select(sobject, ["Id", *fields])])
    return [dict(row.fields) for row in found]


BOTH = {
    "campaigns": (CampaignRule(source="custom.campaign", status="Responded"),),
    "tasks": (TaskRule(subject="Downloaded {custom.asset}"),),
}


def test_a_member_and_a_task_on_the_record_in_which_the_lead_ended(
    story: Story, admin: Hand
) -> None:
    admin.create("Campaign", {"Name": "Webinar", "IsActive": True})
    contact_id = admin.create("Contact", {"LastName": "Ito", "Email": "ben@example.com"})
    follow(story, **BOTH)
    ada, ben = send(story, ADA, BEN)
    assert (ada.state, ben.state) == ("created", "updated")
    members = rows(story, "CampaignMember", "LeadId", "ContactId", "Status")
    assert {(one["LeadId"], one["ContactId"], one["Status"]) for one in members} == {
        (ada.record_id, None, "Responded"),
        (None, contact_id, "Responded"),
    }
    tasks = rows(story, "Task", "WhoId", "Subject", "Status")
    assert {(one["WhoId"], one["Subject"]) for one in tasks} >= {
        (ada.record_id, "Downloaded Price list"),
        (contact_id, "Downloaded Price list"),
    }
    assert [one["kind"] for one in ada.answer["followed"]] == ["campaign", "task"]
    assert "Webinar" in ada.reason


def test_a_member_already_is_fine_and_each_lead_has_its_own_task(story: Story, admin: Hand) -> None:
    admin.create("Campaign", {"Name": "Webinar", "IsActive": True})
    follow(story, **BOTH)
    (first,) = send(story, ADA)
    (again,) = send(story, ADA)
    assert (first.state, again.state) == ("created", "unchanged")
    assert len(rows(story, "CampaignMember", "LeadId")) == 1
    ours = [one for one in rows(story, "Task", "WhoId") if one["WhoId"] == first.record_id]
    assert len(ours) == 2


def test_a_campaign_that_is_missing_fails_the_lead_with_a_fix_and_repairs(
    story: Story, admin: Hand
) -> None:
    follow(story, **BOTH)
    (kept,) = send(story, ADA)
    assert kept.state == "failed"
    assert kept.reason.startswith("The Lead is written.")
    assert "Webinar" in kept.reason
    assert kept.fix
    admin.create("Campaign", {"Name": "Webinar", "IsActive": True})
    with walls.inside(story.tenant):
        send_again(story.tenant.pk, [kept.pk])
    story.work()
    (kept,) = story.leads()
    assert kept.state == "created"
    assert len(rows(story, "CampaignMember", "LeadId")) == 1
    ours = [one for one in rows(story, "Task", "WhoId") if one["WhoId"] == kept.record_id]
    assert len(ours) == 1
    leads = [one for one in rows(story, "Lead", "Email") if one["Email"] == "ada@example.com"]
    assert len(leads) == 1
