"""What an admin of the org may change about apps: each takes the access of the org and gives the
changed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .access import Access
from .app_options import FLOWS, REFRESH_POLICIES, SESSION_MINUTES
from .apps import App
from .known_fields import check_fields, check_networks

_KEYS = {"consumer_key", "secret_hash"}


def with_app(access: Access, key: str = "", **changes: Any) -> Access:
    """An app changed, fields as in `App` but its keys; "" is the org's own.

    KeyError when there is none. ValueError for what no app can have: an unknown field, flow,
    policy or network, another type, a session outside 15 minutes to 24 hours.
    """
    check_fields(App, changes, closed=_KEYS)
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


def _checked(app: App) -> App:
    low, high = SESSION_MINUTES
    unknown = set(app.flows) - set(FLOWS)
    if unknown:
        raise ValueError(f"No such flow: {', '.join(sorted(unknown))}.")
    if app.refresh_policy not in REFRESH_POLICIES or app.refresh_days < 1:
        raise ValueError(f"No such refresh-token policy: {app.refresh_policy}.")
    if app.session_minutes and not low <= app.session_minutes <= high:
        raise ValueError(f"A session lasts {low} to {high} minutes.")
    check_networks(app.ip_ranges)
    return app
