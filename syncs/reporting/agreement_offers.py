"""What the org offers to choose from in the forms about the agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from connections.crm import Field, SObject
from connections.org_facts import OrgFacts
from mappings.rules import AssignmentRules, OneQueue, OneUser, RoundRobin, Rules
from syncs.agreeing.people import OWNERS, shown
from syncs.agreeing.shapes import Offers
from syncs.page_values import Choice
from syncs.page_values.entries import Suggested

_SUGGESTED = {
    "policy": ("Account.fields", "Lead.keys", "Contact.keys", "statuses"),
    "routing": (OWNERS, "fields", "zones"),
    "follow": ("fields",),
}
# The continents' zones are offered; others, such as those of islands, can be typed all the same.
_REGIONS = ("Africa/", "America/", "Asia/", "Australia/", "Europe/", "Pacific/")


def offers_of(objects: Mapping[str, SObject], facts: OrgFacts | None, rules: Rules) -> Offers:
    """What is known of the org, by the names that the forms use; no read.

    Whoever the rules name is offered too: their names are kept there alone, if the org was not
    looked at since.
    """
    known, named = facts or OrgFacts(), _named_in(rules)
    found = {
        f"{sobject}.{kind}": _fields(objects, sobject, kind)
        for sobject in ("Lead", "Contact")
        for kind in ("email", "phone")
    }
    return Offers(
        by_name=found
        | {
            "fields": _named(objects, "Lead"),
            "Account.fields": _named(objects, "Account"),
            "zones": _zones(),
            "Lead.keys": _keys(objects, "Lead"),
            "Contact.keys": _keys(objects, "Contact"),
            "statuses": tuple(Choice(one.value, "") for one in known.statuses),
            "queues": _queues(known, named),
            "rules": _rules(known, named),
            OWNERS: _owners(known, named),
        }
    )


def suggested(name: str, offers: Offers) -> tuple[Suggested, ...]:
    """The lists to pick from while typing that a form uses, as far as anything is known."""
    return tuple(
        Suggested(id=one, options=offers.of(one)) for one in _SUGGESTED[name] if offers.of(one)
    )


def _fields(objects: Mapping[str, SObject], sobject: str, kind: str) -> tuple[Choice, ...]:
    return tuple(Choice(one.name, one.label) for one in _all(objects, sobject) if one.type == kind)


def _keys(objects: Mapping[str, SObject], sobject: str) -> tuple[Choice, ...]:
    return tuple(Choice(one.name, one.label) for one in _all(objects, sobject) if one.external_id)


def _named(objects: Mapping[str, SObject], sobject: str) -> tuple[Choice, ...]:
    return tuple(Choice(one.name, one.label) for one in _all(objects, sobject))


def _all(objects: Mapping[str, SObject], sobject: str) -> list[Field]:
    known = objects.get(sobject)
    return sorted(known.fields.values(), key=lambda one: one.label.lower()) if known else []


def _named_in(rules: Rules) -> dict[str, str]:
    """The names that the routing gives to users, queues and assignment rules, by id."""
    found: dict[str, str] = {}
    for one in (*rules.routing.choices, rules.routing.fallback):
        if isinstance(one, OneUser | OneQueue):
            found[one.id] = one.name
        elif isinstance(one, AssignmentRules):
            found[one.rule_id] = one.name
        elif isinstance(one, RoundRobin):
            found |= {member.id: member.name for member in one.members}
    return {one: name for one, name in found.items() if one and name}


def _more(named: Mapping[str, str], start: str, known: Iterable[str]) -> list[tuple[str, str]]:
    """Those of a kind that the rules name and the org's facts don't."""
    had = {one[:15] for one in known}
    return [
        (one, name) for one, name in named.items() if one.startswith(start) and one[:15] not in had
    ]


def _queues(facts: OrgFacts, named: Mapping[str, str]) -> tuple[Choice, ...]:
    if not facts.queues:
        return ()
    first = Choice("", _("Choose a queue"))
    more = _more(named, "00G", (one.id for one in facts.queues))
    found = [(one.id, one.name) for one in facts.queues]
    return (first, *(Choice(*one) for one in (*found, *more)))


def _rules(facts: OrgFacts, named: Mapping[str, str]) -> tuple[Choice, ...]:
    found = [(one.id, one.name) for one in facts.assignment_rules if one.sobject == "Lead"]
    more = _more(named, "01Q", (one for one, _name in found))
    return (Choice("", _("The active one")), *(Choice(*one) for one in (*found, *more)))


def _owners(facts: OrgFacts, named: Mapping[str, str]) -> tuple[Choice, ...]:
    users = [(one.id, one.name) for one in facts.owners]
    if facts.user.id and all(one[:15] != facts.user.id[:15] for one, _name in users):
        users.append((facts.user.id, facts.user.name))
    users += _more(named, "005", (one for one, _name in users))
    queues = [(one.id, one.name) for one in facts.queues]
    queues += _more(named, "00G", (one for one, _name in queues))
    return (
        *(Choice(shown({"id": one, "name": name}), _("User")) for one, name in users),
        *(Choice(shown({"id": one, "name": name}), _("Queue")) for one, name in queues),
    )


def _zones() -> tuple[Choice, ...]:
    places = sorted(one for one in available_timezones() if one.startswith(_REGIONS))
    return tuple(Choice(one, "") for one in ("UTC", *places))
