"""What a Lead hands over when it is converted (salesforce-facts 7.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from .refusals import Refusal, Refused
from .saving import CONVERTED

# Lead field → Contact field, as Salesforce's own conversion carries them.
TO_CONTACT: Mapping[str, str] = {
    "FirstName": "FirstName",
    "LastName": "LastName",
    "Salutation": "Salutation",
    "Title": "Title",
    "Email": "Email",
    "Phone": "Phone",
    "MobilePhone": "MobilePhone",
    "Fax": "Fax",
    "LeadSource": "LeadSource",
    "Description": "Description",
    "HasOptedOutOfEmail": "HasOptedOutOfEmail",
    "HasOptedOutOfFax": "HasOptedOutOfFax",
    "DoNotCall": "DoNotCall",
    "Street": "MailingStreet",
    "City": "MailingCity",
    "State": "MailingState",
    "PostalCode": "MailingPostalCode",
    "Country": "MailingCountry",
}
TO_ACCOUNT: Mapping[str, str] = {
    "Company": "Name",
    "Industry": "Industry",
    "AnnualRevenue": "AnnualRevenue",
    "NumberOfEmployees": "NumberOfEmployees",
    "Website": "Website",
    "Phone": "Phone",
    "LeadSource": "AccountSource",
    "Street": "BillingStreet",
    "City": "BillingCity",
    "State": "BillingState",
    "PostalCode": "BillingPostalCode",
    "Country": "BillingCountry",
}
_FIRST_STAGE = "Prospecting"
_CLOSES_IN = timedelta(days=90)


def check_convertible(lead: Mapping[str, Any]) -> None:
    """Raise Refused for a Lead that is converted or deleted already."""
    if lead.get("IsConverted"):
        raise Refused(CONVERTED)
    if lead.get("IsDeleted"):
        raise Refused(Refusal("ENTITY_IS_DELETED", "entity is deleted"))


def contact_of(lead: Mapping[str, Any], carried: Iterable[str] = ()) -> dict[str, Any]:
    """The values of the Contact. `carried`: custom fields that an admin has mapped."""
    pairs = {**TO_CONTACT, **{name: name for name in carried}}
    return _handed_over(lead, pairs)


def account_of(lead: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the Account."""
    return _handed_over(lead, TO_ACCOUNT)


def opportunity_of(name: str, today: date) -> dict[str, Any]:
    """The values of the Opportunity."""
    closes = (today + _CLOSES_IN).isoformat()
    return {"Name": name, "StageName": _FIRST_STAGE, "CloseDate": closes}


def _handed_over(lead: Mapping[str, Any], pairs: Mapping[str, str]) -> dict[str, Any]:
    return {to: lead[name] for name, to in pairs.items() if lead.get(name) is not None}


def blanks_filled(existing: Mapping[str, Any], offered: Mapping[str, Any]) -> dict[str, Any]:
    """What an existing record takes over: only where it has nothing."""
    return {name: value for name, value in offered.items() if existing.get(name) in (None, "")}
