"""What may be granted: rights on objects, access to fields, system permissions, licences."""

from __future__ import annotations

READ, CREATE, EDIT, DELETE = "read", "create", "edit", "delete"
VIEW_ALL, MODIFY_ALL = "viewAllRecords", "modifyAllRecords"
OBJECT_RIGHTS = (READ, CREATE, EDIT, DELETE, VIEW_ALL, MODIFY_ALL)
EVERY_RIGHT = frozenset(OBJECT_RIGHTS)
USUAL_RIGHTS = (READ, CREATE, EDIT, DELETE)

NO_ACCESS, MAY_READ, MAY_EDIT = "none", "read", "edit"
FIELD_ACCESS = (NO_ACCESS, MAY_READ, MAY_EDIT)

API_ENABLED, VIEW_SETUP = "ApiEnabled", "ViewSetup"
VIEW_ALL_DATA, MODIFY_ALL_DATA = "ViewAllData", "ModifyAllData"
CUSTOMIZE, MODIFY_METADATA = "CustomizeApplication", "ModifyMetadata"
ASSIGN_SETS, MANAGE_SETS = "AssignPermissionSets", "ManageProfilesPermissionsets"
TRANSFER_LEADS = "TransferAnyLead"
SYSTEM_PERMISSIONS = (
    API_ENABLED,
    VIEW_SETUP,
    MODIFY_ALL_DATA,
    VIEW_ALL_DATA,
    CUSTOMIZE,
    MODIFY_METADATA,
    "ManageUsers",
    ASSIGN_SETS,
    MANAGE_SETS,
    TRANSFER_LEADS,
    "TransferAnyEntity",
    "ApiUserOnly",
    "CreateAuditFields",
)

ADMINISTRATOR = "System Administrator"
STANDARD_LICENSE = "Salesforce"
API_LICENSE = "Salesforce Integration"
