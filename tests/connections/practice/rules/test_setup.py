"""The org's setup: kept as a document, changed by an admin."""

from __future__ import annotations

import json

from connections.practice.rules.changes import (
    with_access,
    with_assignment,
    with_duplicate_rule,
    with_picklist_value,
    with_user_active,
)
from connections.practice.rules.duplicates import BLOCK
from connections.practice.rules.seeing import seen_by
from connections.practice.rules.setup import read_setup
from connections.practice.standard.opening_setup import PERSONALITIES, domain_of, fresh_setup

SETUP = fresh_setup(
    org_id="00DKB0000004VwX2AU",
    org_name="Solvane Energy",
    password="hash",
    personality=PERSONALITIES["careful"],
)


def test_a_setup_survives_the_trip_through_json() -> None:
    assert read_setup(json.loads(json.dumps(SETUP.document()))) == SETUP


def test_a_new_org_has_its_people_queues_and_rules() -> None:
    assert [(user.name, user.active, user.username) for user in SETUP.users] == [
        ("Tom Reyes", True, "tom.reyes@solvane-energy.practice"),
        ("Aisha Bello", True, "aisha.bello@solvane-energy.practice"),
        ("Dana Whitlock", False, "dana.whitlock@solvane-energy.practice"),
        ("Maya Okafor", True, "maya.okafor@solvane-energy.practice"),
        ("Inlet Integration", True, "integration@solvane-energy.practice"),
    ]
    assert [queue.name for queue in SETUP.queues] == ["Inbound UK", "Inbound DACH", "Inbound US"]
    assert [(rule.sobject, rule.active) for rule in SETUP.assignment_rules] == [("Lead", False)]
    assert [(rule.sobject, rule.active, rule.action) for rule in SETUP.duplicate_rules] == [
        ("Lead", True, "alert"),
        ("Contact", True, "alert"),
    ]
    assert SETUP.users_by_id[SETUP.api_user].name == "Inlet Integration"


def test_ids_of_a_setup_are_all_different() -> None:
    ids = [one.id for kind in (SETUP.users, SETUP.queues, SETUP.duplicate_rules) for one in kind]
    assert len(set(ids)) == len(ids)


def test_changes_leave_the_rest_as_it_was() -> None:
    changed = with_user_active(SETUP, "Tom Reyes", active=False)
    changed = with_access(changed, "Lead", "Webinar_Score__c", access="read")
    changed = with_picklist_value(changed, "Lead", "Industry", value="Agriculture", active=False)
    changed = with_duplicate_rule(changed, "Lead", active=True, action=BLOCK)
    changed = with_assignment(changed, active=True)
    industry, score = (
        seen_by(changed, SETUP.api_user).objects["Lead"].field(name)
        for name in ("Industry", "Webinar_Score__c")
    )
    assert industry is not None
    assert score is not None
    assert [entry.value for entry in industry.picklist if not entry.active] == ["Agriculture"]
    assert (score.takes_creates, score.takes_updates) == (False, False)
    assert not changed.is_active(SETUP.users[0].id)
    assert [rule.action for rule in changed.duplicate_rules] == [BLOCK, "alert"]
    assert [rule.active for rule in changed.assignment_rules] == [True]
    assert changed.objects["Contact"] == SETUP.objects["Contact"]


def test_users_are_found_by_name_in_any_case() -> None:
    found = SETUP.user_named(" TOM.REYES@solvane-energy.practice ")
    assert (found, SETUP.user_named("nobody")) == (SETUP.users[0], None)


def test_a_domain_is_made_of_any_name() -> None:
    assert [domain_of(name) for name in ("Solvane Energy", "Ångström & Co.", "株式")] == [
        "solvane-energy.practice",
        "ngstr-m-co.practice",
        "org.practice",
    ]
