"""Which users have which permission sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .permission_sets import PermissionSet


@dataclass(frozen=True, slots=True)
class SetAssignment:
    """That a user has a permission set. Whoever has a profile has its set without one."""

    id: str
    user: str
    permission_set: str


def sets_of(
    sets: Iterable[PermissionSet], assignments: Iterable[SetAssignment], *, user: str, profile: str
) -> tuple[PermissionSet, ...]:
    """The sets of a user: its profile's, and those assigned."""
    assigned = {one.permission_set for one in assignments if one.user == user}
    return tuple(one for one in sets if one.id in assigned or (profile and one.profile == profile))
