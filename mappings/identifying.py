"""Whom a lead is about: the addresses, numbers, names and domain that are the person's own. Pure.

A default, a fixed value and a placeholder are nobody's: they would make one person of many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from mappings.addresses import address_in
from mappings.domains import company_domain
from mappings.orgs import Org
from mappings.paths import text_at
from mappings.phones import e164
from mappings.placeholders import is_placeholder
from mappings.proposals import Proposed
from mappings.rules import FieldRule, Rules
from mappings.transforms import Phone, PhoneSpaced
from mappings.values import as_text

# Where the lead itself has what the rules don't map.
_SOURCES = {
    "Email": "person.email",
    "LastName": "person.last_name",
    "Company": "company.name",
    "Website": "company.website",
}
_PHONE_FIELDS = frozenset({"Phone", "MobilePhone", "HomePhone", "OtherPhone"})


class Identity(NamedTuple):
    """What identifies a person; see ``proposals.Proposal`` for each."""

    email: str
    emails: tuple[str, ...]
    last_name: str
    company: str
    phones: tuple[str, ...]
    domain: str


def identify(
    rules: Rules, lead: Mapping[str, Any], values: Mapping[str, Proposed], *, org: Org
) -> Identity:
    """Whom the lead is about, from the values that the rules made of it and from itself."""
    by_field = {rule.lead_field: rule for rule in rules.fields}
    own = {
        name: _own(by_field[name], values) if name in by_field else text_at(source, lead)
        for name, source in _SOURCES.items()
    }
    email = _address(own["Email"])
    return Identity(
        email=email,
        emails=_once((email, *_emails(rules, lead, values))),
        last_name=_known("LastName", own["LastName"]),
        company=_known("Company", own["Company"]),
        phones=_once(_phones(rules, lead, values, org=org)),
        domain=_domain(own["Website"], lead) or company_domain(email),
    )


def _known(field: str, text: str) -> str:
    return "" if is_placeholder(text, field) else text


def _domain(website: str, lead: Mapping[str, Any]) -> str:
    return company_domain(website) if website else company_domain(text_at("company.website", lead))


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in found if one))


def _own(rule: FieldRule, values: Mapping[str, Proposed]) -> str:
    """The value of this rule as text, if it is the lead's own; else ""."""
    proposed = values.get(rule.key)
    if proposed is None or proposed.raw is None or proposed.stand_in or proposed.placeholder:
        return ""
    return as_text(proposed.value)


def _address(text: str) -> str:
    address = address_in(text) if text else ""
    return "" if is_placeholder(address, "Email") else address


def _emails(rules: Rules, lead: Mapping[str, Any], values: Mapping[str, Proposed]) -> Iterator[str]:
    for rule in rules.fields:
        if rule.holds_email:
            yield _address(_own(rule, values))
    yield _address(text_at("person.email", lead))


def _phones(
    rules: Rules, lead: Mapping[str, Any], values: Mapping[str, Proposed], *, org: Org
) -> Iterator[str]:
    region = org.region
    for rule in rules.fields:
        if _is_phone(rule):
            region = _region(rule, org)
            yield _number(_own(rule, values), values.get(rule.key), region)
    yield _number(text_at("person.phone", lead), None, region)


def _number(text: str, proposed: Proposed | None, region: str) -> str:
    """The number in a text; reading what the source sent once more costs nothing."""
    if not text or is_placeholder(text, "Phone"):
        return ""
    sent = e164(proposed.raw, region) if proposed and proposed.raw is not None else ""
    return sent if sent and text == sent else e164(text, region)


def _is_phone(rule: FieldRule) -> bool:
    if any(isinstance(step, Phone | PhoneSpaced) for step in rule.transforms):
        return True
    return rule.lead_field in _PHONE_FIELDS or rule.contact_field in _PHONE_FIELDS


def _region(rule: FieldRule, org: Org) -> str:
    steps = (step for step in rule.transforms if isinstance(step, Phone | PhoneSpaced))
    return next((step.region for step in steps if step.region), org.region)
