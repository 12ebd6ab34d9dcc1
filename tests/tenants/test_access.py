"""The table of rights, whole."""

from __future__ import annotations

from itertools import product

import pytest

from tenants.access import Action, Role, may, may_grant, strongest

ALLOWED = {
    Role.OWNER: {Action.VIEW, Action.EDIT, Action.MANAGE, Action.OWN},
    Role.ADMIN: {Action.VIEW, Action.EDIT, Action.MANAGE},
    Role.EDITOR: {Action.VIEW, Action.EDIT},
    Role.VIEWER: {Action.VIEW},
    None: set(),
}
GRANTS = {
    Role.OWNER: {Role.OWNER, Role.ADMIN, Role.EDITOR, Role.VIEWER},
    Role.ADMIN: {Role.ADMIN, Role.EDITOR, Role.VIEWER},
    Role.EDITOR: set(),
    Role.VIEWER: set(),
    None: set(),
}


@pytest.mark.parametrize(("role", "action"), list(product(ALLOWED, Action)))
def test_a_role_may_do_what_the_table_says(role: Role | None, action: Action) -> None:
    assert may(role, action) is (action in ALLOWED[role])


@pytest.mark.parametrize(("role", "granted"), list(product(GRANTS, Role)))
def test_nobody_gives_more_than_they_have(role: Role | None, granted: Role) -> None:
    assert may_grant(role, granted) is (granted in GRANTS[role])


@pytest.mark.parametrize(
    ("roles", "found"),
    [
        ([], None),
        ([Role.VIEWER], Role.VIEWER),
        ([Role.VIEWER, Role.ADMIN, Role.EDITOR], Role.ADMIN),
        ([Role.ADMIN, Role.OWNER], Role.OWNER),
    ],
)
def test_the_strongest_role_counts(roles: list[Role], found: Role | None) -> None:
    assert strongest(roles) is found
