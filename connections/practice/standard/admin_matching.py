"""Matching rules and their items, as they follow from the duplicate rules (facts 2.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from connections.practice.rules.duplicates import Match
from connections.practice.rules.ids import pod_of
from connections.practice.rules.permission_sets import derived_id
from connections.practice.rules.resembling import BY_EMAIL, BY_NAME_AND_COMPANY
from connections.practice.rules.setup import Setup
from connections.practice.standard.admin_making import line, link, setup_object, whole_number

Row = dict[str, Any]
MATCHING_RULE = setup_object(
    "MatchingRule",
    line("DeveloperName"),
    line("MasterLabel"),
    line("SobjectType"),
    line("RuleStatus"),
    line("MatchEngine"),
    line("BooleanFilter"),
    line("NamespacePrefix"),
)
MATCHING_RULE_ITEM = setup_object(
    "MatchingRuleItem",
    link("MatchingRuleId", "MatchingRule"),
    line("Field"),
    line("MatchingMethod"),
    line("BlankValueBehavior"),
    whole_number("SortOrder"),
)
# A way to match → the fields that it compares, and how.
_COMPARED: Mapping[str, tuple[tuple[str, str], ...]] = {
    BY_EMAIL: (("Email", "Exact"),),
    BY_NAME_AND_COMPANY: (("LastName", "Exact"), ("FirstName", "Exact"), ("Company", "Exact")),
}


def _rules(setup: Setup) -> dict[str, tuple[Match, bool]]:
    found: dict[str, tuple[Match, bool]] = {}
    for rule in setup.duplicate_rules:
        for match in rule.matches:
            used = rule.active or found.get(match.rule, (match, False))[1]
            found[match.rule] = match, used
    return found


def _id(setup: Setup, name: str) -> str:
    return derived_id("MatchingRule", pod=pod_of(setup.org_id), key=name)


def matching_rules(setup: Setup) -> list[Row]:
    """One row per rule; it is active where an active duplicate rule uses it."""
    return [
        {
            "Id": _id(setup, name),
            "DeveloperName": name,
            "MasterLabel": name.replace("_", " "),
            "SobjectType": match.sobject,
            "RuleStatus": "Active" if used else "Inactive",
            "MatchEngine": match.engine,
            "BooleanFilter": None,
            "NamespacePrefix": None,
        }
        for name, (match, used) in _rules(setup).items()
    ]


def _items(setup: Setup) -> Iterator[Row]:
    pod = pod_of(setup.org_id)
    for name, (match, _) in _rules(setup).items():
        compared = [pair for way in match.by for pair in _COMPARED.get(way, ())]
        for number, (field, method) in enumerate(compared, start=1):
            yield {
                "Id": derived_id("MatchingRuleItem", pod=pod, key=f"{name}{number}"),
                "MatchingRuleId": _id(setup, name),
                "Field": field,
                "MatchingMethod": method,
                "BlankValueBehavior": "NullNotAllowed",
                "SortOrder": number,
            }


MATCHING_ROWS: Mapping[str, Callable[[Setup], list[Row]]] = {
    "MatchingRule": matching_rules,
    "MatchingRuleItem": lambda setup: list(_items(setup)),
}
