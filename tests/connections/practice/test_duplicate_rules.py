"""Duplicate rules over HTTP: when they stop a save, and what they answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.practice.rehearsing import convert_lead, seed
from connections.practice.rules.assignment import Condition
from connections.practice.rules.changes import with_duplicate_rule, with_switches
from connections.practice.rules.duplicates import ALERT, BLOCK, REPORT, Match
from connections.practice.rules.policies import with_duplicate_rules
from connections.practice.rules.refusals import Refused
from connections.practice.rules.resembling import BY_LIKENESS
from connections.practice.rules.setup import Setup
from connections.practice.standard.opening_setup import INTEGRATION_PROFILE

from .conftest import VERSION, Api

ALLOW = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
PERSON = {"LastName": "Ruiz", "Company": "Acme", "Email": "ana@x.example"}


@pytest.fixture
def watched(api: Api) -> Api:
    """An org that alerts about Leads whose e-mail is known."""
    api.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True))
    return api


def create(api: Api, headers: Any = None, sobject: str = "Lead", **more: Any) -> tuple[int, Any]:
    reply = api.call("POST", f"sobjects/{sobject}", {**PERSON, **more}, headers=headers)
    return reply.status, reply.body


def result(body: Any) -> Any:
    """The duplicate result, under either spelling."""
    return body[0].get("duplicateResut") or body[0]["duplicateResult"]


def found(body: Any) -> list[tuple[str, list[str]]]:
    """The matches: object and ids."""
    return [
        (match["entityType"], [one["record"]["Id"] for one in match["matchRecords"]])
        for match in result(body)["matchResults"]
    ]


def test_an_alert_refuses_and_shows_what_it_found(watched: Api) -> None:
    (contact,) = seed(watched.org, "Contact", [{"LastName": "R", "Email": "ANA@x.example"}])
    status, body = create(watched)
    assert (status, body) == (
        400,
        [
            {
                "duplicateResut": {
                    "allowSave": True,
                    "duplicateRule": "Standard_Lead_Duplicate_Rule",
                    "duplicateRuleEntityType": "Lead",
                    "errorMessage": "Use one of these records?",
                    "matchResults": [
                        {
                            "entityType": "Contact",
                            "errors": [],
                            "matchEngine": "ExactMatchEngine",
                            "matchRecords": [
                                {
                                    "additionalInformation": [],
                                    "fieldDiffs": [],
                                    "matchConfidence": 100.0,
                                    "record": {
                                        "attributes": {
                                            "type": "Contact",
                                            "url": f"{VERSION}/sobjects/Contact/{contact}",
                                        },
                                        "Id": contact,
                                    },
                                }
                            ],
                            "rule": "Exact_Contact_Match_Rule",
                            "size": 1,
                            "success": True,
                        }
                    ],
                },
                "errorCode": "DUPLICATES_DETECTED",
                "message": "Use one of these records?",
            }
        ],
    )


@pytest.mark.parametrize(
    ("action", "headers", "status"),
    [
        (ALERT, None, 400),
        (ALERT, ALLOW, 201),
        (BLOCK, None, 400),
        (BLOCK, ALLOW, 400),
        (REPORT, None, 201),
    ],
)
def test_who_may_save_nevertheless(api: Api, action: str, headers: Any, status: int) -> None:
    api.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True, action=action))
    seed(api.org, "Lead", [PERSON]) if action == REPORT else api.create("Lead", **PERSON)
    answered, body = create(api, headers)
    assert answered == status
    if status == 400:
        assert result(body)["allowSave"] is (action == ALERT)


def test_the_switch_spells_the_key_right(watched: Api) -> None:
    watched.create("Lead", **PERSON)
    watched.change(lambda setup: with_switches(setup, misspell_duplicate_result=False))
    assert "duplicateResult" in create(watched)[1][0]


def test_details_are_given_when_asked_for(watched: Api) -> None:
    lead = watched.create("Lead", **PERSON, Title="CTO")
    _, body = create(watched, {"Sforce-Duplicate-Rule-Header": "includeRecordDetails=true"})
    record = result(body)["matchResults"][0]["matchRecords"][0]["record"]
    assert (record["Id"], record["Title"], record["Company"]) == (lead, "CTO", "Acme")


def test_an_invalid_record_never_reports_a_duplicate(watched: Api) -> None:
    watched.create("Lead", **PERSON)
    assert create(watched, Region__c="Mars")[1][0]["errorCode"] == (
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
    )


def test_a_duplicate_is_reported_before_a_taken_key(watched: Api) -> None:
    watched.create("Lead", **PERSON, External_Person_ID__c="P-1")
    _, body = create(watched, External_Person_ID__c="P-1")
    assert body[0]["errorCode"] == "DUPLICATES_DETECTED"
    _, body = create(watched, ALLOW, External_Person_ID__c="P-1")
    assert body[0]["errorCode"] == "DUPLICATE_VALUE"


def test_deleted_and_converted_leads_are_no_duplicates(watched: Api) -> None:
    lead = watched.create("Lead", **PERSON)
    watched.call("DELETE", f"sobjects/Lead/{lead}")
    status, body = create(watched)
    assert status == 201
    became = convert_lead(watched.org, body["id"], by="Tom Reyes")
    # The person lives on as a Contact.
    assert found(create(watched)[1]) == [("Contact", [became.contact_id])]


def test_updates_are_not_watched(watched: Api) -> None:
    watched.create("Lead", **PERSON)
    other = watched.create("Lead", LastName="Okoye", Company="Bolt")
    reply = watched.call("PATCH", f"sobjects/Lead/{other}", {"Email": PERSON["Email"]})
    assert reply.status == 204


def test_records_of_one_save_are_not_compared(watched: Api) -> None:
    records = [{"attributes": {"type": "Lead"}, **PERSON}] * 2
    items = watched.call("POST", "composite/sobjects", {"records": records}).body
    assert [item["success"] for item in items] == [True, True]
    items = watched.call("POST", "composite/sobjects", {"records": records}).body
    error = {
        "statusCode": "DUPLICATES_DETECTED",
        "message": "Use one of these records?",
        "fields": [],
    }
    assert items == [{"success": False, "errors": [error]}] * 2


def test_contacts_have_a_rule_of_their_own(watched: Api) -> None:
    lead = watched.create("Lead", **PERSON)
    person = {"LastName": "Ruiz", "Email": PERSON["Email"]}
    assert watched.call("POST", "sobjects/Contact", person).status == 201
    watched.change(lambda setup: with_duplicate_rule(setup, "Contact", active=True))
    reply = watched.call("POST", "sobjects/Contact", person)
    assert [match[0] for match in found(reply.body)] == ["Lead", "Contact"]
    assert found(reply.body)[0] == ("Lead", [lead])


def test_only_report_saves_and_keeps_a_set(api: Api) -> None:
    api.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True, action=REPORT))
    first, second, third = (api.create("Lead", **PERSON) for _ in range(3))
    (kept,) = api.rows("SELECT Id, RecordCount, DuplicateRuleId FROM DuplicateRecordSet")
    assert kept["RecordCount"] == 3
    items = api.rows("SELECT DuplicateRecordSetId, RecordId FROM DuplicateRecordItem")
    assert {one["RecordId"] for one in items} == {first, second, third}
    assert {one["DuplicateRecordSetId"] for one in items} == {kept["Id"]}
    assert len(items) == 3


def test_a_set_is_kept_of_what_an_alert_let_through_if_it_reports(watched: Api) -> None:
    watched.create("Lead", **PERSON)
    create(watched, ALLOW)
    assert watched.rows("SELECT Id FROM DuplicateRecordSet") == []
    change_rule(watched, reports=True)
    create(watched, ALLOW)
    assert [one["RecordCount"] for one in watched.rows(
        "SELECT RecordCount FROM DuplicateRecordSet")] == [3]  # fmt: skip


def change_rule(api: Api, **changes: Any) -> None:
    """The Lead's duplicate rule, changed."""

    def change(setup: Setup) -> Setup:
        (rule,) = [one for one in setup.duplicate_rules if one.sobject == "Lead"]
        return with_duplicate_rules(setup, replace(rule, **changes))

    api.change(change)


@pytest.mark.parametrize(
    "exemption",
    [
        {"exempt_profiles": (INTEGRATION_PROFILE,)},
        {"conditions": (Condition("LeadSource", "equals", ("Web",)),)},
    ],
)
def test_a_rule_may_not_be_meant_for_us(watched: Api, exemption: dict[str, Any]) -> None:
    watched.create("Lead", **PERSON)
    assert create(watched)[0] == 400
    change_rule(watched, **exemption)
    assert create(watched)[0] == 201
    assert seed_is_stopped(watched) is ("conditions" not in exemption)


def seed_is_stopped(api: Api) -> bool:
    """Whether Tom, who has another profile, is stopped by the rule."""
    try:
        seed(api.org, "Lead", [PERSON], by="Tom Reyes")
    except Refused:
        return True
    return False


def test_a_user_is_exempt_by_name(watched: Api) -> None:
    watched.create("Lead", **PERSON)
    change_rule(watched, exempt_users=(watched.credentials.username,))
    assert create(watched)[0] == 201


def test_a_block_wins_over_an_alert_and_both_are_told(watched: Api) -> None:
    watched.create("Lead", **PERSON)
    change_rule(watched, name="Second", action=BLOCK, message="Never twice.")
    _, body = create(watched, ALLOW)
    assert [one["message"] for one in body] == ["Never twice."]
    _, body = create(watched)
    assert [one["message"] for one in body] == ["Use one of these records?", "Never twice."]


def test_likeness_finds_other_spellings(watched: Api) -> None:
    match = Match("Lead", "Standard_Lead_Match_Rule_v1_0", (BY_LIKENESS,), "FuzzyMatchEngine")
    change_rule(watched, matches=(match,))
    old = watched.create("Lead", FirstName="Robert", LastName="Ruiz", Company="Acme Energy Inc.")
    status, body = create(watched, FirstName="Bob", Company="ACME Energy", Email=None)
    assert (status, found(body)) == (400, [("Lead", [old])])
    (matched,) = result(body)["matchResults"]
    assert (matched["matchEngine"], matched["rule"]) == ("FuzzyMatchEngine", match.rule)
    assert 80 <= matched["matchRecords"][0]["matchConfidence"] <= 100
    assert create(watched, FirstName="Eva", Company="Acme Energy", Email=None)[0] == 201
    assert create(watched, FirstName="Bob", Company="Bolt", Email=None)[0] == 201


@pytest.mark.parametrize(
    ("version", "key"), [("v48.0", "duplicateResut"), ("v51.0", "duplicateResut"),
                         ("v52.0", "duplicateResult"), ("v66.0", "duplicateResult")],
)  # fmt: skip
def test_an_org_may_spell_the_key_by_the_version(watched: Api, version: str, key: str) -> None:
    watched.create("Lead", **PERSON)
    watched.change(lambda setup: with_switches(setup, misspell_by_version=True))
    reply = watched.client.post(
        f"/services/data/{version}/sobjects/Lead",
        PERSON,
        content_type="application/json",
        headers={"Authorization": f"Bearer {watched.token}"},
    )
    assert key in reply.json()[0]


@pytest.mark.usefixtures("api")
class TestByNameAndCompany:
    """The personality whose rules compare names and companies too."""

    @pytest.fixture
    def personality(self) -> str:
        return "careful"

    def test_a_lead_resembles_a_contact_of_the_account(self, api: Api) -> None:
        account = api.create("Account", Name="ACME")
        contact = api.create("Contact", FirstName="ana", LastName="RUIZ", AccountId=account)
        status, body = create(api, FirstName="Ana", Email=None)
        assert (status, found(body)) == (400, [("Contact", [contact])])
        assert create(api, FirstName="Eva", Email=None)[0] == 201

    def test_an_account_that_is_renamed_takes_its_contacts_along(self, api: Api) -> None:
        account = api.create("Account", Name="Before")
        contact = api.create("Contact", LastName="Ruiz", AccountId=account)
        api.call("PATCH", f"sobjects/Account/{account}", {"Name": "Acme"})
        assert found(create(api, Email=None)[1]) == [("Contact", [contact])]
        api.call("PATCH", f"sobjects/Contact/{contact}", {"AccountId": None})
        assert create(api, Email=None)[0] == 201
