"""Random agreements, orgs and leads, all from one seed: for plans that must equal executions."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import Any

from mappings.defaults import default_rules
from mappings.rules import (
    AccountByDomain,
    AccountByName,
    AccountOwner,
    Always,
    Append,
    AssignmentRules,
    BothFound,
    ByCompanyAndName,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Condition,
    ContactFound,
    ConvertedFound,
    Creator,
    FieldRule,
    Guard,
    IfBlank,
    LeadFound,
    Member,
    Mode,
    Never,
    NotEditedWithin,
    OnCreate,
    OneQueue,
    OneUser,
    OursUntilEdited,
    Owner,
    RefreshAfter,
    RoundRobin,
    Routing,
    Row,
    Rules,
    SourceNewer,
    SourceOwner,
    Table,
    TaskRule,
    Tiebreaker,
    WhileField,
)

DOMAINS = ("brightfield.example", "tarn.example", "northgate.example", "gmail.com")
COMPANIES = ("Brightfield Farms Ltd", "Tarn GmbH", "Northgate & Sons Inc.", "Unknown", "")
NAMES = (("Ana", "Ruiz"), ("Priya", "Natarajan"), ("Tom", "O’Brien"), ("Li", "Wei"))
TITLES = ("COO", "Head of Operations", "n/a", "", "x" * 140)
PHONES = ("020 7946 0958", "+1 415 555 2671", "call me", "")
COUNTRIES = ("United Kingdom", "Germany", "US", "")
STATUSES = ("New", "Working", "", "Nurturing")


@dataclass(frozen=True)
class Place:
    """What there is to route to in the org: ids by name."""

    users: dict[str, str]
    queues: dict[str, str]
    assignment_rules: dict[str, str] = field(default_factory=dict)


def rules_for(chance: random.Random, place: Place) -> Rules:
    """An agreement of any kind that can be published."""
    base = default_rules("GB")
    fields = tuple(_owned(chance, rule) for rule in base.fields)
    matches = [ByEmail(), ByExternalId(), ByCompanyAndName(likeness=chance.choice((85, 100)))]
    matches += [ByPhone(and_last_name=chance.random() < 0.5)]
    chosen = [ByEmail(), *chance.sample(matches[1:], chance.randint(0, 3))]
    accounts = chance.sample([AccountByDomain(), AccountByName()], chance.randint(0, 2))
    return replace(
        base,
        fields=fields,
        match=tuple(chosen),
        tiebreakers=tuple(chance.sample(list(Tiebreaker), chance.randint(0, 3))),
        mode=chance.choice([*Mode, *[Mode.CREATE_AND_UPDATE] * 5]),
        lead_found=chance.choice([*LeadFound, *[LeadFound.UPDATE] * 4]),
        contact_found=chance.choice(list(ContactFound)),
        both_found=chance.choice(list(BothFound)),
        converted_found=chance.choice(list(ConvertedFound)),
        accounts=tuple(accounts),
        contact_when=chance.choice([None, (), (Condition(field="Industry", values=("Energy",)),)])
        if accounts
        else None,
        routing=_routing(chance, place),
        campaigns=(CampaignRule(campaign="Inlet trial"),) if chance.random() < 0.3 else (),
        tasks=(TaskRule(subject="Came through {source}", description="{person.title}"),)
        if chance.random() < 0.3
        else (),
    )


def _owned(chance: random.Random, rule: FieldRule) -> FieldRule:
    if rule.lead_field in {"Status", "LastName", "Sync_Source__c"} or chance.random() < 0.4:
        return rule
    guards: list[Guard] = [
        Always(), IfBlank(), OnCreate(), Never(), OursUntilEdited(), SourceNewer(),
        RefreshAfter(days=chance.choice((1, 90))), NotEditedWithin(days=30),
        WhileField(field="Status", values=("New",)),
    ]  # fmt: skip
    if rule.lead_field in {"LastName", "Company", "Email"}:
        guards = [one for one in guards if not isinstance(one, Never)]
    if rule.lead_field == "Lead_Source_Detail__c":
        guards.append(Append())
    first = chance.choice(guards)
    also = chance.choice([(), (), (SourceNewer(),), (WhileField(field="Title", values=("COO",)),)])
    if isinstance(first, Always | IfBlank) and rule.contact_field == "":
        return replace(rule, ownership=(first,))
    return replace(rule, ownership=(first, *(() if rule.lead_field == "Title" else also)))


def _routing(chance: random.Random, place: Place) -> Routing:
    users, queues = list(place.users.items()), list(place.queues.items())
    name, user_id = chance.choice(users)
    queue, queue_id = chance.choice(queues)
    pool = RoundRobin(
        pool=f"pool {chance.randint(1, 3)}",
        members=tuple(Member(id=id_, name=one, weight=chance.randint(1, 3)) for one, id_ in users),
    )
    simple: list[Owner] = [
        Creator(), OneUser(id=user_id, name=name), OneQueue(id=queue_id, name=queue), pool,
        AssignmentRules(), AccountOwner(), SourceOwner(source="custom.owner"),
    ]  # fmt: skip
    table = Table(
        rows=(
            Row(when=(Condition(field="Country", values=("United Kingdom",)),), owner=simple[2]),
            Row(when=(Condition(source="custom.size", values=("large",)),), owner=simple[1]),
        ),
        otherwise=chance.choice(simple),
    )
    return Routing(
        owner=chance.choice([*simple, table]),
        fallback=chance.choice([None, OneQueue(id=queue_id, name=queue)]),
        on_update=chance.random() < 0.15,
    )


def people_of(chance: random.Random, tag: str, count: int) -> list[dict[str, Any]]:
    """People of one case, as a lead, a record or both know them."""
    found = []
    for at in range(count):
        first, last = chance.choice(NAMES)
        domain = chance.choice(DOMAINS)
        found.append(
            {
                "first": first,
                "last": f"{last} {tag}{at}",
                "email": f"{tag}{at}@{domain}",
                "company": chance.choice(COMPANIES),
                "external": f"ext-{tag}-{at}" if chance.random() < 0.4 else "",
                "phone": chance.choice(PHONES),
            }
        )
    return found


def lead_of(chance: random.Random, person: dict[str, Any]) -> dict[str, Any]:
    """A canonical lead of a person, with what forms leave out and get wrong."""
    told: dict[str, Any] = {
        "source": chance.choice(("website", "webinar")),
        "person": {
            "email": person["email"] if chance.random() < 0.97 else "not an address",
            "first_name": person["first"],
            "last_name": person["last"] if chance.random() < 0.95 else "",
            "title": chance.choice(TITLES),
            "phone": person["phone"],
        },
        "company": {"name": person["company"], "country": chance.choice(COUNTRIES)},
        "attribution": {"campaign": chance.choice(("Q2", "", "autumn"))},
        "custom": {
            "status": chance.choice(STATUSES),
            "size": chance.choice(("large", "small")),
            "owner": chance.choice(("", "nobody@nowhere.example", "tom.reyes")),
        },
    }
    if person["external"] and chance.random() < 0.8:
        told["external_id"] = person["external"]
    if chance.random() < 0.5:
        told["occurred_at"] = f"2026-11-{chance.randint(1, 20):02}T10:00:00+00:00"
    return told


def records_of(chance: random.Random, person: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What the org holds of the person: nothing, a Lead, a Contact, both, or two of a kind."""
    lead = {
        "LastName": person["last"],
        "FirstName": chance.choice((person["first"], "")),
        "Company": person["company"] or "Tarn",
        "Email": person["email"],
        "Title": chance.choice(("", "Operations Director", "COO", "Unknown")),
        "Status": chance.choice(("New", "Working")),
    }
    if person["external"] and chance.random() < 0.5:
        lead["External_Person_ID__c"] = person["external"]
    contact = {
        "LastName": person["last"],
        "Email": person["email"],
        "Title": chance.choice(("", "COO")),
    }
    kinds = chance.choice(["", "", "L", "L", "C", "LC", "LL", "CC", "V"])
    found = {"L": ("Lead", lead), "C": ("Contact", contact), "V": ("Converted", lead)}
    return [(found[kind][0], _but_key(dict(found[kind][1]), at)) for at, kind in enumerate(kinds)]


def _but_key(fields: dict[str, Any], at: int) -> dict[str, Any]:
    """Two records can't have one key."""
    if at:
        fields.pop("External_Person_ID__c", None)
    return {name: value for name, value in fields.items() if value}
