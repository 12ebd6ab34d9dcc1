"""What to ask Salesforce about a batch of leads. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from connections.record_ids import full_id, is_record_id
from mappings.identities import alike
from mappings.orgs import Org
from mappings.proposals import Proposal
from mappings.rules import (
    AccountByDomain,
    AccountByName,
    ByCompanyAndName,
    ByEmail,
    ByPhone,
    MatchRule,
    Rules,
)

_PEOPLE = ("00Q", "003")
_USERS = "005"
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """The values to look for: records that have any of them.

    ``names`` are (last name, company) pairs, ``phones`` such as "+442079460958". ``known`` says
    in which records, by ids of 18 characters, earlier leads with an address (``alike``) ended;
    ``ids`` are all of these. ``asked`` are ids that were looked for beyond that.
    """

    emails: frozenset[str] = NOBODY
    external_ids: frozenset[str] = NOBODY
    ids: frozenset[str] = NOBODY
    phones: frozenset[str] = NOBODY
    names: frozenset[tuple[str, str]] = frozenset()
    domains: frozenset[str] = NOBODY
    companies: frozenset[str] = NOBODY
    user_emails: frozenset[str] = NOBODY
    user_ids: frozenset[str] = NOBODY
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asked: frozenset[str] = NOBODY

    @property
    def is_of_people(self) -> bool:
        """Whether anything is looked for by which a Lead or a Contact may be found."""
        return bool(self.emails or self.external_ids or self.ids or self.phones or self.names)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a look-up left open: records that are no longer there, and addresses of Contacts."""

    ids: frozenset[str] = NOBODY
    emails: frozenset[str] = NOBODY

    def __bool__(self) -> bool:
        return bool(self.ids or self.emails)


def lookups(
    rules: Rules,
    proposals: Iterable[Proposal],
    known: Mapping[str, frozenset[str]] | None = None,
) -> Lookups:
    """The values to look up for a batch.

    The person's key is asked for even if no rule compares it: an upsert would hit its holder.
    """
    leads = list(proposals)
    kinds = {type(rule) for rule in rules.match}
    accounts = {type(rule) for rule in rules.accounts}
    emails = _set(one for lead in leads for one in addresses(lead)) if ByEmail in kinds else NOBODY
    earlier = _earlier(emails, known or {}) if _remembers(rules.match) else {}
    return Lookups(
        emails=emails,
        external_ids=_set(lead.person_key for lead in leads if rules.external_id_field),
        ids=frozenset().union(*earlier.values()),
        phones=_set(one for lead in leads for one in lead.phones if ByPhone in kinds),
        names=frozenset(
            (lead.last_name, lead.company)
            for lead in leads
            if ByCompanyAndName in kinds and lead.last_name and lead.company
        ),
        domains=_set(lead.domain for lead in leads if AccountByDomain in accounts),
        companies=_set(lead.company for lead in leads if AccountByName in accounts),
        user_emails=_set(alike(one) for lead in leads for one in lead.user_emails),
        user_ids=_set(full_id(one) for one in rules.routing.user_ids if _is_id(one, _USERS)),
        known=earlier,
    )


def addresses(lead: Proposal) -> Iterator[str]:
    """All e-mail addresses of the lead, as they are compared."""
    yield from dict.fromkeys(alike(one) for one in (lead.email, *lead.emails) if one.strip())


def email_fields(rule: ByEmail, sobject: str, org: Org) -> tuple[str, ...]:
    """The fields that hold addresses: those the rule names, or if it names none, all there are."""
    named = rule.lead_fields if sobject == "Lead" else rule.contact_fields
    if not named and sobject in org.objects:
        fields = org.objects[sobject].fields.values()
        named = tuple(field.name for field in fields if field.type == "email")
    return readable(org, sobject, named or ("Email",))


def phone_fields(rule: ByPhone, sobject: str, org: Org) -> tuple[str, ...]:
    """The fields that hold phone numbers."""
    return readable(org, sobject, rule.lead_fields if sobject == "Lead" else rule.contact_fields)


def readable(org: Org, sobject: str, names: Sequence[str]) -> tuple[str, ...]:
    """The columns that a query may name: all of them where the object was never described.

    A parent's column such as "Owner.Name" is there if the field that leads to it is.
    """
    described = org.objects.get(sobject)
    unique = tuple(dict.fromkeys(name for name in names if name))
    if described is None:
        return unique
    return tuple(
        name for name in unique if name == "Id" or _leading_field(name) in described.fields
    )


def _leading_field(name: str) -> str:
    parent, dot, _ = name.partition(".")
    if not dot:
        return name
    return f"{parent[:-1]}c" if parent.endswith("__r") else f"{parent}Id"


def _remembers(match: Iterable[MatchRule]) -> bool:
    return any(isinstance(rule, ByEmail) and rule.earlier for rule in match)


def _earlier(
    emails: frozenset[str], known: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    ids = {alike(email): found for email, found in known.items()}
    full = {email: frozenset(map(full_id, ids.get(email, ()))) for email in emails}
    people = {
        email: {one for one in some if one.startswith(_PEOPLE)} for email, some in full.items()
    }
    return {email: frozenset(some) for email, some in people.items() if some}


def _is_id(text: str, prefix: str) -> bool:
    """Whether a query can take it: one that is no id fails as a whole (salesforce-facts 3.5)."""
    return text.startswith(prefix) and is_record_id(text)


def _set(values: Iterable[str]) -> frozenset[str]:
    return frozenset(values) - {""}
