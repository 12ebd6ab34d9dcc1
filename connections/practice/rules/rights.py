"""Who may what: permission sets, the profiles that own some, and what they grant together.

Salesforce-facts 2.3, 2.4: a profile is a permission set owned by a profile, and a user may what
any of its sets grants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from .ids import mint

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
_NUMBERS = 62**9


@dataclass(frozen=True, slots=True)
class ObjectRight:
    """What a set grants on one object; `rights` are of OBJECT_RIGHTS, maybe none."""

    sobject: str
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldRight:
    """What a set grants on one field, "Lead.Title": an `access` of FIELD_ACCESS."""

    field: str
    access: str


@dataclass(frozen=True, slots=True)
class PermissionSet:
    """A permission set; with a `profile` (its name) the one that this profile owns.

    `other_objects` and `other_fields` hold for objects and fields that aren't named: a profile
    of a new org grants what the org came with, without a line for each field.
    """

    id: str
    name: str
    label: str
    profile: str = ""
    license: str = ""
    system: tuple[str, ...] = ()
    objects: tuple[ObjectRight, ...] = field(default=(), metadata={"of": ObjectRight})
    fields: tuple[FieldRight, ...] = field(default=(), metadata={"of": FieldRight})
    other_objects: tuple[str, ...] = ()
    other_fields: str = NO_ACCESS

    def on(self, sobject: str) -> tuple[str, ...]:
        """The rights on an object."""
        named = (one.rights for one in self.objects if one.sobject == sobject)
        return next(named, self.other_objects)

    def access(self, path: str) -> str:
        """The access to a field, "Lead.Title"."""
        named = (one.access for one in self.fields if one.field == path)
        return next(named, self.other_fields)


@dataclass(frozen=True, slots=True)
class SetAssignment:
    """That a user has a permission set. Whoever has a profile has its set without one."""

    id: str
    user: str
    permission_set: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What several permission sets grant together."""

    sets: tuple[PermissionSet, ...]

    def may(self, permission: str) -> bool:
        """Whether a system permission is among them. "Modify All Data" brings "View All Data"."""
        granted = {name for one in self.sets for name in one.system}
        implied = permission == VIEW_ALL_DATA and MODIFY_ALL_DATA in granted
        return permission in granted or implied

    def on(self, sobject: str) -> frozenset[str]:
        """The rights on an object, those included that "all data" permissions bring."""
        granted = {name for one in self.sets for name in one.on(sobject)}
        if self.may(MODIFY_ALL_DATA):
            return EVERY_RIGHT
        if self.may(VIEW_ALL_DATA):
            granted |= {READ, VIEW_ALL}
        return frozenset(granted)

    def access(self, path: str) -> str:
        """The widest access to a field."""
        return max((one.access(path) for one in self.sets), key=FIELD_ACCESS.index, default="none")


@dataclass(frozen=True, slots=True)
class AllRights(Rights):
    """What the org itself may: everything."""

    sets: tuple[PermissionSet, ...] = ()

    def may(self, permission: str) -> bool:
        """Yes."""
        del permission
        return True

    def on(self, sobject: str) -> frozenset[str]:
        """Every right."""
        del sobject
        return EVERY_RIGHT

    def access(self, path: str) -> str:
        """Edit."""
        del path
        return MAY_EDIT


def sets_of(
    sets: Iterable[PermissionSet], assignments: Iterable[SetAssignment], *, user: str, profile: str
) -> tuple[PermissionSet, ...]:
    """The sets of a user: its profile's, and those assigned."""
    assigned = {one.permission_set for one in assignments if one.user == user}
    return tuple(one for one in sets if one.id in assigned or (profile and one.profile == profile))


def derived_id(sobject: str, *, pod: str, key: str) -> str:
    """An id for what has no number of its own: it follows from `key` alone, in each org."""
    digest = hashlib.sha256(f"{sobject}:{key}".encode()).digest()
    return mint(sobject, pod=pod, number=int.from_bytes(digest[:8], "big") % _NUMBERS)
