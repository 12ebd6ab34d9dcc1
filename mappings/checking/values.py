"""What a field rule sends: its steps, its value map and its default. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from connections.crm import Field
from mappings.fitting import misfit
from mappings.nearness import nearest
from mappings.orgs import Org
from mappings.rules import FieldRule
from mappings.soundness import check_transform, check_value_map

from .problems import RuleProblem, Spot

PICKLISTS = frozenset({"picklist", "multipicklist"})
# Words that differ more than slips do: "Renewables" for "Renewable Energy".
_LIKE = 60


def check(rule: FieldRule, spot: Spot, org: Org) -> Iterator[RuleProblem]:
    """Whether the rule has something to send, and whether Salesforce knows it."""
    if not (rule.source or rule.default or any(one.brings_value for one in rule.transforms)):
        yield spot.at("source").wrong("Name a source or a fixed value.")
    for number, step in enumerate(rule.transforms):
        place = spot.at("transforms").at(number, f"step {number + 1}")
        yield from (place.wrong(told) for told in check_transform(step))
    for told in check_value_map(rule.value_map, has_default=bool(rule.default)):
        yield spot.at("value_map").wrong(told)
    for sobject in ("Lead", "Contact"):
        field = org.field(sobject, rule.target(sobject))
        if field is not None:
            yield from _check_sent(rule, field, spot)


def _check_sent(rule: FieldRule, field: Field, spot: Spot) -> Iterator[RuleProblem]:
    if field.type in PICKLISTS and field.picklist:
        for number, (_, to) in enumerate(rule.value_map.pairs):
            place = spot.at("value_map").at("pairs").at(number, f"pair {number + 1}")
            yield from offered(to, field, place, is_strict=True)
        if rule.default:
            place = spot.at("default")
            yield from offered(rule.default, field, place, is_strict=field.restricted_picklist)
    elif rule.default and (problem := misfit(field, rule.default)):
        yield spot.at("default").wrong(problem)


def offered(value: str, field: Field, spot: Spot, *, is_strict: bool) -> Iterator[RuleProblem]:
    """Whether the picklist has the value, and has it switched on.

    Not ``is_strict``: a value that it doesn't have at all is let pass, as Salesforce does.
    """
    active = [one.value for one in field.picklist if one.active]
    switched_off = {one.value for one in field.picklist if not one.active}
    parts = value.split(";") if field.type == "multipicklist" else [value]
    for part in (one.strip() for one in parts):
        if not part or part in active:
            continue
        better = nearest(part, active, like=_LIKE)
        if part in switched_off:
            yield spot.wrong(
                f"“{part}” is switched off in the picklist {field.label}.", replacement=better
            )
        elif is_strict:
            yield spot.wrong(f"The picklist {field.label} has no “{part}”.", replacement=better)
