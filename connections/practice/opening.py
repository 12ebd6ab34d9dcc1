"""Opening a practice org for a tenant, changing its setup, and resetting it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from tenants import walls
from tenants.models import Tenant

from .bulk.tables import PracticeJob
from .models import (
    PracticeAddress,
    PracticeCall,
    PracticeCursor,
    PracticeFault,
    PracticeKey,
    PracticeOrg,
    PracticeRecord,
    PracticeWrite,
)
from .oauth.sign_in import SECURITY_TOKEN_LENGTH
from .rules.ids import DIGITS, mint
from .rules.login_changes import with_security_token
from .rules.setup import Setup
from .standard.opening_setup import PERSONALITIES, domain_of, fresh_setup
from .store.access import change_access
from .store.setups import change_setup, setup_of
from .store.tokens import digest, end_all
from .store.usernames import make_findable

_EMPTIED = (
    PracticeRecord,
    PracticeKey,
    PracticeCursor,
    PracticeJob,
    PracticeCall,
    PracticeWrite,
    PracticeFault,
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client needs to log in. Shown once: only hashes are kept."""

    login_url: str
    consumer_key: str
    consumer_secret: str
    username: str
    password: str
    org_id: str


@dataclass(frozen=True, slots=True)
class UserLogin:
    """What one user of an org logs in with. Shown once: only hashes are kept.

    `security_token` may be put behind the password where a client asks for it.
    """

    login_url: str
    username: str
    password: str
    security_token: str


@dataclass(frozen=True, slots=True)
class _Secrets:
    consumer: str
    password: str


def _new_secrets() -> _Secrets:
    return _Secrets(secrets.token_hex(32).upper(), secrets.token_urlsafe(12))


def open_practice_org(
    tenant: Tenant, *, name: str, personality: str = "default", redirect_uris: Sequence[str] = ()
) -> Credentials:
    """The tenant's practice org, which has none yet; without records.

    `personality`: a key of PERSONALITIES. `redirect_uris`: where logins may return to, exactly.
    """
    new = _new_secrets()
    pod = "".join(secrets.choice(DIGITS) for _ in range(3))
    org_id = mint("Organization", pod=pod, number=secrets.randbelow(62**9))
    setup = fresh_setup(
        org_id=org_id,
        org_name=name,
        password=make_password(new.password),
        personality=PERSONALITIES[personality],
    )
    with walls.inside(tenant):
        org = PracticeOrg.objects.create(
            tenant=tenant,
            org_id=org_id,
            name=name,
            personality=personality,
            consumer_key=f"3MVG9{secrets.token_urlsafe(60)}",
            secret_hash=digest(new.consumer),
            redirect_uris=list(redirect_uris),
            setup=setup.document(),
        )
        for key in (org.consumer_key, org_id[:15]):
            PracticeAddress.objects.create(tenant=tenant, org=org, key=key)
    return _credentials(org, new)


def renew_credentials(org: PracticeOrg) -> Credentials:
    """A new consumer secret and password; what was issued with the old ones stays valid."""
    new = _new_secrets()
    hashed = make_password(new.password)
    with walls.inside(org.tenant_id):
        PracticeOrg.objects.filter(pk=org.pk).update(secret_hash=digest(new.consumer))
        change_setup(org.pk, lambda setup: _with_password(setup, hashed), now=timezone.now())
    return _credentials(org, new)


def credentials_for(org: PracticeOrg, username: str) -> UserLogin:
    """A new password and security token for any user of the org; the old ones end.

    The app's secret and all sessions stay. KeyError when there is no such user.
    """
    password = secrets.token_urlsafe(12)
    token = "".join(secrets.choice(DIGITS) for _ in range(SECURITY_TOKEN_LENGTH))
    with walls.inside(org.tenant_id):
        found = setup_of(PracticeOrg.objects.get(pk=org.pk)).user_named(username)
    if found is None:
        raise KeyError(username)
    user_id, hashed = found.id, make_password(password)
    with walls.inside(org.tenant_id):
        change_setup(
            org.pk, lambda setup: _with_password(setup, hashed, user_id), now=timezone.now()
        )
        change_access(
            org, lambda access: with_security_token(access, user_id, token_hash=digest(token))
        )
    return UserLogin(settings.PRACTICE_URL, found.username, password, token)


def _with_password(setup: Setup, hashed: str, user_id: str = "") -> Setup:
    wanted = user_id or setup.api_user
    users = tuple(
        replace(user, password=hashed) if user.id == wanted else user for user in setup.users
    )
    return replace(setup, users=users)


def _credentials(org: PracticeOrg, new: _Secrets) -> Credentials:
    return Credentials(
        login_url=settings.PRACTICE_URL,
        consumer_key=org.consumer_key,
        consumer_secret=new.consumer,
        username=f"integration@{domain_of(org.name)}",
        password=new.password,
        org_id=org.org_id,
    )


def find_org(tenant: Tenant) -> PracticeOrg | None:
    """The tenant's practice org, if it has one."""
    with walls.inside(tenant):
        return PracticeOrg.objects.filter(tenant=tenant).first()


def change_org(org: PracticeOrg, change: Callable[[Setup], Setup]) -> Setup:
    """Change the setup as an admin of the org would (`rules.changes`); returns the new one."""
    with walls.inside(org.tenant_id):
        return change_setup(org.pk, change, now=timezone.now())


def allow_redirects(org: PracticeOrg, redirect_uris: Sequence[str]) -> None:
    """Replace the addresses that logins may return to."""
    with walls.inside(org.tenant_id):
        PracticeOrg.objects.filter(pk=org.pk).update(redirect_uris=list(redirect_uris))


def allow_soap_login(org: PracticeOrg, *, allowed: bool = True) -> None:
    """Switch SOAP login() on or off; its users are then found by their names alone."""
    with walls.inside(org.tenant_id):
        change_access(org, lambda access: replace(access, soap_login=allowed))
        make_findable(org)


def set_call_limit(org: PracticeOrg, api_max: int) -> None:
    """Set how many API calls a day the org answers."""
    with walls.inside(org.tenant_id):
        PracticeOrg.objects.filter(pk=org.pk).update(api_max=api_max)


def end_sessions(org: PracticeOrg) -> None:
    """End every session: access and refresh tokens."""
    with walls.inside(org.tenant_id):
        end_all(org, now=timezone.now())


def reset(org: PracticeOrg) -> None:
    """Drop all records and calls and restore the setup. Logins and sessions stay."""
    with walls.inside(org.tenant_id):
        for table in _EMPTIED:
            table.objects.filter(org=org).delete()
        change_setup(org.pk, lambda setup: _restored(org, setup), now=timezone.now())


def change_personality(org: PracticeOrg, personality: str) -> None:
    """Of which kind the org is from its next reset on; a key of PERSONALITIES."""
    org.personality = personality
    with walls.inside(org.tenant_id):
        PracticeOrg.objects.filter(pk=org.pk).update(personality=personality)


def first_day(org: PracticeOrg) -> Setup:
    """The setup that a reset would restore."""
    return _restored(org, setup_of(org))


def _restored(org: PracticeOrg, setup: Setup) -> Setup:
    passwords = {user.id: user.password for user in setup.users}
    fresh = fresh_setup(
        org_id=org.org_id,
        org_name=org.name,
        password=passwords[setup.api_user],
        personality=PERSONALITIES[org.personality],
    )
    users = tuple(
        replace(user, password=passwords.get(user.id, user.password)) for user in fresh.users
    )
    return replace(fresh, users=users)
