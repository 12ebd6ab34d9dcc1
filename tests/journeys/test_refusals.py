"""What the org refuses of a batch, over HTTP: the bad rows fail, the others are there."""

from __future__ import annotations

from typing import Any

import pytest

from connections import soql
from connections.practice import opening
from connections.practice.rules.policies import with_validation_rules
from connections.practice.rules.validation import ValidationRule
from connections.practice_setup import Fault, open_workshop
from syncs.intake.accepting import accept
from syncs.models import UnseenAnswer
from tenants import walls

from .conftest import Story

RULE = ValidationRule(
    "03dKB0000000001YAA",
    "No_Spam",
    "Lead",
    'Title = "Spam"',
    "We don't take spam.",
    field="Title",
)


def lead(at: int, *, bad: bool) -> dict[str, Any]:
    person = {"email": f"p{at}@example.com", "last_name": f"Byrne {at}"}
    return {
        "person": {**person, "title": "Spam" if bad else "COO"},
        "company": {"name": f"Company {at}"},
    }


def titles(story: Story) -> dict[str, str]:
    """E-mail address to title of the Leads that were sent."""
    (rows,) = story.crm().find([soql.select("Lead", ["Email", "Title"])])
    found = {str(row.fields["Email"]): str(row.fields["Title"]) for row in rows}
    return {email: title for email, title in found.items() if email.endswith("@example.com")}


@pytest.mark.parametrize("bad", [1, 17, 100, 199])
def test_of_200_in_a_collection_exactly_the_bad_ones_fail(story: Story, bad: int) -> None:
    org = opening.find_org(story.tenant)
    assert org is not None
    opening.change_org(org, lambda setup: with_validation_rules(setup, RULE))
    # Spread over the collection: 7 and 200 have no divisor in common.
    refused = {at * 7 % 200 for at in range(bad)}
    accept(story.source, [lead(at, bad=at in refused) for at in range(200)])
    story.work()
    leads = story.leads()
    states = {one.email: one.state for one in leads}
    assert states == {
        f"p{at}@example.com": "failed" if at in refused else "created" for at in range(200)
    }
    assert titles(story) == {f"p{at}@example.com": "COO" for at in range(200) if at not in refused}
    for one in leads:
        assert bool(one.record_id) is (one.state == "created")
        assert ("spam" in one.reason) is (one.state == "failed")
    records = [one.record_id for one in leads if one.record_id]
    assert len(set(records)) == len(records) == 200 - bad


@pytest.mark.parametrize(("status", "states"), [(400, ["failed"]), (500, ["pending"])])
def test_an_error_that_nobody_knows_is_kept_and_shown_to_the_operator(
    story: Story, status: int, states: list[str]
) -> None:
    workshop = open_workshop(story.tenant)
    assert workshop is not None
    fault = Fault("answer", "writes", status=status, code="NEVER_SEEN_BEFORE", message="Curious.")
    workshop.add_fault(fault)
    accept(story.source, [lead(1, bad=False)])
    story.work()
    assert story.states() == states
    with walls.inside(story.tenant):
        (row,) = UnseenAnswer.objects.all()
    assert (row.code, row.sample, row.times) == ("NEVER_SEEN_BEFORE", "Curious.", 1)
    if states == ["failed"]:
        (one,) = story.leads()
        assert "Curious" in one.reason
        assert one.answer is not None
        assert one.answer["errors"][0]["code"] == "NEVER_SEEN_BEFORE"
