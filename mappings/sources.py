"""Every path into a lead that an agreement names anywhere. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from .rules import Condition, FieldRule, Rules, SourceOwner, Table
from .strict import RulesRefused
from .templates import parts
from .transforms import FirstOf, State, Template


def sources_of(rules: Rules) -> tuple[str, ...]:
    """The JMESPaths by which these rules read a lead, each once, in the order of the rules."""
    found = (*_fields(rules), *_routing(rules), *_following(rules), *_conditions(rules))
    return tuple(dict.fromkeys(one for one in found if one))


def _fields(rules: Rules) -> Iterator[str]:
    for rule in rules.fields:
        yield rule.source
        yield from _steps(rule)


def _steps(rule: FieldRule) -> Iterator[str]:
    for step in rule.transforms:
        if isinstance(step, FirstOf):
            yield from step.sources
        elif isinstance(step, Template):
            yield from _paths(step.text)
        elif isinstance(step, State):
            yield step.country_source


def _routing(rules: Rules) -> Iterator[str]:
    for owner in rules.routing.choices:
        if isinstance(owner, SourceOwner):
            yield owner.source


def _following(rules: Rules) -> Iterator[str]:
    for campaign in rules.campaigns:
        yield from (campaign.source, campaign.status_source)
    for task in rules.tasks:
        yield from (*_paths(task.subject), *_paths(task.description), task.date_source)


def _conditions(rules: Rules) -> Iterator[str]:
    owner = rules.routing.owner
    lines: list[tuple[Condition, ...]] = [rules.contact_when or ()]
    lines += [row.when for row in owner.rows] if isinstance(owner, Table) else []
    lines += [campaign.when for campaign in rules.campaigns]
    lines += [task.when for task in rules.tasks]
    for line in lines:
        yield from (one.source for one in line)


def _paths(text: str) -> Iterator[str]:
    try:
        yield from (part.text for part in parts(text) if part.is_path)
    except RulesRefused:
        return
