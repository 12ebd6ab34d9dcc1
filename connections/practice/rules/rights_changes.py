"""What an admin changes about who may what: rights, permissions, sharing, queues. Pure.

A user is named by full name or username; "" is the integration user.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from .rights import (
    FIELD_ACCESS,
    READ,
    FieldRight,
    ObjectRight,
    PermissionSet,
)
from .setup import Setup


def find_user(setup: Setup, name: str) -> str:
    """The id of the user of that full name or username. LookupError when there is none."""
    if not name:
        return setup.api_user
    found = [one.id for one in setup.users if name.lower() in {one.name.lower(), one.username}]
    if not found:
        raise LookupError(f"There is no user {name}.")
    return found[0]


def with_sets(setup: Setup, changed: Iterable[PermissionSet]) -> Setup:
    """The setup with these permission sets in the place of those with their ids."""
    new = {one.id: one for one in changed}
    return replace(
        setup, permission_sets=tuple(new.get(one.id, one) for one in setup.permission_sets)
    )


def set_object(given: PermissionSet, sobject: str, rights: Iterable[str]) -> PermissionSet:
    """The set with exactly these rights on an object."""
    others = tuple(one for one in given.objects if one.sobject != sobject)
    return replace(given, objects=(*others, ObjectRight(sobject, tuple(sorted(rights)))))


def set_field(given: PermissionSet, path: str, access: str) -> PermissionSet:
    """The set with exactly this access to a field, "Lead.Title"."""
    others = tuple(one for one in given.fields if one.field != path)
    return replace(given, fields=(*others, FieldRight(path, access)))


def _narrowed(
    setup: Setup, user: str, change: Callable[[PermissionSet], PermissionSet]
) -> tuple[Setup, PermissionSet]:
    """Each of the user's sets changed; and the one to grant things by: no profile's if it can."""
    changed = [change(one) for one in setup.rights_of(user).sets]
    granting = sorted(changed, key=lambda one: bool(one.profile))[0]
    return with_sets(setup, changed), granting


def with_field_access(
    setup: Setup, *, sobject: str, field: str, access: str, user: str = ""
) -> Setup:
    """What a user may do with a field: "edit", "read" or "none"."""
    path, wanted = f"{sobject}.{field}", FIELD_ACCESS.index(access)

    def narrow(one: PermissionSet) -> PermissionSet:
        held = one.access(path)
        return set_field(one, path, access) if FIELD_ACCESS.index(held) > wanted else one

    changed, granting = _narrowed(setup, find_user(setup, user), narrow)
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

    changed, granting = _narrowed(setup, find_user(setup, user), narrow)
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

    changed, granting = _narrowed(setup, find_user(setup, user), narrow)
    if not granted:
        return changed
    return with_sets(changed, [replace(granting, system=(*granting.system, permission))])


def with_sharing(setup: Setup, *, sobject: str, default: str) -> Setup:
    """The org-wide default of an object (rules.sharing.SHARING)."""
    return replace(setup, sharing={**setup.sharing, sobject: default})


def with_queue_member(setup: Setup, *, queue: str, member: bool, user: str = "") -> Setup:
    """A user taken into a queue (by its name), or out of it. LookupError for an unknown one."""
    if all(one.name != queue for one in setup.queues):
        raise LookupError(f"There is no queue {queue}.")
    wanted = find_user(setup, user)
    queues = tuple(
        replace(one, members=(*(m for m in one.members if m != wanted), *[wanted] * member))
        if one.name == queue
        else one
        for one in setup.queues
    )
    return replace(setup, queues=queues)


def with_profile(setup: Setup, *, profile: str, user: str = "") -> Setup:
    """A user given another profile. LookupError for an unknown one."""
    if all(one.profile != profile for one in setup.permission_sets):
        raise LookupError(f"There is no profile {profile}.")
    wanted = find_user(setup, user)
    users = tuple(replace(one, profile=profile) if one.id == wanted else one for one in setup.users)
    return replace(setup, users=users)
