"""All checks of an agreement, in the order of its document. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mappings.orgs import Org
from mappings.rules import FieldRule, Rules, RulesRefused

from . import cycles, following, guards, owners, people, sources, targets, values
from .problems import RuleProblem, Spot

NOWHERE = Org()


def check_rules(rules: Rules, org: Org | None = None) -> tuple[RuleProblem, ...]:
    """Every reason why these rules can't go live; none for sound rules.

    ``org`` None, or one that was never looked at: what only its describe tells is not checked.
    """
    return tuple(_all(rules, org or NOWHERE))


def check_for(rules: Rules, orgs: Sequence[Org]) -> tuple[RuleProblem, ...]:
    """The same for several orgs, each problem once."""
    found = (one for org in orgs or (NOWHERE,) for one in _all(rules, org))
    return tuple(dict.fromkeys(found))


def check_field(rules: Rules, position: int, org: Org | None = None) -> tuple[RuleProblem, ...]:
    """What is wrong with the field rule at this position, by itself and beside the others."""
    around = org or NOWHERE
    place = f"fields.{position}"
    beside = (*targets.doubles(rules), *cycles.circles(rules))
    inside = (one for one in beside if one.place == place or one.place.startswith(f"{place}."))
    return (*_field(rules, position, around), *inside)


def sound(rules: Rules) -> Rules:
    """The same rules. Raises RulesRefused, with all reasons, when ``check_rules`` finds any."""
    problems = check_rules(rules)
    if problems:
        raise RulesRefused(" ".join(one.text for one in problems))
    return rules


def _all(rules: Rules, org: Org) -> Iterator[RuleProblem]:
    for position in range(len(rules.fields)):
        yield from _field(rules, position, org)
    yield from targets.doubles(rules)
    yield from cycles.circles(rules)
    yield from people.check(rules, org)
    yield from owners.check(rules, org)
    yield from following.check(rules, org)


def _field(rules: Rules, position: int, org: Org) -> Iterator[RuleProblem]:
    rule = rules.fields[position]
    spot = Spot(f"fields.{position}", _title(rule, position))
    yield from targets.check(rule, spot, org)
    yield from sources.check_source(rule.source, spot.at("source"))
    yield from values.check(rule, spot, org)
    yield from guards.check(rule, spot, org)


def _title(rule: FieldRule, position: int) -> str:
    return rule.label or rule.lead_field or rule.contact_field or f"Field {position + 1}"
