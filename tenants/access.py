"""Who may do what: roles and the actions each of them may take. Pure."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A member's role, at one client or at all clients of an agency."""

    OWNER = "owner"  # everything, also deleting the agency
    ADMIN = "admin"  # connections, members, keys
    EDITOR = "editor"  # mappings, repairs, sample leads
    VIEWER = "viewer"  # reads


class Action(StrEnum):
    """Something that needs a right."""

    VIEW = "view"
    EDIT = "edit"  # mappings, repair, practice org
    MANAGE = "manage"  # connections, keys, members
    OWN = "own"  # the agency itself


_ALLOWED: dict[Role, frozenset[Action]] = {
    Role.VIEWER: frozenset({Action.VIEW}),
    Role.EDITOR: frozenset({Action.VIEW, Action.EDIT}),
    Role.ADMIN: frozenset({Action.VIEW, Action.EDIT, Action.MANAGE}),
    Role.OWNER: frozenset(Action),
}
_RANK = list(Role)


def may(role: Role | None, action: Action) -> bool:
    """Whether a member with `role` may take `action`; nobody (None) may nothing."""
    return role is not None and action in _ALLOWED[role]


def strongest(roles: list[Role]) -> Role | None:
    """The role that allows most, or None of none."""
    return min(roles, key=_RANK.index, default=None)


def may_grant(role: Role | None, granted: Role) -> bool:
    """Whether a member with `role` may give `granted` to another: never more than their own."""
    return (
        may(role, Action.MANAGE) and role is not None and _RANK.index(role) <= _RANK.index(granted)
    )
