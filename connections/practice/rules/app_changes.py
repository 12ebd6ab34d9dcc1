"""What an admin of the org may change about apps and logins: each takes the access of the org
and gives the changed one."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields, replace
from ipaddress import ip_network
from typing import Any

from .apps import FLOWS, REFRESH_POLICIES, SESSION_MINUTES, Access, App, UserAccess

_KEYS = {"consumer_key", "secret_hash"}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "bool | None": (bool, type(None)),
    "tuple[str, ...]": (tuple,),
}


def with_app(access: Access, key: str = "", **changes: Any) -> Access:
    """An app changed, fields as in `App` but its keys; "" is the org's own.

    KeyError when there is none. ValueError for what no app can have: an unknown field, flow,
    policy or network, another type, a session outside 15 minutes to 24 hours.
    """
    _check_fields(App, changes, closed=_KEYS)
    return _with_app(access, key, changes)


def with_secret(access: Access, key: str = "", *, secret_hash: str) -> Access:
    """Another secret for an app, as its digest. KeyError when there is no such app."""
    return _with_app(access, key, {"secret_hash": secret_hash})


def _with_app(access: Access, key: str, changes: Mapping[str, Any]) -> Access:
    found = access.app(key)
    if found is None:
        raise KeyError(key)
    changed = _checked(replace(found, **changes))
    return replace(access, apps=tuple(changed if one is found else one for one in access.apps))


def with_new_app(access: Access, app: App) -> Access:
    """One more app. ValueError when its key is taken, and as `with_app`."""
    if access.app(app.consumer_key) is not None:
        raise ValueError(f"There is an app with the key {app.consumer_key}.")
    return replace(access, apps=(*access.apps, _checked(app)))


def without_app(access: Access, key: str) -> Access:
    """One app fewer. ValueError for the org's own."""
    if access.apps[0].consumer_key == key or not key:
        raise ValueError("The org's own app stays; switch its flows off instead.")
    return replace(access, apps=tuple(one for one in access.apps if one.consumer_key != key))


def with_installed(access: Access, key: str = "", *, installed: bool) -> Access:
    """An app installed into the org, or uninstalled."""
    return with_app(access, key, installed=installed)


def with_flow(access: Access, key: str = "", *, flow: str, enabled: bool) -> Access:
    """A flow of an app (one of `FLOWS`) switched on or off."""
    found = access.app(key)
    before = found.flows if found else ()
    kept = tuple(one for one in before if one != flow)
    return with_app(access, key, flows=(*kept, flow) if enabled else kept)


def with_rotation(access: Access, key: str = "", *, rotates: bool | None) -> Access:
    """Refresh-token rotation of an app; None follows the org's switch."""
    return with_app(access, key, rotates=rotates)


def with_refresh_policy(access: Access, key: str = "", *, policy: str, days: int = 30) -> Access:
    """How long refresh tokens of an app live: one of `REFRESH_POLICIES`."""
    return with_app(access, key, refresh_policy=policy, refresh_days=days)


def with_session_timeout(access: Access, key: str = "", *, minutes: int) -> Access:
    """How many minutes an unused access token of an app lives, 15 to 1,440; 0: as the org's."""
    return with_app(access, key, session_minutes=minutes)


def with_admin_approval(
    access: Access, key: str = "", *, only: bool, profiles: tuple[str, ...] = ()
) -> Access:
    """Whether only users of `profiles` may use an app."""
    return with_app(access, key, admin_approved_only=only, approved_profiles=profiles)


def with_user(access: Access, user_id: str, **changes: Any) -> Access:
    """What a user's logins are bound to, fields as in `UserAccess` but the security token.

    ValueError for what can't be: an unknown field or network, another type, an hour above 24.
    """
    _check_fields(UserAccess, changes, closed={"token_hash"})
    return _with_user(access, user_id, changes)


def with_security_token(access: Access, user_id: str, *, token_hash: str) -> Access:
    """Another security token for a user, as its digest."""
    return _with_user(access, user_id, {"token_hash": token_hash})


def _with_user(access: Access, user_id: str, changes: Mapping[str, Any]) -> Access:
    changed = replace(access.of_user(user_id), **changes)
    for hour in (changed.login_from, changed.login_until):
        if not 0 <= hour <= 24:
            raise ValueError("Login hours go from 0 to 24.")
    _check_networks(changed.ip_ranges)
    return replace(access, users={**access.users, user_id: changed})


def with_frozen(access: Access, user_id: str, *, frozen: bool) -> Access:
    """A user frozen or thawed."""
    return with_user(access, user_id, frozen=frozen)


def with_policy(access: Access, **changes: Any) -> Access:
    """What holds for all: the fields of `Access` other than its apps and users.

    ValueError for an unknown field, another type, or a number that can't be.
    """
    _check_fields(Access, changes, closed={"apps", "users"})
    changed = replace(access, **changes)
    low, high = SESSION_MINUTES
    if not low <= changed.session_minutes <= high:
        raise ValueError(f"A session lasts {low} to {high} minutes.")
    if changed.wrong_passwords < 1 or changed.locked_minutes < 1 or changed.logins_per_hour < 0:
        raise ValueError("Wrong passwords and minutes are at least 1, logins at least 0.")
    return changed


def _check_fields(kind: type, changes: Mapping[str, Any], *, closed: Set[str]) -> None:
    types = {one.name: str(one.type) for one in fields(kind) if one.name not in closed}
    for name, value in changes.items():
        if name not in types:
            raise ValueError(f"{name}: no such field. There are {', '.join(types)}.")
        if type(value) not in _TYPES[types[name]]:
            raise ValueError(f"{name}: has to be {types[name]}.")
        if isinstance(value, tuple) and not all(isinstance(one, str) for one in value):
            raise ValueError(f"{name}: has to hold texts.")


def _check_networks(ranges: tuple[str, ...]) -> None:
    for one in ranges:
        ip_network(one, strict=False)


def _checked(app: App) -> App:
    low, high = SESSION_MINUTES
    unknown = set(app.flows) - set(FLOWS)
    if unknown:
        raise ValueError(f"No such flow: {', '.join(sorted(unknown))}.")
    if app.refresh_policy not in REFRESH_POLICIES or app.refresh_days < 1:
        raise ValueError(f"No such refresh-token policy: {app.refresh_policy}.")
    if app.session_minutes and not low <= app.session_minutes <= high:
        raise ValueError(f"A session lasts {low} to {high} minutes.")
    _check_networks(app.ip_ranges)
    return app
