"""Which columns of Salesforce's records deciding will need. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.guard_labels import guard_fields
from mappings.lookups import email_fields, phone_fields, readable
from mappings.orgs import Org
from mappings.rules import (
    AccountByDomain,
    ByCompanyAndName,
    ByEmail,
    ByPhone,
    Condition,
    Rules,
    Table,
)

_RECORD = ("Id", "Name", "CreatedDate", "LastModifiedDate", "OwnerId", "Owner.Name",
           "Owner.IsActive")  # fmt: skip
_PERSON = (*_RECORD, "LastName", "Email", "LastModifiedById", "LastModifiedBy.Name",
           "LastActivityDate")  # fmt: skip
_LEAD = (*_PERSON, "Owner.Type", "Company", "Status", "IsConverted", "ConvertedContactId")
_CONTACT = (*_PERSON, "AccountId", "Account.Name", "Account.OwnerId", "Account.Owner.Name",
            "Account.Owner.IsActive")  # fmt: skip
USER = ("Id", "Name", "Email", "IsActive")
GONE = ("IsDeleted", "MasterRecordId")
_ACCOUNT = "Account."


def lead_columns(rules: Rules, org: Org) -> tuple[str, ...]:
    """The columns of a Lead."""
    return readable(org, "Lead", (*_LEAD, *_keyless(rules), *_used(rules, "Lead", org)))


def contact_columns(rules: Rules, org: Org) -> tuple[str, ...]:
    """The columns of a Contact, and of its Account."""
    of_account = (f"{_ACCOUNT}{name}" for name in account_columns(rules, org) if name != "Id")
    used = (*_CONTACT, *_keyless(rules), *_used(rules, "Contact", org), *of_account)
    return readable(org, "Contact", used)


def account_columns(rules: Rules, org: Org) -> tuple[str, ...]:
    """The columns of an Account."""
    domains = (rule.field for rule in rules.accounts if isinstance(rule, AccountByDomain))
    asked = (condition.field for condition in rules.contact_when or ())
    conditions = (condition.field for condition in _conditions(rules))
    of_account = (name.removeprefix(_ACCOUNT) for name in conditions if name.startswith(_ACCOUNT))
    return readable(org, "Account", (*_RECORD, *domains, *asked, *of_account))


def _keyless(rules: Rules) -> tuple[str, ...]:
    """What tells, without a key, that an earlier try of ours created the record."""
    return () if rules.external_id_field else ("CreatedById",)


def _used(rules: Rules, sobject: str, org: Org) -> Iterator[str]:
    """What the rules write, compare or look at; of an object without describe, what is mapped."""
    yield from (rule.target(sobject) for rule in rules.every_field)
    for rule in rules.match:
        if isinstance(rule, ByEmail):
            yield from email_fields(rule, sobject, org)
        elif isinstance(rule, ByPhone):
            yield from phone_fields(rule, sobject, org)
        elif isinstance(rule, ByCompanyAndName):
            yield "LastName"
    yield from guard_fields(rules, sobject)
    if sobject in org.objects:
        # A name that this object may not have is only asked for where that is known.
        yield from (one.field for one in _conditions(rules) if not one.field.startswith(_ACCOUNT))


def _conditions(rules: Rules) -> Iterator[Condition]:
    """Every condition that may look at the record."""
    if isinstance(rules.routing.owner, Table):
        for row in rules.routing.owner.rows:
            yield from row.when
    for campaign in rules.campaigns:
        yield from campaign.when
    for task in rules.tasks:
        yield from task.when
