"""The parts of an agreement in plain words, as they stand within a sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from .guard_labels import guard_label, ownership_label
from .rules import (
    AccountByDomain,
    AccountByName,
    AccountOwner,
    AccountRule,
    AssignmentRules,
    ByCompanyAndName,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Compare,
    Condition,
    Creator,
    Guard,
    MatchRule,
    Member,
    OneQueue,
    OneUser,
    Owner,
    RoundRobin,
    SourceOwner,
    Table,
    TaskRule,
    Test,
    Unknown,
    ValueMap,
    WhileField,
)

_TESTS = {
    Test.IS: "is",
    Test.IS_NOT: "is not",
    Test.CONTAINS: "contains",
    Test.STARTS_WITH: "starts with",
    Test.AT_LEAST: "is at least",
    Test.AT_MOST: "is at most",
    Test.IS_BLANK: "is blank",
    Test.IS_NOT_BLANK: "is not blank",
}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_Words = Mapping[type, Callable[[Any], str]]


def quoted(values: Iterable[str], joined: str = "or") -> str:
    """ "“A”", "“A” or “B”", "“A”, “B” or “C”"."""
    words = [f"“{one}”" for one in values]
    return f" {joined} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def condition_words(condition: Condition | WhileField) -> str:
    """ "Country is “US” or “CA”"."""
    source = condition.source if isinstance(condition, Condition) else ""
    values = f" {quoted(condition.values)}" if condition.values else ""
    return f"{condition.field or source} {_TESTS[condition.test]}{values}"


def conditions_words(conditions: Iterable[Condition]) -> str:
    """All of them, joined with and; "" for none."""
    return " and ".join(condition_words(one) for one in conditions)


def guard_words(guard: Guard) -> str:
    """The rule as it stands after "Rule: ": "only if blank"."""
    return guard_label(guard)


def ownership_words(guards: Iterable[Guard]) -> str:
    """All guards of a field: "only if blank, and only while Status is “New”"."""
    return ownership_label(tuple(guards))


def transform_words(step: Any) -> str:
    """A step and what was chosen for it: "truncate (length 40)"."""
    told = [
        f"{one.name.replace('_', ' ')} {_plain(getattr(step, one.name))}"
        for one in fields(step)
        if one.name != "do" and getattr(step, one.name) != one.default
    ]
    name = str(step.do).replace("_", " ")
    return f"{name} ({'; '.join(told)})" if told else name


def transforms_words(steps: Iterable[Any]) -> str:
    """The steps in their order: "trim, then truncate (length 40)"."""
    return ", then ".join(transform_words(one) for one in steps)


def value_map_words(value_map: ValueMap) -> str:
    """ "“a” becomes “b”; other values go as they are"; "" for a map that does nothing."""
    if value_map == ValueMap():
        return ""
    pairs = [f"“{value}” becomes “{to}”" for value, to in value_map.pairs]
    compared = {Compare.EXACT: ["compared letter by letter"], Compare.PATTERN: ["as patterns"]}
    others = {
        Unknown.PASS: "other values go as they are",
        Unknown.DEFAULT: "other values become the default",
        Unknown.HOLD: "other values wait for a person",
    }
    return "; ".join([*pairs, *compared.get(value_map.compare, []), others[value_map.unknown]])


def match_words(rule: MatchRule) -> str:
    """ "e-mail address in Email"."""
    return _MATCHES[type(rule)](rule)


def account_words(rule: AccountRule) -> str:
    """ "domain of the Account’s Website"."""
    return _ACCOUNTS[type(rule)](rule)


def owner_words(owner: Owner) -> str:
    """ "the queue Inbound"; a table as its lines."""
    if isinstance(owner, Table):
        lines = [f"{owner_words(row.owner)} if {conditions_words(row.when)}" for row in owner.rows]
        return "; ".join([*lines, f"otherwise {owner_words(owner.otherwise)}"])
    return _OWNERS[type(owner)](owner)


def campaign_words(rule: CampaignRule) -> str:
    """ "“Webinar May”, status “Attended”, if Country is “US”"."""
    status = f"“{rule.status}”" if rule.status else rule.status_source
    told = (
        f"“{rule.campaign}”" if rule.campaign else f"the campaign in {rule.source}",
        f"status {status}" if status else "",
        "members are changed to it" if rule.update_status else "",
        f"if {conditions_words(rule.when)}" if rule.when else "",
    )
    return ", ".join(one for one in told if one)


def task_words(rule: TaskRule) -> str:
    """ "Call “Ring back”, Not Started, due after 2 days"."""
    due = f"due after {_days(rule.due_in_days)}" if rule.due_in_days else ""
    told = (
        f"{rule.type or 'Task'} “{rule.subject}”",
        f"“{rule.description}”" if rule.description else "",
        f"due on {rule.date_source}" if rule.date_source else due,
        rule.status.value,
        f"priority {rule.priority}",
        f"if {conditions_words(rule.when)}" if rule.when else "",
    )
    return ", ".join(one for one in told if one)


def member_words(member: Member) -> str:
    """ "Ana (2×), at most 5 a day, 09:00-17:30 Europe/London, on Mon and Tue, away 1 to 3 May"."""
    days = quoted_days(member.weekdays) if len(set(member.weekdays)) < len(_WEEKDAYS) else ""
    hours = member.hours or ("at any hour" if days else "")
    told = (
        _member(member),
        f"at most {member.per_day} a day" if member.per_day else "",
        f"{hours} {member.timezone}" if hours and member.timezone != "UTC" else hours,
        f"on {days}" if days else "",
        *(f"away {one.first} to {one.last}" for one in member.away),
    )
    return ", ".join(one for one in told if one)


def quoted_days(weekdays: Iterable[int]) -> str:
    """ "Mon, Tue and Fri"; 1 is Monday."""
    names = [_WEEKDAYS[day - 1] for day in sorted(set(weekdays))]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return quoted(str(one) for one in value)
    return f"“{value}”" if isinstance(value, str) else str(value)


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def _phone(rule: ByPhone) -> str:
    last = " and the same last name" if rule.and_last_name else ""
    return f"phone number in {_fields(rule.lead_fields, rule.contact_fields)}{last}"


def _fields(lead: tuple[str, ...], contact: tuple[str, ...]) -> str:
    if lead == contact:
        return " or ".join(lead)
    return f"{' or '.join(lead) or 'nothing'} (Lead), {' or '.join(contact) or 'nothing'} (Contact)"


def _earlier(rule: ByEmail) -> str:
    return "" if rule.earlier else ", not earlier addresses"


def _robin(owner: RoundRobin) -> str:
    members = ", ".join(_member(one) for one in owner.members)
    return f"{members} in turn (“{owner.pool}”)"


def _member(member: Member) -> str:
    weight = f" ({member.weight}×)" if member.weight > 1 else ""
    return f"{member.name or member.id}{weight}"


_MATCHES: _Words = {
    ByExternalId: lambda _: "the source’s id of the person",
    ByEmail: lambda one: (
        f"e-mail address in {_fields(one.lead_fields, one.contact_fields)}{_earlier(one)}"
    ),
    ByCompanyAndName: lambda one: f"company and last name (likeness {one.likeness})",
    ByPhone: _phone,
}
_ACCOUNTS: _Words = {
    AccountByDomain: lambda one: f"domain in the Account’s {one.field}",
    AccountByName: lambda one: f"name of the Account (likeness {one.likeness})",
}
_OWNERS: _Words = {
    Creator: lambda _: "the user Inlet is connected as",
    OneUser: lambda one: one.name or one.id,
    OneQueue: lambda one: f"the queue {one.name or one.id}",
    AssignmentRules: lambda one: (
        f"the assignment rule {one.name or one.rule_id}"
        if one.rule_id
        else "Salesforce’s assignment rules"
    ),
    AccountOwner: lambda _: "whoever owns the Account",
    SourceOwner: lambda one: f"the user with the address in {one.source}",
    RoundRobin: _robin,
}
