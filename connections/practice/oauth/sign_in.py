"""A user proves who it is by a password. Used by the login page, the username-password flow and
SOAP login alike."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password

from connections.practice.models import PracticeOrg
from connections.practice.rules.access import Access
from connections.practice.rules.logins import Circumstances, org_fault, user_fault
from connections.practice.rules.oauth_errors import (
    AUTHENTICATION_FAILURE,
    Fault,
    OAuthError,
    refusing,
)
from connections.practice.rules.setup import User
from connections.practice.store.access import access_of
from connections.practice.store.logins import begin_attempt, logins_this_hour, succeed
from connections.practice.store.setups import setup_of
from connections.practice.store.tokens import digest
from tenants import walls

# As long as Salesforce's; letters and digits only.
SECURITY_TOKEN_LENGTH = 24


class Locked(OAuthError):
    """Too many wrong passwords; the password wasn't looked at."""

    def __init__(self, minutes: int) -> None:
        super().__init__(AUTHENTICATION_FAILURE.error, AUTHENTICATION_FAILURE.description)
        self.minutes = minutes


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says they are. The security token may follow the password."""

    username: str
    password: str


def sign_in(org: PracticeOrg, claim: Claim, around: Circumstances) -> User:
    """The user whose password this is, and who may log in now. Call outside the walls.

    Raises Locked; OAuthError `authentication failure` for a wrong or unknown user or password;
    else what `rules.logins` has against it.
    """
    with walls.inside(org.tenant_id):
        access = access_of(org)
        attempt = begin_attempt(org, access, claim.username, now=around.now)
        logins = logins_this_hour(org, claim.username, now=around.now)
    _refuse(org_fault(access))
    if attempt is None:
        raise Locked(access.locked_minutes)
    user = setup_of(org).user_named(claim.username)
    if not _matches(access, user, claim.password) or user is None:
        raise refusing(AUTHENTICATION_FAILURE)
    _refuse(user_fault(access, user, Circumstances(around.now, around.ip, logins)))
    with walls.inside(org.tenant_id):
        succeed(attempt)
    return user


def _refuse(fault: Fault | None) -> None:
    if fault:
        raise refusing(fault)


def _matches(access: Access, user: User | None, password: str) -> bool:
    token_hash = access.of_user(user.id).token_hash if user else ""
    tail = password[-SECURITY_TOKEN_LENGTH:]
    if token_hash and digest(tail) == token_hash:
        password = password[:-SECURITY_TOKEN_LENGTH]
    # An unknown user costs as much time as a wrong password.
    return check_password(password, user.password if user else "")
