"""May this field be written, and why not: the ownership rules. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mappings.rules import FieldRule, Ownership
from mappings.values import Scalar, as_text, is_blank, same


class Result(StrEnum):
    """What happens to one field."""

    WRITTEN = "written"
    KEPT = "kept"  # Salesforce's value stays, because of a rule
    SAME = "same"  # Salesforce has the value already


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to a field, and the sentences that say why."""

    result: Result
    reason: str


def may_write(
    rule: FieldRule,
    *,
    current: Any,
    proposed: Scalar | None,
    is_new: bool,
    default_status: str,
    stand_in: bool = False,
) -> Verdict:
    """The verdict on ``proposed`` for a field where Salesforce has ``current``.

    ``default_status`` is the org's default Lead Status. A blank proposal leaves the field as it
    is. A ``stand_in``, a default used because the source sent nothing, only goes to new records.
    """
    if is_blank(proposed):
        return Verdict(Result.KEPT, "The source sent nothing, so it stays as it is.")
    if is_new:
        return Verdict(Result.WRITTEN, _new_reason(stand_in=stand_in))
    if same(current, proposed, is_email=rule.holds_email):
        return Verdict(Result.SAME, "Salesforce already has this value.")
    if stand_in:
        return Verdict(Result.KEPT, "The source sent nothing. The default is for new records only.")
    return _by_rule(rule, current, default_status)


def first_value(rule: FieldRule, default_status: str) -> str:
    """The value a field has before anybody works on it; "" if there is no telling."""
    return default_status if rule.lead_field == "Status" else rule.default or ""


def rule_label(rule: FieldRule, default_status: str) -> str:
    """The field's ownership rule in words, as it stands after "Rule: "."""
    first = first_value(rule, default_status)
    if rule.ownership is Ownership.WHILE_DEFAULT and first:
        return f"never overwrite once it isn’t {first}"
    return rule.ownership.label


def _new_reason(*, stand_in: bool) -> str:
    if stand_in:
        return "The Lead is new. The source sent nothing, so it has the default."
    return "The Lead is new."


def _by_rule(rule: FieldRule, current: Any, default_status: str) -> Verdict:
    label, first = rule_label(rule, default_status), first_value(rule, default_status)
    if rule.ownership is Ownership.ON_CREATE:
        return Verdict(Result.KEPT, f"Rule: {label}. First touch stays.")
    if is_blank(current):
        return Verdict(Result.WRITTEN, f"Salesforce was blank. Rule: {label}.")
    if rule.ownership is Ownership.ALWAYS:
        return Verdict(Result.WRITTEN, f"Rule: {label}.")
    if rule.ownership is Ownership.IF_BLANK:
        return Verdict(Result.KEPT, f"Salesforce has a value. Rule: {label}.")
    if first and as_text(current).strip() == first:
        return Verdict(Result.WRITTEN, f"It was still {first}. Rule: {label}.")
    return Verdict(Result.KEPT, f"Rule: {label}.")
