"""The facts about a practice org, gathered over HTTP."""

from __future__ import annotations

from connections.crm import Crm
from connections.documents import document_of, read_document
from connections.inspection import inspect
from connections.org_facts import (
    DUPLICATE_RULES,
    RIGHTS,
    VALIDATION_RULES,
    Needs,
    OrgFacts,
)
from connections.practice import opening
from connections.practice.models import PracticeOrg
from connections.practice.rules.permissions import API_ENABLED, VIEW_SETUP
from connections.practice.rules.rights_changes import with_system_permission


def test_a_handful_of_calls_tells_everything(crm: Crm) -> None:
    facts = inspect(crm, Needs(objects=("Lead", "Contact", "Account")))
    assert facts.calls <= 5
    assert facts.unseen == {}
    assert set(facts.objects) == {"Lead", "Contact", "Account"}
    assert (facts.user.license, facts.org.lead_access) == (
        "Salesforce Integration",
        "ReadEditTransfer",
    )
    assert facts.rights is not None
    assert facts.rights.view_setup
    assert [one.value for one in facts.statuses if one.is_default] == ["New"]
    assert read_document(OrgFacts, document_of(facts)) == facts


def test_without_view_setup_the_rest_is_still_seen(crm: Crm, org: PracticeOrg) -> None:
    opening.change_org(
        org, lambda setup: with_system_permission(setup, permission=VIEW_SETUP, granted=False)
    )
    facts = inspect(crm, Needs())
    assert {RIGHTS, DUPLICATE_RULES, VALIDATION_RULES} <= set(facts.unseen)
    assert set(facts.objects) == {"Lead", "Contact"}
    assert facts.user.name == "Inlet Integration"


def test_without_the_api_it_is_still_known_who_was_turned_away(crm: Crm, org: PracticeOrg) -> None:
    opening.change_org(
        org, lambda setup: with_system_permission(setup, permission=API_ENABLED, granted=False)
    )
    facts = inspect(crm, Needs())
    assert facts.refusal.startswith("API_")
    assert facts.user.username.startswith("integration@")
