"""The fields of an org that a proposal may write, in the form in which they are compared. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from connections.crm import Field, SObject
from mappings.rules import RESERVED_FIELDS

from .aliases import STANDARD
from .meanings import concept_of
from .words import bare, plain

# What Salesforce puts together or keeps by itself; references are ids of other records.
_UNWRITTEN = frozenset({"address", "location", "base64", "anyType", "id", "complexvalue"})
# A Contact's name for what a Lead calls otherwise (salesforce-facts 10.1, 10.2).
_ON_CONTACT = {
    "Street": "MailingStreet", "City": "MailingCity", "State": "MailingState",
    "StateCode": "MailingStateCode", "PostalCode": "MailingPostalCode",
    "Country": "MailingCountry", "CountryCode": "MailingCountryCode",
}  # fmt: skip
_ON_LEAD = {contact: lead for lead, contact in _ON_CONTACT.items()}
# Where an org keeps codes, the code is written and Salesforce fills in the label.
_CODES = {"Country": "CountryCode", "State": "StateCode", "MailingCountry": "MailingCountryCode",
          "MailingState": "MailingStateCode"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """A field's meaning ("" for none known) and what it is called, as names are compared."""

    concept: str
    called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """One field on a Lead, a Contact or both; ``field`` is the one that is looked at."""

    lead: str
    contact: str
    field: Field
    names: Names

    @property
    def key(self) -> str:
        """As ``FieldRule.key`` has it."""
        return self.lead or f"Contact.{self.contact}"


def targets_of(objects: Mapping[str, SObject], taken: Iterable[str] = ()) -> tuple[Target, ...]:
    """The fields that may be written and that none of ``taken`` (``Target.key``) is, those of
    Leads first.
    """
    leads, contacts = _writable(objects, "Lead"), _writable(objects, "Contact")
    used, found = set(taken), []
    for name, field in leads.items():
        contact = _ON_CONTACT.get(name, name)
        pair = contact if _is_alike(field, contacts.get(contact)) else ""
        found.append(Target(name, pair, field, names_of(field)))
    paired = {one.contact for one in found}
    for name, field in contacts.items():
        if name not in paired and _ON_LEAD.get(name, name) not in leads:
            found.append(Target("", name, field, names_of(field)))
    return tuple(one for one in found if not used & {one.key, f"Contact.{one.contact}"})


@lru_cache(maxsize=8192)
def names_of(field: Field) -> Names:
    """The names of a field; kept, since the describe of an org seldom changes."""
    concept = STANDARD.get(field.name, "")
    if not concept and is_custom(field):
        concept = concept_of(field.label) or concept_of(field.name)
    called = (plain(field.label), plain(field.name), "" if concept else bare(field.label))
    return Names(concept, tuple(dict.fromkeys(one for one in called if one)))


def is_custom(field: Field) -> bool:
    """Whether an admin made it; a describe that was kept long ago doesn't say."""
    return field.custom or field.name.endswith("__c")


def _writable(objects: Mapping[str, SObject], sobject: str) -> Mapping[str, Field]:
    known = objects.get(sobject)
    if known is None:
        return {}
    free = {name: one for name, one in known.fields.items() if _may_write(one)}
    return {name: one for name, one in free.items() if _CODES.get(name) not in free}


def _may_write(field: Field) -> bool:
    if field.name in RESERVED_FIELDS or field.type in _UNWRITTEN or field.calculated:
        return False
    if field.type == "reference" and field.reference_to != ("User",):
        return False
    return field.createable and field.updateable


def _is_alike(field: Field, other: Field | None) -> bool:
    """Whether one rule can write both: the same type, or texts."""
    if other is None:
        return False
    texts = {"string", "textarea"}
    return other.type == field.type or {field.type, other.type} <= texts
