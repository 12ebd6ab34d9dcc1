from __future__ import annotations

from typing import Any

import pytest

from mappings.checking import check_rules, sound
from mappings.rules import (
    FieldRule,
    MatchKind,
    MatchRule,
    Ownership,
    Routing,
    RoutingKind,
    RulesRefused,
)
from tests.mappings.agreement import BY_ID, RULES, field, rules


def test_the_shared_rules_are_sound() -> None:
    assert check_rules(RULES) == ()
    assert sound(RULES) is RULES


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (field("", source="a"), "A field rule: choose a Salesforce field."),
        (field("OwnerId"), "OwnerId: the owner is set by the routing, not by a field."),
        (field("IsConverted"), "IsConverted: only Salesforce itself writes IsConverted."),
        (field("Title", source=""), "Title: name a source or a fixed value."),
        (
            field("Rating", ownership=Ownership.WHILE_DEFAULT),
            "Rating: give a default, so that its first value is known.",
        ),
        (
            field("Title", source="custom."),
            "Title: The source “custom.” can’t be read as a path.",
        ),
        (
            field("Title", source="a || (b && join(',', [shout(c)]))", label="Job"),
            "Job: The source “a || (b && join(',', [shout(c)]))” uses shout(), "
            "which does not exist.",
        ),
        (field("Title", transforms=("shout",)), "Title: There is no transform called “shout”."),
        (
            field("Title", transforms=("trim", "truncate:x")),
            "Title: The transform “truncate” can’t be given “x”.",
        ),
    ],
)
def test_a_field_rule_that_cannot_work_is_named(rule: FieldRule, problem: str) -> None:
    assert check_rules(rules(fields=(rule,))) == (problem,)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (
            {"fields": (field("Title"), field("Title", source="person.title"))},
            "More than one field rule writes Title on a Lead.",
        ),
        (
            {"fields": (field("A", contact_field="Title"), field("B", contact_field="Title"))},
            "More than one field rule writes Title on a Contact.",
        ),
        (
            {"fields": (field("External_Person_ID__c"),)},
            "Inlet itself fills External_Person_ID__c, so no field rule may.",
        ),
        (
            {"match_rules": ()},
            "Name at least one match rule, or every lead becomes a new Lead.",
        ),
        (
            {"match_rules": (MatchRule(MatchKind.EMAIL, "Other__c"),)},
            "E-mail addresses are matched on Email, not on Other__c.",
        ),
        (
            {"match_rules": (MatchRule(MatchKind.EXTERNAL_ID, "Other__c"),)},
            "External ids are matched on External_Person_ID__c, not on Other__c.",
        ),
        (
            {"match_rules": (BY_ID,), "external_id_field": ""},
            "Matching by external id needs a field on the Lead that holds it.",
        ),
        (
            {"routing": Routing(kind=RoutingKind.QUEUE)},
            "Choose the queue that gets new Leads.",
        ),
    ],
)
def test_an_agreement_that_cannot_work_is_named(changed: dict[str, Any], problem: str) -> None:
    assert check_rules(rules(**changed)) == (problem,)


def test_unsound_rules_are_refused_with_every_reason() -> None:
    with pytest.raises(RulesRefused) as refused:
        sound(rules(match_rules=(), routing=Routing(kind=RoutingKind.USER)))
    assert str(refused.value) == (
        "Name at least one match rule, or every lead becomes a new Lead. "
        "Choose the user that gets new Leads."
    )
