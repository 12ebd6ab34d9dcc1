"""Why an org could not be connected, and who can change that (salesforce-facts 1.2, 1.7, 1.8)."""

from __future__ import annotations

import pytest

from connections.blocking import Reason, advise, reason_of
from connections.errors import failure


@pytest.mark.parametrize(
    ("code", "said", "flow", "reason"),
    [
        ("invalid_client", "app must be installed into org", "", Reason.APP_NOT_INSTALLED),
        ("OAUTH_APPROVAL_ERROR_GENERIC", "", "", Reason.APP_NOT_INSTALLED),
        ("access_denied", "OAUTH_APPROVAL_ERROR_GENERIC : x", "", Reason.APP_NOT_INSTALLED),
        (
            "invalid_app_access",
            "user is not admin approved to access this app",
            "",
            Reason.USER_NOT_APPROVED,
        ),
        (
            "invalid_grant",
            "user hasn't approved this consumer",
            "jwt_bearer",
            Reason.USER_NOT_APPROVED,
        ),
        ("access_denied", "end-user denied authorization", "", Reason.DENIED),
        ("access-denied", "", "", Reason.DENIED),
        ("invalid_client_id", "client identifier invalid", "", Reason.APP_UNKNOWN),
        ("invalid_client", "invalid client credentials", "", Reason.SECRET_WRONG),
        (
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
            "",
            Reason.RETURN_ADDRESS,
        ),
        ("inactive_user", "user is inactive", "", Reason.USER_INACTIVE),
        ("inactive_org", "organization is inactive", "", Reason.ORG_INACTIVE),
        ("invalid_grant", "ip restricted", "", Reason.ADDRESS_LIMITED),
        ("invalid_grant", "invalid login hours", "jwt_bearer", Reason.ADDRESS_LIMITED),
        ("invalid_grant", "authentication failure", "password", Reason.PASSWORD_BLOCKED),
        ("invalid_grant", "authentication failure", "web_server", Reason.USER_INACTIVE),
        (
            "invalid_grant",
            "no client credentials user enabled",
            "client_credentials",
            Reason.NO_RUN_AS_USER,
        ),
        (
            "invalid_grant",
            "request not supported on this domain",
            "client_credentials",
            Reason.NEEDS_MY_DOMAIN,
        ),
        ("NEEDS_MY_DOMAIN", "", "", Reason.NEEDS_MY_DOMAIN),
        (
            "invalid_grant",
            "Audience validation failed",
            "jwt_bearer",
            Reason.CERTIFICATE_REFUSED,
        ),
        ("invalid_grant", "invalid assertion", "", Reason.CERTIFICATE_REFUSED),
        ("invalid_grant", "expired authorization code", "", Reason.SIGN_IN_OVER),
        ("invalid_grant", "invalid code verifier", "", Reason.SIGN_IN_OVER),
        ("invalid_grant", "expired access/refresh token", "", Reason.OTHER),
        ("API_DISABLED_FOR_ORG", "", "", Reason.API_OFF),
        ("WRONG_ORG", "", "", Reason.OTHER_ORG),
        ("SANDBOX_REFRESHED", "", "", Reason.SANDBOX_REFRESHED),
        ("SIGN_IN_OVER", "", "", Reason.SIGN_IN_OVER),
        ("LINK_OVER", "", "", Reason.LINK_OVER),
        ("rate_limit_exceeded", "login rate exceeded", "", Reason.BUSY),
        ("unknown_error", "retry your request", "", Reason.BUSY),
        ("", "TimeoutError", "", Reason.BUSY),
        ("something_new", "Whatever", "", Reason.OTHER),
    ],
)
def test_the_reason(code: str, said: str, flow: str, reason: Reason) -> None:
    found = failure(code, said, http_status=503 if not code else 400)
    assert reason_of(found, flow=flow) == reason
    advice = advise(found, flow=flow)
    assert (advice.reason, bool(advice.cause), bool(advice.fix)) == (reason, True, True)
    assert advice.needs_admin == bool(advice.steps) == bool(advice.setup)
