"""One field of the agreement and one lead make a proposed value, or a problem. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connections.crm import Field
from mappings.orgs import Org
from mappings.paths import look_up
from mappings.placeholders import is_placeholder, says_nothing
from mappings.proposals import Problem, Proposed
from mappings.rules import FieldRule, Unknown
from mappings.transforms import Around, Constant, MultiPicklist, UserByEmail
from mappings.value_maps import mapped, mapped_each, unknown_sentence
from mappings.values import Scalar, Step, Unreadable, as_text, is_blank


def propose(rule: FieldRule, lead: Mapping[str, Any], org: Org) -> Proposed | Problem | None:
    """What the rule makes of a lead whose names are completed; None for nothing to write.

    What can't be read but only says that nobody knows, such as "n/a" for a date, counts as blank.
    Raises RulesRefused when the rule can't be carried out as written.
    """
    try:
        came = look_up(rule.source, lead) if rule.source else None
    except Unreadable as unreadable:
        return Problem(rule.key, rule.title, str(unreadable), "unreadable")
    target = _target(rule, org) if org.objects else None
    raw, step = came, Step("" if came is None else came)
    if rule.transforms:
        around = Around(lead=lead, target=target, region=org.region)
        raw, step = _transformed(rule, came, around)
    if step.problem and not says_nothing(raw):
        return Problem(rule.key, rule.title, step.problem, "transform")
    if step.problem or is_blank(step.value):
        return _default(rule, raw)
    value = step.value.strip() if isinstance(step.value, str) else step.value
    if rule.value_map.pairs:
        return _mapped(rule, Proposed(raw, value, step.note), target)
    return _proposed(rule, raw, value, note=step.note, target=target)


def _target(rule: FieldRule, org: Org) -> Field | None:
    """The field that the rule writes, with the shorter length if Lead and Contact differ."""
    lead = org.field("Lead", rule.lead_field)
    contact = org.field("Contact", rule.contact_field)
    if lead and contact and contact.length < lead.length:
        return replace(lead, length=contact.length)
    return lead or contact


def _transformed(rule: FieldRule, raw: Scalar | None, around: Around) -> tuple[Scalar | None, Step]:
    """The value after all steps, and what of the lead it was made from; None for nothing."""
    value: Scalar = "" if raw is None else raw
    notes: dict[str, None] = {}
    for transform in rule.transforms:
        if is_blank(value) and not transform.brings_value:
            continue
        step = transform.change(value, around)
        if step.problem:
            return raw, step
        value = step.value
        if isinstance(transform, Constant):
            raw = None
        elif raw is None and not is_blank(value):
            raw = value
        if step.note:
            notes[step.note] = None
    return raw, Step(value, " ".join(notes))


def _mapped(rule: FieldRule, came: Proposed, target: Field | None) -> Proposed | Problem | None:
    """What the value map makes of the value."""
    text = as_text(came.value).strip()
    found = (mapped_each if _has_choices(rule, target) else mapped)(rule.value_map, text)
    if found.unknown is Unknown.HOLD and not is_placeholder(text, _name(rule), target):
        sentence = unknown_sentence(rule.value_map, found.value)
        return Problem(rule.key, rule.title, sentence, "unknown_value")
    if found.unknown:
        return _default(rule, came.raw, f"“{found.value}” is not in the value map.")
    if is_blank(found.value):
        return _default(rule, came.raw)
    value = found.value if found.note else came.value
    note = f"{came.note} {found.note}".strip()
    return _proposed(rule, came.raw, value, note=note, target=target)


def _proposed(
    rule: FieldRule, raw: Scalar | None, value: Scalar, *, note: str, target: Field | None
) -> Proposed:
    says = raw is not None and is_placeholder(value, _name(rule), target)
    if _looks_up_user(rule):
        return _with_user(rule, Proposed(raw, value, note, placeholder=says))
    return Proposed(raw, value, note, placeholder=says)


def _name(rule: FieldRule) -> str:
    return rule.lead_field or rule.contact_field


def _has_choices(rule: FieldRule, target: Field | None) -> bool:
    if target and target.type == "multipicklist":
        return True
    return any(isinstance(step, MultiPicklist) for step in rule.transforms)


def _default(rule: FieldRule, raw: Scalar | None, note: str = "") -> Proposed | None:
    """The field's default; it stands in if something of the lead could have been there."""
    if rule.default is None or is_blank(rule.default):
        return None
    awaited = rule.source or any(step.brings_value for step in rule.transforms)
    made = Proposed(raw, rule.default.strip(), note, stand_in=bool(awaited))
    return _with_user(rule, made) if _looks_up_user(rule) else made


def _looks_up_user(rule: FieldRule) -> bool:
    return bool(rule.transforms) and any(isinstance(one, UserByEmail) for one in rule.transforms)


def _with_user(rule: FieldRule, proposed: Proposed) -> Proposed:
    """The value, marked if it is the address of a user and not already an id."""
    if "@" not in as_text(proposed.value):
        return proposed
    default = (rule.default or "").strip()
    return replace(proposed, user_email=True, fallback=default, title=rule.title)
