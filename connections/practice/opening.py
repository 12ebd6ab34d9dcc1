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

from .models import PracticeAddress, PracticeCall, PracticeCursor, PracticeOrg, PracticeRecord
from .rules.ids import DIGITS, mint
from .rules.setup import Setup
from .standard.opening_setup import PERSONALITIES, domain_of, fresh_setup
from .store.orgs import change_setup
from .store.tokens import digest, end_all


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


def _with_password(setup: Setup, hashed: str) -> Setup:
    users = tuple(
        replace(user, password=hashed) if user.id == setup.api_user else user
        for user in setup.users
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
        for table in (PracticeRecord, PracticeCursor, PracticeCall):
            table.objects.filter(org=org).delete()
        change_setup(org.pk, lambda setup: _restored(org, setup), now=timezone.now())


def _restored(org: PracticeOrg, setup: Setup) -> Setup:
    password = setup.users_by_id[setup.api_user].password
    return fresh_setup(
        org_id=org.org_id,
        org_name=org.name,
        password=password,
        personality=PERSONALITIES[org.personality],
    )
