"""The rule time machine: a draft tried on leads that were worked, over HTTP, read-only."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from connections.settling import hand_of
from mappings.models import MappingVersion
from mappings.publishing import draft_from, save_draft
from mappings.rules import (
    Always,
    ByEmail,
    ByPhone,
    ContactFound,
    LeadFound,
    Mode,
    OneQueue,
    Routing,
    Rules,
)
from syncs.intake.accepting import accept
from syncs.models import Replay, ReplayDifference
from syncs.planning import replaying
from tenants import walls

from .conftest import Story


def person(at: int, **more: Any) -> dict[str, Any]:
    return {
        "person": {
            "email": f"p{at}@example.com",
            "last_name": f"Byrne {at}",
            "title": f"Title {at}",
            "phone": f"+1 415 555 {2000 + at}",
        },
        "company": {"name": "Byrne Analytics"},
        **more,
    }


def work_some(story: Story) -> None:
    """New people, a Lead and a Contact that were there, repeats within a batch, a hold."""
    hand = hand_of(story.tenant, "Tom Reyes")
    assert hand is not None
    lead = {"LastName": "Byrne 1", "Company": "B", "Email": "p1@example.com", "Title": "Old"}
    hand.create("Lead", lead)
    hand.create("Contact", {"LastName": "Byrne 2", "Email": "p2@example.com"})
    for title in ("A", "B"):
        hand.create("Lead", {**lead, "Email": "p3@example.com", "Title": title})
    accept(story.source, [person(at) for at in range(8)] + [person(0), person(5, source="x")])
    story.work()
    accept(story.source, [person(4), person(6)])
    story.work()


def replay(story: Story, **changed: Any) -> Replay:
    """A draft with these changes, replayed to its end."""
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        for old in MappingVersion.objects.filter(state=MappingVersion.DRAFT):
            old.delete()
        draft = draft_from(live)
        if changed:
            rules: Rules = replace(draft.as_rules(), **changed)
            draft = save_draft(draft, rules, revision=draft.revision)
        asked = replaying.ask(draft, by="test")
    while replaying.run(story.tenant.pk, asked.pk):
        pass
    with walls.inside(story.tenant):
        return Replay.objects.get(pk=asked.pk)


def lines(story: Story, found: Replay) -> list[ReplayDifference]:
    with walls.inside(story.tenant):
        return list(ReplayDifference.objects.filter(replay=found).select_related("lead"))


def test_the_same_rules_make_no_difference_and_ask_nothing(story: Story) -> None:
    work_some(story)
    found = replay(story)
    assert (found.state, found.differing, found.skipped, found.calls) == ("done", 0, 0, 0)
    assert (found.leads, found.done) == (12, 12)
    assert found.counts_before == found.counts_after
    assert found.counts_after["held"] == 1


def test_a_known_change_gives_exactly_its_leads(story: Story) -> None:
    work_some(story)
    with walls.inside(story.tenant):
        live = story.source.mapping.live_version()
        assert live is not None
        fields = live.as_rules().fields
    title_always = tuple(
        replace(rule, ownership=(Always(),)) if rule.lead_field == "Title" else rule
        for rule in fields
    )
    found = replay(story, fields=title_always)
    assert [(one.lead.name, one.kind) for one in lines(story, found)] == [
        ("Byrne 1", "fields: Title")
    ]
    assert "Title 1" in lines(story, found)[0].sentence


def test_policies_and_owners_are_told_lead_by_lead(story: Story) -> None:
    work_some(story)
    only_new = replay(story, mode=Mode.CREATE_ONLY, lead_found=LeadFound.SKIP)
    assert {one.after for one in lines(story, only_new)} == {"skipped"}
    no_contact = replay(story, contact_found=ContactFound.CREATE_LEAD)
    assert [one.lead.name for one in lines(story, no_contact)] == ["Byrne 2"]
    (rows,) = story.crm().find([_queues()])
    queue = OneQueue(id=rows[0].id, name="Inbound")
    routed = replay(story, routing=Routing(owner=queue))
    assert {one.kind for one in lines(story, routed)} == {"another owner"}
    assert routed.counts_before == routed.counts_after


def _queues() -> Any:
    from connections import soql

    return soql.select("Group", ["Id"], where=soql.equals("Type", "Queue"))


def test_what_the_draft_looks_for_and_nobody_did_is_asked_now_for_reading(story: Story) -> None:
    hand = hand_of(story.tenant, "Tom Reyes")
    assert hand is not None
    hand.create(
        "Lead",
        {"LastName": "Byrne 7", "Company": "B", "Email": "x@y.example", "Phone": "+14155552007"},
    )
    time.sleep(1.1)  # Salesforce tells times to the second
    work_some(story)
    found = replay(story, match=(ByEmail(), ByPhone()))
    assert found.calls > 0
    # The records that the leads themselves became were not there yet.
    assert [(one.lead.name, one.kind) for one in lines(story, found)] == [
        ("Byrne 7", "created → updated")
    ]


def test_a_replay_that_runs_twice_counts_once(story: Story) -> None:
    work_some(story)
    first = replay(story)
    assert replaying.run(story.tenant.pk, first.pk) is False
    with walls.inside(story.tenant):
        Replay.objects.update(state=Replay.State.RUNNING, cursor=None)
    replaying.run(story.tenant.pk, first.pk)
    with walls.inside(story.tenant):
        assert ReplayDifference.objects.count() == 0
