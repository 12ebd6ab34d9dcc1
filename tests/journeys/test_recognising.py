"""Whom a lead is about, over HTTP: converted, merged, deleted, several, Lead and Contact."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from connections import soql
from connections.settling import Hand, hand_of
from mappings.publishing import publish_rules
from mappings.rules import BothFound, ConvertedFound, Tiebreaker
from syncs.intake.accepting import accept
from syncs.models import InboundLead
from tenants import walls

from .conftest import Story

ADA = {
    "person": {"email": "ada@example.com", "last_name": "Byrne", "title": "COO"},
    "company": {"name": "Byrne Analytics"},
}


@pytest.fixture
def hand(story: Story) -> Hand:
    """Tom, who works in the org."""
    found = hand_of(story.tenant, "Tom Reyes")
    assert found is not None
    return found


def send(story: Story, **person: str) -> InboundLead:
    """A lead of Ada's, worked; the newest row."""
    accept(story.source, [{**ADA, "person": {**ADA["person"], **person}}])
    story.work()
    return story.leads()[-1]


def change(story: Story, **changed: Any) -> None:
    """Publish the agreement with another policy."""
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        publish_rules(story.source.mapping, replace(live.as_rules(), **changed))


def a_lead(hand: Hand, **fields: str) -> str:
    return hand.create(
        "Lead",
        {"LastName": "Byrne", "Company": "Byrne Analytics", "Email": "ada@example.com"} | fields,
    )


def count(story: Story, sobject: str) -> int:
    email = soql.equals("Email", "ada@example.com")
    (rows,) = story.crm().find([soql.select(sobject, ["Id"], where=email)])
    return len(rows)


def test_a_converted_lead_is_its_contact(story: Story, hand: Hand) -> None:
    _, contact_id = hand.convert(a_lead(hand))
    kept = send(story)
    assert (kept.state, kept.sobject, kept.record_id) == ("updated", "Contact", contact_id)
    assert kept.decision["looked"].startswith(
        "A converted Lead has this e-mail, so its Contact is meant."
    )
    assert count(story, "Lead") == 1


@pytest.mark.parametrize("both", [BothFound.LEAD, BothFound.CONTACT])
def test_a_converted_lead_may_begin_anew_and_only_once(
    story: Story, hand: Hand, both: BothFound
) -> None:
    hand.convert(a_lead(hand))
    change(story, converted_found=ConvertedFound.CREATE_LEAD, both_found=both)
    kept = send(story)
    assert (kept.state, kept.sobject) == ("created", "Lead")
    again = send(story)
    assert (again.state, again.record_id) == ("unchanged", kept.record_id)
    assert count(story, "Lead") == 2


def test_a_merged_lead_is_followed_to_the_one_that_is_left(story: Story, hand: Hand) -> None:
    first = send(story)
    other = a_lead(hand, Email="ada@new.example")
    hand.merge(other, first.record_id)
    kept = send(story, title="CEO")
    assert (kept.state, kept.record_id) == ("updated", other)
    assert "merged" in " ".join([kept.decision["looked"], *kept.decision["why"]])
    assert count(story, "Lead") == 0


def test_a_deleted_lead_is_dropped_and_made_anew(story: Story, hand: Hand) -> None:
    first = send(story)
    hand.delete(first.record_id)
    kept = send(story)
    assert kept.state == "created"
    assert kept.record_id != first.record_id
    assert count(story, "Lead") == 1


def test_an_address_that_was_changed_since_still_finds_its_person(story: Story, hand: Hand) -> None:
    first = send(story)
    hand.change(first.record_id, {"Email": "ada@married.example"})
    kept = send(story, title="CEO")
    # Title is only filled if blank, so nothing is written.
    assert (kept.state, kept.record_id) == ("unchanged", first.record_id)
    assert count(story, "Lead") == 0


def test_several_are_held_and_shown_and_never_picked_at_random(story: Story, hand: Hand) -> None:
    ids = {a_lead(hand), a_lead(hand, Title="CFO")}
    kept = send(story)
    assert (kept.state, kept.record_id) == ("held", "")
    assert {one["id"] for one in kept.decision["candidates"]} == ids
    assert kept.reason == "Two Leads share this e-mail. Inlet never picks one at random."


def test_a_tiebreaker_decides_and_says_why(story: Story, hand: Hand) -> None:
    older = a_lead(hand)
    time.sleep(1.1)  # Salesforce tells times to the second
    a_lead(hand, Title="CFO")
    change(story, tiebreakers=(Tiebreaker.OLDEST,))
    kept = send(story)
    assert (kept.state, kept.record_id) == ("updated", older)
    assert "The oldest was taken." in kept.decision["looked"]


def test_lead_and_contact_the_rule_says_which_is_meant(story: Story, hand: Hand) -> None:
    lead_id = a_lead(hand)
    contact_id = hand.create("Contact", {"LastName": "Byrne", "Email": "ada@example.com"})
    kept = send(story)
    assert (kept.sobject, kept.record_id) == ("Lead", lead_id)
    assert "A Contact is this person too." in kept.reason
    change(story, both_found=BothFound.CONTACT)
    kept = send(story, title="CEO")
    assert (kept.sobject, kept.record_id) == ("Contact", contact_id)
    change(story, both_found=BothFound.HOLD)
    kept = send(story, title="CTO")
    assert kept.state == "held"
    assert {one["id"] for one in kept.decision["candidates"]} == {lead_id, contact_id}
