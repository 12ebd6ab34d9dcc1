"""Apps that may ask the org for access, and who may log in how (salesforce-facts 1.2 to 1.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

Kind = TypeVar("Kind")

WEB_SERVER, REFRESH, CREDENTIALS = "web_server", "refresh_token", "client_credentials"
JWT_BEARER, PASSWORD = "jwt_bearer", "password"
FLOWS = (WEB_SERVER, REFRESH, CREDENTIALS, JWT_BEARER, PASSWORD)

UNTIL_REVOKED, AFTER, IDLE, IMMEDIATELY = "until_revoked", "after", "idle", "immediately"
REFRESH_POLICIES = (UNTIL_REVOKED, AFTER, IDLE, IMMEDIATELY)
# As long as a database can say without doubt; nobody waits for it.
FOR_EVER = timedelta(days=36_500)

SCOPES = (
    "api", "full", "id", "profile", "email", "address", "phone", "openid", "web",
    "refresh_token", "offline_access",
)  # fmt: skip
SESSION_MINUTES = (15, 1440)
API_USER = "api_user"
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
        plain = {name: getattr(self, name) for name in _PLAIN}
        own, *others = (asdict(one) for one in self.apps)
        own = {name: value for name, value in own.items() if name not in _COLUMNS}
        users = {user_id: asdict(one) for user_id, one in self.users.items()}
        return {**plain, "own": own, "apps": others, "users": users}


_COLUMNS = {"consumer_key", "secret_hash", "redirect_uris"}
_PLAIN = [one.name for one in fields(Access) if one.name not in {"apps", "users"}]


def _read(kind: type[Kind], document: Mapping[str, Any]) -> Kind:
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in document.items()
            if name in known
        }
    )


def read_access(document: Mapping[str, Any], *, own: App) -> Access:
    """The access of an `Access.document()`, also an older or empty one.

    `own`: the org's own app as its columns say; the document says the rest of it.
    """
    said = _read(App, {**document.get("own", {}), **{one: getattr(own, one) for one in _COLUMNS},
                       "name": document.get("own", {}).get("name", own.name)})  # fmt: skip
    others = (_read(App, one) for one in document.get("apps", ()))
    users = {key: _read(UserAccess, one) for key, one in document.get("users", {}).items()}
    plain = {name: document[name] for name in _PLAIN if name in document}
    return replace(Access(apps=(said, *others), users=users), **plain)


def may_approve_uninstalled(profile: str) -> bool:
    """Whether the profile has "Approve Uninstalled Connected Apps": only the standard
    System Administrator, no clone of it (salesforce-facts 1.7)."""
    return profile == ADMINISTRATOR
