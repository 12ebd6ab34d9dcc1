"""The leads of one person become as few writes as can be, as if sent one by one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from connections.crm import Record, Write
from mappings.decisions import CREATES, UPDATES, Action, Decision, decide
from mappings.indexing import RecordIndex
from mappings.matching import Match
from mappings.memory import Memory
from mappings.orgs import Org
from mappings.policy import is_own_creation
from mappings.proposals import Proposal
from mappings.remembering import remember
from mappings.routing import Desk, Route, given_turn, pool_named
from mappings.rules import OrgRefuses, Rules

_JUST_BEFORE = "a lead that came just before"
_SAME_WRITE = "An earlier lead of the same person goes into the same write."
_NEW = "new "  # how records that are yet to be created are named, by their write's ref
_NO_MEMORIES: Mapping[str, Memory] = {}
_Value = TypeVar("_Value")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Folded:
    """One person's leads: a decision each, in their order, and the writes they add up to.

    ``stands_on`` has, for each decision, the position of the write that it is part of or was
    decided against; None without one. ``memories`` are those that changed, by record id, or by
    "new " and the write's ref for a record that is yet to be created.
    """

    decisions: tuple[Decision, ...]
    writes: tuple[Write, ...] = ()
    stands_on: tuple[int | None, ...] = ()
    memories: Mapping[str, Memory] = field(default_factory=dict)


@dataclass(slots=True)
class _Fold:
    """What is known so far. ``names`` are the records' ids, or their names while they are new."""

    rules: Rules
    org: Org
    match: Match
    ref: str
    memories: dict[str, Memory]
    writes: dict[str, Write] = field(default_factory=dict)
    touched: dict[str, Memory] = field(default_factory=dict)
    newest: str = ""


def fold(
    rules: Rules,
    proposals: Sequence[Proposal],
    match: Match,
    *,
    ref: str,
    org: Org,
    memories: Mapping[str, Memory] = _NO_MEMORIES,
    index: RecordIndex | None = None,
    intended: Collection[str] = frozenset(),
) -> Folded:
    """One decision per lead, in their order, and the writes they add up to.

    Each lead is decided against the records as the leads before it leave them. One call to
    Salesforce can't hold a record or a key twice (salesforce-facts 5.2), hence one write per
    record; several only where the policy makes several records. ``ref`` begins the writes' own.
    ``memories`` are by record id, ``intended`` the lead keys whose earlier try meant to create.
    """
    state = _Fold(rules, org, match, ref, dict(memories))
    decisions, stands_on = [], []
    for proposal in proposals:
        decision = decide(
            rules,
            proposal,
            state.match,
            org=org,
            memories=state.memories,
            index=index,
            intended=proposal.lead_key in intended,
        )
        decisions.append(decision)
        own = proposal.lead_key in intended
        stands_on.append(_take_in(state, proposal, decision, own=own))
    names = list(state.writes)
    return Folded(
        decisions=tuple(decisions),
        writes=tuple(state.writes.values()),
        stands_on=tuple(names.index(one) if one in names else None for one in stands_on),
        memories=state.touched,
    )


def with_turn(
    rules: Rules,
    folded: Folded,
    at: int,
    *,
    user_id: str,
    org: Org,
    index: RecordIndex | None = None,
) -> Folded:
    """The decision at this position, whose ``pool`` gave the turn to a user, and its write.

    ``user_id`` is "" where nobody was there: the fallback steps in.
    """
    decision = folded.decisions[at]
    pool = pool_named(rules.routing, decision.pool)
    place = folded.stands_on[at]
    if pool is None or place is None:
        return folded
    desk = Desk(
        rules=rules,
        sobject=decision.sobject,
        is_new=decision.action in CREATES,
        org=org,
        index=index,
    )
    way = given_turn(desk, user_id, pool)
    write = folded.writes[place]
    sent = replace(write, fields={**write.fields, **way.fields}, auto_assign=way.auto_assign)
    return replace(
        folded,
        decisions=_with(folded.decisions, at, _owned(decision, way)),
        writes=_with(folded.writes, place, sent),
    )


def _owned(decision: Decision, way: Route) -> Decision:
    return replace(
        decision,
        fields_to_write={**decision.fields_to_write, **way.fields},
        auto_assign=way.auto_assign,
        owner_sentence=way.sentence,
        owner_id=way.owner_id,
        owner_name=way.owner_name,
    )


def _with(values: tuple[_Value, ...], at: int, value: _Value) -> tuple[_Value, ...]:
    return (*values[:at], value, *values[at + 1 :])


def _take_in(state: _Fold, proposal: Proposal, decision: Decision, *, own: bool) -> str:
    """Bring everything up to date with a decision; the name of the record it is about."""
    before = state.match
    if decision.action not in CREATES | UPDATES:
        # Who is left alone because of a record that is yet to be created depends on its write.
        is_of_new = decision.action is Action.SKIP and before.record and not before.record.id
        return state.newest if is_of_new else ""
    name = _name(state, decision)
    if decision.action in CREATES or decision.fields_to_write or decision.pool:
        _write(state, name, decision)
    record = _meant(before, decision)
    memory = remember(
        state.rules,
        proposal,
        sobject=decision.sobject,
        changes=decision.changes,
        record=None if decision.action in CREATES else record,
        org=state.org,
        memory=None if decision.action in CREATES else state.memories.get(decision.record_id),
        own=own and record is not None and is_own_creation(state.rules, proposal, record),
    )
    state.memories[decision.record_id] = state.touched[name] = memory
    state.match = _after(before, decision)
    return name


def _name(state: _Fold, decision: Decision) -> str:
    if decision.record_id:
        return decision.record_id
    if decision.action in CREATES:
        state.newest = f"{_NEW}{_next_ref(state)}"
    return state.newest


def _next_ref(state: _Fold) -> str:
    """The ref of the next write: the given one, and with a letter for any further one."""
    count = len(state.writes)
    return f"{state.ref}{_LETTERS[count % 26] * (count // 26 + 1)}" if count else state.ref


def _write(state: _Fold, name: str, decision: Decision) -> None:
    """Add what the decision writes to the record's one write."""
    planned = state.writes.get(name)
    if planned is not None:
        fields = {**planned.fields, **decision.fields_to_write}
        called = planned.auto_assign if decision.auto_assign == "FALSE" else decision.auto_assign
        # An owner that is named would be overridden by an assignment rule.
        named = "OwnerId" in decision.fields_to_write
        state.writes[name] = replace(
            planned, fields=fields, auto_assign="FALSE" if named else called
        )
        return
    state.writes[name] = Write(
        ref=_next_ref(state),
        sobject=decision.sobject,
        fields=dict(decision.fields_to_write),
        record_id=decision.record_id,
        external_id_field=decision.key_field,
        auto_assign=decision.auto_assign,
        allow_save=state.rules.org_refuses is OrgRefuses.SAVE_ANYWAY,
    )


def _meant(match: Match, decision: Decision) -> Record | None:
    """The record that the decision is about, as it was before."""
    other = match.other.record if match.other else None
    for record in (match.record, other):
        if record is not None and record.id == decision.record_id:
            return record
    return None


def _after(match: Match, decision: Decision) -> Match:
    """What the next lead of this person finds, once the decision is carried out."""
    if decision.action in CREATES:
        return _after_create(match, decision)
    return replace(
        match,
        record=_left_behind(match.record, decision),
        lead=_left_behind(match.lead, decision),
        contact=_left_behind(match.contact, decision),
        other=_after(match.other, decision) if match.other else None,
    )


def _after_create(match: Match, decision: Decision) -> Match:
    """The new record is the one that is meant; a Contact that was there stays the other one."""
    made = Record(decision.sobject, "", dict(decision.fields_to_write))
    is_lead = decision.sobject == "Lead"
    was_contact = match.contact if is_lead else None
    return Match(
        record=made,
        matched_by=_JUST_BEFORE,
        looked=_SAME_WRITE,
        lead=made if is_lead else None,
        contact=was_contact if is_lead else made,
        contact_ids=(was_contact.id,) if was_contact else (),
        other=replace(match, lead=None) if was_contact and match.record is was_contact else None,
        account=match.account,
    )


def _left_behind(record: Record | None, decision: Decision) -> Record | None:
    if record is None or record.id != decision.record_id or not decision.fields_to_write:
        return record
    return replace(record, fields={**record.fields, **decision.fields_to_write})
