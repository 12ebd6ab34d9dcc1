"""Permission sets as they are written over REST (salesforce-facts 13). Pure.

Each function gives the changed setup, or raises Refused as Salesforce does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .permission_sets import PermissionSet
from .permissions import (
    CREATE,
    DELETE,
    EDIT,
    FIELD_ACCESS,
    MAY_EDIT,
    MAY_READ,
    MODIFY_ALL,
    NO_ACCESS,
    READ,
    VIEW_ALL,
)
from .refusals import Refused, refuse
from .set_assignments import SetAssignment
from .set_changes import set_field, set_object, with_sets
from .setup import Setup
from .sights import whole_of

_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*", re.ASCII)
_NEEDED: Mapping[str, frozenset[str]] = {
    CREATE: frozenset({READ}),
    EDIT: frozenset({READ}),
    DELETE: frozenset({READ, EDIT}),
    VIEW_ALL: frozenset({READ}),
    MODIFY_ALL: frozenset({READ, EDIT, DELETE, VIEW_ALL}),
}


def add_set(setup: Setup, new: PermissionSet) -> Setup:
    """A new permission set, which grants what it names and nothing else."""
    if not _NAME.fullmatch(new.name):
        message = (
            "The Permission Set API Name can only contain underscores and alphanumeric "
            f"characters: {new.name}"
        )
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, ("Name",))
    if any(one.name.lower() == new.name.lower() for one in setup.permission_sets):
        message = f"The permission set name is already in use: {new.name}"
        raise refuse("DUPLICATE_DEVELOPER_NAME", message, ("Name",))
    return replace(setup, permission_sets=(*setup.permission_sets, new))


def own_set(setup: Setup, set_id: str) -> PermissionSet:
    """The permission set of that id that no profile owns. Raises Refused."""
    found = find_set(setup, set_id)
    if found.profile:
        message = f"{found.label} belongs to a profile; change the profile in Setup"
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, ("ParentId",))
    return found


def find_set(setup: Setup, set_id: str) -> PermissionSet:
    """The permission set of that id. Raises Refused when there is none."""
    found = next((one for one in setup.permission_sets if one.id == set_id), None)
    if found is None:
        message = f"insufficient access rights on cross-reference id: {set_id[:15]}"
        raise refuse("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message, ())
    return found


def drop_set(setup: Setup, set_id: str) -> Setup:
    """The set gone. Raises Refused while somebody has it."""
    own_set(setup, set_id)
    if any(one.permission_set == set_id for one in setup.set_assignments):
        message = "Your attempt to delete this permission set failed: it is assigned to users."
        raise refuse("DELETE_FAILED", message, ())
    kept = tuple(one for one in setup.permission_sets if one.id != set_id)
    return replace(setup, permission_sets=kept)


def assign(setup: Setup, new: SetAssignment) -> Setup:
    """A user given a set."""
    own_set(setup, new.permission_set)
    if new.user not in setup.users_by_id:
        message = f"insufficient access rights on cross-reference id: {new.user[:15]}"
        raise refuse("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message, ())
    for one in setup.set_assignments:
        if (one.user, one.permission_set) == (new.user, new.permission_set):
            raise taken(one.id)
    return replace(setup, set_assignments=(*setup.set_assignments, new))


def unassign(setup: Setup, assignment_id: str) -> Setup:
    """An assignment gone."""
    kept = tuple(one for one in setup.set_assignments if one.id != assignment_id)
    return replace(setup, set_assignments=kept)


def taken(holder: str) -> Refused:
    """The refusal of a row that is there already."""
    message = f"duplicate value found: <unknown> duplicates value on record with id: {holder[:15]}"
    return refuse("DUPLICATE_VALUE", message, ())


def grant_object(setup: Setup, parent: str, *, sobject: str, rights: frozenset[str]) -> Setup:
    """The rights that a set grants on an object. Raises Refused for Edit without Read, …"""
    if sobject not in whole_of(setup.objects):
        raise _unlisted("SobjectType", sobject)
    for right in sorted(rights):
        missing = _NEEDED.get(right, frozenset()) - rights
        if missing:
            raise _depends(right, sobject, missing)
    if READ not in rights:
        raise _depends("the row", sobject, frozenset({READ}))
    return with_sets(setup, [set_object(own_set(setup, parent), sobject, rights)])


def revoke_object(setup: Setup, parent: str, sobject: str) -> Setup:
    """Nothing granted on the object any more."""
    return with_sets(setup, [set_object(own_set(setup, parent), sobject, ())])


def grant_field(setup: Setup, parent: str, *, path: str, reads: bool, edits: bool) -> Setup:
    """The access that a set grants to a field, "Lead.Title"."""
    if not is_guarded(setup, path):
        raise _unlisted("Field", path)
    if not reads:
        raise _depends("edit" if edits else "the row", path, frozenset({READ}))
    access = MAY_EDIT if edits else MAY_READ
    return with_sets(setup, [set_field(own_set(setup, parent), path, access)])


def revoke_field(setup: Setup, parent: str, path: str) -> Setup:
    """No access to the field through this set any more."""
    return with_sets(setup, [set_field(own_set(setup, parent), path, NO_ACCESS)])


def is_guarded(setup: Setup, path: str) -> bool:
    """Whether field-level security is about this field at all."""
    sobject, _, name = path.partition(".")
    found = whole_of(setup.objects).get(sobject)
    fields = found.fields if found else ()
    return any(one.name == name and one.permissionable for one in fields)


def held_access(setup: Setup, parent: str, path: str) -> str:
    """The access that a set grants, one of FIELD_ACCESS."""
    access = find_set(setup, parent).access(path)
    return access if access in FIELD_ACCESS else NO_ACCESS


def _depends(right: str, what: str, missing: frozenset[str]) -> Refused:
    needed = ", ".join(f"{one.capitalize()} {what}" for one in sorted(missing))
    message = f"Permission {right.capitalize()} {what} depends on permission(s): {needed}"
    return refuse("FIELD_INTEGRITY_EXCEPTION", message, ())


def _unlisted(field: str, value: Any) -> Refused:
    message = f"{field}: bad value for restricted picklist field: {value}"
    return refuse("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, (field,))
