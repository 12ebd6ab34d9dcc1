"""Leads of one person that come in another order than they happened in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from connections.crm import Record
from mappings.changes import Changes, FieldChange, field_changes, written
from mappings.memory import Memory
from mappings.ownership import Result
from mappings.proposals import Proposal, Proposed
from mappings.refolding import WINDOW, is_bent, refolded
from mappings.remembering import remember
from mappings.rules import (
    Always,
    Append,
    FieldRule,
    Guard,
    IfBlank,
    OnCreate,
    OursUntilEdited,
    Rules,
    WhileField,
)
from tests.mappings.agreement import EVENT_AT, INLET, ORG
from tests.mappings.histories import FIELDS, is_worth_something, lived, random_history

WRITTEN, KEPT, SAME = Result
PLACED = "This lead happened before one that came earlier; its place in time was used."
BY_INLET = {"LastModifiedDate": "2026-11-25T09:00:00.000+0000", "LastModifiedById": INLET}
BY_TOM = {
    "LastModifiedDate": "2026-11-26T09:00:00.000+0000",
    "LastModifiedById": "005000000000002AAA",
    "LastModifiedBy.Name": "Tom Reyes",
}


def rules(**guards: Guard) -> Rules:
    """A rule per field, with one guard each."""
    fields = (FieldRule(lead_field=name, ownership=(one,)) for name, one in guards.items())
    return Rules(fields=tuple(fields), external_id_field="")


def lead(day: int, **values: Any) -> Proposal:
    """A lead that happened so many days after the first of its kind."""
    proposed = {
        name: one if isinstance(one, Proposed) else Proposed(one, one)
        for name, one in values.items()
    }
    at = EVENT_AT + timedelta(days=day)
    return Proposal(
        proposed, (), f"{day}@x.example", "", f"key-{day}", event_at=at, lead_key=f"{day:03}"
    )


class Story:
    """One record, lead after lead; `edit` is what a person does in between."""

    def __init__(self, of: Rules, **base: Any) -> None:
        self.rules, self.memory = of, None
        self.fields: dict[str, Any] | None = base or None
        self.last = Changes(())

    memory: Memory | None

    def take(self, proposal: Proposal, *, own: bool = False) -> Changes:
        """Works a lead, and has Salesforce save what it writes."""
        record = Record("Lead", "00Q1", self.fields) if self.fields else None
        given: dict[str, Any] = {"sobject": "Lead", "record": record, "org": ORG}
        self.last = field_changes(self.rules, proposal, memory=self.memory, **given)
        self.memory = remember(
            self.rules, proposal, changes=self.last.changes, memory=self.memory, own=own, **given
        )
        self.fields = {**(self.fields or {}), **written(self.last.changes), **BY_INLET}
        return self.last

    def take_all(self, leads: Sequence[Proposal]) -> None:
        """Works them one after the other."""
        for one in leads:
            self.take(one)

    def edit(self, **values: Any) -> None:
        """Tom Reyes changes the record in Salesforce."""
        self.fields = {**(self.fields or {}), **values, **BY_TOM}

    def change(self, name: str) -> FieldChange:
        """What the last lead did to a field."""
        return next(one for one in self.last.changes if one.field == name)


def test_an_older_value_that_comes_late_does_not_take_the_place_of_a_newer_one() -> None:
    story = Story(rules(Title=Always()))
    story.take_all([lead(5, Title="CEO"), lead(1, Title="COO")])
    change = story.change("Title")
    assert (change.result, change.guard, change.after) == (KEPT, "later", "CEO")
    assert change.reason == "A lead that happened later decides here."
    assert story.last.in_hindsight


def test_the_first_touch_is_the_first_that_happened() -> None:
    story = Story(rules(Original_Source__c=OnCreate()))
    story.take_all([lead(5, Original_Source__c="Webinar"), lead(1, Original_Source__c="Fair")])
    change = story.change("Original_Source__c")
    assert (change.result, change.guard, change.before) == (WRITTEN, "hindsight", "Webinar")
    assert (change.after, change.reason, change.event_at) == ("Fair", PLACED, "")


def test_a_late_lead_can_change_a_field_that_it_does_not_name() -> None:
    while_new = WhileField(field="Status", values=("New",))
    story = Story(rules(Status=Always(), Title=while_new), Status="New", Title="Boss")
    story.take_all([lead(3, Title="COO"), lead(5, Title="CEO"), lead(4, Status="Working")])
    change = story.change("Title")
    assert (change.before, change.after, change.raw) == ("CEO", "COO", None)
    assert change.reason == f"{PLACED} The value is that of a lead of 23 November."
    assert change.event_at == (EVENT_AT + timedelta(days=3)).isoformat()
    assert story.memory is not None
    assert story.memory.held["Title"].lead_key == "003"
    story.take(lead(2, Status="Working"))
    change = story.change("Title")
    assert (change.after, change.reason) == ("Boss", f"{PLACED} The value is the one from before.")
    story.take(lead(6, Title="CTO"))
    assert story.change("Title").after == "Boss"


def test_nothing_real_gives_way_to_nothing_in_hindsight() -> None:
    default = Proposed(None, "Unknown", stand_in=True)
    story = Story(rules(Company=OnCreate(), Source__c=OnCreate()))
    story.take_all([lead(5, Company="Tarn", Source__c="Fair"), lead(1, Company=default)])
    assert (story.fields or {})["Company"] == "Tarn"
    assert (story.fields or {})["Source__c"] == "Fair"
    assert not written(story.last.changes)


def test_lines_stand_in_the_order_in_which_they_happened() -> None:
    story = Story(rules(Description=Append()), Description="By hand")
    story.take_all([lead(day, Description=f"Day {day}") for day in (2, 3, 1, 3)])
    assert (story.fields or {})["Description"] == "By hand\nDay 1\nDay 2\nDay 3"


def test_what_a_person_changed_stays_in_hindsight() -> None:
    story = Story(rules(Title=OursUntilEdited(), City=OursUntilEdited()))
    story.take_all([lead(5, Title="CEO", City="Bath"), lead(6, City="York")])
    story.edit(Title="CFO")
    story.take(lead(1, Title="COO", City="Hull"))
    assert "Tom Reyes changed it on 26 November" in story.change("Title").reason
    assert (story.fields or {})["Title"] == "CFO"
    story.take(lead(7, Title="CTO", City="Deal"))
    assert (story.fields or {}).items() >= {"Title": "CFO", "City": "Deal"}.items()
    assert "Tom Reyes changed it on 26 November" in story.change("Title").reason


def test_a_late_lead_does_not_bring_back_what_a_person_replaced() -> None:
    story = Story(rules(Title=Always(), City=Always()))
    story.take(lead(5, Title="CEO", City="Bath"))
    story.edit(Title="CFO")
    story.take(lead(1, City="Hull"))
    assert (story.fields or {}).items() >= {"Title": "CFO", "City": "Bath"}.items()


def test_a_persons_edit_does_not_judge_the_leads_from_before_it() -> None:
    while_new = WhileField(field="Status", values=("New",))
    story = Story(rules(Status=IfBlank(), Title=while_new))
    story.take(lead(5, Status="New", Title="CEO"))
    story.edit(Status="Working")
    story.take(lead(1, Title="COO"))
    assert (story.fields or {}).items() >= {"Title": "CEO", "Status": "Working"}.items()
    seen = Story(rules(Status=IfBlank(), Title=while_new), Status="New")
    seen.take(lead(5, Title="CEO"))
    seen.edit(Status="Working")
    seen.take(lead(1, Title="COO"))
    assert (seen.fields or {}).items() >= {"Title": "CEO", "Status": "Working"}.items()


def test_what_a_person_cleared_stays_clear_for_who_owns_it() -> None:
    story = Story(rules(Title=OursUntilEdited(), City=IfBlank()))
    story.take(lead(1, Title="CEO", City="Bath"))
    story.edit(Title=None, City=None)
    story.take(lead(2, Title="COO", City="York"))
    assert (story.fields or {}).items() >= {"Title": None, "City": "York"}.items()


def test_a_lead_that_is_sent_again_takes_its_own_place() -> None:
    story = Story(rules(Title=IfBlank(), Source__c=OnCreate()))
    story.take_all([lead(1, Title="CEO", Source__c="Fair"), lead(2, Title="COO")])
    story.take(lead(1, Title="CTO", Source__c="Web"))
    assert (story.fields or {}).items() >= {"Title": "CTO", "Source__c": "Web"}.items()
    assert story.memory is not None
    assert [event.lead_key for event in story.memory.events] == ["002", "001"]


def test_the_persons_key_is_never_judged_again() -> None:
    story = Story(Rules(fields=(FieldRule(lead_field="Title", ownership=(Always(),)),)))
    key = "External_Person_ID__c"
    story.take_all([lead(5, **{key: "key-5"}, Title="CEO"), lead(1, **{key: "key-1"})])
    assert (story.fields or {})[key] == "key-5"


def test_only_the_last_leads_are_remembered_and_older_ones_become_the_base() -> None:
    story = Story(rules(Title=OnCreate(), Note__c=Append(separator=" ")))
    story.take_all([lead(day, Title=f"{day}", Note__c=f"{day}") for day in range(10, 35)])
    assert story.memory is not None
    assert len(story.memory.events) == WINDOW
    assert story.memory.base["Note__c"].value == "10 11 12 13 14"
    assert not story.memory.created
    story.take(lead(1, Title="1", Note__c="1"))
    assert (story.fields or {})["Title"] == "10"
    assert (story.fields or {})["Note__c"].split() == [
        "10", "11", "12", "13", "14", "1", *map(str, range(15, 35))
    ]  # fmt: skip


def test_long_texts_are_remembered_for_fewer_leads() -> None:
    story = Story(rules(Description=Always()))
    story.take_all([lead(day, Description=f"{day}" * 25_000) for day in range(1, 5)])
    assert story.memory is not None
    assert len(story.memory.events) == 2


@pytest.mark.parametrize("seed", range(12))
def test_shuffled_leads_end_in_the_same_state(seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    for _ in range(12):
        history = random_history(chance)
        in_order = sorted(history.leads, key=lambda one: (one.event_at, one.lead_key))
        straight = lived(history, in_order)
        mixed = lived(history, chance.sample(in_order, len(in_order)))
        for name in FIELDS:
            held = straight.meant.get(name)
            if held is not None and is_worth_something(held):
                assert mixed.fields[name] == straight.fields[name]
            elif straight.fields.get(name) is not None:
                assert mixed.fields[name] is not None, "nothing is ever blanked"


@pytest.mark.parametrize("seed", range(6))
def test_leads_in_order_need_no_hindsight_and_folding_them_agrees(seed: int) -> None:
    chance = Random(100 + seed)  # noqa: S311
    for _ in range(12):
        history = random_history(chance)
        in_order = sorted(history.leads, key=lambda one: (one.event_at, one.lead_key))
        end = lived(history, in_order)
        assert not is_bent(end.memory)
        assert {name: held.value for name, held in refolded(end.memory).items()} == {
            name: end.fields[name] for name in end.meant
        }
