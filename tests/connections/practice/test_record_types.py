"""Record types: which picklist values a record may have depends on its type."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.practice.rehearsing import convert_lead
from connections.practice.rules.ids import mint
from connections.practice.rules.objects import MASTER_RECORD_TYPE
from connections.practice.rules.policies import with_record_types
from connections.practice.rules.record_types import Offer, RecordType

from .conftest import VERSION, Api

PARTNER, INBOUND, SECRET = (mint("RecordType", pod="KB0", number=n) for n in (1, 2, 3))
TYPES = (
    RecordType(
        INBOUND,
        "Lead",
        "Inbound",
        "Inbound",
        default=True,
        offers=(Offer("Region__c", ("EMEA", "APAC"), "APAC"), Offer("Rating", ("Hot",))),
    ),
    RecordType(PARTNER, "Lead", "Partner", "Partner", offers=(Offer("Region__c", ("Americas",)),)),
    RecordType(SECRET, "Lead", "Secret", "Secret", available=False),
)
LEAD = {"LastName": "Ruiz", "Company": "Acme"}


@pytest.fixture
def typed(api: Api) -> Api:
    """An org whose Leads have three record types, one of which the user can't use."""
    api.change(lambda setup: with_record_types(setup, *TYPES))
    return api


def refusal(api: Api, **more: Any) -> dict[str, Any]:
    reply = api.call("POST", "sobjects/Lead", {**LEAD, **more})
    assert reply.status == 400, reply.body
    (error,) = reply.body
    return dict(error)


def test_without_record_types_there_is_no_such_field(api: Api) -> None:
    described = api.get("sobjects/Lead/describe").body
    assert "RecordTypeId" not in {one["name"] for one in described["fields"]}
    assert [one["recordTypeId"] for one in described["recordTypeInfos"]] == [MASTER_RECORD_TYPE]


def test_describe_tells_which_are_there_for_the_user(typed: Api) -> None:
    infos = typed.get("sobjects/Lead/describe").body["recordTypeInfos"]
    told = [
        (one["developerName"], one["available"], one["defaultRecordTypeMapping"], one["master"])
        for one in infos
    ]
    assert told == [
        ("Inbound", True, True, False),
        ("Partner", True, False, False),
        ("Secret", False, False, False),
        ("Master", True, False, True),
    ]
    assert infos[0]["urls"] == {"layout": f"{VERSION}/sobjects/Lead/describe/layouts/{INBOUND}"}
    assert typed.rows("SELECT Id, Name, DeveloperName, IsActive FROM RecordType ORDER BY Name")[
        0
    ] == {"Id": INBOUND, "Name": "Inbound", "DeveloperName": "Inbound", "IsActive": True}


def test_a_new_record_gets_the_users_default_and_its_values(typed: Api) -> None:
    lead = typed.create("Lead", **LEAD)
    found = typed.rows("SELECT RecordType.DeveloperName, Region__c FROM Lead")
    assert found == [{"RecordType": {"DeveloperName": "Inbound"}, "Region__c": "APAC"}]
    assert typed.call("PATCH", f"sobjects/Lead/{lead}", {"RecordTypeId": PARTNER}).status == 204
    where = "SELECT Id FROM Lead WHERE RecordType.DeveloperName = 'Partner'"
    assert typed.rows(where) == [{"Id": lead}]


def test_a_value_has_to_be_enabled_for_the_record_type(typed: Api) -> None:
    wrong = {
        "errorCode": "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "message": "Region: bad value for restricted picklist field: Americas",
        "fields": ["Region__c"],
    }
    assert refusal(typed, Region__c="Americas") == wrong
    lead = typed.create("Lead", **LEAD, Region__c="Americas", RecordTypeId=PARTNER[:15])
    reply = typed.call("PATCH", f"sobjects/Lead/{lead}", {"Region__c": "EMEA"})
    assert reply.body == [
        {**wrong, "message": "Region: bad value for restricted picklist field: EMEA"}
    ]
    # Standard picklists stay open, whatever the record type enables.
    assert typed.create("Lead", **LEAD, Rating="Cold")


@pytest.mark.parametrize("asked", [SECRET, mint("RecordType", pod="KB0", number=9)])
def test_a_record_type_that_the_user_lacks_is_refused(typed: Api, asked: str) -> None:
    assert refusal(typed, RecordTypeId=asked) == {
        "errorCode": "INVALID_CROSS_REFERENCE_KEY",
        "message": f"Record Type ID: this ID value isn't valid for the user: {asked}",
        "fields": ["RecordTypeId"],
    }


def test_without_a_default_the_master_offers_everything(typed: Api) -> None:
    typed.change(lambda setup: with_record_types(setup, replace(TYPES[0], default=False)))
    typed.create("Lead", **LEAD, Region__c="Americas")
    assert typed.rows("SELECT RecordTypeId FROM Lead") == [{"RecordTypeId": None}]


def test_ui_api_tells_the_values_of_a_record_type(typed: Api) -> None:
    path = "ui-api/object-info/Lead/picklist-values"
    told = typed.get(f"{path}/{INBOUND}").body["picklistFieldValues"]
    shown = {"attributes": None, "label": "APAC", "validFor": [], "value": "APAC"}
    assert told["Region__c"] == {
        "controllerValues": {},
        "defaultValue": shown,
        "eTag": "",
        "url": f"{VERSION}/{path}/{INBOUND}/Region__c",
        "values": [{**shown, "label": "EMEA", "value": "EMEA"}, shown],
    }
    master = typed.get(f"{path}/{MASTER_RECORD_TYPE}").body["picklistFieldValues"]
    assert [one["value"] for one in master["Region__c"]["values"]] == ["EMEA", "Americas", "APAC"]
    assert master["Status"]["defaultValue"]["value"] == "New"
    for wrong in ("what", mint("RecordType", pod="KB0", number=9)):
        assert typed.get(f"{path}/{wrong}").status == 404


def test_a_lead_with_a_record_type_is_converted(typed: Api) -> None:
    lead = typed.create("Lead", **LEAD)
    assert convert_lead(typed.org, lead, by="Tom Reyes").contact_id
