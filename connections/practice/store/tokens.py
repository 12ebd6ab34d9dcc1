"""Tokens of an org: kept as hashes, in families; a refresh token that comes twice ends its family
(salesforce-facts 1.3)."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from connections.practice.models import PracticeOrg, PracticeToken

ACCESS, REFRESH = "access", "refresh"
ACCESS_LIVES = timedelta(hours=2)
REFRESH_LIVES = timedelta(days=30)
EXPIRED_KEPT = timedelta(days=1)
MAX_FAMILIES = 5
_REFRESH_PREFIX = "5Aep"


@dataclass(frozen=True, slots=True)
class Grant:
    """Whom a token stands for, and what it may be used for."""

    family: uuid.UUID
    user: str
    scope: str


def digest(secret: str) -> str:
    """The hash under which a token, code or client secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def org_key_of(token: str) -> str:
    """The 15-character org id that a token of either kind carries."""
    return token.removeprefix(_REFRESH_PREFIX)[:15]


def issue(org: PracticeOrg, grant: Grant, kind: str, *, now: datetime) -> str:
    """A new token; returns it, keeps its hash."""
    key, noise = org.org_id[:15], secrets.token_urlsafe(48)
    token = f"{key}!{noise}" if kind == ACCESS else f"{_REFRESH_PREFIX}{key}{noise}"
    PracticeToken.objects.filter(org=org, expires_at__lt=now - EXPIRED_KEPT).delete()
    PracticeToken.objects.create(
        tenant_id=org.tenant_id,
        org=org,
        kind=kind,
        token_hash=digest(token),
        family=grant.family,
        user=grant.user,
        scope=grant.scope,
        issued_at=now,
        expires_at=now + (ACCESS_LIVES if kind == ACCESS else REFRESH_LIVES),
    )
    return token


def find_living(token: str, *, kind: str, now: datetime) -> PracticeToken | None:
    """The token, unless it is unknown, revoked or expired. Its life is extended by use."""
    found = PracticeToken.objects.filter(
        token_hash=digest(token), kind=kind, revoked_at=None, expires_at__gt=now
    ).first()
    if found and found.expires_at - now < ACCESS_LIVES / 2:
        found.expires_at = now + ACCESS_LIVES
        found.save(update_fields=["expires_at"])
    return found


def take_refresh(token: str, *, org: PracticeOrg, rotate: bool, now: datetime) -> Grant | None:
    """What a refresh token stands for; None, and its family ended, when it may not be used.

    With `rotate` it is used up. One at a time: a second taker waits, and then finds it used.
    """
    locked = PracticeToken.objects.select_for_update(no_key=True)
    found = locked.filter(org=org, token_hash=digest(token), kind=REFRESH).first()
    if found is None or found.revoked_at or found.expires_at <= now:
        return None
    if found.used_at:
        end_family(found.family, now=now)
        return None
    if rotate:
        found.used_at = now
    else:
        found.expires_at = now + REFRESH_LIVES
    found.save(update_fields=["used_at", "expires_at"])
    return Grant(found.family, found.user, found.scope)


def end_family(family: uuid.UUID, *, now: datetime) -> None:
    """Revoke every token that one approval led to."""
    PracticeToken.objects.filter(family=family, revoked_at=None).update(revoked_at=now)


def revoke(token: str, *, now: datetime) -> bool:
    """Revoke a token; a refresh token takes its family along. False when it isn't known."""
    found = PracticeToken.objects.filter(token_hash=digest(token)).first()
    if found is None:
        return False
    if found.kind == REFRESH:
        end_family(found.family, now=now)
    else:
        PracticeToken.objects.filter(pk=found.pk).update(revoked_at=now)
    return True


def end_oldest(org: PracticeOrg, user: str, *, now: datetime) -> None:
    """Keep a user's five newest approvals; a sixth silently ends the oldest."""
    living = PracticeToken.objects.filter(
        org=org, user=user, kind=REFRESH, revoked_at=None, used_at=None
    )
    families = living.order_by("-issued_at").values_list("family", flat=True)
    for family in list(families)[MAX_FAMILIES:]:
        end_family(family, now=now)


def end_all(org: PracticeOrg, *, now: datetime) -> None:
    """End every session of the org, as an admin may."""
    PracticeToken.objects.filter(org=org, revoked_at=None).update(revoked_at=now)
