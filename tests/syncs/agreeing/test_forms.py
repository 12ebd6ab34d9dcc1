"""A form that nobody touches says what the rules say; wrong answers are said where they stand."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.documents import document_of, rules_of
from mappings.rules import Rules
from syncs.agreeing.drawing import Paper, draw
from syncs.agreeing.forms import FORMS
from syncs.agreeing.moving import press, touched
from syncs.agreeing.people import told, unknown
from syncs.agreeing.reading import MOST_ITEMS, read
from syncs.agreeing.shapes import Flaw, Offers, PartName, place_of
from syncs.page_values import Choice
from syncs.page_values.agreement import wrong_in
from syncs.page_values.entries import Entry, Listing, Part
from syncs.reporting.agreement_offers import offers_of
from tests.syncs.samples.agreement import RULES

from .strategies import agreements

PARTS: tuple[PartName, ...] = ("policy", "routing", "follow")
Sent = dict[str, list[str]]


def sent(parts: Iterable[Part], into: Sent | None = None) -> Sent:
    """What a browser sends of a form as it is drawn."""
    found: Sent = {} if into is None else into
    for part in parts:
        if isinstance(part, Entry):
            _entry(part, found)
        elif isinstance(part, Listing):
            for item in part.items:
                found[item.tag] = [item.tagged]
                sent(item.parts, found)
        else:
            found[part.name] = [part.chosen.value if part.chosen else ""]
            for case in part.cases:
                sent(case.parts, found)
    return found


def _entry(entry: Entry, found: Sent) -> None:
    chosen = [one.value for one in entry.choices if one.chosen]
    if entry.kind == "checks":
        found |= {entry.name: chosen} if chosen else {}
    elif entry.kind == "select":
        found[entry.name] = chosen or [entry.choices[0].value]
    elif entry.kind != "check" or entry.value:
        found[entry.name] = [entry.value or ""]


@given(rules=agreements, known=st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_form_that_is_sent_untouched_says_the_same(rules: Rules, known: bool) -> None:  # noqa: FBT001
    emails = (Choice("Email", "Email"), Choice("b", "b"))
    offers = offers_of({}, None, rules)
    if known:
        offers = Offers(by_name={**offers.by_name, "Lead.email": emails, "Lead.phone": emails})
    for form in FORMS.values():
        groups = draw(form.cards, form.typed(rules), Paper(offers=offers))
        typed = read(form.asked, sent(part for group in groups for part in group.parts))
        assert form.flaws(typed, offers) == ()
        assert rules_of(document_of(rules) | form.told(typed, offers)) == rules


@given(st.dictionaries(st.text("match.0routing~_ow", max_size=20), st.lists(st.text(max_size=5))))
@settings(max_examples=100, deadline=None)
def test_whatever_is_sent_is_read_and_drawn_without_breaking(posted: Sent) -> None:
    for form in FORMS.values():
        typed = read(form.asked, posted)
        draw(form.cards, typed, Paper(offers=Offers()))
        form.told(typed, Offers())
        form.flaws(typed, Offers())


def test_a_list_has_an_end() -> None:
    posted = {f"match.{number}.by": ["external_id"] for number in range(MOST_ITEMS + 9)}
    assert len(read(FORMS["policy"].asked, posted)["match"]) == MOST_ITEMS


@pytest.mark.parametrize(
    ("part", "place", "label"),
    [
        ("policy", "match.2.likeness", "Likeness of the name, percent"),
        ("policy", "match.0.lead_fields.0", "On a Lead, in"),
        ("policy", "match", "Match rules"),
        ("policy", "match.1", "The source’s id of the person"),
        ("policy", "contact_when.0.field", "Field or path"),
        ("policy", "contact_when", "A new person becomes"),
        ("policy", "lead_found", "An open Lead is found"),
        ("routing", "routing.owner.rows.1.when.0.values.2", "Values, with commas between"),
        ("routing", "routing.owner.otherwise.members.1.timezone", "Time zone"),
        ("routing", "routing.owner.otherwise.members.0.away.0.last", "Until, included"),
        ("routing", "routing.fallback.id", "Queue"),
        ("follow", "campaigns.0.when.0.source", "Field or path"),
        ("follow", "tasks.0.subject", "Subject"),
    ],
)
def test_a_flaw_of_the_document_stands_at_its_entry(part: PartName, place: str, label: str) -> None:
    form = FORMS[part]
    flaws = form.placed([Flaw(place=place, sentence="It is wrong.")])
    groups = draw(form.cards, form.typed(RULES), Paper(offers=Offers(), flaws=flaws))
    assert [one.label for one in wrong_in(groups)] == [label]


@pytest.mark.parametrize("part", PARTS)
def test_a_flaw_of_another_part_stands_at_no_entry(part: PartName) -> None:
    form = FORMS[part]
    flaws = form.placed([Flaw(place="fields.0.source", sentence="x"), Flaw(place="", sentence="y")])
    groups = draw(form.cards, form.typed(RULES), Paper(offers=Offers(), flaws=flaws))
    assert wrong_in(groups) == ()


@pytest.mark.parametrize(
    ("button", "place", "expected"),
    [
        ("up:match.1", "match", "external_id email company_and_name phone"),
        ("up:match.0", "match", "email external_id company_and_name phone"),
        ("down:match.0", "match", "external_id email company_and_name phone"),
        ("down:match.3", "match", "email external_id company_and_name phone"),
        ("remove:match.2", "match", "email external_id phone"),
        ("add:match:external_id", "match",
         "email external_id company_and_name phone external_id"),
        ("add:accounts:name", "accounts", "domain name"),
    ],
)  # fmt: skip
def test_a_list_is_put_in_order_by_buttons(button: str, place: str, expected: str) -> None:
    form = FORMS["policy"]
    before = form.typed(RULES)
    after = press(form.asked, before, button)
    assert after is not None
    assert [one["by"] for one in after[place]] == expected.split()
    assert touched(button) == place
    assert before == form.typed(RULES)


def test_buttons_reach_lists_within_lists() -> None:
    form, typed = FORMS["routing"], FORMS["routing"].typed(RULES)
    turns = "owner.~table.otherwise.~round_robin.members"
    for button in (f"add:{turns}:member", f"up:{turns}.2", f"add:{turns}.1.away:away"):
        typed = press(form.asked, typed, button) or {}
    members = typed["owner"]["otherwise"]["members"]
    assert [one["id"].rpartition(" (")[0] for one in members] == ["Ana Ferreira", "", "Ben Okoro"]
    assert members[1]["away"] == [{"first": "", "last": ""}]
    assert touched(f"add:{turns}.1.away:away") == "owner.otherwise.members.1.away"


@pytest.mark.parametrize(
    "button",
    ["", "up", "up:", "up:match", "up:match.9", "up:match.x", "down:mode.0", "add:match:nothing",
     "add:nothing:x", "add:mode:x", "add:match.0.lead_fields:x", "add:match.7.x:y", "put:match:x",
     "put:match.0.lead_fields:x", "put:nothing.at.all:x", "save", "jump:match.0"],
)  # fmt: skip
def test_buttons_that_lead_nowhere_press_nothing(button: str) -> None:
    form = FORMS["policy"]
    assert press(form.asked, form.typed(RULES), button) is None


OWNERS = Offers(
    by_name={
        "owners": tuple(
            Choice(one, "")
            for one in (
                "Ana Ferreira (005000000000001AAA)",
                "Ben (Berlin) (005000000000002AAA)",
                "Twin (005000000000003AAA)",
                "Twin (005000000000004AAA)",
                "Inbound (00G000000000001AAA)",
            )
        )
    }
)


@pytest.mark.parametrize(
    ("typed", "found", "name"),
    [
        ("Ana Ferreira (005000000000001AAA)", "005000000000001AAA", "Ana Ferreira"),
        ("ana ferreira", "005000000000001AAA", "Ana Ferreira"),
        (" 005000000000001 ", "005000000000001", "Ana Ferreira"),
        ("Ben (Berlin)", "005000000000002AAA", "Ben (Berlin)"),
        ("Ben (Berlin) (005000000000002AAA)", "005000000000002AAA", "Ben (Berlin)"),
        ("inbound", "00G000000000001AAA", "Inbound"),
        ("Twin", "Twin", ""),
        ("Somebody (005000000000009AAA)", "005000000000009AAA", "Somebody"),
        ("005000000000009AAA", "005000000000009AAA", ""),
        ("00Q000000000001AAA", "00Q000000000001AAA", ""),
        ("", "", ""),
    ],
)
def test_a_user_or_queue_is_found_by_name_or_id(typed: str, found: str, name: str) -> None:
    assert told(typed, OWNERS) == {"id": found, "name": name}
    flaw = unknown(typed, "owner.id", OWNERS)
    assert (flaw is None) == found.startswith(("005", "00G"))


def test_somebody_who_is_misspelt_is_meant() -> None:
    flaw = unknown("Anna Fereira", "owner.id", OWNERS)
    assert flaw is not None
    assert flaw.better == "Ana Ferreira (005000000000001AAA)"
    assert "Did you mean “Ana Ferreira”?" in flaw.sentence


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("match.0.likeness", "match.0.likeness"),
        ("owner.~table.rows.0.owner.~queue.id", "owner.rows.0.owner.id"),
        ("fallback.~.id", "fallback.id"),
    ],
)
def test_the_case_of_a_choice_is_no_part_of_the_place(name: str, place: str) -> None:
    assert place_of(name) == place


@pytest.mark.parametrize(("posted", "ticked"), [(["1"], True), (["0"], False), ([], False)])
def test_a_tick_is_what_its_box_sends(posted: list[str], ticked: bool) -> None:  # noqa: FBT001
    form = FORMS["routing"]
    assert read(form.asked, {"on_update": posted} if posted else {})["on_update"] is ticked


def _entries(parts: Iterable[Part]) -> dict[str, Entry]:
    found = {}
    for part in parts:
        if isinstance(part, Entry):
            found[part.name] = part
        elif isinstance(part, Listing):
            for item in part.items:
                found |= _entries(item.parts)
        else:
            for case in part.cases:
                found |= _entries(case.parts)
    return found


def test_what_is_ticked_keeps_its_order_and_days_keep_theirs() -> None:
    phones = tuple(Choice(one, one) for one in ("Fax", "MobilePhone", "Phone"))
    policy, routing = FORMS["policy"], FORMS["routing"]
    offers = Offers(by_name={"Lead.phone": phones})
    drawn = [
        part
        for form in (policy, routing)
        for group in draw(form.cards, form.typed(RULES), Paper(offers=offers))
        for part in group.parts
    ]
    entries = _entries(drawn)
    order = [one.value for one in entries["match.3.lead_fields"].choices]
    assert order == ["Phone", "MobilePhone", "Fax"]
    days = entries["owner.~table.otherwise.~round_robin.members.0.weekdays"].choices
    assert [(one.label, one.chosen) for one in days][3:6] == [
        ("Thu", True), ("Fri", True), ("Sat", False)
    ]  # fmt: skip


def test_the_list_whose_button_was_pressed_is_marked_and_no_other() -> None:
    form = FORMS["policy"]
    groups = draw(form.cards, form.typed(RULES), Paper(offers=Offers(), touched="tiebreakers"))
    lists = [part for group in groups for part in group.parts if isinstance(part, Listing)]
    assert [one.place for one in lists if one.is_touched] == ["tiebreakers"]
