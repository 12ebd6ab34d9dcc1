"""The switches of one app: each takes the access of the org and gives the changed one."""

from __future__ import annotations

from .access import Access
from .app_changes import with_app


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
