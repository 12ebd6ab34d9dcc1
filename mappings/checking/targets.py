"""Where a field rule writes: is there such a field, and may Inlet write it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.nearness import nearest_field
from mappings.orgs import Org
from mappings.rules import RESERVED_FIELDS, FieldRule, Rules

from .problems import TOP, RuleProblem, Spot

OBJECTS = (("Lead", "lead_field"), ("Contact", "contact_field"))


def check(rule: FieldRule, spot: Spot, org: Org) -> Iterator[RuleProblem]:
    """Whether the rule names fields that can be written."""
    if not (rule.lead_field or rule.contact_field):
        yield spot.at("lead_field").wrong("Choose a Salesforce field.")
    for sobject, key in OBJECTS:
        name = getattr(rule, key)
        if name == "OwnerId":
            yield spot.at(key).wrong("The owner is set by the routing, not by a field.")
        elif name in RESERVED_FIELDS:
            yield spot.at(key).wrong(f"Only Salesforce itself writes {name}.")
        elif name:
            yield from writable(name, sobject, spot.at(key), org=org)


def known(name: str, sobject: str, spot: Spot, *, org: Org) -> Iterator[RuleProblem]:
    """Whether the org shows this field; nothing where the object was never looked at."""
    described = org.objects.get(sobject)
    if described is not None and name not in described.fields:
        better = nearest_field(name, described.fields)
        yield spot.wrong(f"There is no field {name} on {_a(sobject)}.", replacement=better)


def writable(name: str, sobject: str, spot: Spot, *, org: Org) -> Iterator[RuleProblem]:
    """Whether the org shows this field and lets Inlet write it."""
    yield from known(name, sobject, spot, org=org)
    field = org.field(sobject, name)
    if field is None:
        return
    if field.calculated:
        yield spot.wrong(f"{field.label} is calculated by Salesforce, so nobody can write it.")
    elif not (field.createable or field.updateable) and org.objects[sobject].createable:
        yield spot.wrong(
            f"{field.label} can be read but not written.",
            suggestion="Give the integration user Edit on it, or take it out.",
        )


def doubles(rules: Rules) -> Iterator[RuleProblem]:
    """Fields that two rules write, and the key, which is Inlet's own."""
    for sobject, key in OBJECTS:
        first: dict[str, int] = {}
        for position, rule in enumerate(rules.fields):
            name = rule.target(sobject)
            spot = TOP.at("fields").at(position).at(key)
            if name and name == rules.key_field(sobject):
                yield spot.wrong(f"Inlet itself fills {name}, so no field rule may.")
            elif name and name in first:
                yield spot.wrong(f"More than one field rule writes {name} on {_a(sobject)}.")
            first.setdefault(name, position)


def _a(sobject: str) -> str:
    return f"an {sobject}" if sobject[0] in "AEIOU" else f"a {sobject}"
