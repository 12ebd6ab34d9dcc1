"""What a lead does to each field of a record, and the rule behind it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from connections.crm import Record
from mappings.field_change import FieldChange
from mappings.guards import Case
from mappings.hindsight import event_of, hindsight, seen
from mappings.identities import alike
from mappings.memory import NOTHING, Memory
from mappings.observing import observed
from mappings.offering import Offered, offered, targets
from mappings.orgs import Org
from mappings.ownership import Result, Ruling, rule_on
from mappings.proposals import Problem, Proposal
from mappings.rules import Rules
from mappings.verdicts import tell, too_long

__all__ = ["Changes", "FieldChange", "field_changes", "tally", "written"]

_KEY_TAKEN = "key_taken"
_HIDDEN = (
    "Salesforce doesn’t show Inlet this field, so nobody knows what would be overwritten. Ask the "
    "org’s admin to let Inlet see it, or take it out of the mapping."
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a lead does to a record. ``problems`` are values that would be written and can't be.

    ``in_hindsight``: leads came in another order than they happened, and fields that this lead
    doesn't even name may change.
    """

    changes: tuple[FieldChange, ...]
    problems: tuple[Problem, ...] = ()
    in_hindsight: bool = False


def field_changes(
    rules: Rules,
    proposal: Proposal,
    *,
    sobject: str,
    record: Record | None,
    org: Org,
    memory: Memory | None = None,
    taken_keys: frozenset[str] = frozenset(),
) -> Changes:
    """What the proposal does to each field it names, in the order of the rules.

    ``record`` is None for one that doesn't exist yet, ``memory`` None where Inlet has never
    written to it. Values are as ``org`` can store them. A key in ``taken_keys`` is not written:
    Salesforce would refuse it as not unique. A field that the org doesn't show is a problem,
    since nobody knows what would be overwritten.
    """
    fields = targets(rules, sobject)
    known = observed(memory, fields.mapped, record=record, org=org)
    offers = list(offered(fields, proposal, sobject=sobject, org=org))
    desk = _Desk(known, proposal, record=record, org=org, taken_keys=taken_keys)
    judged = [desk.judge(one) for one in offers]
    changes = tuple(each.change for each in judged)
    problems = tuple(each.problem for each in judged if each.problem)
    if not known.events:
        return Changes(changes, problems)
    event = event_of(known, proposal, offers, seen=seen(fields, record))
    sorted_out = hindsight(known, event)
    if sorted_out is None:
        return Changes(changes, problems)
    by_name = {change.field: change for change in changes}
    changes = sorted_out.changes(fields, by_name)
    return Changes(changes, problems, in_hindsight=True)


class _Judged(NamedTuple):
    """What one field comes to, and what stands in the way of writing it."""

    change: FieldChange
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one lead is judged, field by field, as if it were the last to happen."""

    known: Memory
    proposal: Proposal
    record: Record | None
    org: Org
    taken_keys: frozenset[str]

    def judge(self, one: Offered) -> _Judged:
        """What the lead does to one field."""
        case = self._case(one)
        ruling = self._ruling(one, case)
        problem = self._problem(one, case, ruling)
        if problem:
            kept = Ruling(Result.KEPT, problem.code)
            return _Judged(self._change(one, case, kept, reason=problem.sentence), problem)
        if ruling.word == _KEY_TAKEN:
            reason = f"Another {one.target.about.sobject} already has this key."
        else:
            reason = tell(ruling, case, one.target.about, is_placeholder=one.proposed.placeholder)
        if ruling.result is Result.WRITTEN and one.proposed.note:
            reason = f"{reason} {one.proposed.note}"
        return _Judged(self._change(one, case, ruling, reason=reason))

    def _case(self, one: Offered) -> Case:
        name, record = one.target.name, self.record
        value = record.fields.get(name) if record else None
        held = self.known.held.get(name, NOTHING)
        if held.value != value:
            # Salesforce may have put what Inlet wrote into another form.
            held = replace(held, value=value)
        other = record.fields.get if record else _nothing
        at, key = self.proposal.event_at, self.proposal.lead_key
        return Case(name, one.offer, held, at, key, record is None, other)

    def _ruling(self, one: Offered, case: Case) -> Ruling:
        if one.target.is_key and alike(self.proposal.person_key) in self.taken_keys:
            return Ruling(Result.KEPT, _KEY_TAKEN)
        return rule_on(case)

    def _problem(self, one: Offered, case: Case, ruling: Ruling) -> Problem | None:
        rule = one.target.rule
        if ruling.word == "too_long":
            return Problem(rule.key, rule.title, too_long(ruling, case), ruling.word)
        if ruling.result is not Result.WRITTEN:
            return None
        if self._is_hidden(one.target.name, one.target.about.sobject):
            return Problem(rule.key, rule.title, _HIDDEN, "unknown_field")
        return one.problem

    def _is_hidden(self, name: str, sobject: str) -> bool:
        """Whether nobody can say what would be overwritten."""
        if self.record is None or not self.record.id or name in self.record.fields:
            return False
        return sobject in self.org.objects and self.org.field(sobject, name) is None

    def _change(self, one: Offered, case: Case, ruling: Ruling, *, reason: str) -> FieldChange:
        before = case.held.value
        return FieldChange(
            field=one.target.name,
            label=one.target.rule.title,
            result=ruling.result,
            before=before,
            raw=one.proposed.raw,
            proposed=one.proposed.value,
            after=ruling.value if ruling.result is Result.WRITTEN else before,
            reason=reason,
            rule=one.target.about.rule,
            guard=ruling.word,
        )


def _nothing(_: str) -> None:
    return None


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
