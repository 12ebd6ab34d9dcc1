"""What the token endpoint refuses with: every error of salesforce-facts 1.8, with its words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal: `error` and `error_description` of the answer."""

    error: str
    description: str


class OAuthError(Exception):
    """An error of salesforce-facts 1.8."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


def refusing(fault: Fault) -> OAuthError:
    """The exception that carries this refusal."""
    return OAuthError(fault.error, fault.description)


EXPIRED_TOKEN = Fault("invalid_grant", "expired access/refresh token")
AUTHENTICATION_FAILURE = Fault("invalid_grant", "authentication failure")
NOT_APPROVED = Fault("invalid_grant", "user hasn't approved this consumer")
EXPIRED_CODE = Fault("invalid_grant", "expired authorization code")
BAD_CODE = Fault("invalid_grant", "invalid authorization code")
BAD_VERIFIER = Fault("invalid_grant", "invalid code verifier")
BAD_AUDIENCE = Fault("invalid_grant", "Audience validation failed")
BAD_ASSERTION = Fault("invalid_grant", "invalid assertion")
IP_RESTRICTED = Fault("invalid_grant", "ip restricted")
LOGIN_HOURS = Fault("invalid_grant", "invalid login hours")
NO_RUN_AS = Fault("invalid_grant", "no client credentials user enabled")
NOT_ADMIN_APPROVED = Fault(
    "invalid_app_access", "user is not admin approved to access this app"
)  # fmt: skip
BAD_SECRET = Fault("invalid_client", "invalid client credentials")
NOT_INSTALLED = Fault("invalid_client", "app must be installed into org")
UNKNOWN_APP = Fault("invalid_client_id", "client identifier invalid")
BAD_REDIRECT = Fault("redirect_uri_mismatch", "redirect_uri must match configuration")
BAD_GRANT_TYPE = Fault("unsupported_grant_type", "grant type not supported")
INACTIVE_USER = Fault("inactive_user", "user is inactive")
INACTIVE_ORG = Fault("inactive_org", "organization is inactive")
TOO_MANY_LOGINS = Fault("rate_limit_exceeded", "login rate exceeded")
TROUBLED = Fault("unknown_error", "retry your request")
