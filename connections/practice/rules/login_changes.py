"""What an admin of the org may change about logins: each takes the access of the org and gives the
changed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .access import Access, UserAccess
from .app_options import SESSION_MINUTES
from .known_fields import check_fields, check_networks


def with_user(access: Access, user_id: str, **changes: Any) -> Access:
    """What a user's logins are bound to, fields as in `UserAccess` but the security token.

    ValueError for what can't be: an unknown field or network, another type, an hour above 24.
    """
    check_fields(UserAccess, changes, closed={"token_hash"})
    return _with_user(access, user_id, changes)


def with_security_token(access: Access, user_id: str, *, token_hash: str) -> Access:
    """Another security token for a user, as its digest."""
    return _with_user(access, user_id, {"token_hash": token_hash})


def _with_user(access: Access, user_id: str, changes: Mapping[str, Any]) -> Access:
    changed = replace(access.of_user(user_id), **changes)
    for hour in (changed.login_from, changed.login_until):
        if not 0 <= hour <= 24:
            raise ValueError("Login hours go from 0 to 24.")
    check_networks(changed.ip_ranges)
    return replace(access, users={**access.users, user_id: changed})


def with_frozen(access: Access, user_id: str, *, frozen: bool) -> Access:
    """A user frozen or thawed."""
    return with_user(access, user_id, frozen=frozen)


def with_policy(access: Access, **changes: Any) -> Access:
    """What holds for all: the fields of `Access` other than its apps and users.

    ValueError for an unknown field, another type, or a number that can't be.
    """
    check_fields(Access, changes, closed={"apps", "users"})
    changed = replace(access, **changes)
    low, high = SESSION_MINUTES
    if not low <= changed.session_minutes <= high:
        raise ValueError(f"A session lasts {low} to {high} minutes.")
    if changed.wrong_passwords < 1 or changed.locked_minutes < 1 or changed.logins_per_hour < 0:
        raise ValueError("Wrong passwords and minutes are at least 1, logins at least 0.")
    return changed
