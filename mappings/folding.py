"""The leads of one person become one write, as if they had been sent one by one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connections.crm import Record, Write
from mappings.decisions import Action, Decision, decide
from mappings.matching import Match
from mappings.rendering import Proposal
from mappings.rules import Rules

_CREATE = Action.CREATE_LEAD


def fold(
    rules: Rules, proposals: Sequence[Proposal], match: Match, *, ref: str
) -> tuple[list[Decision], Write | None]:
    """One decision per lead, in their order, and the one write they add up to, if any.

    Each lead is decided against the record as the leads before it leave it. One call to
    Salesforce can't hold a record or a key twice (salesforce-facts 5.2), hence one write.
    ``ref`` becomes the write's own.
    """
    decisions = []
    for proposal in proposals:
        decision = decide(rules, proposal, match)
        decisions.append(decision)
        match = _after(match, decision)
    return decisions, _merged(rules, decisions, ref)


def _after(match: Match, decision: Decision) -> Match:
    """What the next lead of this person finds, once the decision is carried out."""
    if decision.action is _CREATE:
        return Match(
            record=Record("Lead", "", dict(decision.fields_to_write)),
            matched_by="a lead that came just before",
            looked="An earlier lead of the same person goes into the same write.",
        )
    if match.record is None or not decision.fields_to_write:
        return match
    fields = {**match.record.fields, **decision.fields_to_write}
    return replace(match, record=replace(match.record, fields=fields))


def _merged(rules: Rules, decisions: Sequence[Decision], ref: str) -> Write | None:
    writing = [each for each in decisions if each.fields_to_write or each.action is _CREATE]
    if not writing:
        return None
    first = writing[0]
    is_new = first.action is _CREATE
    return Write(
        ref=ref,
        sobject=first.sobject,
        fields={name: value for each in writing for name, value in each.fields_to_write.items()},
        record_id=first.record_id,
        external_id_field=rules.external_id_field if is_new else "",
        auto_assign=first.auto_assign,
        allow_save=rules.allow_duplicate_save,
    )
