"""JWT bearer: what the app signed takes the place of a login (salesforce-facts 1.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
from django.conf import settings

from connections.practice.rules.oauth_errors import (
    BAD_ASSERTION,
    BAD_AUDIENCE,
    EXPIRED_CODE,
    NOT_APPROVED,
    refusing,
)
from connections.practice.rules.setup import User

from .asking import Asked
from .certificates import public_key

# Three, as remembered (facts 1.4 [M]), would lock out aiosalesforce, which signs for five and is
# used against real orgs. Our own client stays below three.
LIVES = timedelta(minutes=5)
SKEW = timedelta(minutes=1)
_TOKENS_AT = "/services/oauth2/token"
_REQUIRED = ["iss", "sub", "aud", "exp"]


def issuer_of(assertion: str) -> str:
    """The consumer key that an assertion names, not yet believed; "" for an unreadable one."""
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except (jwt.PyJWTError, RecursionError):
        return ""
    return str(claims.get("iss", ""))


def user_of(asked: Asked) -> User:
    """The user whom the assertion names, which the app really signed.

    The same assertion may come again while it lives. Raises OAuthError.
    """
    claims = _claims(asked)
    # Salesforce words a dead assertion as it words a dead code.
    if claims["exp"] + SKEW.total_seconds() < asked.now.timestamp():
        raise refusing(EXPIRED_CODE)
    if claims["exp"] > (asked.now + LIVES + SKEW).timestamp():
        raise refusing(BAD_ASSERTION)
    user = asked.setup.user_named(str(claims["sub"]))
    if user is None:
        raise refusing(NOT_APPROVED)
    return user


def _claims(asked: Asked) -> dict[str, Any]:
    key = public_key(asked.app.certificate)
    if key is None:
        raise refusing(BAD_ASSERTION)
    try:
        claims: dict[str, Any] = jwt.decode(
            asked.form.get("assertion", ""),
            key,
            algorithms=["RS256"],
            audience=[*_audiences(asked.origin), *_audiences(settings.PRACTICE_URL.rstrip("/"))],
            # Judged above, by the org's clock.
            options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidAudienceError as wrong:
        raise refusing(BAD_AUDIENCE) from wrong
    except jwt.PyJWTError as wrong:
        raise refusing(BAD_ASSERTION) from wrong
    if not isinstance(claims["exp"], (int, float)):
        raise refusing(BAD_ASSERTION)
    return claims


def _audiences(origin: str) -> tuple[str, ...]:
    return origin, f"{origin}/", f"{origin}{_TOKENS_AT}"
