"""What is wrong with a mapping's rules, for the editor, before a lead meets them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from jmespath.functions import Functions

from mappings.rendering import path
from mappings.rules import (
    RESERVED_FIELDS,
    FieldRule,
    MatchKind,
    Ownership,
    RoutingKind,
    Rules,
    RulesRefused,
)
from mappings.transforms import find


def check_rules(rules: Rules) -> tuple[str, ...]:
    """Every reason why these rules can't go live, as sentences; none for sound rules."""
    by_field = (problem for rule in rules.fields for problem in _check_field(rule))
    return (*by_field, *_check_targets(rules), *_check_matching(rules), *_check_routing(rules))


def sound(rules: Rules) -> Rules:
    """The same rules. Raises RulesRefused, with all reasons, when ``check_rules`` finds any."""
    problems = check_rules(rules)
    if problems:
        raise RulesRefused(" ".join(problems))
    return rules


def _check_field(rule: FieldRule) -> Iterator[str]:
    name = rule.label or rule.lead_field or rule.contact_field or "A field rule"
    for problem in (*_check_value(rule), *_check_source(rule.source), *_check_transforms(rule)):
        yield f"{name}: {problem}"


def _check_value(rule: FieldRule) -> Iterator[str]:
    if not (rule.lead_field or rule.contact_field):
        yield "choose a Salesforce field."
    reserved = {rule.lead_field, rule.contact_field} & RESERVED_FIELDS
    for field in sorted(reserved - {"OwnerId"}):
        yield f"only Salesforce itself writes {field}."
    if "OwnerId" in reserved:
        yield "the owner is set by the routing, not by a field."
    if not (rule.source or rule.default):
        yield "name a source or a fixed value."
    if rule.ownership is Ownership.WHILE_DEFAULT and not _has_first_value(rule):
        yield "give a default, so that its first value is known."


def _has_first_value(rule: FieldRule) -> bool:
    return rule.lead_field == "Status" or bool(rule.default)


def _check_transforms(rule: FieldRule) -> list[str]:
    problems = []
    for spec in rule.transforms:
        try:
            find(spec)
        except RulesRefused as refused:
            problems.append(str(refused))
    return problems


def _check_source(source: str) -> list[str]:
    if not source:
        return []
    try:
        parsed = path(source).parsed
    except RulesRefused as refused:
        return [str(refused)]
    unknown = sorted(set(_functions(parsed)) - set(Functions.FUNCTION_TABLE))
    return [f"The source “{source}” uses {name}(), which does not exist." for name in unknown]


def _functions(node: Any) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    if node["type"] == "function_expression":
        yield node["value"]
    for child in node["children"]:
        yield from _functions(child)


def _check_targets(rules: Rules) -> Iterator[str]:
    for sobject in ("Lead", "Contact"):
        targets = Counter(rule.target(sobject) for rule in rules.fields)
        for name in (name for name, count in targets.items() if name and count > 1):
            yield f"More than one field rule writes {name} on a {sobject}."
        if rules.key_field(sobject) and targets[rules.key_field(sobject)]:
            yield f"Inlet itself fills {rules.key_field(sobject)}, so no field rule may."


def _check_matching(rules: Rules) -> Iterator[str]:
    if not rules.match_rules:
        yield "Name at least one match rule, or every lead becomes a new Lead."
    for rule in rules.match_rules:
        if rule.kind is MatchKind.EMAIL and rule.field != "Email":
            yield f"E-mail addresses are matched on Email, not on {rule.field}."
        elif rule.kind is MatchKind.EXTERNAL_ID and not rules.external_id_field:
            yield "Matching by external id needs a field on the Lead that holds it."
        elif rule.kind is MatchKind.EXTERNAL_ID and rule.field != rules.external_id_field:
            yield f"External ids are matched on {rules.external_id_field}, not on {rule.field}."


def _check_routing(rules: Rules) -> Iterator[str]:
    kind = rules.routing.kind
    if kind in {RoutingKind.USER, RoutingKind.QUEUE} and not rules.routing.owner_id:
        yield f"Choose the {kind} that gets new Leads."
