"""The form about what follows a record: campaigns and tasks. Pure."""

from __future__ import annotations

from mappings.rules import Rules
from syncs.page_values.shell import Choice

from .conditions import conditions, told_condition, typed_condition
from .filling import filled
from .shapes import Card, Many, Shape, Slot, Typed

_WHEN = conditions("when", "Only for leads that fit all of these", empty="For every lead.")
_KINDS = (Choice("", "Task"), Choice("Call", "Call"), Choice("Email", "Email"))
_DONE = (Choice("Completed", "done already"), Choice("Not Started", "still to do"))
_CAMPAIGN = Shape(
    kind="campaign",
    label="Campaign",
    add="A campaign",
    title=lambda typed: str(typed.get("campaign") or typed.get("source") or ""),
    new={"campaign": "", "source": "", "status": "", "status_source": "", "update_status": False},
    parts=(
        Slot(name="campaign", label="Campaign", hint="Its name, or its id (701…)."),
        Slot(
            name="source",
            label="or from the lead",
            hint="A path into the lead.",
            example="custom.campaign",
        ),
        Slot(name="status", label="Member status", hint="Empty: the campaign’s own default."),
        Slot(name="status_source", label="or from the lead", hint="A path into the lead."),
        Slot(
            name="update_status",
            label="Change the status of somebody who is a member already",
            kind="check",
        ),
        _WHEN,
    ),
)
_TASK = Shape(
    kind="task",
    label="Task",
    add="A task",
    title=lambda typed: str(typed.get("subject", "")),
    new={
        "subject": "", "description": "", "date_source": "", "due_in_days": 0, "type": "",
        "status": "Completed", "priority": "Normal", "when": [],
    },
    parts=(
        Slot(
            name="subject",
            label="Subject",
            is_wide=True,
            hint="Paths in braces are filled in: Downloaded {custom.asset}.",
        ),
        Slot(name="type", label="Kind", kind="select", fixed=_KINDS),
        Slot(name="status", label="It is", kind="select", fixed=_DONE),
        Slot(name="due_in_days", label="Days after the event", kind="number"),
        Slot(name="date_source", label="or from the lead", hint="A path into the lead."),
        Slot(name="priority", label="Priority"),
        Slot(name="description", label="Description", kind="area"),
        _WHEN,
    ),
)  # fmt: skip
CARDS = (
    Card(
        title="Campaigns",
        aside="the person joins; a member already is fine",
        asked=(
            Many(
                name="campaigns",
                title="Campaigns",
                of=(_CAMPAIGN,),
                empty="Nobody joins a campaign.",
            ),
        ),
    ),
    Card(
        title="Tasks",
        aside="logged on the record that was written",
        asked=(Many(name="tasks", title="Tasks", of=(_TASK,), empty="No Task is logged."),),
    ),
)


def typed_following(rules: Rules) -> Typed:
    """What follows, as the form has it."""
    return {
        name: [
            one | {"when": [typed_condition(condition) for condition in one["when"]]}
            for one in filled(getattr(rules, name))
        ]
        for name in ("campaigns", "tasks")
    }


def told_following(typed: Typed) -> Typed:
    """What the form says, as the document has it."""
    return {
        name: [
            one | {"when": [told_condition(condition) for condition in one.get("when", [])]}
            for one in typed.get(name, [])
        ]
        for name in ("campaigns", "tasks")
    }
