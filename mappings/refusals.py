"""The org's own duplicate rule refused a write: what the agreement says about that. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from connections.crm import Record
from connections.errors import ErrorClass, Failure
from connections.record_ids import full_id
from mappings.decisions import Action, Candidate, Decision
from mappings.matching import Match
from mappings.rules import ContactFound, LeadFound, OrgRefuses, Rules

_PEOPLE = ("Lead", "Contact")
_SAID = "Salesforce’s duplicate rule says that this person is there already"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done about a refusal. With ``again``, record ids, these are read again and the lead
    is decided as if they had been found; without, the lead is held among the ``candidates``.
    """

    sentence: str
    fix: str = ""
    candidates: tuple[Candidate, ...] = ()
    again: tuple[str, ...] = ()


def after_duplicate(
    rules: Rules, decision: Decision, failures: Sequence[Failure]
) -> Verdict | None:
    """The verdict on a write of this decision; None if no duplicate rule refused it."""
    refusals = [one for one in failures if one.kind is ErrorClass.DUPLICATE_RULE]
    if not refusals:
        return None
    ids = dict.fromkeys(full_id(id_) for one in refusals for id_ in one.matched_ids)
    others = [Candidate.of_id(one) for one in ids if one != decision.record_id]
    people = tuple(one for one in others if one.sobject in _PEOPLE)
    if rules.org_refuses is OrgRefuses.USE_MATCHED:
        return _use_matched(people)
    if rules.org_refuses is OrgRefuses.SAVE_ANYWAY:
        return Verdict(
            f"{_SAID}, and blocks the save. A block can’t be overridden.",
            "Update the record that is there, or ask the org’s admin to exempt Inlet’s user.",
            people,
        )
    return Verdict(
        f"{_SAID}{_shown(people)}. The rule says that a person decides.",
        "Choose the record that is meant, or let the mapping save anyway.",
        people,
    )


def matched_by_org(record: Record) -> Match:
    """The match of a lead whose person the org's duplicate rule found. A converted Lead can't
    be written: its Contact is what is meant.
    """
    is_lead = record.sobject == "Lead"
    return Match(
        record=record,
        matched_by="the org’s duplicate rule",
        looked=f"The org’s duplicate rule named this {record.sobject} when Inlet created another.",
        lead=record if is_lead else None,
        contact=None if is_lead else record,
    )


def using_matched(rules: Rules) -> Rules:
    """The rules by which such a lead is decided: its person is not made a second time."""
    lead, contact = rules.lead_found, rules.contact_found
    return replace(
        rules,
        lead_found=LeadFound.UPDATE if lead is LeadFound.CREATE_ANYWAY else lead,
        contact_found=(
            ContactFound.UPDATE_CONTACT if contact is ContactFound.CREATE_LEAD else contact
        ),
    )


def held_by_org(decision: Decision, verdict: Verdict) -> Decision:
    """The decision as a hold that shows the records which the org named."""
    return replace(
        decision,
        action=Action.HOLD,
        reason=verdict.sentence,
        candidates=verdict.candidates,
        follow=(),
    )


def _use_matched(people: tuple[Candidate, ...]) -> Verdict:
    if len(people) == 1:
        return Verdict(f"{_SAID}. The rule says to use that record.", again=(people[0].id,))
    if not people:
        return Verdict(
            f"{_SAID}, but doesn’t show which record it is.",
            "Let Inlet’s user see that record, or merge the two in Salesforce.",
        )
    return Verdict(
        f"{_SAID}{_shown(people)}. Inlet never picks one at random.",
        "Choose the record that is meant.",
        people,
    )


def _shown(people: tuple[Candidate, ...]) -> str:
    if not people:
        return ""
    return " as one record" if len(people) == 1 else f" as {len(people)} records"
