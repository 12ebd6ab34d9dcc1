"""The agreement for a source, as frozen values: fields, matching, duplicates, routing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Routing alone sets an owner, and Salesforce alone sets the rest (salesforce-facts 7.5, 10.1).
RESERVED_FIELDS = frozenset({"Id", "OwnerId", "Name", "IsConverted", "ConvertedDate",
                             "ConvertedAccountId", "ConvertedContactId",
                             "ConvertedOpportunityId"})  # fmt: skip


class RulesRefused(ValueError):
    """The rules can't be carried out as written; a person has to change the mapping."""


class Ownership(StrEnum):
    """Who owns a field, hence when a lead may overwrite what Salesforce holds."""

    ALWAYS = "always"  # the source owns it
    IF_BLANK = "if_blank"  # Salesforce owns it as soon as it holds something
    WHILE_DEFAULT = "while_default"  # Salesforce owns it once it has left its first value
    ON_CREATE = "on_create"  # the first touch owns it

    @property
    def label(self) -> str:
        """The rule in words, as it stands in a sentence after "Rule: "."""
        return _OWNERSHIP_LABELS[self]


_OWNERSHIP_LABELS = {
    Ownership.ALWAYS: "always write what the source sends",
    Ownership.IF_BLANK: "only if blank",
    Ownership.WHILE_DEFAULT: "never overwrite once it has left its first value",
    Ownership.ON_CREATE: "write once",
}


class MatchKind(StrEnum):
    """What a match rule compares."""

    EMAIL = "email"
    EXTERNAL_ID = "external_id"


class Mode(StrEnum):
    """Whether existing records may be changed at all."""

    CREATE_ONLY = "create_only"
    CREATE_AND_UPDATE = "create_and_update"


class LeadFound(StrEnum):
    """Duplicate policy when the person is a Lead already."""

    UPDATE = "update"
    SKIP = "skip"


class ContactFound(StrEnum):
    """Duplicate policy when the person is a Contact already."""

    UPDATE_CONTACT = "update_contact"
    SKIP = "skip"  # and no Lead is created


class RoutingKind(StrEnum):
    """Who gets a new Lead."""

    CREATOR = "creator"  # the user through whom Inlet is connected
    USER = "user"
    QUEUE = "queue"
    ASSIGNMENT_RULES = "assignment_rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """How one field gets its value: where from, changed how, and who owns it.

    ``source`` is a JMESPath into the canonical lead; "" makes ``default`` a fixed value. An
    empty ``lead_field`` or ``contact_field`` means that the object has no such field.
    ``value_map`` says, in any letter case, which value stands for which after the transforms.
    """

    source: str
    lead_field: str
    contact_field: str = ""
    label: str = ""
    transforms: tuple[str, ...] = ()
    value_map: tuple[tuple[str, str], ...] = ()
    default: str | None = None
    ownership: Ownership

    @property
    def key(self) -> str:
        """The rule's name within its mapping: the API name it writes on a Lead."""
        return self.lead_field or f"Contact.{self.contact_field}"

    @property
    def title(self) -> str:
        """What people see: the label, or the API name."""
        return self.label or self.key

    @property
    def holds_email(self) -> bool:
        """Whether Salesforce keeps the field as an e-mail address, in lower case."""
        return self.lead_field == "Email" or "email" in self.transforms

    def target(self, sobject: str) -> str:
        """The API name this rule writes on a "Lead" or a "Contact"; "" for none."""
        name = self.lead_field if sobject == "Lead" else self.contact_field
        return "" if name in RESERVED_FIELDS else name


@dataclass(frozen=True, slots=True)
class MatchRule:
    """One way to recognise a person. ``field`` is the API name that is compared."""

    kind: MatchKind
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Who gets a new Lead. ``rule_id`` "" means the org's active assignment rule."""

    kind: RoutingKind = RoutingKind.CREATOR
    owner_id: str = ""
    owner_name: str = ""
    rule_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One published version of a mapping.

    ``external_id_field`` is the unique field that names a person on a Lead; "" if the org may
    not have it, and Leads are then created without a key. ``default_status`` is the org's own
    default Lead Status (salesforce-facts 10.1).
    """

    version: int
    fields: tuple[FieldRule, ...]
    match_rules: tuple[MatchRule, ...]
    mode: Mode = Mode.CREATE_AND_UPDATE
    lead_found: LeadFound = LeadFound.UPDATE
    contact_found: ContactFound = ContactFound.UPDATE_CONTACT
    routing: Routing = Routing()
    external_id_field: str = "External_Person_ID__c"
    contact_external_id_field: str = "External_Person_ID__c"
    default_status: str = "New"
    allow_duplicate_save: bool = False

    @property
    def every_field(self) -> tuple[FieldRule, ...]:
        """The mapped fields, and after them the key that Inlet itself keeps on the record."""
        if not self.external_id_field:
            return self.fields
        return (*self.fields, key_rule(self.external_id_field, self.contact_external_id_field))

    def key_field(self, sobject: str) -> str:
        """The API name of the person's key on a "Lead" or a "Contact"; "" for none."""
        if not self.external_id_field:
            return ""
        return self.external_id_field if sobject == "Lead" else self.contact_external_id_field


@lru_cache(maxsize=64)
def key_rule(lead_field: str, contact_field: str) -> FieldRule:
    """The rule for the person's key: filled by Inlet, never in place of another key."""
    return FieldRule(
        source="",
        lead_field=lead_field,
        contact_field=contact_field,
        label="External Person ID",
        ownership=Ownership.IF_BLANK,
    )
