"""Whole files go to Salesforce as a load, and end as if they had been written singly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections import soql
from connections.bulk_port import BulkKind
from connections.practice_setup import open_workshop
from connections.settling import hand_of
from mappings.publishing import publish_rules
from mappings.rules import AssignmentRules, Routing
from syncs.intake.accepting import accept
from syncs.models import BatchRun, HourlyCount, InboundLead
from tenants import walls

from .bulk import again, finish, in_org, lead, left_over, loads, work
from .conftest import Story, opened_story


@pytest.fixture(autouse=True)
def soon(settings: Any) -> None:
    """Loads begin at a size that a test can wait for."""
    settings.INLET_BULK_FROM = 300


@pytest.fixture
def other_story(story: Story) -> Story:
    """Another tenant, in an org of its own."""
    return opened_story("Other journey")


def test_a_file_is_one_load_and_every_row_ends_as_it_should(story: Story) -> None:
    bad = {7, 801, 2400}
    leads = [
        lead(at, **({"title": "x" * 200} if at in bad else {"title": "COO"})) for at in range(2500)
    ]
    accept(story.source, leads, backfill=True)
    work(story)
    with walls.inside(story.tenant):
        gathered = InboundLead.objects.filter(fence__lt=0)
        assert (gathered.count(), set(gathered.values_list("state"))) == (2500, {("pending",)})
    (load,) = loads(story)
    assert (load.rows, load.leads, load.state) == (2500, 2500, "gathering")
    assert in_org(story) == {}
    (done,) = finish(story)
    assert (done.state, done.processed, done.trouble) == ("done", 2500, "")
    kept = story.leads()
    assert [at for at, one in enumerate(kept) if one.state != "created"] == sorted(bad)
    wrong = kept[7]
    assert (wrong.state, wrong.cause) == ("failed", "STRING_TOO_LONG:Title")
    assert "Title" in wrong.reason and wrong.fix
    good = kept[8]
    assert good.record_id.startswith("00Q") and good.decision["record_id"] == good.record_id
    assert good.answer["owner"] == "Inlet Integration" and good.seen and good.mapping_number == 1
    assert len(in_org(story)) == 2497
    assert left_over(story) == (0, 0, 0)
    with walls.inside(story.tenant):
        count = HourlyCount.objects.get()
        assert (count.received, count.created, count.failed) == (2500, 2497, 3)
        runs = list(BatchRun.objects.values_list("leads", "calls"))
    assert sum(one for one, _ in runs) == 2500
    assert sum(calls for _, calls in runs) <= 20


def told(story: Story) -> list[tuple[Any, ...]]:
    """What is kept of each lead, but for ids."""
    return [
        (
            one.email, one.state, one.cause, one.reason, one.fix, one.sobject, bool(one.record_id),
            one.mapping_number, one.attempts, one.due_at is None, one.intent_at,
            one.decision and {name: one.decision[name] for name in
                              ("action", "reason", "fields_to_write", "auto_assign", "why",
                               "owner_sentence")},
            sorted(one.answer or {}), (one.answer or {}).get("sent"),
            [(error["code"], len(error["matched_ids"])) for error in one.answer.get("errors", ())],
        )
        for one in story.leads()
    ]  # fmt: skip


def messy() -> list[dict[str, Any]]:
    """A file with all that files have in them."""
    file = [lead(at, phone=f"+353 1 555 {at:04}") for at in range(330)]
    for at in (5, 17):
        file[at]["person"]["title"] = "x" * 200  # Salesforce says no
    file[30]["person"]["last_name"] = '"Byrne, the\nelder"\r\n; O’Hara'
    file[31]["person"]["last_name"] = "#N/A"
    file[32]["person"]["last_name"] = ""
    file[33]["person"]["email"] = "no address"
    file += [lead(at, title="CEO") for at in (40, 41, 42)]  # people who came before
    return file


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_load_ends_as_single_writes_would(
    story: Story, other_story: Story, settings: Any, rounds: int
) -> None:
    for _ in range(rounds):
        accept(story.source, messy(), backfill=True)
        work(story)
        finish(story)
        again(story)
    settings.INLET_BULK_FROM = 1_000_000
    for _ in range(rounds):
        accept(other_story.source, messy(), backfill=True)
        again(other_story)
    assert len(loads(story)) == 1 and loads(other_story) == []
    assert told(story) == told(other_story)
    assert in_org(story) == in_org(other_story)


def with_ada(story: Story) -> list[dict[str, Any]]:
    """A file with somebody whom only the org's own rule knows, by name and company."""
    workshop = open_workshop(story.tenant)
    assert workshop is not None
    workshop.start_again("careful")
    hand = hand_of(story.tenant, "Tom Reyes")
    assert hand is not None
    ada = {"FirstName": "Ada", "LastName": "Byrne", "Company": "Byrne Analytics"}
    hand.create("Lead", {**ada, "Email": "ada@example.com"})
    file = [lead(at, last_name=f"Byrne{at:03}", first_name=f"N{at}") for at in range(320)]
    file[9]["person"].update(last_name="Byrne", first_name="Ada")
    file[9]["company"]["name"] = "Byrne Analytics"
    return file


def test_the_orgs_duplicate_rule_ends_as_with_single_writes(
    story: Story, other_story: Story, settings: Any
) -> None:
    accept(story.source, with_ada(story), backfill=True)
    work(story)
    finish(story)
    first = story.leads()[9]
    assert (first.state, first.attempts) == ("pending", 1)
    assert "once more by itself" in first.reason
    again(story)
    settings.INLET_BULK_FROM = 1_000_000
    accept(other_story.source, with_ada(other_story), backfill=True)
    again(other_story)
    held = story.leads()[9]
    assert held.state == "held" and held.decision["candidates"]
    plain = told(other_story)
    # It took one try more.
    for mine, theirs in zip(told(story), plain, strict=True):
        assert mine[:8] + mine[9:] == theirs[:8] + theirs[9:]


def titles(story: Story) -> dict[str, Any]:
    (rows,) = story.crm().find([soql.select("Lead", ["LastName", "Title"])])
    return {
        str(row.fields["LastName"]): row.fields["Title"]
        for row in rows
        if str(row.fields["LastName"]).startswith("Byrne")
    }


def test_known_people_are_updated_by_a_load_of_its_own(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(450)], backfill=True)
    work(story)
    finish(story)
    later = [lead(at, title="COO") for at in range(225)]
    later[3]["person"]["title"] = "x" * 200
    later += [lead(at, title="CTO") for at in range(450, 675)]
    accept(story.source, later, backfill=True)
    work(story)
    kinds = {one.kind for one in loads(story)[1:]}
    assert kinds == {BulkKind("Lead"), BulkKind("Lead", "External_Person_ID__c")}
    finish(story)
    states = story.states()[450:]
    assert states == ["updated"] * 3 + ["failed"] + ["updated"] * 221 + ["created"] * 225
    found = titles(story)
    assert found["Byrne 3"] is None and found["Byrne 300"] is None
    assert (found["Byrne 4"], found["Byrne 500"]) == ("COO", "CTO")
    assert left_over(story) == (0, 0, 0)


def test_a_named_assignment_rule_goes_with_the_load(story: Story) -> None:
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        (rule,) = story.crm().find([soql.select("AssignmentRule", ["Id", "Name"])])[0]
        routing = Routing(owner=AssignmentRules(rule_id=rule.id, name="Standard"))
        publish_rules(story.source.mapping, replace(live.as_rules(), routing=routing))
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    (load,) = loads(story)
    assert load.assignment_rule == rule.id
    finish(story)
    kept = story.leads()
    assert {one.state for one in kept} == {"created"}
    assert all(one.answer["auto_assign"] == rule.id for one in kept)
