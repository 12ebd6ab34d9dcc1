"""The rows of a look-up, in a form that finds a person without looking at everybody's. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from connections.crm import Record
from connections.record_ids import full_id
from mappings.companies import company_key
from mappings.domains import company_domain
from mappings.identities import alike
from mappings.lookups import Lookups, Missing, email_fields, phone_fields
from mappings.orgs import Org
from mappings.rules import AccountByDomain, ByCompanyAndName, ByEmail, ByPhone, MatchRule, Rules

NOTHING_WANTED = Lookups()
_COMPARED = ("Lead", "Contact", "Account")
# Merges that followed one another; a circle must end.
_LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class RecordIndex:
    """Rows of one look-up.

    ``by_value`` has them by (object, field, value as compared), oldest first. ``survivors`` says
    into which record a merged one went. ``users_by_email`` has addresses that name one user.
    ``columns`` are the fields that a match rule compares on an object.
    """

    by_value: Mapping[tuple[str, str, str], tuple[Record, ...]]
    leads: Mapping[str, Record]
    contacts: Mapping[str, Record]
    accounts: Mapping[str, Record]
    users: Mapping[str, Record]
    users_by_email: Mapping[str, str]
    survivors: Mapping[str, str]
    columns: Mapping[tuple[MatchRule, str], tuple[str, ...]]
    wanted: Lookups = NOTHING_WANTED

    def rows(self, sobject: str, field: str, value: str) -> tuple[Record, ...]:
        """The live records whose field holds the value."""
        return self.by_value.get((sobject, field, value), ())

    def survivor(self, record_id: str) -> Record | None:
        """The Lead or Contact of this id, or the one that it was merged into; None if gone."""
        for _ in range(_LONGEST_CHAIN):
            found = self.leads.get(record_id) or self.contacts.get(record_id)
            if found is not None or record_id not in self.survivors:
                return found
            record_id = self.survivors[record_id]
        return None


def index_records(
    rules: Rules,
    records: Iterable[Record],
    *,
    wanted: Lookups = NOTHING_WANTED,
    org: Org | None = None,
) -> RecordIndex:
    """The rows, each once, deleted ones only as far as they say where they went."""
    found = {record.id: record for record in records}
    rows = sorted((row for row in found.values() if not row.fields.get("IsDeleted")), key=_age)
    by_value: dict[tuple[str, str, str], list[Record]] = {}
    columns = _columns(rules, org or Org())
    compared = {sobject: _compared(rules, sobject, columns) for sobject in _COMPARED}
    for row in rows:
        for field, form in compared.get(row.sobject, {}).items():
            if value := form(str(row.fields.get(field) or "")):
                by_value.setdefault((row.sobject, field, value), []).append(row)
    users = _of(rows, "User")
    return RecordIndex(
        by_value={name: tuple(some) for name, some in by_value.items()},
        leads=_of(rows, "Lead"),
        contacts=_of(rows, "Contact"),
        accounts=_of(rows, "Account"),
        users=users,
        users_by_email=_by_email(users.values()),
        survivors={
            row.id: full_id(str(row.fields["MasterRecordId"]))
            for row in found.values()
            if row.fields.get("IsDeleted") and row.fields.get("MasterRecordId")
        },
        columns=columns,
        wanted=wanted,
    )


def missing(index: RecordIndex) -> Missing:
    """What has to be looked for again, deleted rows included, before anybody is recognised.

    Known records that are no longer there, those they were merged into, and the Contacts of
    converted Leads; should such a Contact be gone, whoever has the Lead's address stands in
    (salesforce-facts 7.5).
    """
    there = index.leads.keys() | index.contacts.keys() | index.survivors.keys()
    done = there | index.wanted.asked
    dangling = {lead.id: contact_of(lead) for lead in index.leads.values() if contact_of(lead)}
    open_ids = (index.wanted.ids | set(index.survivors.values()) | set(dangling.values())) - done
    emails = (
        alike(str(index.leads[lead_id].fields.get("Email") or ""))
        for lead_id, contact_id in dangling.items()
        if contact_id in open_ids
    )
    return Missing(frozenset(open_ids), frozenset(emails) - {""})


def contact_of(lead: Record) -> str:
    """The id of the Contact that a converted Lead became; "" for an open one."""
    return full_id(str(lead.fields.get("ConvertedContactId") or ""))


def company_bucket(name: str) -> str:
    """What two companies that are alike begin with."""
    return company_key(name).replace(" ", "")[:3]


def _columns(rules: Rules, org: Org) -> dict[tuple[MatchRule, str], tuple[str, ...]]:
    """The fields that each match rule compares on each object."""
    found: dict[tuple[MatchRule, str], tuple[str, ...]] = {}
    for rule in rules.match:
        for sobject in ("Lead", "Contact"):
            if isinstance(rule, ByEmail):
                found[rule, sobject] = email_fields(rule, sobject, org)
            elif isinstance(rule, ByPhone):
                found[rule, sobject] = phone_fields(rule, sobject, org)
            elif isinstance(rule, ByCompanyAndName):
                found[rule, sobject] = ("LastName",)
    return found


def _compared(
    rules: Rules, sobject: str, columns: Mapping[tuple[MatchRule, str], tuple[str, ...]]
) -> dict[str, Callable[[str], str]]:
    """The fields by which a record is found, and the form in which each is compared."""
    found: dict[str, Callable[[str], str]] = {}
    if sobject == "Account":
        for rule in rules.accounts:
            by_domain = isinstance(rule, AccountByDomain)
            name = rule.field if isinstance(rule, AccountByDomain) else "Name"
            found[name] = company_domain if by_domain else company_bucket
        return found
    names = [name for (_, of), some in columns.items() if of == sobject for name in some]
    return dict.fromkeys(("Email", rules.key_field(sobject), *names), alike)


def _age(row: Record) -> tuple[str, str]:
    return str(row.fields.get("CreatedDate") or ""), row.id


def _of(rows: Iterable[Record], sobject: str) -> dict[str, Record]:
    return {row.id: row for row in rows if row.sobject == sobject}


def _by_email(users: Iterable[Record]) -> dict[str, str]:
    """The active user with an address, else the only inactive one; of several of a kind, nobody."""
    found: dict[str, list[Record]] = {}
    for user in users:
        found.setdefault(alike(str(user.fields.get("Email") or "")), []).append(user)
    told = {}
    for email, some in found.items():
        active = [user for user in some if user.fields.get("IsActive")]
        best = active or some
        if email and len(best) == 1:
            told[email] = best[0].id
    return told
