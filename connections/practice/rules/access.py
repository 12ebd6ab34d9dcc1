"""Everything about getting into an org: its apps, and who may log in how (salesforce-facts 1.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta
from typing import Any

from .app_options import SESSION_MINUTES
from .apps import App


@dataclass(frozen=True, slots=True)
class UserAccess:
    """What one user's logins are bound to. Hours are whole, of the user's own day, 0 to 24.

    `token_hash`: digest of the security token that may follow the password.
    """

    frozen: bool = False
    login_from: int = 0
    login_until: int = 24
    ip_ranges: tuple[str, ...] = ()
    token_hash: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """Everything about getting in. The first app is the org's own, whose keys are columns.

    `users`: by user id; who isn't there is bound to nothing. `troubled`: every login is
    answered "retry your request". `uninstalled_page`: a refused uninstalled app ends on the
    org's own page instead of returning to the app with an error.
    """

    apps: tuple[App, ...]
    users: Mapping[str, UserAccess] = field(default_factory=dict)
    org_active: bool = True
    password_flow: bool = False
    soap_login: bool = False
    wrong_passwords: int = 10
    locked_minutes: int = 15
    logins_per_hour: int = 3600
    session_minutes: int = 120
    troubled: bool = False
    uninstalled_page: bool = False

    def app(self, key: str) -> App | None:
        """The app of this consumer key; "" is the org's own."""
        return next((one for one in self.apps if one.consumer_key == key or not key), None)

    def of_user(self, user_id: str) -> UserAccess:
        """What this user's logins are bound to."""
        return self.users.get(user_id, UserAccess())

    def session_of(self, app: App) -> timedelta:
        """How long an access token of this app lives without being used."""
        low, high = SESSION_MINUTES
        minutes = app.session_minutes or self.session_minutes
        return timedelta(minutes=min(max(minutes, low), high))

    def document(self) -> dict[str, Any]:
        """As kept in the database; `read_access` reads it. Keys of the own app are columns."""
        plain = {name: getattr(self, name) for name in PLAIN}
        own, *others = (asdict(one) for one in self.apps)
        own = {name: value for name, value in own.items() if name not in COLUMNS}
        users = {user_id: asdict(one) for user_id, one in self.users.items()}
        return {**plain, "own": own, "apps": others, "users": users}


COLUMNS = {"consumer_key", "secret_hash", "redirect_uris"}
PLAIN = [one.name for one in fields(Access) if one.name not in {"apps", "users"}]
