"""What a lead does to each field of a record, and the rule behind it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mappings.identities import alike
from mappings.ownership import Result, Verdict, may_write, rule_label
from mappings.rendering import Proposal, Proposed
from mappings.rules import FieldRule, Rules
from mappings.values import Scalar


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: ``before`` in Salesforce, ``proposed`` by the lead, ``after`` the write.

    ``raw`` is what the source sent before it was transformed, None for a default. ``reason``
    are whole sentences; ``rule`` is the ownership rule in words, which the reason may contain.
    """

    field: str
    label: str
    result: Result
    before: Any
    raw: Scalar | None
    proposed: Scalar
    after: Any
    reason: str
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values."""
        return asdict(self) | {"result": self.result.value}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> FieldChange:
        """The change that ``to_dict`` made these values of."""
        return cls(**{**stored, "result": Result(stored["result"])})


def field_changes(
    rules: Rules,
    proposal: Proposal,
    *,
    sobject: str,
    current: Mapping[str, Any] | None,
    taken_keys: frozenset[str] = frozenset(),
) -> tuple[FieldChange, ...]:
    """What the proposal does to each field it names, in the order of the rules.

    ``current`` are the record's fields, None for a record that doesn't exist yet. A key in
    ``taken_keys`` is not written: Salesforce would refuse it as not unique.
    """
    found = []
    for rule in rules.every_field:
        field, proposed = rule.target(sobject), proposal.values.get(rule.key)
        if not field or proposed is None:
            continue
        before = None if current is None else current.get(field)
        if field == rules.key_field(sobject) and alike(proposal.person_key) in taken_keys:
            verdict = Verdict(Result.KEPT, f"Another {sobject} already has this key.")
        else:
            verdict = may_write(
                rule,
                current=before,
                proposed=proposed.value,
                is_new=current is None,
                default_status=rules.default_status,
                stand_in=proposed.stand_in,
            )
        found.append(_change(rule, field, before, proposed=proposed, verdict=verdict, rules=rules))
    return tuple(found)


def _change(
    rule: FieldRule,
    field: str,
    before: Any,
    *,
    proposed: Proposed,
    verdict: Verdict,
    rules: Rules,
) -> FieldChange:
    is_written = verdict.result is Result.WRITTEN
    return FieldChange(
        field=field,
        label=rule.title,
        result=verdict.result,
        before=before,
        raw=proposed.raw,
        proposed=proposed.value,
        after=proposed.value if is_written else before,
        reason=f"{verdict.reason} {proposed.note}".rstrip() if is_written else verdict.reason,
        rule=rule_label(rule, rules.default_status),
    )


def written(changes: tuple[FieldChange, ...]) -> dict[str, Any]:
    """The fields that are written, with their values."""
    return {each.field: each.after for each in changes if each.result is Result.WRITTEN}


def tally(changes: tuple[FieldChange, ...]) -> str:
    """How many fields were written, kept and the same: "3 fields written, 3 kept, 8 the same"."""
    named = ((Result.WRITTEN, "written"), (Result.KEPT, "kept"), (Result.SAME, "the same"))
    counts = [(sum(each.result is result for each in changes), word) for result, word in named]
    parts = [f"{count} {word}" for count, word in counts if count]
    if not parts:
        return "no fields"
    first, _, word = parts[0].partition(" ")
    return ", ".join([f"{first} {'field' if first == '1' else 'fields'} {word}", *parts[1:]])
