"""Describes: every key of the recorded ones, and what is required on create."""

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rules.objects import SObject
from connections.practice.standard.accounts import account
from connections.practice.standard.admin_catalogue import ADMIN_OBJECTS, find_object
from connections.practice.standard.contacts import contact
from connections.practice.standard.leads import lead

# A recorded field with the two keys that v59 added (salesforce-facts 2.3).
LAST_NAME: dict[str, Any] = {
    "aggregatable": True, "autoNumber": False, "byteLength": 240, "calculated": False,
    "calculatedFormula": None, "cascadeDelete": False, "caseSensitive": False,
    "compoundFieldName": "Name", "controllerName": None, "createable": True, "custom": False,
    "defaultValue": None, "defaultValueFormula": None, "defaultedOnCreate": False,
    "dependentPicklist": False, "deprecatedAndHidden": False, "digits": 0,
    "displayLocationInDecimal": False, "encrypted": False, "externalId": False,
    "extraTypeInfo": "personname", "filterable": True, "filteredLookupInfo": None,
    "groupable": True, "highScaleNumber": False, "htmlFormatted": False, "idLookup": False,
    "inlineHelpText": None, "label": "Last Name", "length": 80, "mask": None, "maskType": None,
    "name": "LastName", "nameField": False, "namePointing": False, "nillable": False,
    "permissionable": False, "picklistValues": [], "polymorphicForeignKey": False, "precision": 0,
    "queryByDistance": False, "referenceTargetField": None, "referenceTo": [],
    "relationshipName": None, "relationshipOrder": None, "restrictedDelete": False,
    "restrictedPicklist": False, "scale": 0, "searchPrefilterable": False,
    "soapType": "xsd:string", "sortable": True, "type": "string", "unique": False,
    "updateable": True, "writeRequiresMasterRead": False,
    "aiPredictionField": False, "formulaTreatNullNumberAsZero": False,
}  # fmt: skip
ALL = [lead(), contact(), account(), *ADMIN_OBJECTS.values()]


def fields_of(sobject: SObject) -> dict[str, dict[str, Any]]:
    described = sobject.describe("/services/data/v62.0")
    return {field["name"]: field for field in described["fields"]}


@pytest.mark.parametrize("sobject", ALL, ids=lambda one: one.name)
def test_every_field_has_all_keys(sobject: SObject) -> None:
    assert {name: sorted(field) for name, field in fields_of(sobject).items()} == dict.fromkeys(
        fields_of(sobject), sorted(LAST_NAME)
    )


def test_a_field_is_described_as_recorded() -> None:
    assert fields_of(lead())["LastName"] == LAST_NAME


@pytest.mark.parametrize(
    ("sobject", "required"),
    [(lead(), {"LastName", "Company"}), (contact(), {"LastName"}), (account(), {"Name"})],
    ids=["Lead", "Contact", "Account"],
)
def test_what_is_required_follows_from_the_describe(sobject: SObject, required: set[str]) -> None:
    found = {
        name
        for name, field in fields_of(sobject).items()
        if field["createable"]
        and not field["nillable"]
        and not field["defaultedOnCreate"]
        and field["type"] != "boolean"
    }
    assert found == required == set(sobject.required)


def test_the_tracking_fields_are_on_leads_and_contacts() -> None:
    wanted = {
        "External_Person_ID__c": ("string", 100, True, True, True),
        "Lead_Source_Detail__c": ("string", 255, False, False, True),
        "Original_Source__c": ("string", 255, False, False, True),
        "Sync_Source__c": ("string", 80, False, False, True),
    }
    for sobject in (lead(), contact()):
        found = fields_of(sobject)
        keys = ("type", "length", "externalId", "unique", "custom")
        assert {name: tuple(found[name][key] for key in keys) for name in wanted} == wanted


def test_lead_owners_are_users_or_queues_and_contact_owners_users() -> None:
    keys = ("referenceTo", "relationshipName", "polymorphicForeignKey", "nillable")
    assert [
        [fields_of(sobject)["OwnerId"][key] for key in keys] for sobject in (lead(), contact())
    ] == [[["Group", "User"], "Owner", True, False], [["User"], "Owner", False, False]]


def test_the_object_has_its_own_keys() -> None:
    described = lead().describe("/services/data/v62.0")
    path = "/services/data/v62.0/sobjects/Lead"
    assert {name: described[name] for name in ("name", "keyPrefix", "createable", "urls")} == {
        "name": "Lead",
        "keyPrefix": "00Q",
        "createable": True,
        "urls": {"sobject": path, "describe": f"{path}/describe", "rowTemplate": f"{path}/{{ID}}"},
    }
    assert [scope["name"] for scope in described["supportedScopes"]] == [
        "everything", "mine", "queue_owned", "team", "user_owned",
    ]  # fmt: skip
    (master,) = described["recordTypeInfos"]
    assert (master["recordTypeId"], master["master"]) == ("012000000000000AAA", True)


def test_objects_are_found_in_any_case_and_setup_objects_are_read_only() -> None:
    found = find_object({"Lead": lead()}, "queuesobject")
    assert found is not None
    assert (found.name, found.entry("")["createable"]) == ("QueueSobject", False)
    assert find_object({}, "Lead") is None


def test_whether_a_lead_is_converted_may_be_sent_with_a_create_only() -> None:
    # As recorded (salesforce-facts 7.5): who goes by describe alone would map it.
    field = fields_of(lead())["IsConverted"]
    assert (field["createable"], field["updateable"], field["defaultedOnCreate"]) == (
        True,
        False,
        True,
    )


def test_every_phone_of_a_contact_takes_forty_characters() -> None:
    phones = {name: one["length"] for name, one in fields_of(contact()).items()
              if one["type"] == "phone"}  # fmt: skip
    names = ("Phone", "MobilePhone", "HomePhone", "OtherPhone", "AssistantPhone", "Fax")
    assert phones == dict.fromkeys(names, 40)
