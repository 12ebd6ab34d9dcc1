"""Who may what, as objects that can be queried and written (salesforce-facts 2.4, 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import pod_of
from connections.practice.rules.permission_sets import PermissionSet, derived_id
from connections.practice.rules.permissions import (
    CREATE,
    DELETE,
    EDIT,
    MAY_EDIT,
    MODIFY_ALL,
    NO_ACCESS,
    READ,
    SYSTEM_PERMISSIONS,
    VIEW_ALL,
)
from connections.practice.rules.setup import Setup
from connections.practice.rules.sights import whole_of
from connections.practice.standard.admin_making import WRITABLE, flag, line, link, setup_object

Row = dict[str, Any]
# Column of ObjectPermissions → right on the object.
RIGHT_COLUMNS: Mapping[str, str] = {
    "PermissionsRead": READ,
    "PermissionsCreate": CREATE,
    "PermissionsEdit": EDIT,
    "PermissionsDelete": DELETE,
    "PermissionsViewAllRecords": VIEW_ALL,
    "PermissionsModifyAllRecords": MODIFY_ALL,
}


def _open(field: Field) -> Field:
    return replace(field, createable=True, updateable=True)


def _once(field: Field) -> Field:
    return replace(field, createable=True)


PERMISSION_SET = setup_object(
    "PermissionSet",
    _open(line("Name")),
    _open(line("Label")),
    _open(line("Description")),
    line("Type"),
    flag("IsCustom"),
    flag("IsOwnedByProfile"),
    link("ProfileId", "Profile"),
    _once(link("LicenseId", "UserLicense")),
    line("NamespacePrefix"),
    *(_open(flag(f"Permissions{name}")) for name in SYSTEM_PERMISSIONS),
    rights=WRITABLE,
)
PERMISSION_SET_ASSIGNMENT = setup_object(
    "PermissionSetAssignment",
    _once(link("AssigneeId", "User")),
    _once(link("PermissionSetId", "PermissionSet")),
    rights=WRITABLE - {EDIT},
)
OBJECT_PERMISSIONS = setup_object(
    "ObjectPermissions",
    _once(link("ParentId", "PermissionSet")),
    _once(line("SobjectType")),
    *(_open(flag(name)) for name in RIGHT_COLUMNS),
    rights=WRITABLE,
)
FIELD_PERMISSIONS = setup_object(
    "FieldPermissions",
    _once(link("ParentId", "PermissionSet")),
    _once(line("SobjectType")),
    _once(line("Field")),
    _open(flag("PermissionsRead")),
    _open(flag("PermissionsEdit")),
    rights=WRITABLE,
)
USER_RECORD_ACCESS = setup_object(
    "UserRecordAccess",
    link("UserId", "User"),
    # Any object's records: no relationship leads there.
    replace(link("RecordId", "Name"), relationship=""),
    flag("HasReadAccess"),
    flag("HasEditAccess"),
    flag("HasDeleteAccess"),
    flag("HasTransferAccess"),
    flag("HasAllAccess"),
    line("MaxAccessLevel"),
)
USER_ENTITY_ACCESS = setup_object(
    "UserEntityAccess",
    link("UserId", "User"),
    link("EntityDefinitionId", "EntityDefinition"),
    flag("IsReadable"),
    flag("IsCreatable"),
    flag("IsEditable"),
    flag("IsDeletable"),
)
GROUP_MEMBER = setup_object(
    "GroupMember", link("GroupId", "Group"), replace(link("UserOrGroupId", "User"), relationship="")
)


def permission_sets(setup: Setup) -> list[Row]:
    """Permission sets, those that profiles own included."""
    return [_permission_set(setup, one) for one in setup.permission_sets]


def profile_id(setup: Setup, name: str) -> str:
    """The id of a profile, which follows from its name."""
    return derived_id("Profile", pod=pod_of(setup.org_id), key=name)


def license_id(setup: Setup, name: str) -> str:
    """The id of a licence, which follows from its name."""
    return derived_id("UserLicense", pod=pod_of(setup.org_id), key=name)


def _permission_set(setup: Setup, one: PermissionSet) -> Row:
    return {
        "Id": one.id,
        "Name": one.name,
        "Label": one.label,
        "Description": None,
        "Type": "Profile" if one.profile else "Regular",
        "IsCustom": not one.profile,
        "IsOwnedByProfile": bool(one.profile),
        "ProfileId": profile_id(setup, one.profile) if one.profile else None,
        "LicenseId": license_id(setup, one.license) if one.license else None,
        "NamespacePrefix": None,
        **{f"Permissions{name}": name in one.system for name in SYSTEM_PERMISSIONS},
    }


def assignments(setup: Setup) -> list[Row]:
    """Who has which set; everybody has the set of its profile."""
    pod = pod_of(setup.org_id)
    own = {one.profile: one.id for one in setup.permission_sets if one.profile}
    by_profile = [
        (
            derived_id("PermissionSetAssignment", pod=pod, key=user.id),
            user.id,
            own[user.profile],
        )
        for user in setup.users
        if user.profile in own
    ]
    given = [(one.id, one.user, one.permission_set) for one in setup.set_assignments]
    return [
        {"Id": one, "AssigneeId": user, "PermissionSetId": permission_set}
        for one, user, permission_set in (*by_profile, *given)
    ]


def object_permission_id(setup: Setup, parent: str, sobject: str) -> str:
    """The id of a set's row for an object."""
    return derived_id("ObjectPermissions", pod=pod_of(setup.org_id), key=f"{parent}{sobject}")


def object_permissions(setup: Setup) -> list[Row]:
    """What each set grants on each object; no row where it grants nothing."""
    pairs = ((one, name) for one in setup.permission_sets for name in whole_of(setup.objects))
    return [
        {
            "Id": object_permission_id(setup, one.id, name),
            "ParentId": one.id,
            "SobjectType": name,
            **{column: right in one.on(name) for column, right in RIGHT_COLUMNS.items()},
        }
        for one, name in pairs
        if one.on(name)
    ]


def field_permission_id(setup: Setup, parent: str, path: str) -> str:
    """The id of a set's row for a field, "Lead.Title"."""
    return derived_id("FieldPermissions", pod=pod_of(setup.org_id), key=f"{parent}{path}")


def _field_paths(setup: Setup) -> list[tuple[str, str]]:
    return [
        (sobject.name, f"{sobject.name}.{field.name}")
        for sobject in whole_of(setup.objects).values()
        for field in sobject.fields
        if field.permissionable
    ]


def field_permissions(setup: Setup) -> list[Row]:
    """What each set grants on each field that field-level security is about."""
    paths = _field_paths(setup)
    return [
        {
            "Id": field_permission_id(setup, one.id, path),
            "ParentId": one.id,
            "SobjectType": sobject,
            "Field": path,
            "PermissionsRead": True,
            "PermissionsEdit": access == MAY_EDIT,
        }
        for one in setup.permission_sets
        for sobject, path in paths
        if (access := one.access(path)) != NO_ACCESS
    ]


def _entity_access(setup: Setup) -> Iterator[Row]:
    for user in setup.users:
        rights = setup.rights_of(user.id)
        for name in whole_of(setup.objects):
            held = rights.on(name)
            yield {
                "Id": f"{user.id}.{name}",
                "UserId": user.id,
                "EntityDefinitionId": name,
                "IsReadable": READ in held,
                "IsCreatable": CREATE in held,
                "IsEditable": EDIT in held,
                "IsDeletable": DELETE in held,
            }


def group_members(setup: Setup) -> list[Row]:
    """Who is in which queue."""
    pod = pod_of(setup.org_id)
    return [
        {
            "Id": derived_id("GroupMember", pod=pod, key=f"{queue.id}{member}"),
            "GroupId": queue.id,
            "UserOrGroupId": member,
        }
        for queue in setup.queues
        for member in queue.members
    ]


RIGHTS_OBJECTS = (
    PERMISSION_SET,
    PERMISSION_SET_ASSIGNMENT,
    OBJECT_PERMISSIONS,
    FIELD_PERMISSIONS,
    USER_RECORD_ACCESS,
    USER_ENTITY_ACCESS,
    GROUP_MEMBER,
)
RIGHTS_ROWS: Mapping[str, Callable[[Setup], list[Row]]] = {
    "PermissionSet": permission_sets,
    "PermissionSetAssignment": assignments,
    "ObjectPermissions": object_permissions,
    "FieldPermissions": field_permissions,
    "UserEntityAccess": lambda setup: list(_entity_access(setup)),
    "GroupMember": group_members,
}
