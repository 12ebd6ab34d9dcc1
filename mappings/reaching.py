"""What of the org an agreement reaches: which objects, and which fields it only reads. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from .guard_labels import guard_fields
from .rules import (
    AccountByDomain,
    AccountOwner,
    ByEmail,
    ByPhone,
    CampaignRule,
    Condition,
    Mode,
    Rules,
    Table,
    TaskRule,
)

_ACCOUNT = "Account."


def creates_contacts(rules: Rules) -> bool:
    """Whether a new person may become a Contact."""
    return rules.contact_when is not None and rules.mode is not Mode.UPDATE_ONLY


def reads_accounts(rules: Rules) -> bool:
    """Whether the look-up asks for Accounts."""
    by_owner = any(isinstance(one, AccountOwner) for one in rules.routing.choices)
    return bool(rules.accounts) or by_owner or bool(fields_read(rules, "Account"))


def objects_reached(rules: Rules) -> tuple[str, ...]:
    """The objects whose rights matter: Lead and Contact, and what is read or written besides."""
    besides = (
        ("Account", reads_accounts(rules) or creates_contacts(rules)),
        ("Campaign", bool(rules.campaigns)),
        ("CampaignMember", bool(rules.campaigns)),
        ("Task", bool(rules.tasks)),
    )
    return ("Lead", "Contact", *(name for name, is_used in besides if is_used))


def fields_read(rules: Rules, sobject: str) -> tuple[str, ...]:
    """The fields that are looked at without being written: matched by, or named in a condition."""
    return tuple(dict.fromkeys((*matched_fields(rules, sobject), *_asked(rules, sobject))))


def matched_fields(rules: Rules, sobject: str) -> tuple[str, ...]:
    """The fields by which people, or their Accounts, are looked up."""
    return tuple(dict.fromkeys(_matched(rules, sobject)))


def _matched(rules: Rules, sobject: str) -> Iterator[str]:
    for rule in rules.match:
        if isinstance(rule, ByEmail | ByPhone) and sobject in {"Lead", "Contact"}:
            yield from rule.lead_fields if sobject == "Lead" else rule.contact_fields
    if sobject == "Account":
        yield from (one.field for one in rules.accounts if isinstance(one, AccountByDomain))


def _asked(rules: Rules, sobject: str) -> Iterator[str]:
    if sobject in {"Lead", "Contact"}:
        yield from guard_fields(rules, sobject)
    if sobject == "Account":
        yield from (one.field for one in rules.contact_when or () if one.field)
        named = (one.field for one in _conditions(rules))
        yield from (one.removeprefix(_ACCOUNT) for one in named if one.startswith(_ACCOUNT))


def _conditions(rules: Rules) -> Iterator[Condition]:
    """Those of routing, campaigns and tasks, whose values are the person's own."""
    owner = rules.routing.owner
    if isinstance(owner, Table):
        for row in owner.rows:
            yield from row.when
    following: tuple[CampaignRule | TaskRule, ...] = (*rules.campaigns, *rules.tasks)
    for one in following:
        yield from one.when
