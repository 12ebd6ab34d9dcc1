"""What a change means for mappings and for the leads of the last 30 days. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connections.record_ids import full_id
from mappings.reaching import creates_contacts, fields_read, objects_reached
from mappings.rendering import Proposal
from mappings.rules import AssignmentRules, Mode, Rules
from mappings.values import as_text, is_blank

from .kinds import Change, ChangeKind

_OWNERS = frozenset({ChangeKind.USER_OFF, ChangeKind.QUEUE_GONE})
_RULES = frozenset({ChangeKind.RULE_ON, ChangeKind.RULE_OFF})
# These also matter for a field that is only looked at, but no lead is refused for it.
_READ_TOO = frozenset({ChangeKind.FIELD_GONE, ChangeKind.FIELD_TYPE})
_LIMITED = frozenset({ChangeKind.FIELD_SHORTER, ChangeKind.VALUE_LEFT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """``mappings`` that meet the change, and how many ``leads`` do; ``sentence`` for people."""

    mappings: tuple[str, ...]
    leads: int
    matters: bool
    sentence: str


def touches(change: Change, rules: Rules) -> bool:
    """Whether this mapping has anything to do with what changed."""
    if change.kind in _OWNERS:
        return change.subject in {full_id(one) for one in rules.routing.user_ids}
    if change.kind in _RULES:
        return _rule_matters(change, rules)
    if change.kind is ChangeKind.FIELD_REQUIRED:
        return change.sobject == "Lead"
    if change.kind is ChangeKind.KEY_UNFIT:
        return change.subject == f"Lead.{rules.key_field('Lead')}"
    if change.kind in (ChangeKind.RIGHT_LOST, ChangeKind.LEADS_HIDDEN, ChangeKind.RECORD_TYPE):
        return _needs_object(change, rules)
    return _names_field(change, rules)


def fails(change: Change, rules: Rules, proposal: Proposal) -> bool:
    """Whether a lead that proposes this would meet the change; ``touches`` holds already."""
    if change.kind in _RULES or change.kind is ChangeKind.RECORD_TYPE:
        return False
    if change.kind in _READ_TOO and not _writes_field(change, rules):
        return False
    values = _proposed(change, rules, proposal)
    if change.kind is ChangeKind.FIELD_REQUIRED:
        return not values
    if change.kind is ChangeKind.VALUE_LEFT:
        return any(change.value in one.split(";") for one in values)
    if change.kind is ChangeKind.FIELD_SHORTER:
        return any(len(one) > int(change.value) for one in values)
    if change.kind in (ChangeKind.FIELD_LOCKED, ChangeKind.FIELD_TYPE):
        return bool(values)
    return change.kind is not ChangeKind.FIELD_RESTRICTED


def effect(
    change: Change, mappings: Mapping[str, Rules], counted: int, *, is_at_least: bool = False
) -> Effect:
    """The effect, given how many leads of the last 30 days met the change."""
    names = tuple(name for name, rules in mappings.items() if touches(change, rules))
    counts_leads = change.kind not in _RULES and change.kind is not ChangeKind.RECORD_TYPE
    matters = bool(names) and not (change.kind in _LIMITED and not counted and not _ours(
        change, [mappings[name] for name in names]))  # fmt: skip
    if change.kind is ChangeKind.FIELD_REQUIRED:
        matters = bool(counted) or any(not _names_field(change, mappings[name]) for name in names)
    sentence = "Nothing to do: no mapping uses it."
    if names:
        sentence = _sentence(change, names, counted if counts_leads else 0, is_at_least=is_at_least)
    return Effect(mappings=names, leads=counted, matters=matters, sentence=sentence)


def _sentence(change: Change, names: Sequence[str], leads: int, *, is_at_least: bool) -> str:
    mappings = "1 mapping" if len(names) == 1 else f"{len(names)} mappings"
    if not leads:
        return f"It concerns {mappings}; no lead of the last 30 days met it."
    noun = "lead" if leads == 1 else "leads"
    many = f"{'at least ' if is_at_least else ''}{leads:,} {noun} of the last 30 days"
    verb = "would fail" if change.refuses else "would be affected"
    return f"{mappings} and {many} {verb}."


def _ours(change: Change, rules: Sequence[Rules]) -> bool:
    """Whether a mapping itself names the value that left."""
    return change.kind is ChangeKind.VALUE_LEFT and any(
        change.value == rule.default or change.value in (to for _, to in rule.value_map.pairs)
        for one in rules
        for rule in one.fields
        if rule.target(change.sobject) == change.field
    )


def _rule_matters(change: Change, rules: Rules) -> bool:
    if change.value == "assignment":
        return any(isinstance(one, AssignmentRules) for one in rules.routing.choices)
    if change.value == "duplicate":
        return change.kind is ChangeKind.RULE_ON and change.subject == "Lead"
    return change.kind is ChangeKind.RULE_ON


def _needs_object(change: Change, rules: Rules) -> bool:
    if change.sobject not in objects_reached(rules):
        return False
    if change.value == "Edit":
        return rules.mode is not Mode.CREATE_ONLY and change.sobject in {"Lead", "Contact"}
    if change.sobject == "Contact" and change.value != "Read":
        return creates_contacts(rules)
    return True


def _names_field(change: Change, rules: Rules) -> bool:
    return _writes_field(change, rules) or (
        change.kind in _READ_TOO and change.field in fields_read(rules, change.sobject)
    )


def _writes_field(change: Change, rules: Rules) -> bool:
    named = {rule.target(change.sobject) for rule in rules.fields}
    return change.field in named | {rules.key_field(change.sobject)}


def _proposed(change: Change, rules: Rules, proposal: Proposal) -> list[str]:
    """What the lead would write into the field that changed."""
    keys = [rule.key for rule in rules.every_field if rule.target(change.sobject) == change.field]
    found = [proposal.values[key].value for key in keys if key in proposal.values]
    return [as_text(value) for value in found if not is_blank(value)]
