"""What is to be done about a lead, and why: create, update, skip or hold. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from connections.crm import Record
from mappings.changes import Changes, field_changes, tally, written
from mappings.deciding import Candidate, Decision
from mappings.following import follow_ups
from mappings.indexing import RecordIndex
from mappings.matching import Match
from mappings.memory import Memory
from mappings.orgs import Org
from mappings.ownership import Result
from mappings.policy import CREATES, UPDATES, Action, Aim, aim, own_key
from mappings.proposals import Problem, Proposal, Proposed
from mappings.routing import Route, route
from mappings.rules import Rules, key_rule

__all__ = ["CREATES", "UPDATES", "Action", "Candidate", "Decision", "decide"]

_NO_MEMORIES: Mapping[str, Memory] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One lead, what the policy wants done about it, and all that deciding needs."""

    rules: Rules
    proposal: Proposal
    aim: Aim
    org: Org
    memories: Mapping[str, Memory] = field(default_factory=dict)
    index: RecordIndex | None = None

    @property
    def match(self) -> Match:
        return self.aim.match

    @property
    def record(self) -> Record | None:
        """The record that is updated, None where one is created."""
        return None if self.aim.action in CREATES else self.match.record

    @property
    def sobject(self) -> str:
        if self.aim.action in CREATES:
            return "Lead" if self.aim.action is Action.CREATE_LEAD else "Contact"
        return self.match.record.sobject if self.match.record else "Lead"


def decide(
    rules: Rules,
    proposal: Proposal,
    match: Match,
    *,
    org: Org,
    memories: Mapping[str, Memory] = _NO_MEMORIES,
    index: RecordIndex | None = None,
    intended: bool = False,
) -> Decision:
    """What is done about a lead whose person ``match`` looked for in Salesforce.

    ``memories`` are by record id. ``index`` tells which users are active; None means that nobody
    looked. ``intended``: an earlier try of this lead meant to create, and may have.
    """
    wanted = aim(rules, proposal, match, intended=intended)
    if wanted.action in CREATES:
        proposal = _keyed(rules, proposal, wanted)
    case = _Case(
        rules=rules, proposal=proposal, aim=wanted, org=org, memories=memories, index=index
    )
    changes = _changes(case)
    problems = tuple(dict.fromkeys((*proposal.problems, *changes.problems)))
    if problems or wanted.action is Action.HOLD:
        return _held(case, problems)
    if wanted.action is Action.SKIP:
        return replace(_begun(case), record_id=_id(case.record), reason=wanted.sentence)
    return _written(case, changes)


def _keyed(rules: Rules, proposal: Proposal, wanted: Aim) -> Proposal:
    """The proposal with the key that the new record gets."""
    sobject = "Lead" if wanted.action is Action.CREATE_LEAD else "Contact"
    key = own_key(proposal, wanted.match, sobject=sobject, anyway=wanted.anyway)
    if key == proposal.person_key or not rules.external_id_field:
        return proposal
    kept = key_rule(rules.external_id_field, rules.contact_external_id_field).key
    values = {**proposal.values, kept: Proposed(raw=key, value=key)}
    return replace(proposal, person_key=key, values=values)


def _changes(case: _Case) -> Changes:
    """What happens field by field; nothing where no record is meant."""
    if case.aim.action not in CREATES | UPDATES:
        return Changes(())
    return field_changes(
        case.rules,
        case.proposal,
        sobject=case.sobject,
        record=case.record,
        org=case.org,
        memory=case.memories.get(_id(case.record)),
        taken_keys=(
            case.match.taken_keys if case.sobject == "Lead" else case.match.contact_taken_keys
        ),
    )


def _held(case: _Case, problems: tuple[Problem, ...]) -> Decision:
    held = case.aim.sentence if case.aim.action is Action.HOLD else ""
    told = [f"{problem.label}: {problem.sentence}" for problem in problems]
    return replace(
        _begun(case),
        action=Action.HOLD,
        sobject="Lead",
        reason=" ".join([*told, held]).strip(),
        candidates=tuple(Candidate.of(one) for one in case.aim.rivals),
        problems=problems,
    )


def _begun(case: _Case) -> Decision:
    """What every decision about the lead says."""
    match, proposal = case.match, case.proposal
    trouble = (match.account_trouble,) if match.account_trouble else ()
    return Decision(
        action=case.aim.action,
        reason="",
        person_key=proposal.person_key,
        sobject=case.sobject,
        matched_by=match.matched_by,
        match_rule=match.rule_number,
        looked=match.looked,
        why=(*match.why, *trouble),
        event_at=proposal.event_at,
    )


def _written(case: _Case, changes: Changes) -> Decision:
    """The decision to create or to update, with all that is sent."""
    is_new, sobject = case.record is None, case.sobject
    sent = written(changes.changes)
    account = case.match.account if case.aim.action is Action.CREATE_CONTACT else None
    if account is not None:
        sent.setdefault("AccountId", account.id)
    after = _values(case, sent)
    way = route(
        case.rules, case.proposal, case.match, values=after, org=case.org, is_new=is_new,
        sobject=sobject, index=case.index,
    )  # fmt: skip
    sent |= way.fields
    return replace(
        _begun(case),
        reason=_reason(case, changes, account),
        record_id=_id(case.record),
        changes=changes.changes,
        fields_to_write=sent,
        # An assignment rule is called for by a write; without one the owner stays.
        auto_assign=way.auto_assign if is_new or sent else "FALSE",
        **_told(way),
        key_field=case.rules.key_field(sobject) if is_new else "",
        account_id=account.id if account else "",
        follow=follow_ups(case.rules, case.proposal, {**after, **way.fields}),
    )


def _told(way: Route) -> dict[str, Any]:
    return {
        "owner_sentence": way.sentence,
        "owner_id": way.owner_id,
        "owner_name": way.owner_name,
        "pool": way.pool,
    }


def _values(case: _Case, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it will be, by API name; the lead's proposals where it has no such field."""
    proposed = {key: one.value for key, one in case.proposal.values.items()}
    account = case.match.account.fields if case.match.account else {}
    return {
        **proposed,
        **{f"Account.{name}": value for name, value in account.items()},
        **(case.record.fields if case.record else {}),
        **sent,
    }


def _reason(case: _Case, changes: Changes, account: Record | None) -> str:
    counted = tally(changes.changes)
    if case.record is None:
        found = case.aim.sentence or "Not in Salesforce yet."
        of = f" of the Account {account.fields.get('Name') or account.id}" if account else ""
        return f"{found} {case.sobject}{of} created: {counted}."
    updated = any(change.result is Result.WRITTEN for change in changes.changes)
    became = "updated" if updated else "unchanged"
    reason = f"Recognised by {case.match.matched_by}. {case.sobject} {became}: {counted}."
    both = case.sobject == "Lead" and case.match.contact_ids
    return f"{reason} A Contact is this person too." if both else reason


def _id(record: Record | None) -> str:
    return record.id if record else ""
