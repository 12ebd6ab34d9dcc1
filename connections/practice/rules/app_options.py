"""What an app may be set to: its flows, the life of its refresh tokens, its scopes (facts 1.2)."""

from __future__ import annotations

from datetime import timedelta

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
