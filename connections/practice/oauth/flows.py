"""The flows of the token endpoint: what is given, and whom it stands for (1.2 to 1.6)."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connections.practice.models import PracticeCode
from connections.practice.rules.app_options import (
    API_USER,
    CREDENTIALS,
    JWT_BEARER,
    PASSWORD,
    REFRESH,
    WEB_SERVER,
)
from connections.practice.rules.apps import may_approve_uninstalled
from connections.practice.rules.logins import app_fault
from connections.practice.rules.oauth_errors import (
    AUTHENTICATION_FAILURE,
    BAD_CODE,
    BAD_GRANT_TYPE,
    BAD_REDIRECT,
    BAD_VERIFIER,
    EXPIRED_CODE,
    EXPIRED_TOKEN,
    INACTIVE_USER,
    NO_RUN_AS,
    NOT_APPROVED,
    NOT_INSTALLED,
    Fault,
    OAuthError,
    refusing,
)
from connections.practice.rules.setup import User
from connections.practice.store.access import has_approved
from connections.practice.store.tokens import Grant, digest, end_family

from . import assertions
from .asking import Asked, Granted
from .sign_in import Claim, sign_in

_REFRESHING = {"refresh_token", "offline_access", "full"}
_WITHOUT_CONSENT = "api id"


def _nobody(_asked: Asked) -> User | None:
    return None


@dataclass(frozen=True, slots=True)
class Flow:
    """One grant type.

    `who` finds out, outside the walls, whom the request names. `grant` runs inside them, in one
    transaction with what is issued; it returns None for what is `dead`, so that what it revoked
    stays revoked. `disabled`: the refusal where the app or the org doesn't have the flow.
    """

    name: str
    grant: Callable[[Asked, User | None], Granted | None]
    who: Callable[[Asked], User | None] = _nobody
    dead: Fault = EXPIRED_TOKEN
    disabled: Fault = BAD_GRANT_TYPE
    needs_secret: bool = True
    signed: bool = True

    def check(self, asked: Asked) -> None:
        """Raise OAuthError unless the app has this flow and proved itself."""
        if self.needs_secret:
            required = asked.app.secret_required or self.name == CREDENTIALS
            asked.client.check(asked.app, required=required)
        if not asked.app.allows(self.name):
            raise refusing(self.disabled)


def _by_code(asked: Asked, _user: User | None) -> Granted | None:
    code = (
        PracticeCode.objects.select_for_update(no_key=True)
        .filter(org=asked.org, code_hash=digest(asked.form.get("code", "")))
        .first()
    )
    if code is None or code.app not in ("", asked.app.consumer_key):
        return None
    if code.used_at:
        # Somebody else has the code too: what it led to is no longer safe.
        end_family(code.pk, now=asked.now)
        return None
    _check_code(asked, code)
    code.used_at = asked.now
    code.save(update_fields=["used_at"])
    refreshes = bool(_REFRESHING & set(code.scope.split()))
    grant = Grant(code.pk, code.user, code.scope, asked.now)
    return Granted(grant, refreshes, counts=False, nonce=code.nonce)


def _check_code(asked: Asked, code: PracticeCode) -> None:
    if code.expires_at <= asked.now:
        raise refusing(EXPIRED_CODE)
    if asked.form.get("redirect_uri", "") != code.redirect_uri:
        raise refusing(BAD_REDIRECT)
    verifier = asked.form.get("code_verifier", "")
    if (code.challenge or verifier) and challenge_of(verifier) != code.challenge:
        raise refusing(BAD_VERIFIER)


def _by_refresh_token(asked: Asked, _user: User | None) -> Granted | None:
    rotate = asked.app.rotates
    if rotate is None:
        rotate = asked.setup.switches.rotate_refresh_tokens
    refresh = asked.form.get("refresh_token", "")
    grant = asked.issuer.take_refresh(refresh, rotate=rotate, now=asked.now)
    return Granted(grant, rotate) if grant else None


def _by_credentials(asked: Asked, _user: User | None) -> Granted:
    run_as = asked.app.run_as
    user = asked.setup.api_user if run_as == API_USER else run_as
    if user not in asked.setup.users_by_id:
        raise refusing(NO_RUN_AS)
    if not asked.app.installed:
        raise refusing(NOT_INSTALLED)
    return _anew(asked, user)


def _by_assertion(asked: Asked, user: User | None) -> Granted | None:
    if user is None:
        return None
    _check_app(asked, user, approver=False)
    if not asked.app.admin_approved_only and not has_approved(asked.org, asked.app, user.id):
        raise refusing(NOT_APPROVED)
    return _anew(asked, user.id)


def _by_password(asked: Asked, user: User | None) -> Granted | None:
    if user is None:
        return None
    _check_app(asked, user, approver=may_approve_uninstalled(user.profile))
    return _anew(asked, user.id, counts=False)


def _check_app(asked: Asked, user: User, *, approver: bool) -> None:
    approved = has_approved(asked.org, asked.app, user.id)
    fault = app_fault(asked.app, user, approver=approver, approved=approved)
    if fault:
        raise refusing(fault)


def _anew(asked: Asked, user_id: str, *, counts: bool = True) -> Granted:
    scope = asked.app.granted(_WITHOUT_CONSENT)
    grant = Grant(uuid.uuid4(), user_id, scope, asked.now)
    return Granted(grant, refreshes=False, counts=counts)


def _user_by_password(asked: Asked) -> User:
    # Login History tells the two apart, the token endpoint doesn't (salesforce-facts 1.6).
    if not asked.access.password_flow:
        raise refusing(AUTHENTICATION_FAILURE)
    claim = Claim(asked.form.get("username", ""), asked.form.get("password", ""))
    try:
        return sign_in(asked.org, claim, asked.around)
    except OAuthError as wrong:
        if wrong.error == INACTIVE_USER.error:
            raise refusing(AUTHENTICATION_FAILURE) from wrong
        raise


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier."""
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


BEARER_ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GRANT_TYPES: Mapping[str, Flow] = {
    "authorization_code": Flow(WEB_SERVER, _by_code, dead=BAD_CODE),
    "refresh_token": Flow(REFRESH, _by_refresh_token),
    "client_credentials": Flow(CREDENTIALS, _by_credentials, disabled=NO_RUN_AS),
    "password": Flow(
        PASSWORD, _by_password, who=_user_by_password, disabled=AUTHENTICATION_FAILURE
    ),
    BEARER_ASSERTION: Flow(
        JWT_BEARER, _by_assertion, who=assertions.user_of, needs_secret=False, signed=False
    ),
}
