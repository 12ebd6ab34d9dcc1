"""The guards of ownership in plain words, one by one, together, and as a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.rules import (
    Always,
    Append,
    FieldRule,
    Guard,
    HigherOf,
    IfBlank,
    Never,
    NotEditedWithin,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    Rules,
    SourceNewer,
    Test,
    WhileDefault,
    WhileField,
)

# What people call the fields that Salesforce's own pages call otherwise than its API does.
_STANDARD = {"Status": "Lead Status", "LeadSource": "Lead Source"}
_TESTS = {
    Test.IS: "is {}",
    Test.IS_NOT: "is not {}",
    Test.CONTAINS: "contains {}",
    Test.STARTS_WITH: "starts with {}",
    Test.AT_LEAST: "is at least {}",
    Test.AT_MOST: "is at most {}",
    Test.IS_BLANK: "is blank",
    Test.IS_NOT_BLANK: "has a value",
}


@dataclass(frozen=True, slots=True)
class OwnershipRow:
    """One line of the table that an admin reads and approves.

    ``field`` is the rule's key, ``owner`` a few words, ``rule`` the guards as they stand after
    "Rule: ", ``sentence`` says what happens.
    """

    field: str
    label: str
    owner: str
    rule: str
    sentence: str


def ownership_table(rules: Rules) -> tuple[OwnershipRow, ...]:
    """Who owns each mapped field, in the order of the rules."""
    labels = labels_of(rules)
    return tuple(_row(rule, rules.default_status, labels) for rule in rules.fields)


def labels_of(rules: Rules) -> dict[str, str]:
    """What people call the mapped fields, by API name on a Lead and on a Contact."""
    named = {name: rule.title for rule in rules.fields for name in _names(rule)}
    return {**_STANDARD, **named}


def guard_fields(rules: Rules, sobject: str) -> tuple[str, ...]:
    """The API names of the fields that guards look at beside their own, each once."""
    return tuple(
        dict.fromkeys(
            guard.field
            for rule in rules.fields
            if rule.target(sobject)
            for guard in rule.ownership
            if isinstance(guard, WhileField)
        )
    )


def first_value(rule: FieldRule, default_status: str) -> str:
    """The value a field has before anybody works on it; "" if there is no telling."""
    return default_status if rule.lead_field == "Status" else rule.default or ""


def rule_label(
    rule: FieldRule, default_status: str, labels: Mapping[str, str] | None = None
) -> str:
    """The field's ownership in words, as it stands after "Rule: ".

    ``labels`` says what people call other fields, by API name.
    """
    first = first_value(rule, default_status)
    return ownership_label(rule.ownership, first=first, labels=labels)


def ownership_label(
    guards: tuple[Guard, ...], *, first: str = "", labels: Mapping[str, str] | None = None
) -> str:
    """Guards combined: "only if blank, and only while Lead Status is New"."""
    return ", and ".join(guard_label(guard, first=first, labels=labels) for guard in guards)


def guard_label(guard: Guard, *, first: str = "", labels: Mapping[str, str] | None = None) -> str:
    """One guard, as it stands after "Rule: ". ``first`` is the field's first value, if any."""
    match guard:
        case WhileField():
            return f"only while {condition_label(guard, labels)}"
        case WhileDefault() if first:
            return f"never overwrite once it isn’t {first}"
        case NotEditedWithin(days=days):
            return f"not if a person changed it within {_days(days)}"
        case RefreshAfter(days=days):
            return f"refresh after {_days(days)}"
        case HigherOf(order=order) if order:
            return f"only further along {', '.join(order)}"
    return _PLAIN[type(guard)]


def condition_label(guard: WhileField, labels: Mapping[str, str] | None = None) -> str:
    """What a guard wants of another field: "Lead Status is New or Working"."""
    name = (labels or _STANDARD).get(guard.field, guard.field)
    return f"{name} {_TESTS[guard.test].format(' or '.join(guard.values))}"


_PLAIN: dict[type, str] = {
    Always: "always write what the source sends",
    IfBlank: "only if blank",
    WhileDefault: "never overwrite once it has left its first value",
    OnCreate: "write once",
    Never: "never write, only show",
    OursUntilEdited: "only until somebody edits it",
    SourceNewer: "only if the lead is newer than what Salesforce holds",
    Append: "add to what is there",
    HigherOf: "only if higher",
}


def _names(rule: FieldRule) -> tuple[str, ...]:
    return tuple(name for name in (rule.lead_field, rule.contact_field) if name)


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def _row(rule: FieldRule, default_status: str, labels: Mapping[str, str]) -> OwnershipRow:
    label = rule_label(rule, default_status, labels)
    first = first_value(rule, default_status)
    if len(rule.ownership) == 1:
        owner, sentence = _alone(rule.ownership[0], rule.title, first=first, labels=labels)
    else:
        owner, sentence = _together(rule, label)
    return OwnershipRow(rule.key, rule.title, owner, label, sentence)


def _together(rule: FieldRule, label: str) -> tuple[str, str]:
    if rule.is_owned(Never):
        return "Salesforce", f"Inlet never writes {rule.title}; the plan shows what came."
    if rule.is_owned(OnCreate):
        return "The first lead", f"{rule.title} is written with a new record and never again."
    owner = "Salesforce" if rule.is_owned(IfBlank) else "The source, under conditions"
    return owner, f"A new record gets {rule.title} from the lead. After that: {label}."


def _alone(guard: Guard, title: str, *, first: str, labels: Mapping[str, str]) -> tuple[str, str]:
    """Who owns a field with one guard, and what that means."""
    match guard:
        case WhileDefault():
            still = f"still {first}" if first else "at its first value"
            until = f"The source, while it is {still}"
            return until, f"A lead writes {title} while it is {still}; then it is Salesforce’s."
        case WhileField():
            wanted = condition_label(guard, labels)
            return f"The source, while {wanted}", f"A lead writes {title} only while {wanted}."
        case NotEditedWithin(days=days):
            span = _days(days)
            told = f"A person’s change to {title} stands for {span}; otherwise leads write it."
            return f"A person for {span}, else the source", told
        case RefreshAfter(days=days):
            span = _days(days)
            told = f"A lead fills {title} at once, and renews it when it is {span} old."
            return f"The source, at most every {span}", told
        case HigherOf(order=order):
            scale = f" Lowest to highest: {', '.join(order)}." if order else ""
            return "Whoever is higher", f"A lead writes {title} only if it brings more.{scale}"
    owner, sentence = _SENTENCES[type(guard)]
    return owner, sentence.format(title)


_SENTENCES: dict[type, tuple[str, str]] = {
    Always: ("The source", "Every lead writes {}."),
    IfBlank: ("Salesforce", "A lead fills {} while it is blank; a value in Salesforce stays."),
    OnCreate: ("The first lead", "{} is written with a new record and never again."),
    Never: ("Salesforce", "Inlet never writes {}; the plan shows what came."),
    OursUntilEdited: (
        "The source, until somebody edits it",
        "A lead writes {} as long as it is what Inlet wrote; once edited, it is Salesforce’s.",
    ),
    SourceNewer: (
        "Whoever is newer",
        "A lead writes {} only if it happened after the last change in Salesforce.",
    ),
    Append: ("Both", "A lead adds to {} what is not there yet; nothing is taken away."),
}
