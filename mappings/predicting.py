"""The errors that Salesforce would answer, as far as the describe tells. Pure.

It never tells validation rules, layouts and duplicate rules (salesforce-facts 2.3): those answer
only when the record is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from connections.crm import Field, SObject
from connections.record_ids import full_id, is_record_id
from mappings.coercing import as_kept
from mappings.decisions import CREATES, UPDATES, Decision
from mappings.nearness import nearest
from mappings.orgs import Org
from mappings.proposals import Problem
from mappings.rules import Rules
from mappings.values import is_blank

_OWNERS = {"Lead": ("005", "00G"), "Contact": ("005",)}
_LISTED = ("Country", "State")  # of an address, where the org keeps lists of them
_LIKE = 60


def predict(rules: Rules, decision: Decision, org: Org) -> tuple[Problem, ...]:
    """What Salesforce would answer to this write; nothing where no describe is there.

    Empty for a decision that writes nothing.
    """
    known = org.objects.get(decision.sobject)
    is_new = decision.action in CREATES
    if known is None or not (is_new or (decision.action in UPDATES and decision.fields_to_write)):
        return ()
    found = (
        *_forbidden(known, is_new=is_new),
        *(_missing(rules, decision, known) if is_new else ()),
        *_refused(rules, decision, known, is_new=is_new),
    )
    return tuple(dict.fromkeys(found))


def _forbidden(known: SObject, *, is_new: bool) -> Iterator[Problem]:
    if known.createable if is_new else known.updateable:
        return
    what, right = ("create", "Create") if is_new else ("change", "Edit")
    sentence = (
        f"The user through whom Inlet is connected may not {what} a {known.label}. "
        f"The org’s admin grants {right} on {known.label} in a permission set."
    )
    yield Problem("", known.label, sentence, "not_createable" if is_new else "not_updateable")


def _missing(rules: Rules, decision: Decision, known: SObject) -> Iterator[Problem]:
    """What a create can't do without (salesforce-facts 2.3)."""
    for name, field in known.fields.items():
        if not field.required_on_create or not is_blank(decision.fields_to_write.get(name)):
            continue
        is_mapped = any(rule.target(decision.sobject) == name for rule in rules.fields)
        fix = "Give the field a default." if is_mapped else "Map the field, or give it a default."
        sentence = f"Salesforce requires it on every new {known.label}, and nothing came. {fix}"
        yield Problem(_key(rules, decision, name), field.label, sentence, "required")


def _refused(
    rules: Rules, decision: Decision, known: SObject, *, is_new: bool
) -> Iterator[Problem]:
    for name, value in decision.fields_to_write.items():
        if is_new and is_blank(value):
            continue
        field = known.fields.get(name)
        told = _unseen(name, known) if field is None else _barred(field, known, is_new=is_new)
        told = told or (_value(field, value, known) if field else None)
        if told:
            sentence, code = told
            label = field.label if field else name
            yield Problem(_key(rules, decision, name), label, sentence, code)


def _unseen(name: str, known: SObject) -> tuple[str, str]:
    sentence = (
        f"The org has no field {name} on {known.label}, or Inlet may not see it. "
        "The org’s admin creates it, or grants it in a permission set."
    )
    return sentence, "unknown_field"


def _barred(field: Field, known: SObject, *, is_new: bool) -> tuple[str, str] | None:
    if field.createable if is_new else field.updateable:
        return None
    if field.calculated:
        sentence = "Salesforce works this field out by itself. Take it out of the mapping."
    else:
        sentence = (
            f"Inlet may not {'fill' if is_new else 'change'} this field of a {known.label}. "
            "The org’s admin grants Edit on it in a permission set."
        )
    return sentence, "not_createable" if is_new else "not_updateable"


def _value(field: Field, value: Any, known: SObject) -> tuple[str, str] | None:
    """Why Salesforce would refuse this value, or None."""
    if is_blank(value):
        blank = "Salesforce doesn’t let this field be blank. Keep its value."
        return None if field.nillable or field.type == "boolean" else (blank, "required")
    if field.name == "OwnerId":
        return _owner(str(value), known)
    if field.name == "RecordTypeId":
        return _record_type(str(value), known)
    made = as_kept(value, field)
    return (made.problem, made.code) if made.problem else _place(field, str(value), known)


def _owner(value: str, known: SObject) -> tuple[str, str] | None:
    allowed = _OWNERS.get(known.name, ("005", "00G"))
    if is_record_id(value) and value.startswith(allowed):
        return None
    if value.startswith("00G"):
        return f"A queue can’t own a {known.label}. Choose a user.", "owner"
    return f"“{value}” is no user and no queue. Choose another owner in the routing.", "owner"


def _record_type(value: str, known: SObject) -> tuple[str, str] | None:
    if not known.record_types:
        return None
    kind = next((one for one in known.record_types if one.id == full_id(value)), None)
    if kind is not None and kind.available:
        return None
    named = f"The record type {kind.name}" if kind else f"The record type “{value}”"
    offered = ", ".join(one.name for one in known.record_types if one.available and not one.master)
    choose = f" Choose one of these: {offered}." if offered else ""
    return f"{named} isn’t one that Inlet’s user may use.{choose}", "record_type"


def _place(field: Field, value: str, known: SObject) -> tuple[str, str] | None:
    """Where the org keeps lists of countries and states, only their names are taken.

    The list shows by a second field, such as CountryCode (salesforce-facts 2.3).
    """
    codes = known.fields.get(f"{field.name}Code")
    if not field.name.endswith(_LISTED) or codes is None or not codes.picklist:
        return None
    labels = [one.label for one in codes.picklist if one.active]
    if value.casefold() in {label.casefold() for label in labels}:
        return None
    near = nearest(value[:60], labels, like=_LIKE)
    hint = f" The nearest is “{near}”." if near else ""
    sentence = f"The org’s list for {field.label} has no “{value[:60]}”.{hint}"
    return f"{sentence} Map the value, or use the transform for it.", "restricted_value"


def _key(rules: Rules, decision: Decision, name: str) -> str:
    """The key of the rule that writes this field, else the field's own name."""
    keys = (rule.key for rule in rules.every_field if rule.target(decision.sobject) == name)
    return next(keys, name)
