"""Permission sets added or replaced, and one right of a set changed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from .permission_sets import FieldRight, ObjectRight, PermissionSet
from .setup import Setup


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


def narrowed(
    setup: Setup, user: str, change: Callable[[PermissionSet], PermissionSet]
) -> tuple[Setup, PermissionSet]:
    """Each of the user's sets changed; and the one to grant things by: no profile's if it can."""
    changed = [change(one) for one in setup.rights_of(user).sets]
    granting = sorted(changed, key=lambda one: bool(one.profile))[0]
    return with_sets(setup, changed), granting
