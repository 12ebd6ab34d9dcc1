"""The whole agreement for a source, as one frozen value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from pydantic import ConfigDict

from mappings.strict import STRICT

from .conditions import Condition
from .fields import FieldRule
from .following import CampaignRule, TaskRule
from .owners import Routing
from .ownership import IfBlank
from .people import (
    AccountRule,
    BothFound,
    ContactFound,
    ConvertedFound,
    LeadFound,
    MatchRule,
    Mode,
    OrgRefuses,
    Tiebreaker,
)

TO_CREATOR = Routing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One version of a mapping.

    ``external_id_field`` is the unique field that names a person on a Lead; "" if the org may
    not have it, and Leads are then created without a key. ``default_status`` is the org's own
    default Lead Status (salesforce-facts 10.1). ``contact_when``: a new person whose Account
    fits all of these conditions becomes a Contact of it, () for any Account, None for never.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    fields: tuple[FieldRule, ...] = ()
    match: tuple[MatchRule, ...] = ()
    tiebreakers: tuple[Tiebreaker, ...] = ()
    mode: Mode = Mode.CREATE_AND_UPDATE
    lead_found: LeadFound = LeadFound.UPDATE
    contact_found: ContactFound = ContactFound.UPDATE_CONTACT
    both_found: BothFound = BothFound.LEAD
    converted_found: ConvertedFound = ConvertedFound.FOLLOW
    accounts: tuple[AccountRule, ...] = ()
    contact_when: tuple[Condition, ...] | None = None
    org_refuses: OrgRefuses = OrgRefuses.RESPECT
    routing: Routing = TO_CREATOR
    campaigns: tuple[CampaignRule, ...] = ()
    tasks: tuple[TaskRule, ...] = ()
    external_id_field: str = "External_Person_ID__c"
    contact_external_id_field: str = "External_Person_ID__c"
    default_status: str = "New"

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

    def field(self, key: str) -> FieldRule | None:
        """The rule with this key (``FieldRule.key``), or None."""
        return next((rule for rule in self.fields if rule.key == key), None)


@lru_cache(maxsize=64)
def key_rule(lead_field: str, contact_field: str) -> FieldRule:
    """The rule for the person's key: filled by Inlet, never in place of another key."""
    return FieldRule(
        lead_field=lead_field,
        contact_field=contact_field,
        label="External Person ID",
        ownership=(IfBlank(),),
    )
