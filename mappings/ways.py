"""The match rules at work: which records each of them finds for one person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from connections.crm import Record
from mappings.companies import alike_companies
from mappings.identities import alike
from mappings.indexing import RecordIndex, contact_of
from mappings.lookups import addresses
from mappings.plain_text import name_key
from mappings.proposals import Proposal
from mappings.recognition import Compared, Way
from mappings.rules import ByCompanyAndName, ByEmail, ByExternalId, ByPhone, MatchRule, Rules
from mappings.spellings import begins_alike, name_spellings, phone_spellings

_OBJECTS = ("Lead", "Contact")
_COMPANY = {"Lead": "Company", "Contact": "Account.Name"}


class Found(NamedTuple):
    """What one way found, oldest first. ``followed`` are the Contacts of converted Leads."""

    way: Way
    open_leads: tuple[Record, ...]
    converted: tuple[Record, ...]
    contacts: tuple[Record, ...]
    followed: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Someone:
    """The leads of one person, its keys and addresses as they are compared, and where to look.

    ``earlier_ids`` are records in which earlier leads with one of the addresses ended.
    """

    rules: Rules
    leads: Sequence[Proposal]
    index: RecordIndex
    own_keys: frozenset[str]
    emails: tuple[str, ...]
    earlier_ids: tuple[str, ...]


def someone(rules: Rules, leads: Sequence[Proposal], index: RecordIndex) -> Someone:
    """The person whose leads these are."""
    emails = tuple(dict.fromkeys(one for lead in leads for one in addresses(lead)))
    known = index.wanted.known
    return Someone(
        rules,
        leads,
        index,
        own_keys=frozenset(alike(lead.person_key) for lead in leads) - {""},
        emails=emails,
        earlier_ids=tuple(sorted({one for email in emails for one in known.get(email, ())})),
    )


def find_all(person: Someone) -> list[Found]:
    """What each match rule finds, in their order; a rule without anything to compare is left out.

    Last, if no rule compares it, comes the person's key: an upsert would hit its holder anyway.
    """
    found = []
    numbered: list[tuple[int, MatchRule]] = list(enumerate(person.rules.match, start=1))
    if not any(isinstance(rule, ByExternalId) for rule in person.rules.match):
        numbered.append((0, ByExternalId()))
    for number, rule in numbered:
        for compared, values, rows in _searches(person, rule):
            if values:
                found.append(_split(person, Way(compared, number, values > 1), rows))
    return found


def wanted(rules: Rules) -> tuple[Compared, ...]:
    """What the rules compare, in their order."""
    return tuple(_compared(rule) for rule in rules.match)


def _searches(person: Someone, rule: MatchRule) -> Iterator[tuple[Compared, int, list[Record]]]:
    """What is compared, how many values of the person's, and the records that have one of them."""
    if isinstance(rule, ByEmail):
        emails = person.emails
        yield Compared.EMAIL, len(emails), _by_email(person, rule, emails)
        known = person.index.wanted.known if rule.earlier else {}
        ids = sorted({one for email in emails for one in known.get(email, ())})
        yield (
            Compared.EARLIER,
            len([email for email in emails if email in known]),
            [row for one in ids if (row := person.index.survivor(one))],
        )
    elif isinstance(rule, ByExternalId):
        keys = sorted(person.own_keys) if person.rules.external_id_field else []
        own = not any(lead.external_id for lead in person.leads)
        yield Compared.OWN_KEY if own else Compared.EXTERNAL_ID, len(keys), _by_key(person, keys)
    elif isinstance(rule, ByPhone):
        found = [_by_phone(person, rule, lead) for lead in person.leads]
        phones = {one for lead in person.leads for one in lead.phones}
        yield _compared(rule), len(phones), [row for rows in found for row in rows]
    else:
        named = [lead for lead in person.leads if name_key(lead.last_name) and lead.company]
        names = {(name_key(lead.last_name), alike(lead.company)) for lead in named}
        found = [_by_company(person, rule, lead) for lead in named]
        yield Compared.COMPANY, len(names), [row for rows in found for row in rows]


def _compared(rule: MatchRule) -> Compared:
    if isinstance(rule, ByPhone):
        return Compared.PHONE_AND_NAME if rule.and_last_name else Compared.PHONE
    if isinstance(rule, ByCompanyAndName):
        return Compared.COMPANY
    return Compared.EMAIL if isinstance(rule, ByEmail) else Compared.EXTERNAL_ID


def _by_email(person: Someone, rule: ByEmail, emails: Iterable[str]) -> list[Record]:
    return [
        row
        for email in emails
        for sobject in _OBJECTS
        for field in person.index.columns[rule, sobject]
        for row in person.index.rows(sobject, field, email)
    ]


def _by_key(person: Someone, keys: Iterable[str]) -> list[Record]:
    return [
        row
        for key in keys
        for sobject in _OBJECTS
        for row in person.index.rows(sobject, person.rules.key_field(sobject), key)
    ]


def _by_phone(person: Someone, rule: ByPhone, lead: Proposal) -> list[Record]:
    last_name = name_key(lead.last_name)
    if rule.and_last_name and not last_name:
        return []
    return [
        row
        for phone in lead.phones
        for spelt in phone_spellings(phone)
        for sobject in _OBJECTS
        for field in person.index.columns[rule, sobject]
        for row in person.index.rows(sobject, field, spelt)
        if not rule.and_last_name or name_key(_text(row, "LastName")) == last_name
    ]


def _by_company(person: Someone, rule: ByCompanyAndName, lead: Proposal) -> list[Record]:
    return [
        row
        for spelt in name_spellings(lead.last_name)
        for sobject in _OBJECTS
        for row in person.index.rows(sobject, "LastName", spelt)
        if alike_companies(lead.company, _text(row, _COMPANY[sobject]), rule.likeness)
        and begins_alike(lead.company, _text(row, _COMPANY[sobject]))
    ]


def _split(person: Someone, way: Way, rows: Iterable[Record]) -> Found:
    each = sorted({row.id: row for row in rows}.values(), key=_age)
    leads = [row for row in each if row.sobject == "Lead"]
    converted = [row for row in leads if row.fields.get("IsConverted")]
    contacts = [row for row in each if row.sobject == "Contact"]
    followed = [row for lead in converted for row in became(lead, person.index, besides=contacts)]
    return Found(
        way,
        tuple(row for row in leads if not row.fields.get("IsConverted")),
        tuple(converted),
        tuple(contacts),
        tuple({row.id: row for row in followed}.values()),
    )


def became(
    lead: Record, index: RecordIndex, *, besides: Sequence[Record] = ()
) -> tuple[Record, ...]:
    """The Contact that a converted Lead became, also where it was merged into another since.

    If it is gone, the Contacts that have the Lead's address (salesforce-facts 7.5), unless the
    person has Contacts ``besides``.
    """
    contact = index.survivor(contact_of(lead))
    if contact is not None:
        return (contact,)
    email = alike(_text(lead, "Email"))
    return index.rows("Contact", "Email", email) if email and not besides else ()


def _age(row: Record) -> tuple[str, str]:
    return _text(row, "CreatedDate"), row.id


def _text(row: Record, field: str) -> str:
    return str(row.fields.get(field) or "")
