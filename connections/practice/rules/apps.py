"""Apps that may ask the org for access (salesforce-facts 1.2 to 1.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .app_options import AFTER, API_USER, FLOWS, FOR_EVER, IDLE, IMMEDIATELY, SCOPES

ADMINISTRATOR = "System Administrator"


@dataclass(frozen=True, slots=True)
class App:
    """An External Client App, as the org's admin sees it.

    `secret_hash`: a digest. `run_as`: the user id of client credentials, `API_USER` for the
    org's integration user, "" for nobody. `certificate`: PEM of an X.509 certificate or public
    key, for JWT bearer. `rotates`: refresh-token rotation, None for the org's own switch.
    `refresh_days` belongs to the policies "after" and "idle". `session_minutes`: 0 for the
    org's. `approved_profiles` and `approved_users` (ids) are pre-approved by the admin;
    `admin_approved_only` keeps everybody else out. `ip_ranges`: where refreshes may come from,
    "" for anywhere, as networks ("10.0.0.0/8").
    """

    name: str
    consumer_key: str
    secret_hash: str = ""
    redirect_uris: tuple[str, ...] = ()
    flows: tuple[str, ...] = FLOWS
    run_as: str = API_USER
    certificate: str = ""
    pkce_required: bool = True
    secret_required: bool = True
    rotates: bool | None = None
    refresh_policy: str = IDLE
    refresh_days: int = 30
    session_minutes: int = 0
    installed: bool = True
    admin_approved_only: bool = False
    approved_profiles: tuple[str, ...] = ()
    approved_users: tuple[str, ...] = ()
    ip_ranges: tuple[str, ...] = ()
    scopes: tuple[str, ...] = SCOPES

    def allows(self, flow: str) -> bool:
        """Whether the admin switched this flow on."""
        return flow in self.flows

    def pre_approves(self, user_id: str, profile: str) -> bool:
        """Whether the admin let this user in beforehand."""
        return user_id in self.approved_users or profile in self.approved_profiles

    def granted(self, asked: str) -> str:
        """The scopes of `asked` (separated by spaces) that the app may have, in that order."""
        return " ".join(one for one in asked.split() if one in self.scopes)

    def refresh_dies(self, *, began: datetime, touched: datetime) -> datetime:
        """When a refresh token dies: approved at `began`, issued or last used at `touched`."""
        if self.refresh_policy == IMMEDIATELY:
            return touched
        if self.refresh_policy == AFTER:
            return began + timedelta(days=self.refresh_days)
        if self.refresh_policy == IDLE:
            return touched + timedelta(days=self.refresh_days)
        return began + FOR_EVER


def may_approve_uninstalled(profile: str) -> bool:
    """Whether the profile has "Approve Uninstalled Connected Apps": only the standard
    System Administrator, no clone of it (salesforce-facts 1.7)."""
    return profile == ADMINISTRATOR
