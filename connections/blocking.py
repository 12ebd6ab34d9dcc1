"""Why an org could not be connected, as a reason that a page can turn into instructions. Pure.

Source: salesforce-facts 1.2, 1.6 to 1.8. What an admin of the org has to do comes with the
reason: where in Setup, and step by step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .errors import Failure, explain


class Reason(StrEnum):
    """What stands in the way."""

    APP_NOT_INSTALLED = "app_not_installed"  # only an admin may be the first (1.7)
    USER_NOT_APPROVED = "user_not_approved"  # the app is there, the user isn't let in
    DENIED = "denied"  # the person chose Deny
    APP_UNKNOWN = "app_unknown"  # wrong key, wrong host, or the app is minutes old
    SECRET_WRONG = "secret_wrong"  # noqa: S105
    RETURN_ADDRESS = "return_address"  # the callback isn't among the app's
    USER_INACTIVE = "user_inactive"
    ORG_INACTIVE = "org_inactive"
    ADDRESS_LIMITED = "address_limited"  # IP ranges or login hours
    PASSWORD_BLOCKED = "password_blocked"  # noqa: S105  (or simply wrong: it looks the same)
    NO_RUN_AS_USER = "no_run_as_user"
    NEEDS_MY_DOMAIN = "needs_my_domain"
    CERTIFICATE_REFUSED = "certificate_refused"
    API_OFF = "api_off"
    SIGN_IN_OVER = "sign_in_over"
    LINK_OVER = "link_over"
    OTHER_ORG = "other_org"
    SANDBOX_REFRESHED = "sandbox_refreshed"
    FIELDS_REFUSED = "fields_refused"  # the admin who signed in may not create fields
    NEEDS_PERSON = "needs_person"  # this way to connect is by signing in
    BUSY = "busy"  # try again in a moment
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Advice:
    """What happened, what to do, and who has to do it.

    ``needs_admin``: only an admin of the org can; then ``steps`` are theirs and ``setup`` is the
    path in Setup. ``can_retry``: the same may go well at the next try.
    """

    reason: Reason
    cause: str
    fix: str
    needs_admin: bool
    setup: str = ""
    steps: tuple[str, ...] = ()
    can_retry: bool = False


@dataclass(frozen=True, slots=True)
class _Remedy:
    setup: str
    steps: tuple[str, ...]


_BY_CODE: Mapping[str, Reason] = {
    "OAUTH_APPROVAL_ERROR_GENERIC": Reason.APP_NOT_INSTALLED,
    "OAUTH_AUTHORIZATION_BLOCKED": Reason.APP_NOT_INSTALLED,
    "invalid_app_access": Reason.USER_NOT_APPROVED,
    "CLIENT_NOT_ACCESSIBLE_FOR_USER": Reason.USER_NOT_APPROVED,
    "access_denied": Reason.DENIED,
    "access-denied": Reason.DENIED,
    "invalid_client_id": Reason.APP_UNKNOWN,
    "NO_APP": Reason.APP_UNKNOWN,
    "invalid_client": Reason.SECRET_WRONG,
    "redirect_uri_mismatch": Reason.RETURN_ADDRESS,
    "inactive_user": Reason.USER_INACTIVE,
    "inactive_org": Reason.ORG_INACTIVE,
    "TRIAL_EXPIRED": Reason.ORG_INACTIVE,
    "LOGIN_DURING_RESTRICTED_DOMAIN": Reason.ADDRESS_LIMITED,
    "LOGIN_DURING_RESTRICTED_TIME": Reason.ADDRESS_LIMITED,
    "API_DISABLED_FOR_ORG": Reason.API_OFF,
    "API_CURRENTLY_DISABLED": Reason.API_OFF,
    "NEEDS_MY_DOMAIN": Reason.NEEDS_MY_DOMAIN,
    "SIGN_IN_OVER": Reason.SIGN_IN_OVER,
    "LINK_OVER": Reason.LINK_OVER,
    "WRONG_ORG": Reason.OTHER_ORG,
    "SANDBOX_REFRESHED": Reason.SANDBOX_REFRESHED,
    "FIELDS_REFUSED": Reason.FIELDS_REFUSED,
    "NEEDS_PERSON": Reason.NEEDS_PERSON,
}

# The same code means several things; its description tells which (1.8 allows reading these).
_BY_WORDS: tuple[tuple[str, Reason], ...] = (
    ("must be installed", Reason.APP_NOT_INSTALLED),
    ("oauth_approval_error", Reason.APP_NOT_INSTALLED),
    ("hasn't approved", Reason.USER_NOT_APPROVED),
    ("not admin approved", Reason.USER_NOT_APPROVED),
    ("ip restricted", Reason.ADDRESS_LIMITED),
    ("invalid login hours", Reason.ADDRESS_LIMITED),
    ("no client credentials user", Reason.NO_RUN_AS_USER),
    ("not supported on this domain", Reason.NEEDS_MY_DOMAIN),
    ("audience", Reason.CERTIFICATE_REFUSED),
    ("invalid assertion", Reason.CERTIFICATE_REFUSED),
    ("authorization code", Reason.SIGN_IN_OVER),
    ("code verifier", Reason.SIGN_IN_OVER),
)
_OAUTH_USAGE = "Setup → Connected Apps OAuth Usage"
_POLICIES = "Setup → External Client App Manager → the app → Policies"
_REMEDIES: Mapping[Reason, _Remedy] = {
    Reason.APP_NOT_INSTALLED: _Remedy(
        _OAUTH_USAGE,
        (
            "Open Setup → Connected Apps OAuth Usage.",
            "Find Inlet and choose Install.",
            "Open the link below and sign in as the integration user.",
        ),
    ),
    Reason.USER_NOT_APPROVED: _Remedy(
        _POLICIES,
        (
            "Open Setup → External Client App Manager and choose Inlet.",
            "Under Policies, look at Permitted Users.",
            "For “Admin approved users are pre-authorized”, add the profile or a permission set "
            "of the integration user.",
            "Open the link below and sign in as that user.",
        ),
    ),
    Reason.USER_INACTIVE: _Remedy(
        "Setup → Users", ("Open the user in Setup → Users.", "Make the user active, or unfreeze.")
    ),
    Reason.ADDRESS_LIMITED: _Remedy(
        "Setup → Profiles → the user's profile → Login IP Ranges, Login Hours",
        ("Allow Inlet's address in Login IP Ranges.", "Allow all hours in Login Hours."),
    ),
    Reason.PASSWORD_BLOCKED: _Remedy(
        "Setup → OAuth and OpenID Connect Settings",
        (
            "Look at Setup → Login History: “Username-Password Flow Disabled” means that the org "
            "blocks this way.",
            "Turn on “Allow OAuth Username-Password Flows”, or, better, connect with a certificate "
            "or by signing in.",
        ),
    ),
    Reason.NO_RUN_AS_USER: _Remedy(
        _POLICIES,
        (
            "Open the app's policies.",
            "Turn on “Enable Client Credentials Flow” and choose a user under “Run As”.",
        ),
    ),
    Reason.CERTIFICATE_REFUSED: _Remedy(
        "Setup → External Client App Manager → the app → Settings → JWT Bearer Flow",
        (
            "Turn on “Enable JWT Bearer Flow” and upload Inlet's certificate.",
            "Compare the consumer key, the user name and production or sandbox.",
        ),
    ),
    Reason.API_OFF: _Remedy(
        "Setup → Permission Sets",
        ("Give the integration user the permission “API Enabled”.",),
    ),
}
_SENTENCES: Mapping[Reason, tuple[str, str]] = {
    Reason.APP_NOT_INSTALLED: (
        "The app Inlet is not installed in this org yet, and only an admin may install it.",
        "Ask an admin of the org to install it and to connect. With an admin link they need no "
        "account here.",
    ),
    Reason.USER_NOT_APPROVED: (
        "The app Inlet is in this org, but this user may not use it.",
        "Ask an admin of the org to allow it for this user, or connect as a user who may.",
    ),
    Reason.SECRET_WRONG: (
        "Salesforce knows the app, but not this consumer secret.",
        "Copy the secret again from the app's settings in Salesforce.",
    ),
    Reason.PASSWORD_BLOCKED: (
        "Salesforce refused the user name and password: they are wrong, or the org blocks this "
        "way to connect. Salesforce doesn't say which.",
        "Compare both and the security token. If they are right, connect with a certificate or by "
        "signing in instead.",
    ),
    Reason.NO_RUN_AS_USER: (
        "The app names no user to act as.",
        "Ask an admin of the org to choose one under “Run As”.",
    ),
    Reason.NEEDS_MY_DOMAIN: (
        "Client credentials work only at the org's own address.",
        "Enter the My Domain of the org, such as https://acme.my.salesforce.com.",
    ),
    Reason.FIELDS_REFUSED: (
        "Salesforce did not let this user create the fields.",
        "Sign in as a user who may customise the application, such as a System Administrator. The "
        "link still works.",
    ),
    Reason.NEEDS_PERSON: (
        "This connection is made by a person who signs in at Salesforce.",
        "Make an admin link and send it, or sign in on the connection's page.",
    ),
    Reason.CERTIFICATE_REFUSED: (
        "Salesforce refused our certificate, the user name, or the address it was meant for.",
        "Check that the certificate is in the app, that the user name is right, and whether the "
        "org is production or a sandbox.",
    ),
}
_CAN_RETRY = {Reason.BUSY, Reason.DENIED, Reason.SIGN_IN_OVER, Reason.APP_UNKNOWN}


def reason_of(failure: Failure, *, flow: str = "") -> Reason:
    """Why the sign-in failed with this. ``flow``: a flow's name, where that tells more."""
    text = failure.message.casefold()
    for words, reason in _BY_WORDS:
        if words in text:
            return reason
    if failure.code == "invalid_grant":
        return _refused_grant(text, flow)
    if failure.code in _BY_CODE:
        return _BY_CODE[failure.code]
    return Reason.BUSY if failure.retry else Reason.OTHER


def _refused_grant(text: str, flow: str) -> Reason:
    if flow == "password":
        return Reason.PASSWORD_BLOCKED
    if flow == "jwt_bearer":
        return Reason.CERTIFICATE_REFUSED
    return Reason.USER_INACTIVE if "authentication failure" in text else Reason.OTHER


def advise(failure: Failure, *, flow: str = "") -> Advice:
    """What to tell the person whose attempt to connect failed with this."""
    reason = reason_of(failure, flow=flow)
    cause, fix = _SENTENCES.get(reason) or explain(failure, {})
    remedy = _REMEDIES.get(reason)
    return Advice(
        reason=reason,
        cause=cause,
        fix=fix,
        needs_admin=remedy is not None,
        setup=remedy.setup if remedy else "",
        steps=remedy.steps if remedy else (),
        can_retry=reason in _CAN_RETRY,
    )
