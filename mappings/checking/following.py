"""Campaigns and tasks: enough said to write them, and nothing that contradicts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from connections.record_ids import is_record_id
from mappings.nearness import nearest
from mappings.orgs import Org
from mappings.rules import CampaignRule, Rules, TaskRule

from . import conditions
from .problems import TOP, RuleProblem, Spot
from .sources import check_source, check_template

_CAMPAIGN = "701"
# Salesforce's own kinds of Task that the API may write (salesforce-facts 10.3).
TASK_TYPES = ("Task", "Call", "Email")


def check(rules: Rules, org: Org) -> Iterator[RuleProblem]:
    """Every campaign and every task."""
    for number, campaign in enumerate(rules.campaigns):
        spot = TOP.at("campaigns").at(number, f"Campaign {number + 1}")
        yield from _check_campaign(campaign, spot)
        yield from conditions.check_all(campaign.when, spot.at("when"), org)
    for number, task in enumerate(rules.tasks):
        spot = TOP.at("tasks").at(number, f"Task {number + 1}")
        yield from _check_task(task, spot)
        yield from conditions.check_all(task.when, spot.at("when"), org)
    yield from _check_twice(rules)


def _check_campaign(rule: CampaignRule, spot: Spot) -> Iterator[RuleProblem]:
    if not (rule.campaign or rule.source):
        yield spot.wrong("Name a campaign, or the source that brings one.")
    if rule.campaign and rule.source:
        yield spot.at("source").wrong("A campaign is named already, so the source is never read.")
    looks_like_id = is_record_id(rule.campaign) and rule.campaign[:3].isdigit()
    if looks_like_id and not rule.campaign.startswith(_CAMPAIGN):
        yield spot.at("campaign").wrong(
            f"“{rule.campaign}” is no id of a campaign: those begin with {_CAMPAIGN}."
        )
    if rule.status and rule.status_source:
        yield spot.at("status_source").wrong(
            "A status is named already, so the source is never read."
        )
    if rule.update_status and not (rule.status or rule.status_source):
        yield spot.at("update_status").wrong("Say which status members are changed to.")
    yield from check_source(rule.source, spot.at("source"))
    yield from check_source(rule.status_source, spot.at("status_source"))


def _check_task(rule: TaskRule, spot: Spot) -> Iterator[RuleProblem]:
    for key, text in (("subject", rule.subject), ("description", rule.description)):
        yield from check_template(text, spot.at(key))
    if not rule.subject.strip():
        yield spot.at("subject").wrong("A Task needs a subject.")
    if rule.date_source and rule.due_in_days:
        yield spot.at("due_in_days").wrong(
            "The date comes from the source already, so the days are never counted."
        )
    yield from check_source(rule.date_source, spot.at("date_source"))
    if rule.type and rule.type not in TASK_TYPES:
        yield spot.at("type").wrong(
            f"A Task is a Task, a Call or an Email, not a “{rule.type}”.",
            replacement=nearest(rule.type, TASK_TYPES),
        )


def _check_twice(rules: Rules) -> Iterator[RuleProblem]:
    for noun, key, rows in (
        ("campaign", "campaigns", rules.campaigns), ("task", "tasks", rules.tasks),
    ):  # fmt: skip
        for one, count in Counter(rows).items():
            if count > 1:
                place = TOP.at(key).at(
                    rows.index(one), f"{noun.capitalize()} {rows.index(one) + 1}"
                )
                yield place.wrong(f"The same {noun} is there more than once.")
