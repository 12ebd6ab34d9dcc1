"""The queries that a check before going live uses, exactly as salesforce-facts 2.4 has them."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rules.people_changes import with_sharing

from .conftest import Api
from .test_permissions import revoke

GRANTED = "(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '{user}')"


@pytest.fixture
def me(api: Api) -> str:
    """The id of the integration user."""
    return str(api.rows("SELECT Id FROM User WHERE Name = 'Inlet Integration'")[0]["Id"])


def test_the_environment(api: Api) -> None:
    api.change(lambda setup: with_sharing(setup, sobject="Lead", default="Read"))
    (row,) = api.rows(
        "SELECT Id, Name, IsSandbox, InstanceName, OrganizationType, TrialExpirationDate, "
        "NamespacePrefix, DefaultLeadAccess, LanguageLocaleKey FROM Organization"
    )
    assert {**row, "Id": ""} == {
        "Id": "", "Name": "Solvane Energy", "IsSandbox": False, "InstanceName": "PRACTICE1",
        "OrganizationType": "Developer Edition", "TrialExpirationDate": None,
        "NamespacePrefix": None, "DefaultLeadAccess": "Read", "LanguageLocaleKey": "en_US",
    }  # fmt: skip


def test_the_current_user(api: Api, me: str) -> None:
    (row,) = api.rows(
        "SELECT Id, Username, Email, Name, IsActive, UserType, ProfileId, Profile.Name, "
        "Profile.UserLicense.Name, UserPermissionsMarketingUser FROM User "
        f"WHERE Id = '{me}'"
    )
    assert row["Profile"] == {
        "Name": "Minimum Access - API Only Integrations",
        "UserLicense": {"Name": "Salesforce Integration"},
    }
    assert (row["IsActive"], row["UserType"], row["ProfileId"][:3]) == (True, "Standard", "00e")


@pytest.mark.parametrize(
    ("soql", "count"),
    [
        ("SELECT Id, Name, Email FROM User WHERE IsActive = true AND UserType = 'Standard'", 4),
        (
            "SELECT QueueId, Queue.Name, Queue.DeveloperName, Queue.Email FROM QueueSobject "
            "WHERE SobjectType = 'Lead'",
            3,
        ),
        (
            "SELECT Id, Name, Active, SobjectType FROM AssignmentRule WHERE SobjectType = 'Lead'",
            1,
        ),
        (
            "SELECT Id, DeveloperName, MasterLabel, IsActive, SobjectType, SobjectSubtype, "
            "NamespacePrefix FROM DuplicateRule WHERE SobjectType IN ('Lead','Contact')",
            2,
        ),
        (
            "SELECT Id, DeveloperName, MasterLabel, SobjectType, RuleStatus, MatchEngine, "
            "BooleanFilter FROM MatchingRule",
            2,
        ),
        (
            "SELECT MatchingRuleId, Field, MatchingMethod, BlankValueBehavior, SortOrder "
            "FROM MatchingRuleItem",
            2,
        ),
        ("SELECT ApiName, MasterLabel, IsDefault, IsConverted, SortOrder FROM LeadStatus", 5),
        (
            "SELECT Id, Name, DeveloperName, IsActive, SobjectType FROM RecordType "
            "WHERE SobjectType='Lead'",
            0,
        ),
    ],
)
def test_lists(api: Api, soql: str, count: int) -> None:
    assert len(api.rows(soql)) == count


def test_object_permissions_explain_the_describe(api: Api, me: str) -> None:
    revoke(api, "delete")
    found = api.rows(
        "SELECT PermissionsRead, PermissionsCreate, PermissionsEdit, "
        "PermissionsViewAllRecords, PermissionsModifyAllRecords, Parent.IsOwnedByProfile, "
        "Parent.Label FROM ObjectPermissions WHERE SobjectType = 'Lead' AND ParentId IN "
        + GRANTED.format(user=me)
    )
    assert found == [
        {
            "PermissionsRead": True, "PermissionsCreate": True, "PermissionsEdit": True,
            "PermissionsViewAllRecords": False, "PermissionsModifyAllRecords": False,
            "Parent": {"IsOwnedByProfile": False, "Label": "Inlet Integration"},
        }
    ]  # fmt: skip


def test_field_permissions_are_there_for_guarded_fields_only(api: Api, me: str) -> None:
    found = api.rows(
        "SELECT Field, PermissionsRead, PermissionsEdit, Parent.IsOwnedByProfile, Parent.Label "
        "FROM FieldPermissions WHERE SobjectType = 'Lead' AND ParentId IN "
        + GRANTED.format(user=me)
    )
    held = {row["Field"]: row["PermissionsEdit"] for row in found}
    assert held["Lead.Sync_Source__c"] is True
    assert not held.keys() & {"Lead.LastName", "Lead.Company", "Lead.Status", "Lead.OwnerId"}


def test_system_permissions(api: Api, me: str) -> None:
    found = api.rows(
        "SELECT PermissionsApiEnabled, PermissionsViewSetup, PermissionsModifyAllData, "
        "PermissionsViewAllData, PermissionsAssignPermissionSets, "
        "PermissionsCustomizeApplication FROM PermissionSet WHERE Id IN " + GRANTED.format(user=me)
    )
    held = {name for row in found for name, granted in row.items() if granted}
    assert held == {"PermissionsApiEnabled", "PermissionsViewSetup"}


def test_effective_object_access(api: Api, me: str) -> None:
    revoke(api, "create")
    asked: Any = (
        "SELECT IsCreatable, IsReadable, IsEditable FROM UserEntityAccess "
        f"WHERE UserId='{me}' AND EntityDefinition.QualifiedApiName='Lead'"
    )
    assert api.rows(asked) == [{"IsCreatable": False, "IsReadable": True, "IsEditable": True}]


def test_an_unreadable_object_is_still_explained(api: Api, me: str) -> None:
    revoke(api, "read")
    soql = "SELECT Id FROM ObjectPermissions WHERE SobjectType = 'Lead' AND ParentId IN "
    assert api.rows(soql + GRANTED.format(user=me)) == []
    everybody = api.rows("SELECT Parent.Label FROM ObjectPermissions WHERE SobjectType = 'Lead'")
    assert sorted(row["Parent"]["Label"] for row in everybody) == [
        "Standard User",
        "System Administrator",
    ]


def test_queue_members_are_listed(api: Api) -> None:
    assert api.rows("SELECT GroupId, UserOrGroupId FROM GroupMember") == []
