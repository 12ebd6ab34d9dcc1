"""What an admin changes about who may what: on fields, on objects, in the system. Pure."""

from __future__ import annotations

from dataclasses import replace

from .people_changes import find_user
from .permission_sets import PermissionSet
from .permissions import FIELD_ACCESS, READ
from .set_changes import narrowed, set_field, set_object, with_sets
from .setup import Setup


def with_field_access(
    setup: Setup, *, sobject: str, field: str, access: str, user: str = ""
) -> Setup:
    """What a user may do with a field: "edit", "read" or "none"."""
    path, wanted = f"{sobject}.{field}", FIELD_ACCESS.index(access)

    def narrow(one: PermissionSet) -> PermissionSet:
        held = one.access(path)
        return set_field(one, path, access) if FIELD_ACCESS.index(held) > wanted else one

    changed, granting = narrowed(setup, find_user(setup, user), narrow)
    held = changed.rights_of(find_user(setup, user)).access(path)
    return changed if held == access else with_sets(changed, [set_field(granting, path, access)])


def with_object_right(
    setup: Setup, *, sobject: str, right: str, granted: bool, user: str = ""
) -> Setup:
    """A right on an object (rules.rights.OBJECT_RIGHTS) granted or revoked.

    Read goes along with whatever is granted, and everything goes along with Read.
    """

    def narrow(one: PermissionSet) -> PermissionSet:
        held = set(one.on(sobject))
        if granted or right not in held:
            return one
        return set_object(one, sobject, () if right == READ else held - {right})

    changed, granting = narrowed(setup, find_user(setup, user), narrow)
    if not granted:
        return changed
    rights = {*granting.on(sobject), READ, right}
    return with_sets(changed, [set_object(granting, sobject, rights)])


def with_system_permission(
    setup: Setup, *, permission: str, granted: bool, user: str = ""
) -> Setup:
    """A system permission (rules.rights.SYSTEM_PERMISSIONS) granted or revoked."""

    def narrow(one: PermissionSet) -> PermissionSet:
        return replace(one, system=tuple(name for name in one.system if name != permission))

    changed, granting = narrowed(setup, find_user(setup, user), narrow)
    if not granted:
        return changed
    return with_sets(changed, [replace(granting, system=(*granting.system, permission))])
