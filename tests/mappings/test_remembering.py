from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from connections.crm import Record
from mappings.changes import field_changes
from mappings.memory import Held, Memory
from mappings.proposals import Proposed
from mappings.remembering import MOST_NAMES, remember
from mappings.rules import Always, IfBlank, OursUntilEdited, Rules
from tests.mappings.agreement import EVENT_AT, ORG
from tests.mappings.histories import lived, random_history
from tests.mappings.test_hindsight import BY_INLET, BY_TOM, Story, lead, rules

OURS = rules(Title=OursUntilEdited())


def after(
    of: Rules, day: int, fields: dict[str, Any] | None, memory: Memory | None, **more: Any
) -> Memory:
    """What is remembered after a lead that says COO."""
    record = Record("Lead", "00Q1", fields) if fields is not None else None
    given: dict[str, Any] = {"sobject": "Lead", "record": record, "org": ORG, "memory": memory}
    proposal = lead(day, Title="COO")
    found = field_changes(of, proposal, **given)
    return remember(of, proposal, changes=found.changes, **given, **more)


def test_what_is_written_is_ours_with_the_lead_it_came_from() -> None:
    kept = after(OURS, 1, None, None)
    assert kept.created
    at = lead(1).event_at
    assert kept.held == {"Title": Held(value="COO", ours=True, at=at, lead_key="001")}
    assert (kept.emails, kept.keys, kept.count) == (("1@x.example",), ("key-1",), 1)


def test_what_was_there_before_is_kept_with_who_changed_the_record_last() -> None:
    kept = after(rules(Title=IfBlank()), 1, {"Title": "CEO"} | BY_TOM, None)
    assert not kept.created
    held = kept.held["Title"]
    assert (held.value, held.ours, held.by, held.changed) == ("CEO", False, "Tom Reyes", False)
    assert held.at is not None
    assert held.at.isoformat() == "2026-11-26T09:00:00+00:00"
    assert kept.base == kept.held


def test_an_edit_is_dated_when_it_was_first_seen() -> None:
    story = Story(OURS)
    story.take(lead(1, Title="CEO"))
    story.edit(Title="CFO")
    story.take(lead(2, Title="COO"))
    first = story.memory
    story.take(lead(3, Title="COO"))
    assert first is not None
    assert story.memory is not None
    assert story.memory.held["Title"] == first.held["Title"]
    assert (first.held["Title"].by, first.held["Title"].changed) == ("Tom Reyes", True)


@pytest.mark.parametrize(("stamp", "ours"), [(BY_INLET, True), (BY_TOM, False)])
def test_a_write_whose_answer_was_lost_is_ours(stamp: dict[str, Any], *, ours: bool) -> None:
    story = Story(OURS)
    story.take(lead(1, Title="CEO"))
    kept = after(OURS, 2, {"Title": "COO"} | stamp, story.memory)
    assert kept.held["Title"].ours is ours


@pytest.mark.parametrize("own", [True, False])
def test_a_record_that_an_earlier_try_made_is_ours(*, own: bool) -> None:
    kept = after(OURS, 1, {"Title": "COO"} | BY_INLET, None, own=own)
    assert kept.held["Title"].ours is own
    assert kept.created is own


def test_a_default_that_was_written_makes_room_until_somebody_changes_it() -> None:
    story = Story(rules(Title=IfBlank(), City=IfBlank()))
    default = Proposed(None, "To come", stand_in=True)
    story.take(lead(1, Title=default, City=default))
    assert story.memory is not None
    assert story.memory.held["Title"].filler
    story.edit(City="To come by hand")
    story.take(lead(2, Title="COO", City="York"))
    assert (story.fields or {}).items() >= {"Title": "COO", "City": "To come by hand"}.items()


def test_names_are_kept_once_and_not_without_end() -> None:
    story = Story(rules(Title=Always()))
    story.take_all([lead(1, Title="A"), lead(1, Title="A"), lead(2, Title="A")])
    assert story.memory is not None
    assert story.memory.emails == ("1@x.example", "2@x.example")
    story.take_all([lead(day) for day in range(3, MOST_NAMES + 10)])
    assert len(story.memory.emails) == MOST_NAMES
    assert story.memory.emails[-1] == f"{MOST_NAMES + 9}@x.example"


def test_a_memory_is_json_and_comes_back_as_it_was() -> None:
    chance = Random(7)  # noqa: S311
    for _ in range(40):
        history = random_history(chance)
        memory = lived(history, history.leads).memory
        assert Memory.from_dict(json.loads(json.dumps(memory.to_dict()))) == memory
    assert Memory.from_dict({}) == Memory()


def test_an_unknown_user_of_ours_names_nobody() -> None:
    record = Record("Lead", "00Q1", {"Title": "CEO"} | BY_TOM)
    given: dict[str, Any] = {"sobject": "Lead", "record": record, "org": replace(ORG, user_id="")}
    proposal = lead(1, Title="COO")
    kept = remember(OURS, proposal, changes=(), memory=None, **given)
    assert kept.held["Title"].by == ""
    assert kept.held["Title"].at is not None
    assert kept.held["Title"].at > EVENT_AT
