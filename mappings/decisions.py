"""What is to be done about a lead, and why: create, update, skip or hold. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from connections.crm import Record
from mappings.changes import FieldChange, field_changes, tally, written
from mappings.matching import Match
from mappings.ownership import Result
from mappings.rendering import Problem, Proposal
from mappings.routing import Route, route
from mappings.rules import ContactFound, LeadFound, Mode, Rules


class Action(StrEnum):
    """What is done about a lead."""

    CREATE_LEAD = "create_lead"
    UPDATE_LEAD = "update_lead"
    UPDATE_CONTACT = "update_contact"
    SKIP = "skip"  # a rule says to leave the record alone
    HOLD = "hold"  # a person has to look at it


_UPDATES = frozenset({Action.UPDATE_LEAD, Action.UPDATE_CONTACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is done about one lead, field by field, with the sentences that say why.

    ``record_id`` is "" for a record that is yet to be created, also when a second lead of the
    same write updates it. ``candidates`` are the records among which a person has to choose.
    ``auto_assign`` is "" when nothing is sent.
    """

    action: Action
    reason: str
    person_key: str
    sobject: str = "Lead"
    record_id: str = ""
    changes: tuple[FieldChange, ...] = ()
    fields_to_write: Mapping[str, Any] = field(default_factory=dict)
    auto_assign: str = ""
    owner_sentence: str = ""
    matched_by: str = ""
    match_rule: int = 0
    looked: str = ""
    candidates: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether Salesforce already holds all that this lead may write."""
        return self.action in _UPDATES and not self.fields_to_write

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON values, to be stored."""
        shallow = {name: getattr(self, name) for name in self.__slots__}
        return shallow | {
            "action": self.action.value,
            "changes": [change.to_dict() for change in self.changes],
            "fields_to_write": dict(self.fields_to_write),
            "candidates": list(self.candidates),
            "problems": [asdict(problem) for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Decision:
        """The decision that ``to_dict`` made these values of."""
        rebuilt = {
            "action": Action(stored["action"]),
            "changes": tuple(FieldChange.from_dict(change) for change in stored["changes"]),
            "candidates": tuple(stored["candidates"]),
            "problems": tuple(Problem(**problem) for problem in stored["problems"]),
        }
        return cls(**{**stored, **rebuilt})


def decide(rules: Rules, proposal: Proposal, match: Match) -> Decision:
    """What is done about a lead whose person ``match`` looked for in Salesforce."""
    if proposal.problems:
        return _held(proposal, match, reason=_problems_sentence(proposal.problems))
    if match.hold:
        return _held(proposal, match, reason=match.hold)
    if match.record is None:
        return _create(rules, proposal, match)
    refusal = _refusal(rules, match.record)
    if refusal:
        return Decision(
            action=Action.SKIP,
            reason=refusal,
            person_key=proposal.person_key,
            sobject=match.record.sobject,
            record_id=match.record.id,
            matched_by=match.matched_by,
            match_rule=match.rule_number,
            looked=match.looked,
        )
    return _update(rules, proposal, match, record=match.record)


def _held(proposal: Proposal, match: Match, *, reason: str) -> Decision:
    return Decision(
        action=Action.HOLD,
        reason=reason,
        person_key=proposal.person_key,
        matched_by=match.matched_by,
        match_rule=match.rule_number,
        looked=match.looked,
        candidates=match.rivals,
        problems=proposal.problems,
    )


def _problems_sentence(problems: tuple[Problem, ...]) -> str:
    return " ".join(f"{problem.label}: {problem.sentence}" for problem in problems)


def _refusal(rules: Rules, record: Record) -> str:
    """Why the duplicate policy leaves this record alone, or ""."""
    is_contact = record.sobject == "Contact"
    if is_contact and rules.contact_found is ContactFound.SKIP:
        return "This person is already a Contact. The rule says no Lead is created."
    if rules.mode is Mode.CREATE_ONLY:
        return f"This person is already a {record.sobject}. The rule says only to create new Leads."
    if not is_contact and rules.lead_found is LeadFound.SKIP:
        return "This person is already a Lead. The rule says an existing Lead is left alone."
    return ""


def _create(rules: Rules, proposal: Proposal, match: Match) -> Decision:
    way = route(rules.routing, is_new=True)
    changes = field_changes(rules, proposal, sobject="Lead", current=None)
    return _write(
        Action.CREATE_LEAD,
        proposal,
        match,
        changes=changes,
        way=way,
        reason=f"Not in Salesforce yet. Lead created: {tally(changes)}.",
    )


def _update(rules: Rules, proposal: Proposal, match: Match, *, record: Record) -> Decision:
    changes = field_changes(
        rules,
        proposal,
        sobject=record.sobject,
        current=record.fields,
        taken_keys=match.taken_keys,
    )
    updated = any(change.result is Result.WRITTEN for change in changes)
    became = "updated" if updated else "unchanged"
    reason = f"Recognised by {match.matched_by}. {record.sobject} {became}: {tally(changes)}."
    return _write(
        Action.UPDATE_LEAD if record.sobject == "Lead" else Action.UPDATE_CONTACT,
        proposal,
        match,
        changes=changes,
        way=route(rules.routing, is_new=False),
        reason=f"{reason} A Contact is this person too." if match.contact_ids else reason,
    )


def _write(
    action: Action,
    proposal: Proposal,
    match: Match,
    *,
    changes: tuple[FieldChange, ...],
    way: Route,
    reason: str,
) -> Decision:
    record = match.record
    return Decision(
        action=action,
        reason=reason,
        person_key=proposal.person_key,
        sobject=record.sobject if record else "Lead",
        record_id=record.id if record else "",
        changes=changes,
        fields_to_write={**written(changes), **way.fields},
        auto_assign=way.auto_assign,
        owner_sentence=way.sentence,
        matched_by=match.matched_by,
        match_rule=match.rule_number,
        looked=match.looked,
    )
