"""Assignment rules and the header that chooses one."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rules.assignment import AssignmentRule, Condition, Entry
from connections.practice.rules.refusals import Refused
from connections.practice.standard.opening_setup import PERSONALITIES, fresh_setup

ROUTED, QUIET = (
    fresh_setup(
        org_id="00DKB0000004VwX2AU", org_name="Acme", password="", personality=PERSONALITIES[name]
    )
    for name in ("routed", "default")
)
UK, DACH, US = (queue.id for queue in ROUTED.queues)
RULE = ROUTED.assignment_rules[0]


@pytest.mark.parametrize(
    ("record", "owner"),
    [
        ({"Country": "Germany"}, DACH),
        ({"Country": "united kingdom"}, UK),
        ({"Country": "Canada"}, US),
        ({"Country": "France"}, ""),
        ({}, ""),
    ],
)
def test_the_first_matching_entry_names_the_owner(record: dict[str, Any], owner: str) -> None:
    assert RULE.owner_for(record) == owner


@pytest.mark.parametrize(
    ("operator", "values", "held", "holds"),
    [
        ("equals", ("a", "b"), "B", True),
        ("not equal to", ("a",), "b", True),
        ("not equal to", ("a", "b"), "b", False),
        ("starts with", ("Ab",), "abc", True),
        ("contains", ("x", "BC"), "abcd", True),
        ("greater than", ("10",), 11, True),
        ("greater than", ("10",), None, False),
        ("less than", ("10",), 2.5, True),
        ("less than", ("10",), "many", False),
        ("equals", ("",), None, True),
    ],
)
def test_conditions(operator: str, values: tuple[str, ...], held: Any, *, holds: bool) -> None:
    assert Condition("Field", operator, values).holds({"Field": held}) is holds


def test_all_conditions_of_an_entry_have_to_hold() -> None:
    both = (Condition("A", "equals", ("1",)), Condition("B", "equals", ("2",)))
    entries = (Entry("first", both), Entry("rest"))
    rule = AssignmentRule("01Q", "r", "Lead", active=True, entries=entries)
    assert [rule.owner_for(one) for one in ({"A": 1, "B": 2}, {"A": 1, "B": 3})] == [
        "first",
        "rest",
    ]


@pytest.mark.parametrize(
    ("choice", "active", "sobject", "runs"),
    [
        ("TRUE", True, "Lead", True),
        ("TRUE", False, "Lead", False),
        ("FALSE", True, "Lead", False),
        (RULE.id, False, "Lead", True),
        (RULE.id[:15], False, "Lead", True),
        ("TRUE", True, "Contact", False),
        (RULE.id, True, "Contact", False),
    ],
)
def test_the_header_chooses_the_rule(
    choice: str, *, active: bool, sobject: str, runs: bool
) -> None:
    setup = ROUTED if active else QUIET
    assert bool(setup.assignment_rule(sobject, choice)) is runs


@pytest.mark.parametrize(
    ("choice", "code"), [("maybe", "MALFORMED_ID"), ("01Q000000000009", "INVALID_ASSIGNMENT_RULE")]
)
def test_an_unknown_rule_is_refused(choice: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        ROUTED.assignment_rule("Lead", choice)
    assert [one.code for one in refused.value.refusals] == [code]
