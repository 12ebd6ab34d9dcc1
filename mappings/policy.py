"""The duplicate policy: which record is meant, and what may be done about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from connections.crm import Record
from connections.record_ids import full_id
from mappings.conditions import all_hold
from mappings.identities import alike
from mappings.lookups import lookups
from mappings.matching import Match
from mappings.observing import moment_of
from mappings.proposals import Intent, Proposal
from mappings.rules import BothFound, ContactFound, ConvertedFound, LeadFound, Mode, Rules

_AFTER = "inlet-after-"
_ONLY_UPDATE = "The rule says only to update what is there."
_UNFINDABLE = (
    "An earlier try may have created this Lead; Salesforce’s answer never came. No match rule can "
    "find it, and Inlet never makes a second one. Look for it in Salesforce, then send this again."
)
_SKEW = timedelta(minutes=5)


class Action(StrEnum):
    """What is done about a lead."""

    CREATE_LEAD = "create_lead"
    UPDATE_LEAD = "update_lead"
    CREATE_CONTACT = "create_contact"
    UPDATE_CONTACT = "update_contact"
    SKIP = "skip"  # a rule says to leave the record alone
    HOLD = "hold"  # a person has to look at it


CREATES = frozenset({Action.CREATE_LEAD, Action.CREATE_CONTACT})
UPDATES = frozenset({Action.UPDATE_LEAD, Action.UPDATE_CONTACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What the policy wants. ``match`` is the one whose record is meant, with ``rivals`` those
    among whom a person chooses. ``sentence`` says why, as far as the action doesn't.
    ``anyway``: a Lead is created in spite of another one.
    """

    action: Action
    match: Match
    sentence: str = ""
    rivals: tuple[Record, ...] = ()
    anyway: bool = False


def aim(rules: Rules, proposal: Proposal, match: Match, *, intended: bool = False) -> Aim:
    """What the policy wants done about a lead. ``intended``: an earlier try meant to create."""
    if intended and match.record is not None and is_own_creation(rules, proposal, match.record):
        return _update(match)
    if match.other is not None:
        meant = _both(rules, match, match.other)
        if isinstance(meant, Aim):
            return _allowed(rules, meant)
        match = meant
    return _allowed(rules, _wanted(rules, proposal, match, intended=intended))


def is_own_creation(rules: Rules, proposal: Proposal, record: Record) -> bool:
    """Whether an earlier try of this lead created the record: by the key that it would have
    given it, or without keys by who created it and when.
    """
    if not rules.external_id_field:
        return proposal.intent is not None and _is_made_by(record, proposal.intent)
    kept = alike(str(record.fields.get(rules.key_field(record.sobject)) or ""))
    own = (proposal.person_key, lead_key(proposal))
    return bool(kept) and (kept in map(alike, own) or kept.startswith(_AFTER))


def _is_made_by(record: Record, intent: Intent) -> bool:
    """Whether our user created it since then; two clocks may differ by minutes."""
    made_at = moment_of(record.fields.get("CreatedDate"))
    ours = full_id(str(record.fields.get("CreatedById") or "")) == full_id(intent.user_id)
    return ours and bool(intent.user_id) and made_at is not None and made_at >= intent.at - _SKEW


def own_key(proposal: Proposal, match: Match, *, sobject: str, anyway: bool) -> str:
    """The key for a new record: the person's, unless another record has it.

    A Lead ``anyway`` has one of its own. A Lead after a converted one has a key that follows
    from that one, so that two leads of the person make one record.
    """
    if anyway:
        return lead_key(proposal)
    taken = match.taken_keys if sobject == "Lead" else match.contact_taken_keys
    if alike(proposal.person_key) not in taken:
        return proposal.person_key
    if sobject == "Lead" and match.converted:
        return f"{_AFTER}{match.converted.id}".lower()
    return lead_key(proposal)


def lead_key(proposal: Proposal) -> str:
    """A key that is this one lead's."""
    return f"inlet-lead-{proposal.lead_key}"


def _both(rules: Rules, lead: Match, contact: Match) -> Match | Aim:
    """The match that is meant when the person is an open Lead and a Contact."""
    if rules.both_found is BothFound.HOLD:
        found = (*_found(lead), *_found(contact))
        return _hold(
            lead,
            "This person is an open Lead and a Contact. The rule says that a person decides.",
            found,
        )
    begins_anew = contact.followed and rules.converted_found is ConvertedFound.CREATE_LEAD
    if begins_anew or rules.contact_found is ContactFound.CREATE_LEAD:
        return lead  # where Leads are made of Contacts, the open Lead is what was made
    return lead if rules.both_found is BothFound.LEAD else contact


def _wanted(rules: Rules, proposal: Proposal, match: Match, *, intended: bool) -> Aim:
    if match.is_dangling and rules.converted_found is not ConvertedFound.FOLLOW:
        return _converted(rules, match)
    kind = _kind(match)
    if kind == "Lead":
        return _lead_found(rules, match, intended=intended)
    if match.followed and rules.converted_found is not ConvertedFound.FOLLOW:
        return _converted(rules, match)
    if kind == "Contact":
        return _contact_found(rules, match)
    if match.hold:
        return _hold(match, match.hold, match.rivals)
    if intended and not rules.external_id_field and not lookups(rules, [proposal]).is_of_people:
        return _hold(match, _UNFINDABLE, ())
    return _new(rules, proposal, match)


def _kind(match: Match) -> str:
    """ "Lead" or "Contact", also where several tie; "" for nobody or for a mixture."""
    if match.record is not None:
        return match.record.sobject
    kinds = {one.sobject for one in match.rivals} if match.hold and not match.is_dangling else set()
    return kinds.pop() if len(kinds) == 1 else ""


def _new(rules: Rules, proposal: Proposal, match: Match) -> Aim:
    if rules.contact_when is None or match.account is None:
        return Aim(action=Action.CREATE_LEAD, match=match)
    fits = all_hold(rules.contact_when, values=match.account.fields, lead=proposal.lead)
    return Aim(action=Action.CREATE_CONTACT if fits else Action.CREATE_LEAD, match=match)


def _lead_found(rules: Rules, match: Match, *, intended: bool) -> Aim:
    if rules.lead_found is LeadFound.SKIP:
        said = "This person is already a Lead. The rule says an existing Lead is left alone."
        return Aim(action=Action.SKIP, match=match, sentence=said)
    if rules.lead_found is LeadFound.UPDATE:
        return _update(match)
    if intended and not rules.external_id_field:
        said = "An earlier try may have created this Lead; Salesforce’s answer never came. "
        return _hold(match, f"{said}Without a key field only a person can tell.", _found(match))
    said = "This person is already a Lead. The rule says to create another one anyway."
    return Aim(action=Action.CREATE_LEAD, match=match, sentence=said, anyway=True)


def _contact_found(rules: Rules, match: Match) -> Aim:
    if rules.contact_found is ContactFound.SKIP:
        said = "This person is already a Contact. The rule says no Lead is created."
        return Aim(action=Action.SKIP, match=match, sentence=said)
    if rules.contact_found is ContactFound.UPDATE_CONTACT:
        return _update(match)
    said = "This person is already a Contact. The rule says to create a Lead too."
    return Aim(action=Action.CREATE_LEAD, match=match, sentence=said)


def _converted(rules: Rules, match: Match) -> Aim:
    if rules.converted_found is ConvertedFound.SKIP:
        said = "This person’s Lead was converted. The rule says nothing is written then."
        return Aim(action=Action.SKIP, match=match, sentence=said)
    said = "This person’s Lead was converted. The rule says to create a new one."
    return Aim(action=Action.CREATE_LEAD, match=match, sentence=said)


def _update(match: Match) -> Aim:
    """The record is to be updated, or a person chooses among several."""
    if match.record is None:
        return _hold(match, match.hold, match.rivals)
    is_lead = match.record.sobject == "Lead"
    return Aim(action=Action.UPDATE_LEAD if is_lead else Action.UPDATE_CONTACT, match=match)


def _allowed(rules: Rules, wanted: Aim) -> Aim:
    """The aim, unless the mode forbids it."""
    match = wanted.match
    if rules.mode is Mode.UPDATE_ONLY and wanted.action in CREATES:
        nobody = match.record is None and not match.hold
        said = "Not in Salesforce yet." if nobody else wanted.sentence.partition(" The rule")[0]
        return Aim(action=Action.SKIP, match=match, sentence=f"{said} {_ONLY_UPDATE}")
    found = _kind(match)
    if rules.mode is Mode.CREATE_ONLY and found and wanted.action not in CREATES | {Action.SKIP}:
        said = f"This person is already a {found}. The rule says only to create new Leads."
        return Aim(action=Action.SKIP, match=match, sentence=said)
    return wanted


def _hold(match: Match, sentence: str, rivals: tuple[Record, ...]) -> Aim:
    return Aim(action=Action.HOLD, match=match, sentence=sentence, rivals=rivals)


def _found(match: Match) -> tuple[Record, ...]:
    return (match.record,) if match.record is not None else match.rivals
