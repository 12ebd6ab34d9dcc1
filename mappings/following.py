"""What follows a decision: campaign membership and tasks, as the agreement says. Pure.

What has to be known and written for them is in ``memberships`` and ``logging_tasks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from mappings.conditions import all_hold
from mappings.dates import read_day
from mappings.paths import text_at
from mappings.proposals import Proposal
from mappings.rules import CampaignRule, Rules, TaskRule
from mappings.templates import fill
from mappings.values import Unreadable

_SUBJECT, _DESCRIPTION = 255, 31_500  # the field has 32,000; the rest is for the reference


class Kind(StrEnum):
    """What is written beside the record."""

    CAMPAIGN = "campaign"
    TASK = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """One thing that follows. ``number`` is the rule's place among those of its kind, from 1.

    ``campaign`` is an id or a name, ``due`` a date such as "2026-03-04". With a ``problem``, a
    sentence, nothing can be written.
    """

    kind: Kind
    number: int
    campaign: str = ""
    status: str = ""
    update_status: bool = False
    subject: str = ""
    description: str = ""
    due: str = ""
    task_type: str = ""
    task_status: str = ""
    priority: str = ""
    problem: str = ""

    @property
    def sentence(self) -> str:
        """What happens, for a plan."""
        if self.problem:
            return self.problem
        if self.kind is Kind.TASK:
            return f"Logs the task “{self.subject}”, due {self.due}."
        status = f" with the status “{self.status}”" if self.status else ""
        return f"Becomes a member of the campaign “{self.campaign}”{status}."

    def to_dict(self) -> dict[str, Any]:
        """The value as JSON has it."""
        return asdict(self) | {"kind": self.kind.value}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Follow:
        """The value that ``to_dict`` made these of; what it doesn't know is left out."""
        names = {one.name for one in fields(cls)}
        known = {name: value for name, value in stored.items() if name in names}
        return cls(**{**known, "kind": Kind(stored["kind"])})


def follow_ups(rules: Rules, proposal: Proposal, values: Mapping[str, Any]) -> tuple[Follow, ...]:
    """What follows for this lead; ``values`` by API name, as the record has them afterwards.

    A lead that brings no campaign has none. Raises RulesRefused for a path or a text that no
    lead can fill.
    """
    members = (
        _member(rule, number, proposal)
        for number, rule in enumerate(rules.campaigns, start=1)
        if all_hold(rule.when, values=values, lead=proposal.lead)
    )
    tasks = (
        _task(rule, number, proposal)
        for number, rule in enumerate(rules.tasks, start=1)
        if all_hold(rule.when, values=values, lead=proposal.lead)
    )
    return (*(one for one in members if one is not None), *tasks)


def _member(rule: CampaignRule, number: int, proposal: Proposal) -> Follow | None:
    campaign = rule.campaign or text_at(rule.source, proposal.lead)
    if not campaign:
        return None
    sent = text_at(rule.status_source, proposal.lead) if rule.status_source else ""
    return Follow(
        kind=Kind.CAMPAIGN,
        number=number,
        campaign=campaign,
        status=rule.status or sent,
        update_status=rule.update_status,
    )


def _task(rule: TaskRule, number: int, proposal: Proposal) -> Follow:
    try:
        subject, description = (fill(text, proposal.lead) for text in
                                (rule.subject, rule.description))  # fmt: skip
    except Unreadable as unreadable:
        return Follow(kind=Kind.TASK, number=number, problem=str(unreadable))
    due = _due(rule, proposal)
    return Follow(
        kind=Kind.TASK,
        number=number,
        # A task without a subject tells nobody anything; the rule's own words do.
        subject=(subject or rule.subject)[:_SUBJECT],
        description=description[:_DESCRIPTION],
        due=due or "",
        task_type=rule.type,
        task_status=rule.status.value,
        priority=rule.priority,
        problem="" if due else f"The task’s date at “{rule.date_source}” can’t be read.",
    )


def _due(rule: TaskRule, proposal: Proposal) -> str | None:
    """The day of the task; the day of the event where the lead brings none."""
    sent = text_at(rule.date_source, proposal.lead) if rule.date_source else ""
    day = read_day(sent, "ymd", None) if sent else proposal.event_at.date()
    if day is None or date.max - day < timedelta(days=rule.due_in_days):
        return None
    return (day + timedelta(days=rule.due_in_days)).isoformat()
