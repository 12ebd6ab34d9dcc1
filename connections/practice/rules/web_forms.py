"""What a Web-to-Lead form says, as the values of a Lead (salesforce-facts 11). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .custom_fields import custom_field_id
from .fields import NUMBERS, Field
from .objects import SObject

# Leads an org takes from its forms within 24 hours.
MOST_A_DAY = 500
_SHORT_ID = 15
_LONG_ID = 18
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_NAMES: Mapping[str, str] = {
    "salutation": "Salutation",
    "first_name": "FirstName",
    "last_name": "LastName",
    "title": "Title",
    "company": "Company",
    "email": "Email",
    "phone": "Phone",
    "mobile": "MobilePhone",
    "fax": "Fax",
    "URL": "Website",
    "street": "Street",
    "city": "City",
    "state": "State",
    "state_code": "StateCode",
    "zip": "PostalCode",
    "country": "Country",
    "country_code": "CountryCode",
    "description": "Description",
    "industry": "Industry",
    "rating": "Rating",
    "revenue": "AnnualRevenue",
    "employees": "NumberOfEmployees",
    "lead_source": "LeadSource",
    "emailOptOut": "HasOptedOutOfEmail",
    "faxOptOut": "HasOptedOutOfFax",
    "doNotCall": "DoNotCall",
    "recordType": "RecordTypeId",
    "currency": "CurrencyIsoCode",
}


@dataclass(frozen=True, slots=True)
class WebForm:
    """A form as it was sent: each name with all its values."""

    sent: Mapping[str, Sequence[str]]

    def said(self, name: str) -> str:
        """The last value of a name, without spaces around it; "" when nothing was said."""
        return (self.sent.get(name) or [""])[-1].strip()

    def lead(self, sobject: SObject, org_id: str) -> dict[str, Any]:
        """The values that the org has a field for; lookups and unknown names are dropped.

        Custom fields are named by their id, of 15 or 18 characters.
        """
        return dict(self._values(_by_name(sobject, org_id)))

    def _values(self, fields: Mapping[str, Field]) -> Iterator[tuple[str, Any]]:
        for name, values in self.sent.items():
            field = fields.get(name[:_SHORT_ID] if len(name) == _LONG_ID else name)
            kept = [one.replace("\x00", "").strip() for one in values]
            if field and any(kept):
                yield field.name, _value(field, [one for one in kept if one])


def _by_name(sobject: SObject, org_id: str) -> dict[str, Field]:
    standard = {name: sobject.field(field) for name, field in _NAMES.items()}
    found = {name: field for name, field in standard.items() if field}
    for field in sobject.fields:
        if field.custom and field.type != "reference":
            found[custom_field_id(org_id, sobject.name, field.name)[:_SHORT_ID]] = field
    return found


def _value(field: Field, values: Sequence[str]) -> Any:
    """What a text of a form means for a field; what can't be read stays text."""
    last = values[-1]
    if field.type == "multipicklist":
        return ";".join(values)
    if field.type == "boolean":
        return last.lower() in {"1", "true", "on"}
    if field.type in NUMBERS:
        return _number(last)
    return _day(last) if field.type == "date" else last


def _number(text: str) -> int | float | str:
    bare = text.replace(",", "")
    if bare.removeprefix("-").isdecimal():
        return int(bare)
    whole, point, rest = bare.removeprefix("-").partition(".")
    return float(bare) if point and f"{whole}{rest}".isdecimal() else text


def _day(text: str) -> str:
    """A day as the org's default locale, en_US, writes it: 3/4/2026."""
    found = _DAY.fullmatch(text)
    return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else text
