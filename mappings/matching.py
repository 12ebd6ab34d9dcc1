"""Whom a lead is about: what to look up in Salesforce, and which record is the person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from connections.crm import Record
from mappings import recognition as say
from mappings.identities import alike
from mappings.rendering import Proposal
from mappings.rules import MatchKind, MatchRule, Rules

_ALWAYS_ON_LEAD = ("Id", "Email", "IsConverted", "ConvertedContactId", "CreatedDate",
                   "OwnerId", "Owner.Name", "Owner.Type")  # fmt: skip
_ALWAYS_ON_CONTACT = ("Id", "Email", "CreatedDate", "OwnerId", "Owner.Name")


@dataclass(frozen=True, slots=True)
class Lookups:
    """What to ask Salesforce: rows with any of these values, and the columns to select.

    ``emails`` goes to Email of Lead and Contact, ``external_ids`` to ``Rules.key_field`` of each.
    The Contacts that converted Leads name in ConvertedContactId are needed too.
    """

    emails: frozenset[str]
    external_ids: frozenset[str]
    lead_fields: tuple[str, ...]
    contact_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordIndex:
    """Rows of one look-up, by (object, field, value as compared), oldest first."""

    by_value: Mapping[tuple[str, str, str], tuple[Record, ...]]
    contacts: Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class Match:
    """Which record is the person, if any, and the sentences that say how it was found.

    A non-empty ``hold`` says why a person has to choose, among ``rivals``. ``contact_ids`` are
    Contacts of the person beside an open Lead. ``taken_keys`` are keys of this person that
    another record of the same object already has, in the form of ``identities.alike``.
    """

    record: Record | None = None
    rule_number: int = 0
    matched_by: str = ""
    looked: str = ""
    contact_ids: tuple[str, ...] = ()
    taken_keys: frozenset[str] = frozenset()
    hold: str = ""
    rivals: tuple[str, ...] = ()


class _Found(NamedTuple):
    """What one match rule found. ``followed`` are the Contacts of the converted Leads."""

    way: say.Way
    open_leads: tuple[Record, ...]
    converted: tuple[Record, ...]
    contacts: tuple[Record, ...]
    followed: tuple[Record, ...]


def lookups(rules: Rules, proposals: Iterable[Proposal]) -> Lookups:
    """The values to look up for a batch, and the columns that deciding will need."""
    kinds = {rule.kind for rule in rules.match_rules}
    emails, keys = set(), set()
    for proposal in proposals:
        emails.add(alike(proposal.email) if MatchKind.EMAIL in kinds else "")
        keys.add(proposal.person_key if rules.external_id_field else "")
    return Lookups(
        frozenset(emails - {""}),
        frozenset(keys - {""}),
        _columns(rules, "Lead", _ALWAYS_ON_LEAD),
        _columns(rules, "Contact", _ALWAYS_ON_CONTACT),
    )


def _columns(rules: Rules, sobject: str, always: tuple[str, ...]) -> tuple[str, ...]:
    mapped = (rule.target(sobject) for rule in rules.every_field)
    return tuple(dict.fromkeys((*always, *(name for name in mapped if name))))


def index_records(rules: Rules, records: Iterable[Record]) -> RecordIndex:
    """The rows in a form that finds a person without looking at everybody's."""
    rows = {record.id: record for record in records}
    by_value: dict[tuple[str, str, str], list[Record]] = {}
    for row in sorted(rows.values(), key=lambda row: (str(row.fields.get("CreatedDate")), row.id)):
        for field in ("Email", rules.key_field(row.sobject)):
            value = alike(str(row.fields.get(field) or ""))
            if field and value:
                by_value.setdefault((row.sobject, field, value), []).append(row)
    contacts = {row.id: row for row in rows.values() if row.sobject == "Contact"}
    return RecordIndex({name: tuple(found) for name, found in by_value.items()}, contacts)


def candidates(rules: Rules, proposals: Sequence[Proposal], index: RecordIndex) -> Match:
    """The record that one person's leads are about, by the match rules in their order.

    An open Lead of any rule comes before a Contact, a converted Lead is its Contact
    (salesforce-facts 7.5). Of several records the one with the person's key is taken; without
    such a one the match is held for a person, never picked.
    """
    ways = _ways(rules, proposals)
    keys = frozenset(alike(proposal.person_key) for proposal in proposals)
    found = [_find(rules, way, index) for way in ways]
    if by_lead := next((each for each in found if each.open_leads), None):
        return _choose_lead(rules, by_lead, keys, index=index)
    if by_contact := next((each for each in found if each.contacts or each.followed), None):
        return _choose_contact(rules, by_contact, keys, index=index)
    if dangling := next((each for each in found if each.converted), None):
        ids = tuple(row.id for row in dangling.converted)
        return _held(dangling, say.contact_is_gone(dangling.way), ids)
    return Match(looked=say.nobody(ways))


def _ways(rules: Rules, proposals: Sequence[Proposal]) -> list[say.Way]:
    numbered = list(enumerate(rules.match_rules, start=1))
    if all(rule.kind is not MatchKind.EXTERNAL_ID for rule in rules.match_rules):
        # The upsert would hit the key's holder anyway, so it has to be known beforehand.
        numbered.append((0, MatchRule(MatchKind.EXTERNAL_ID, rules.external_id_field)))
    ways = []
    for number, rule in numbered:
        by_email = rule.kind is MatchKind.EMAIL
        values = (lead.email if by_email else lead.person_key for lead in proposals)
        distinct = tuple(dict.fromkeys(alike(value) for value in values if alike(value)))
        own_key = not by_email and not any(lead.external_id for lead in proposals)
        if distinct and (by_email or rules.external_id_field):
            ways.append(say.Way(rule.kind, number, distinct, own_key))
    return ways


def _find(rules: Rules, way: say.Way, index: RecordIndex) -> _Found:
    leads = _rows(rules, way, index, sobject="Lead")
    converted = tuple(row for row in leads if row.fields.get("IsConverted"))
    followed_ids = dict.fromkeys(str(row.fields.get("ConvertedContactId")) for row in converted)
    return _Found(
        way,
        tuple(row for row in leads if not row.fields.get("IsConverted")),
        converted,
        _rows(rules, way, index, sobject="Contact"),
        tuple(index.contacts[id_] for id_ in followed_ids if id_ in index.contacts),
    )


def _rows(rules: Rules, way: say.Way, index: RecordIndex, *, sobject: str) -> tuple[Record, ...]:
    field = "Email" if way.kind is MatchKind.EMAIL else rules.key_field(sobject)
    rows = (index.by_value.get((sobject, field, value), ()) for value in way.values)
    return tuple({row.id: row for found in rows for row in found}.values())


def _choose_lead(rules: Rules, found: _Found, keys: frozenset[str], *, index: RecordIndex) -> Match:
    chosen = _only(found.open_leads, keys, rules.key_field("Lead"))
    if chosen is None:
        hold = say.several("Lead", len(found.open_leads), found.way)
        return _held(found, hold, tuple(row.id for row in found.open_leads))
    looked = say.lead_found(
        found.way,
        open_leads=len(found.open_leads),
        converted=len(found.converted),
        contacts=len(found.contacts),
    )
    return Match(
        record=chosen,
        rule_number=found.way.number,
        matched_by=found.way.name,
        looked=looked,
        contact_ids=tuple(row.id for row in found.contacts),
        taken_keys=_taken(rules, chosen, keys, index=index),
    )


def _choose_contact(
    rules: Rules, found: _Found, keys: frozenset[str], *, index: RecordIndex
) -> Match:
    contacts = tuple({row.id: row for row in (*found.contacts, *found.followed)}.values())
    chosen = _only(contacts, keys, rules.key_field("Contact"))
    if chosen is None:
        hold = say.several("Contact", len(contacts), found.way)
        return _held(found, hold, tuple(row.id for row in contacts))
    looked = say.contact_found(found.way, contacts=len(contacts), followed=chosen in found.followed)
    return Match(
        record=chosen,
        rule_number=found.way.number,
        matched_by=found.way.name,
        looked=looked,
        taken_keys=_taken(rules, chosen, keys, index=index),
    )


def _only(rows: tuple[Record, ...], keys: frozenset[str], key_field: str) -> Record | None:
    if len(rows) == 1:
        return rows[0]
    ours = [row for row in rows if alike(str(row.fields.get(key_field) or "")) in keys]
    return ours[0] if len(ours) == 1 else None


def _taken(
    rules: Rules, chosen: Record, keys: frozenset[str], *, index: RecordIndex
) -> frozenset[str]:
    field = rules.key_field(chosen.sobject)
    return frozenset(
        key
        for key in keys
        if any(row.id != chosen.id for row in index.by_value.get((chosen.sobject, field, key), ()))
    )


def _held(found: _Found, hold: str, rivals: tuple[str, ...]) -> Match:
    return Match(
        rule_number=found.way.number,
        matched_by=found.way.name,
        looked=hold,
        hold=hold,
        rivals=rivals,
    )
