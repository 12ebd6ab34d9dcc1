"""The org's own duplicate rule, over HTTP: respect it, save anyway, or use the record it names.

The rule compares names and companies too, so it sees people whom the match rules don't.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections import soql
from connections.practice_setup import open_workshop
from connections.settling import hand_of
from mappings.publishing import publish_rules
from mappings.rules import Always, Creator, OrgRefuses, Routing
from syncs.intake.accepting import accept
from syncs.models import InboundLead
from tenants import walls

from .conftest import Story

ADA = {
    "person": {
        "email": "ada.private@example.com",
        "first_name": "Ada",
        "last_name": "Byrne",
        "title": "COO",
    },
    "company": {"name": "Byrne Analytics"},
}


@pytest.fixture
def resident(story: Story) -> str:
    """The same Ada under another address, in an org whose rules compare name and company."""
    workshop = open_workshop(story.tenant)
    assert workshop is not None
    workshop.start_again("careful")
    hand = hand_of(story.tenant, "Tom Reyes")
    assert hand is not None
    return hand.create(
        "Lead",
        {
            "FirstName": "Ada",
            "LastName": "Byrne",
            "Company": "Byrne Analytics",
            "Email": "ada@example.com",
        },
    )


def send(story: Story, refuses: OrgRefuses) -> InboundLead:
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        rules = replace(live.as_rules(), org_refuses=refuses, routing=Routing(owner=Creator()))
        fields = tuple(
            replace(one, ownership=(Always(),)) if one.lead_field == "Title" else one
            for one in rules.fields
        )
        publish_rules(story.source.mapping, replace(rules, fields=fields))
    accept(story.source, [ADA])
    story.work()
    return story.leads()[-1]


def leads(story: Story) -> dict[str, Any]:
    name = soql.equals("LastName", "Byrne")
    (rows,) = story.crm().find([soql.select("Lead", ["Id", "Title"], where=name)])
    return {row.id: row.fields["Title"] for row in rows}


def test_respected_the_lead_is_held_and_the_record_is_shown(story: Story, resident: str) -> None:
    kept = send(story, OrgRefuses.RESPECT)
    assert kept.state == "held"
    assert [one["id"] for one in kept.decision["candidates"]] == [resident]
    assert "duplicate rule" in kept.reason
    assert kept.fix
    assert leads(story) == {resident: None}


def test_saved_anyway_there_are_two(story: Story, resident: str) -> None:
    kept = send(story, OrgRefuses.SAVE_ANYWAY)
    assert kept.state == "created"
    assert leads(story) == {resident: None, kept.record_id: "COO"}


def test_the_record_that_the_rule_names_is_used(story: Story, resident: str) -> None:
    kept = send(story, OrgRefuses.USE_MATCHED)
    assert (kept.state, kept.record_id) == ("updated", resident)
    assert leads(story) == {resident: "COO"}
    assert "duplicate rule" in kept.decision["looked"]
