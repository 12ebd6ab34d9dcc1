"""A plan as a card: the outcome in words, each field with its rule, what would be refused."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.changes import FieldChange
from mappings.decisions import Action, Candidate, Decision
from mappings.following import Follow
from mappings.ownership import Result
from mappings.proposals import Problem, Proposal
from mappings.rules import FieldRule, IfBlank
from syncs.page_values.plan import PlanCard
from syncs.planning import Item, Plan
from syncs.reporting.mapping_lately import tally
from syncs.reporting.plans import plan_card


def change(field: str, result: Result, before: Any, after: Any, reason: str) -> FieldChange:
    """What becomes of a field whose rule is "only if blank"."""
    return FieldChange(
        field=field,
        label=field,
        result=result,
        before=before,
        raw=after,
        proposed=after,
        after=after,
        reason=reason,
        rule="only if blank",
    )


PHONE = change(
    "Phone", Result.WRITTEN, None, "+44", "Salesforce was blank. Rule: only if blank. Cut."
)
TITLE = change("Title", Result.KEPT, "Boss", "Boss", "Salesforce has a value. Rule: only if blank.")
EMAIL = change("Email", Result.SAME, "a@b.c", "a@b.c", "Salesforce already has this value.")


def card(action: Action, *, trouble: str = "", predicted: Any = (), **more: Any) -> PlanCard:
    """The card of a decision."""
    decision = Decision(action=action, reason="Because.", person_key="k", **more)
    return plan_card(
        Plan(
            item=Item({}),
            proposal=Proposal({}, (), "", "", "k"),
            decision=decision,
            predicted=predicted,
            trouble=trouble,
        )
    )


@pytest.mark.parametrize(
    ("action", "written", "outcome", "title"),
    [
        (Action.CREATE_LEAD, {"a": 1}, "created", "Would create a Lead"),
        (Action.CREATE_CONTACT, {"a": 1}, "created", "Would create a Contact"),
        (Action.UPDATE_LEAD, {"a": 1}, "updated", "Would update a Lead"),
        (Action.UPDATE_CONTACT, {"a": 1}, "updated", "Would update a Contact"),
        (Action.UPDATE_LEAD, {}, "unchanged", "Would change nothing"),
        (Action.SKIP, {}, "skipped", "Would be left alone"),
        (Action.HOLD, {}, "held", "Would be held for a person"),
    ],
)
def test_each_action_is_said_as_what_would_be(
    action: Action, written: dict[str, Any], outcome: str, title: str
) -> None:
    found = card(action, fields_to_write=written)
    assert (found.outcome, found.title) == (outcome, title)
    assert found.writes == (outcome in ("created", "updated"))


def test_fields_have_their_rule_and_those_that_are_the_same_are_only_named() -> None:
    found = card(
        Action.UPDATE_LEAD, changes=(PHONE, TITLE, EMAIL), fields_to_write={"Phone": "+44"}
    )
    phone, title = found.fields
    assert (phone.result, phone.before, phone.after) == ("planned", "", "+44")
    assert (phone.why, phone.note) == ("only if blank", "Cut.")
    assert (title.result, title.before) == ("kept", "Boss")
    assert title.why == "Salesforce has a value. Rule: only if blank."
    assert found.same == ("Email",)
    assert found.reason == ""


def test_a_lead_that_is_not_written_says_why_once() -> None:
    assert card(Action.SKIP).reason == "Because."
    problems = (Problem("Phone", "Phone", "It is no number."),)
    held = card(Action.HOLD, problems=problems, candidates=(Candidate("00Q1", "Lead", "Ada"),))
    assert held.reason == ""
    assert [(one.label, one.sentence) for one in held.problems] == [("Phone", "It is no number.")]
    assert [one.id for one in held.candidates] == ["Ada"]


def test_owner_campaign_and_task_stand_below_the_fields() -> None:
    follow = (
        Follow(kind="campaign", number=0, campaign="Spring", status="Responded"),
        Follow(kind="campaign", number=1, campaign="Autumn"),
        Follow(kind="task", number=2, subject="Downloaded", due="2026-11-20"),
        Follow(kind="campaign", number=3, problem="There is no campaign Summer."),
    )
    found = card(Action.CREATE_LEAD, owner_sentence="The queue EMEA gets it.", follow=follow)
    assert [(one.kind, one.text) for one in found.lines] == [
        ("owner", "The queue EMEA gets it."),
        ("campaign", "Becomes a member of the campaign “Spring”, status “Responded”."),
        ("campaign", "Becomes a member of the campaign “Autumn”."),
        ("task", "A Task is logged: “Downloaded”, 2026-11-20."),
        ("campaign", "There is no campaign Summer."),
    ]


def test_what_nobody_could_look_up_is_not_claimed_to_be_found() -> None:
    predicted = (Problem("Company", "Company", "It is missing."),)
    found = card(
        Action.CREATE_LEAD, looked="Nobody was found.", trouble="No answer.", predicted=predicted
    )
    assert (found.looked, found.trouble) == ("", "No answer.")
    assert found.predicted[0].label == "Company"


RULE = FieldRule(lead_field="Title", contact_field="Role", source="t", ownership=(IfBlank(),))


def test_how_often_a_rule_kept_a_field_counts_the_rule_only() -> None:
    kept = {"field": "Title", "result": "kept", "guard": "if_blank"}
    decided = [
        ("Lead", [kept, {"field": "Role", "result": "kept"}]),
        ("Contact", [{"field": "Role", "result": "written"}, kept]),
        ("Lead", [kept | {"guard": "stand_in"}]),
        ("", [kept | {"result": "same"}]),
        ("Lead", None),
    ]
    assert tally(decided, RULE) == (1, 3)
