"""The agreement read aloud: who gets a record, and what else is written. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.rules import CampaignRule, Condition, Routing, Rules, Table, TaskRule, TaskStatus
from mappings.telling import Said
from mappings.wording import conditions_words, owner_words


def routing_sentences(rules: Rules) -> tuple[Said, ...]:
    """Who gets new records, and what becomes of others; a table has one for each line."""
    return tuple(_routing(rules.routing))


def follow_sentences(rules: Rules) -> tuple[Said, ...]:
    """What is written beside the record."""
    said = (*(_campaign(one) for one in rules.campaigns), *(_task(one) for one in rules.tasks))
    return said or (Said("Nothing else", "is written."),)


def _routing(routing: Routing) -> Iterator[Said]:
    owner = routing.owner
    if isinstance(owner, Table):
        for row in owner.rows:
            yield Said(f"{conditions_words(row.when)}:", f"{owner_words(row.owner)}.")
        yield Said("Everybody else:", f"{owner_words(owner.otherwise)}.")
    else:
        yield Said("New records", f"go to {owner_words(owner)}.")
    if routing.fallback:
        yield Said("If that owner can’t take it:", f"{owner_words(routing.fallback)}.")
    if routing.on_update:
        yield Said("Existing records", "get their owner anew by the same rules.")
    else:
        yield Said("Existing records", "keep their owner.")


def _campaign(rule: CampaignRule) -> Said:
    what = f"the campaign “{rule.campaign}”" if rule.campaign else f"what {rule.source} names"
    status = f"“{rule.status}”" if rule.status else rule.status_source
    rest = f"joins {what}{f' with the status {status}' if status else ''}."
    return _said(rule.when, "The person", rest)


def _task(rule: TaskRule) -> Said:
    done = "is logged" if rule.status is TaskStatus.COMPLETED else "is planned"
    return _said(rule.when, f"The {rule.type or 'Task'}", f"“{rule.subject}” {done}.")


def _said(when: tuple[Condition, ...], lead: str, rest: str) -> Said:
    if not when:
        return Said(lead, rest)
    return Said(f"If {conditions_words(when)}:", f"{lead[0].lower()}{lead[1:]} {rest}")
