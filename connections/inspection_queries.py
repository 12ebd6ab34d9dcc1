"""What an inspection asks for (salesforce-facts 2.4). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from . import soql

USER_COLUMNS = (
    "Id", "Name", "IsActive", "Profile.Name", "Profile.UserLicense.Name",
    "UserPermissionsMarketingUser",
)  # fmt: skip
RIGHTS_COLUMNS = (
    "PermissionsApiEnabled", "PermissionsViewSetup", "PermissionsCustomizeApplication",
    "PermissionsViewAllData", "PermissionsModifyAllData",
)  # fmt: skip
LEAD_COLUMNS = (
    "PermissionsRead", "PermissionsCreate", "PermissionsEdit", "PermissionsViewAllRecords",
    "PermissionsModifyAllRecords", "Parent.Label",
)  # fmt: skip
_OURS = soql.within("SobjectType", ["Lead", "Contact"])
ORGANIZATION = soql.select(
    "Organization",
    ("Id", "Name", "IsSandbox", "OrganizationType", "InstanceName", "DefaultLeadAccess"),
)
STATUSES = soql.select(
    "LeadStatus",
    ("Id", "ApiName", "MasterLabel", "IsDefault", "IsConverted"),
    order_by="SortOrder",
)
QUEUES = soql.select(
    "QueueSobject",
    ("Id", "QueueId", "Queue.Name"),
    where=soql.equals("SobjectType", "Lead"),
)
MEMBERS = soql.select(
    "GroupMember",
    ("Id", "GroupId"),
    where=soql.within_select(
        "GroupId",
        soql.select("QueueSobject", ["QueueId"], where=soql.equals("SobjectType", "Lead")),
    ),
)
ASSIGNMENT = soql.select(
    "AssignmentRule",
    ("Id", "Name", "Active", "SobjectType"),
    where=soql.equals("SobjectType", "Lead"),
)
DUPLICATES = soql.select(
    "DuplicateRule",
    ("Id", "DeveloperName", "MasterLabel", "IsActive", "SobjectType"),
    where=_OURS,
)
MATCHING = soql.select(
    "MatchingRule",
    ("Id", "DeveloperName", "MasterLabel", "RuleStatus", "SobjectType"),
    where=_OURS,
)
VALIDATION = soql.select(
    "ValidationRule",
    ("Id", "ValidationName", "Active", "ErrorMessage", "ErrorDisplayField",
     "EntityDefinition.QualifiedApiName"),
    where=soql.all_of(
        soql.within("EntityDefinition.QualifiedApiName", ["Lead", "Contact"]),
        soql.equals("Active", value=True),
    ),
)  # fmt: skip


def granted(sobject: str, columns: Sequence[str], *, link: str, user_id: str) -> soql.Select:
    """Grants of the user: profiles are permission sets too (salesforce-facts 2.4)."""
    mine = soql.select(
        "PermissionSetAssignment",
        ["PermissionSetId"],
        where=soql.equals("AssigneeId", user_id),
    )
    where = soql.within_select(link, mine)
    if sobject == "ObjectPermissions":
        where = soql.all_of(soql.equals("SobjectType", "Lead"), where)
    return soql.select(sobject, columns, where=where)
