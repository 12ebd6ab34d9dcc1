"""Salesforce's descriptions become values of the port."""

from __future__ import annotations

import pytest

from connections.crm import Field, Identity, PicklistValue, Record, RecordType, SObject
from connections.describes import read_identity, read_sobject

LAST_NAME = {
    "name": "LastName", "label": "Last Name", "type": "string", "length": 80, "createable": True,
    "updateable": True, "nillable": False, "defaultedOnCreate": False, "externalId": False,
    "idLookup": False, "unique": False, "restrictedPicklist": False, "picklistValues": [],
    "referenceTo": [], "soapType": "xsd:string",
}  # fmt: skip
STATUS = LAST_NAME | {
    "name": "Status", "label": "Lead Status", "type": "picklist", "length": 255,
    "defaultedOnCreate": True,
    "picklistValues": [
        {"active": True, "defaultValue": True, "label": "Open", "value": "Open - Not Contacted"},
        {"active": False, "defaultValue": False, "label": None, "value": "Old", "validFor": None},
    ],
}  # fmt: skip
OWNER = {"name": "OwnerId", "type": "reference", "referenceTo": ["Group", "User"]}
DESCRIBE = {
    "name": "Lead", "label": "Lead", "createable": True, "updateable": False,
    "fields": [LAST_NAME, STATUS, OWNER],
    "recordTypeInfos": [
        {"recordTypeId": "012000000000000", "name": "Master", "developerName": "Master",
         "available": True, "defaultRecordTypeMapping": True, "master": True, "urls": {}},
    ],
}  # fmt: skip


def a_field(**changes: object) -> Field:
    known: dict[str, object] = {
        "name": "LastName", "label": "Last Name", "type": "string", "length": 80,
        "createable": True, "updateable": True, "nillable": False, "defaulted_on_create": False,
        "external_id": False, "id_lookup": False, "unique": False, "restricted_picklist": False,
        "picklist": (), "reference_to": (),
    }  # fmt: skip
    return Field(**{**known, **changes})  # type: ignore[arg-type]


def test_a_describe_is_read_whole() -> None:
    assert read_sobject(DESCRIBE) == SObject(
        name="Lead",
        label="Lead",
        createable=True,
        updateable=False,
        fields={
            "LastName": a_field(),
            "Status": a_field(
                name="Status",
                label="Lead Status",
                type="picklist",
                length=255,
                defaulted_on_create=True,
                picklist=(
                    PicklistValue("Open - Not Contacted", "Open", active=True, default=True),
                    PicklistValue("Old", "Old", active=False, default=False),
                ),
            ),
            "OwnerId": a_field(
                name="OwnerId",
                label="OwnerId",
                type="reference",
                length=0,
                createable=False,
                updateable=False,
                reference_to=("Group", "User"),
            ),
        },
        record_types=(
            RecordType(
                "012000000000000AAA", "Master", "Master", available=True, default=True, master=True
            ),
        ),
    )


@pytest.mark.parametrize(
    ("changes", "required"),
    [
        ({}, True),
        ({"nillable": True}, False),
        ({"defaulted_on_create": True}, False),
        ({"createable": False}, False),
        ({"type": "boolean"}, False),
    ],
)
def test_a_field_is_required_if_nothing_else_fills_it(
    changes: dict[str, object], *, required: bool
) -> None:
    assert a_field(**changes).required_on_create is required


def test_an_identity_is_read_from_the_user_and_the_org() -> None:
    user = {
        "user_id": "005KB000001mNoP", "organization_id": "00DKB0000004VwX",
        "username": "integration@acme.example", "display_name": "Lead Sync", "email": None,
    }  # fmt: skip
    org = {
        "Id": "00DKB0000004VwX2AU", "Name": "Acme", "IsSandbox": True,
        "OrganizationType": "Enterprise Edition", "InstanceName": "CS420",
    }  # fmt: skip
    assert read_identity(user, [Record("Organization", "00DKB0000004VwX2AU", org)]) == Identity(
        org_id="00DKB0000004VwX2AU",
        org_name="Acme",
        is_sandbox=True,
        organization_type="Enterprise Edition",
        instance_name="CS420",
        user_id="005KB000001mNoPYAU",
        username="integration@acme.example",
        display_name="Lead Sync",
        email="",
    )


def test_an_org_that_does_not_show_its_row_is_known_by_its_id() -> None:
    who = read_identity({"organization_id": "00DKB0000004VwX", "user_id": ""}, [])
    assert (who.org_id, who.org_name, who.is_sandbox) == ("00DKB0000004VwX2AU", "", False)
