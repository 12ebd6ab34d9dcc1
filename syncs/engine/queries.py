"""The SOQL of a look-up: as few statements as their longest allows. Pure.

Leads, Contacts and the Contacts of converted Leads, and if the rules need them Accounts and
Users: five queries, which are one call (salesforce-facts 5.1).
"""

from __future__ import annotations

from collections.abc import Iterator

from connections import soql
from mappings.columns import (
    GONE,
    USER,
    account_columns,
    contact_columns,
    lead_columns,
)
from mappings.lookups import Lookups, Missing, email_fields, phone_fields, readable
from mappings.orgs import Org
from mappings.rules import AccountByDomain, AccountByName, ByEmail, ByPhone, Rules
from mappings.spellings import (
    company_beginnings,
    domain_spellings,
    name_spellings,
    phone_spellings,
)

from .packing import MOST_PATTERNS, Asked, any_like, both, conditions, liked, within

_PREFIXES = {"Lead": "00Q", "Contact": "003"}
_COMPANY = {"Lead": "Company", "Contact": "Account.Name"}


def queries(rules: Rules, wanted: Lookups, org: Org) -> list[soql.Select]:
    """The queries for a batch; none where there is nothing to look for."""
    leads, contacts = lead_columns(rules, org), contact_columns(rules, org)
    # The conditions of Leads stand behind the columns of Contacts as well.
    longest = max(leads, contacts, key=lambda names: len(", ".join(names)))
    of_leads = conditions(_asked(rules, wanted, org, sobject="Lead"), longest)
    of_contacts = conditions(_asked(rules, wanted, org, sobject="Contact"), contacts)
    return [
        *(_select("Lead", leads, where) for where in of_leads),
        *(_select("Contact", contacts, where) for where in of_contacts),
        *(_select("Contact", contacts, _became(where)) for where in of_leads),
        *_accounts(rules, wanted, org),
        *_users(wanted),
    ]


def rereads(rules: Rules, missing: Missing, org: Org) -> list[soql.Select]:
    """The queries for what a look-up left open: by id, deleted and merged rows too."""
    columns = {"Lead": lead_columns(rules, org), "Contact": contact_columns(rules, org)}
    found = []
    for sobject, prefix in _PREFIXES.items():
        ids = sorted(one for one in missing.ids if one.startswith(prefix))
        names = (*columns[sobject], *readable(org, sobject, GONE))
        if ids:
            found.append(soql.select(sobject, names, where=soql.within("Id", ids), all_rows=True))
    if missing.emails:
        of_address = soql.within("Email", sorted(missing.emails))
        found.append(_select("Contact", columns["Contact"], of_address))
    return found


def _select(sobject: str, names: tuple[str, ...], where: soql.Condition) -> soql.Select:
    return soql.select(sobject, names, where=where, order_by="CreatedDate")


def _became(leads: soql.Condition) -> soql.Condition:
    """The Contacts that these Leads became, as far as they are converted."""
    converted = soql.all_of(soql.equals("IsConverted", value=True), leads)
    return soql.within_select("Id", soql.select("Lead", ["ConvertedContactId"], where=converted))


def _asked(rules: Rules, wanted: Lookups, org: Org, *, sobject: str) -> Iterator[Asked]:
    """What is asked of Leads, or of Contacts."""
    for field in readable(org, sobject, (rules.key_field(sobject),)):
        yield within(field, wanted.external_ids)
    yield within("Id", (one for one in wanted.ids if one.startswith(_PREFIXES[sobject])))
    phones = [one for number in wanted.phones for one in phone_spellings(number)]
    emails: dict[str, None] = {}
    numbers: dict[str, None] = {}
    for rule in rules.match:
        if isinstance(rule, ByEmail):
            emails |= dict.fromkeys(email_fields(rule, sobject, org))
        elif isinstance(rule, ByPhone):
            numbers |= dict.fromkeys(phone_fields(rule, sobject, org))
    yield from (within(field, wanted.emails) for field in emails)
    yield from (within(field, phones) for field in numbers)
    for company in readable(org, sobject, (_COMPANY[sobject],)):
        yield from _named(wanted, company)


def _named(wanted: Lookups, company_field: str) -> Iterator[Asked]:
    """Last names, by how the companies begin in which they are looked for."""
    by_beginning: dict[tuple[str, ...], set[str]] = {}
    for last_name, company in wanted.names:
        by_beginning.setdefault(company_beginnings(company), set()).update(
            name_spellings(last_name)
        )
    for patterns, names in sorted(by_beginning.items()):
        if patterns:
            yield both(within("LastName", names), any_like(company_field, patterns))


def _accounts(rules: Rules, wanted: Lookups, org: Org) -> Iterator[soql.Select]:
    asked: list[Asked] = []
    for rule in rules.accounts:
        if isinstance(rule, AccountByDomain):
            spelt = [one for domain in wanted.domains for one in domain_spellings(domain)]
            asked += [liked(name, spelt) for name in readable(org, "Account", (rule.field,))]
        elif isinstance(rule, AccountByName):
            begun = [one for company in wanted.companies for one in company_beginnings(company)]
            asked.append(liked("Name", begun))
    columns = account_columns(rules, org)
    for where in conditions(asked, columns, most=MOST_PATTERNS):
        yield _select("Account", columns, where)


def _users(wanted: Lookups) -> Iterator[soql.Select]:
    asked = (within("Email", wanted.user_emails), within("Id", wanted.user_ids))
    for where in conditions(asked):
        yield soql.select("User", USER, where=where)
