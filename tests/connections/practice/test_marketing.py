"""Campaigns, their members, tasks and opportunities over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.models import PracticeOrg
from connections.practice.rehearsing import convert_lead, delete_record, seed
from connections.practice.rules.policies import with_marketing_user
from connections.practice.store.setups import setup_of
from tenants import walls

from .conftest import Api

LEAD = {"LastName": "Ruiz", "Company": "Acme"}
MEMBER = "SELECT Status, HasResponded, LeadId, ContactId, LeadOrContactId FROM CampaignMember"


@pytest.fixture
def campaign(api: Api) -> str:
    """A campaign that somebody of the org made."""
    (made,) = seed(api.org, "Campaign", [{"Name": "Webinar"}], by="Tom Reyes")
    return made


@pytest.fixture
def lead(api: Api) -> str:
    """A Lead."""
    return api.create("Lead", **LEAD)


def error(api: Api, sobject: str, **fields: Any) -> dict[str, Any]:
    reply = api.call("POST", f"sobjects/{sobject}", fields)
    assert reply.status == 400, reply.body
    (found,) = reply.body
    return dict(found)


def test_only_a_marketing_user_makes_campaigns(api: Api) -> None:
    assert error(api, "Campaign", Name="Fair") == {
        "errorCode": "INSUFFICIENT_ACCESS_OR_READONLY",
        "message": "insufficient access rights on object id",
        "fields": [],
    }
    api.change(lambda setup: with_marketing_user(setup, setup.api_user, on=True))
    api.create("Campaign", Name="Fair", Type="Conference")
    assert api.rows("SELECT Name, Type, Status, IsActive FROM Campaign") == [
        {"Name": "Fair", "Type": "Conference", "Status": "Planned", "IsActive": False}
    ]


def test_a_campaign_begins_with_two_statuses(api: Api, campaign: str) -> None:
    statuses = "SELECT Label, IsDefault, HasResponded FROM CampaignMemberStatus ORDER BY SortOrder"
    assert api.rows(statuses) == [
        {"Label": "Sent", "IsDefault": True, "HasResponded": False},
        {"Label": "Responded", "IsDefault": False, "HasResponded": True},
    ]


@pytest.mark.parametrize(
    ("sent", "kept", "responded"),
    [
        ({}, "Sent", False),
        ({"Status": "responded"}, "Responded", True),
        ({"Status": "Attended"}, "Sent", False),
    ],
)
def test_a_status_that_is_not_listed_falls_back_silently(
    api: Api, campaign: str, lead: str, *, sent: dict[str, str], kept: str, responded: bool
) -> None:
    api.create("CampaignMember", CampaignId=campaign, LeadId=lead[:15], **sent)
    assert api.rows(MEMBER) == [
        {
            "Status": kept,
            "HasResponded": responded,
            "LeadId": lead,
            "ContactId": None,
            "LeadOrContactId": lead,
        }
    ]


def test_a_member_is_added_once(api: Api, campaign: str, lead: str) -> None:
    member = api.create("CampaignMember", CampaignId=campaign, LeadId=lead)
    already = {
        "errorCode": "DUPLICATE_VALUE",
        "message": "Already a campaign member.",
        "fields": [],
    }
    assert error(api, "CampaignMember", CampaignId=campaign, LeadId=lead) == already
    path = f"sobjects/CampaignMember/{member}"
    assert api.call("PATCH", path, {"Status": "Responded"}).status == 204
    assert api.rows(MEMBER)[0]["HasResponded"] is True
    reply = api.call("PATCH", path, {"LeadId": lead})
    assert reply.body[0]["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    records = [
        {"attributes": {"type": "CampaignMember"}, "CampaignId": campaign, "LeadId": one}
        for one in [api.create("Lead", **LEAD)] * 2
    ]
    items = api.call("POST", "composite/sobjects", {"records": records}).body
    assert [item["success"] for item in items] == [True, False]
    assert api.call("DELETE", path).status == 204
    api.create("CampaignMember", CampaignId=campaign, LeadId=lead)


def test_a_member_is_a_lead_or_a_contact(api: Api, campaign: str, lead: str) -> None:
    contact = api.create("Contact", LastName="Ruiz")
    both = error(api, "CampaignMember", CampaignId=campaign, LeadId=lead, ContactId=contact)
    assert (both["errorCode"], both["fields"]) == (
        "FIELD_INTEGRITY_EXCEPTION",
        ["LeadId", "ContactId"],
    )
    assert error(api, "CampaignMember", CampaignId=campaign)["errorCode"] == (
        "REQUIRED_FIELD_MISSING"
    )
    assert error(api, "CampaignMember", LeadId=lead)["fields"] == ["CampaignId"]
    api.create("CampaignMember", CampaignId=campaign, ContactId=contact)


def test_nothing_new_points_at_a_converted_lead(api: Api, campaign: str, lead: str) -> None:
    api.create("CampaignMember", CampaignId=campaign, LeadId=lead)
    api.create("Task", WhoId=lead, Subject="Call")
    became = convert_lead(api.org, lead, by="Tom Reyes")
    # What was there follows the person.
    assert api.rows(MEMBER)[0] == {
        "Status": "Sent",
        "HasResponded": False,
        "LeadId": lead,
        "ContactId": became.contact_id,
        "LeadOrContactId": became.contact_id,
    }
    assert api.rows("SELECT WhoId FROM Task") == [{"WhoId": became.contact_id}]
    refused = {
        "errorCode": "CANNOT_UPDATE_CONVERTED_LEAD",
        "message": "cannot reference converted lead",
        "fields": [],
    }
    assert error(api, "Task", WhoId=lead) == refused
    assert error(api, "CampaignMember", CampaignId=campaign, LeadId=lead) == refused


def test_a_task_has_defaults_and_knows_when_it_is_closed(api: Api, lead: str) -> None:
    task = api.create("Task", WhoId=lead, Subject="Webinar attended")
    assert api.rows("SELECT Status, Priority, TaskSubtype, IsClosed FROM Task") == [
        {"Status": "Not Started", "Priority": "Normal", "TaskSubtype": "Task", "IsClosed": False}
    ]
    api.call("PATCH", f"sobjects/Task/{task}", {"Status": "Completed"})
    assert api.rows("SELECT IsClosed FROM Task") == [{"IsClosed": True}]


def test_a_task_about_a_lead_is_related_to_nothing_else(api: Api, lead: str) -> None:
    account = api.create("Account", Name="Acme")
    found = error(api, "Task", WhoId=lead, WhatId=account)
    assert (found["errorCode"], found["fields"]) == ("FIELD_INTEGRITY_EXCEPTION", ["WhatId"])
    contact = api.create("Contact", LastName="Ruiz", AccountId=account)
    api.create("Task", WhoId=contact, WhatId=account)


def test_members_go_with_their_lead_or_campaign(api: Api, campaign: str, lead: str) -> None:
    api.create("CampaignMember", CampaignId=campaign, LeadId=lead)
    other = api.create("Lead", **LEAD)
    api.create("CampaignMember", CampaignId=campaign, LeadId=other)
    api.call("DELETE", f"sobjects/Lead/{lead}")
    assert [one["LeadId"] for one in api.rows(MEMBER)] == [other]
    delete_record(api.org, campaign, by="Tom Reyes")
    assert api.rows(MEMBER) == []
    assert api.rows("SELECT Id FROM CampaignMemberStatus") == []


def test_an_opportunity_needs_name_stage_and_date(api: Api) -> None:
    assert error(api, "Opportunity")["fields"] == ["Name", "StageName", "CloseDate"]
    api.create("Opportunity", Name="Deal", StageName="Prospecting", CloseDate="2026-12-31")


def test_an_org_of_older_days_has_the_objects_too(api: Api, lead: str) -> None:
    with walls.inside(api.org.tenant_id):
        org = PracticeOrg.objects.get(pk=api.org.pk)
        org.setup["objects"] = org.setup["objects"][:3]
        for name in ("validation_rules", "record_types", "automations"):
            org.setup.pop(name)
        org.save()
        assert setup_of(PracticeOrg.objects.get(pk=org.pk))
    api.create("Task", WhoId=lead)
    assert api.get("sobjects/CampaignMember/describe").body["keyPrefix"] == "00v"
