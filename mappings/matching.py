"""Which record a person is: what the match rules found, judged in their order. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from connections.crm import Record
from mappings import recognition as say
from mappings.accounts import AccountFound, account_of, find_account
from mappings.indexing import RecordIndex, contact_of
from mappings.proposals import Proposal
from mappings.ranking import rank
from mappings.rules import Rules
from mappings.ways import Found, Someone, find_all, someone, wanted


@dataclass(frozen=True, slots=True)
class Match:
    """Which record is the person, if any, and the sentences that say how it was found.

    ``record`` is the open Lead, or if there is none the Contact; ``lead`` and ``contact`` are
    what was found on each object. A non-empty ``hold`` says why a person has to choose, among
    ``rivals``. ``why`` says what else decided: over which others it was taken, which Account.

    ``other`` is the whole match in which the Contact is meant, where an open Lead was found too.
    ``converted`` is a converted Lead of the person, ``followed`` that ``record`` is the Contact
    it became; ``is_dangling`` that such a Contact can't be found. ``taken_keys`` are keys of this
    person that a Lead other than ``lead`` has, in the form of ``identities.alike``;
    ``contact_taken_keys`` likewise.
    """

    record: Record | None = None
    rule_number: int = 0
    matched_by: str = ""
    looked: str = ""
    contact_ids: tuple[str, ...] = ()
    taken_keys: frozenset[str] = frozenset()
    hold: str = ""
    rivals: tuple[Record, ...] = ()
    why: tuple[str, ...] = ()
    lead: Record | None = None
    contact: Record | None = None
    other: Match | None = None
    converted: Record | None = None
    followed: bool = False
    is_dangling: bool = False
    contact_taken_keys: frozenset[str] = frozenset()
    account: Record | None = None
    account_trouble: str = ""


class _Same(TypedDict):
    """What doesn't depend on whether the Lead or the Contact is meant."""

    taken_keys: frozenset[str]
    contact_taken_keys: frozenset[str]
    converted: Record | None
    account: Record | None
    account_trouble: str


def candidates(rules: Rules, proposals: Sequence[Proposal], index: RecordIndex) -> Match:
    """The record that one person's leads are about, by the match rules in their order.

    An open Lead of any rule comes before a Contact, a converted Lead is its Contact
    (salesforce-facts 7.5). Of several records the one with the person's key is taken, then the
    rules' tiebreakers decide; where they leave several, a person does. Never chance.
    """
    person = someone(rules, proposals, index)
    found = find_all(person)
    by_lead = next((each for each in found if each.open_leads), None)
    by_contact = next((each for each in found if each.contacts or each.followed), None)
    contact = _choose_contact(person, by_contact) if by_contact else None
    if by_lead:
        chosen = _choose_lead(person, by_lead)
        chosen = replace(chosen, contact=contact.contact if contact else None, other=contact)
    else:
        chosen = contact or _nobody(person, found)
    converted = next((row for each in found for row in each.converted), None)
    return _completed(person, chosen, converted=converted)


def _choose_lead(person: Someone, found: Found) -> Match:
    ranked = rank(person.rules, found.open_leads, person.own_keys)
    chosen = ranked.winner
    if chosen is None:
        hold = say.several("Lead", len(found.open_leads), found.way, level=len(ranked.level))
        return _held(found, hold, ranked.level, why=ranked.why)
    looked = say.lead_found(
        found.way,
        open_leads=len(found.open_leads),
        converted=len(found.converted),
        contacts=len(found.contacts),
        chosen=ranked.chosen,
    )
    return Match(
        record=chosen,
        rule_number=found.way.number,
        matched_by=found.way.name,
        looked=looked,
        contact_ids=tuple(row.id for row in found.contacts),
        why=ranked.why,
        lead=chosen,
    )


def _choose_contact(person: Someone, found: Found) -> Match:
    contacts = tuple({row.id: row for row in (*found.contacts, *found.followed)}.values())
    ranked = rank(person.rules, contacts, person.own_keys)
    chosen = ranked.winner
    if chosen is None:
        hold = say.several("Contact", len(contacts), found.way, level=len(ranked.level))
        return _held(found, hold, ranked.level, why=ranked.why)
    followed = any(row.id == chosen.id for row in found.followed)
    looked = say.contact_found(
        found.way,
        contacts=len(contacts),
        followed=followed,
        chosen=ranked.chosen,
        open_leads=len(found.open_leads),
    )
    return Match(
        record=chosen,
        rule_number=found.way.number,
        matched_by=found.way.name,
        looked=looked,
        why=ranked.why,
        contact=chosen,
        followed=followed,
    )


def _nobody(person: Someone, found: Sequence[Found]) -> Match:
    dangling = next((each for each in found if each.converted), None)
    if dangling is None:
        return Match(looked=say.nobody([each.way for each in found], wanted(person.rules)))
    held = _held(dangling, say.contact_is_gone(dangling.way), dangling.converted)
    return replace(held, is_dangling=True)


def _held(
    found: Found, hold: str, rivals: tuple[Record, ...], *, why: tuple[str, ...] = ()
) -> Match:
    return Match(
        rule_number=found.way.number,
        matched_by=found.way.name,
        looked=hold,
        hold=hold,
        rivals=rivals,
        why=why,
    )


def _completed(person: Someone, match: Match, *, converted: Record | None) -> Match:
    """The match with what doesn't depend on who was chosen: keys, Account, merges."""
    account = _account(person, match)
    merged = _merged_into(person, converted)
    same = _Same(
        taken_keys=_taken(person, "Lead", match.lead),
        contact_taken_keys=_taken(person, "Contact", match.contact),
        converted=converted,
        account=account.account,
        account_trouble=account.sentence if account.is_trouble else "",
    )
    other = match.other
    if other:
        other = replace(other, **same, why=_why(other, account, merged))
    return replace(match, **same, other=other, why=_why(match, account, merged))


def _why(match: Match, account: AccountFound, merged: Collection[str]) -> tuple[str, ...]:
    record = match.record
    further = say.merged(record) if record and record.id in merged else ""
    return tuple(sentence for sentence in (*match.why, further, account.sentence) if sentence)


def _merged_into(person: Someone, converted: Record | None) -> set[str]:
    """The ids of what is left of this person's records that were merged."""
    ids = [*person.earlier_ids, *([contact_of(converted)] if converted else [])]
    merged = [person.index.survivor(one) for one in ids if one in person.index.survivors]
    return {row.id for row in merged if row}


def _account(person: Someone, match: Match) -> AccountFound:
    own = match.contact and account_of(match.contact, person.index)
    return AccountFound(own) if own else find_account(person.rules, person.leads, person.index)


def _taken(person: Someone, sobject: str, chosen: Record | None) -> frozenset[str]:
    field = person.rules.key_field(sobject)
    holders = {key: person.index.rows(sobject, field, key) for key in person.own_keys}
    but = chosen.id if chosen else ""
    return frozenset(key for key, rows in holders.items() if any(row.id != but for row in rows))
