"""Permission sets written over REST, as the set-up of the tracking fields does it (facts 13)."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api
from .test_permissions import as_user, code

FIELD = "Lead.Webinar_Score__c"


@pytest.fixture
def admin(api: Api) -> Api:
    """The org, seen by its administrator."""
    return as_user(api, "Maya Okafor")


def new_set(admin: Api, name: str = "Lead_Sync_Fields") -> str:
    return admin.create("PermissionSet", Name=name, Label="Lead Sync fields")


def post(api: Api, sobject: str, **fields: Any) -> Any:
    return api.call("POST", f"sobjects/{sobject}", fields)


def object_row(admin: Api, parent: str, **rights: bool) -> Any:
    return post(admin, "ObjectPermissions", ParentId=parent, SobjectType="Lead", **rights)


def field_row(admin: Api, parent: str, *, path: str = FIELD, **rights: bool) -> Any:
    return post(
        admin, "FieldPermissions", ParentId=parent, SobjectType="Lead", Field=path, **rights
    )


def test_a_new_set_gives_a_user_what_its_rows_say(admin: Api) -> None:
    tom = admin.rows("SELECT Id, Name FROM User WHERE Name = 'Tom Reyes'")[0]["Id"]
    parent = new_set(admin)
    assert object_row(admin, parent, PermissionsRead=True, PermissionsEdit=True).status == 201
    given = field_row(admin, parent, PermissionsRead=True, PermissionsEdit=True)
    assert (given.status, given.body["success"], given.body["id"][:3]) == (201, True, "01k")
    assigned = post(admin, "PermissionSetAssignment", AssigneeId=tom, PermissionSetId=parent)
    assert assigned.status == 201
    again = post(admin, "PermissionSetAssignment", AssigneeId=tom, PermissionSetId=parent)
    assert code(again) == (400, "DUPLICATE_VALUE")
    rows = admin.rows(
        "SELECT Parent.Label, PermissionsRead, PermissionsEdit FROM FieldPermissions "
        f"WHERE Field = '{FIELD}' AND ParentId IN "
        f"(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '{tom}') "
        "ORDER BY Parent.Label"
    )
    assert [row["Parent"]["Label"] for row in rows] == ["Lead Sync fields", "Standard User"]


def test_edit_needs_read_and_rows_come_once(admin: Api) -> None:
    parent = new_set(admin)
    assert code(field_row(admin, parent, PermissionsEdit=True)) == (
        400,
        "FIELD_INTEGRITY_EXCEPTION",
    )
    assert code(object_row(admin, parent, PermissionsCreate=True)) == (
        400,
        "FIELD_INTEGRITY_EXCEPTION",
    )
    assert field_row(admin, parent, PermissionsRead=True).status == 201
    assert code(field_row(admin, parent, PermissionsRead=True)) == (400, "DUPLICATE_VALUE")
    assert object_row(admin, parent, PermissionsRead=True).status == 201
    assert code(object_row(admin, parent, PermissionsRead=True)) == (400, "DUPLICATE_VALUE")


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("Lead.Nothing__c", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ("Lead.LastName", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ("Nothing.Title", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
    ],
)
def test_only_guarded_fields_take_rights(admin: Api, path: str, refusal: str) -> None:
    reply = field_row(admin, new_set(admin), path=path, PermissionsRead=True)
    assert code(reply) == (400, refusal)


def test_rows_are_changed_and_deleted(admin: Api) -> None:
    parent = new_set(admin)
    row = field_row(admin, parent, PermissionsRead=True).body["id"]
    changed = admin.call("PATCH", f"sobjects/FieldPermissions/{row}", {"PermissionsEdit": True})
    assert changed.status == 204
    where = f"WHERE ParentId = '{parent}'"
    assert admin.rows(f"SELECT Id, PermissionsEdit FROM FieldPermissions {where}") == [
        {"Id": row, "PermissionsEdit": True}
    ]
    assert admin.call("DELETE", f"sobjects/FieldPermissions/{row}").status == 204
    assert admin.rows(f"SELECT Id FROM FieldPermissions {where}") == []
    assert code(admin.call("DELETE", f"sobjects/FieldPermissions/{row}")) == (404, "NOT_FOUND")
    assert admin.call("DELETE", f"sobjects/PermissionSet/{parent}").status == 204
    assert admin.rows("SELECT Id FROM PermissionSet WHERE Name = 'Lead_Sync_Fields'") == []


def test_a_set_that_somebody_has_stays(admin: Api) -> None:
    parent = new_set(admin)
    me = admin.rows("SELECT Id FROM User WHERE Name = 'Maya Okafor'")[0]["Id"]
    given = post(admin, "PermissionSetAssignment", AssigneeId=me, PermissionSetId=parent)
    kept = admin.call("DELETE", f"sobjects/PermissionSet/{parent}")
    assert code(kept) == (400, "DELETE_FAILED")
    taken = admin.call("DELETE", f"sobjects/PermissionSetAssignment/{given.body['id']}")
    assert taken.status == 204
    assert admin.call("DELETE", f"sobjects/PermissionSet/{parent}").status == 204


def test_names_are_unique_and_tidy(admin: Api) -> None:
    new_set(admin)
    for name, refusal in (
        ("lead_sync_fields", "DUPLICATE_DEVELOPER_NAME"),
        ("Lead Sync", "FIELD_INTEGRITY_EXCEPTION"),
        ("", "REQUIRED_FIELD_MISSING"),
    ):
        assert code(post(admin, "PermissionSet", Name=name, Label="x")) == (400, refusal)


def test_others_may_not(api: Api) -> None:
    refused = post(api, "PermissionSet", Name="Mine", Label="Mine")
    assert code(refused) == (400, "INSUFFICIENT_ACCESS_OR_READONLY")
    refused = post(api, "User", LastName="x")
    assert code(refused) == (405, "METHOD_NOT_ALLOWED")


def test_profiles_are_left_alone(admin: Api) -> None:
    soql = "SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true ORDER BY Label"
    profile = admin.rows(soql)[0]["Id"]
    reply = field_row(admin, profile, PermissionsRead=True)
    assert reply.status == 400


def test_setup_rows_go_together_and_not_with_records(admin: Api) -> None:
    sets = [
        {"attributes": {"type": "PermissionSet"}, "Name": f"Set_{number}", "Label": "x"}
        for number in range(2)
    ]
    reply = admin.call("POST", "composite/sobjects", {"records": sets})
    assert [one["success"] for one in reply.body] == [True, True]
    lead = {"attributes": {"type": "Lead"}, "LastName": "Ruiz", "Company": "Acme"}
    more = [{**sets[0], "Name": "Set_3"}, lead]
    mixed = admin.call("POST", "composite/sobjects", {"records": more})
    assert code(mixed) == (400, "MIXED_DML_OPERATION")
