"""Tokens of an org: kept as hashes, in families; a refresh token that comes twice ends its family
(salesforce-facts 1.3)."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from connections.practice.models import PracticeOrg, PracticeToken
from connections.practice.rules.apps import App

ACCESS, REFRESH = "access", "refresh"
EXPIRED_KEPT = timedelta(days=1)
MAX_FAMILIES = 5
_REFRESH_PREFIX = "5Aep"


@dataclass(frozen=True, slots=True)
class Grant:
    """Whom a token stands for, what it may be used for, and since when it was approved."""

    family: uuid.UUID
    user: str
    scope: str
    began: datetime


def digest(secret: str) -> str:
    """The hash under which a token, code or client secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def org_key_of(token: str) -> str:
    """The 15-character org id that a token of either kind carries."""
    return token.removeprefix(_REFRESH_PREFIX)[:15]


@dataclass(frozen=True, slots=True)
class Issuer:
    """The org and the app that tokens are issued for, and how long a session of it lasts."""

    org: PracticeOrg
    app: App
    session: timedelta

    def issue(self, grant: Grant, kind: str, *, now: datetime) -> str:
        """A new token; returns it, keeps its hash."""
        key, noise = self.org.org_id[:15], secrets.token_urlsafe(48)
        token = f"{key}!{noise}" if kind == ACCESS else f"{_REFRESH_PREFIX}{key}{noise}"
        dies = self.app.refresh_dies(began=grant.began, touched=now)
        PracticeToken.objects.filter(org=self.org, expires_at__lt=now - EXPIRED_KEPT).delete()
        PracticeToken.objects.create(
            tenant_id=self.org.tenant_id,
            org=self.org,
            app=self.app.consumer_key,
            kind=kind,
            token_hash=digest(token),
            family=grant.family,
            user=grant.user,
            scope=grant.scope,
            seconds=int(self.session.total_seconds()),
            issued_at=now,
            began_at=grant.began,
            touched_at=now,
            expires_at=now + self.session if kind == ACCESS else dies,
        )
        return token

    def take_refresh(self, token: str, *, rotate: bool, now: datetime) -> Grant | None:
        """What a refresh token stands for; None, and its family ended, when it comes twice.

        With `rotate` it is used up. One at a time: a second taker waits, and then finds it used.
        """
        locked = PracticeToken.objects.select_for_update(no_key=True)
        found = locked.filter(org=self.org, token_hash=digest(token), kind=REFRESH).first()
        if found is None or found.revoked_at or not self._may_use(found, now):
            return None
        if found.used_at:
            end_family(found.family, now=now)
            return None
        if rotate:
            found.used_at = now
        else:
            found.touched_at = now
            found.expires_at = self.app.refresh_dies(began=found.began_at, touched=now)
        found.save(update_fields=["used_at", "touched_at", "expires_at"])
        return Grant(found.family, found.user, found.scope, found.began_at)

    def _may_use(self, found: PracticeToken, now: datetime) -> bool:
        # The policy of today counts, also for tokens that were issued under another.
        dies = self.app.refresh_dies(began=found.began_at, touched=found.touched_at)
        return found.app in ("", self.app.consumer_key) and min(dies, found.expires_at) > now

    def end_oldest(self, user: str, *, now: datetime) -> None:
        """Keep a user's five newest approvals of the app; a sixth silently ends the oldest."""
        living = PracticeToken.objects.filter(
            org=self.org,
            app=self.app.consumer_key,
            user=user,
            kind=REFRESH,
            revoked_at=None,
            used_at=None,
            expires_at__gt=now,
        )
        families = living.order_by("-began_at", "-issued_at").values_list("family", flat=True)
        for family in list(families)[MAX_FAMILIES:]:
            end_family(family, now=now)


def find_living(token: str, *, kind: str, now: datetime) -> PracticeToken | None:
    """The token, unless it is unknown, revoked, used up or expired.

    An access token's life is extended by use: once half of it is over.
    """
    found = PracticeToken.objects.filter(
        token_hash=digest(token), kind=kind, revoked_at=None, used_at=None, expires_at__gt=now
    ).first()
    if found and kind == ACCESS:
        lives = timedelta(seconds=found.seconds)
        if found.expires_at - now < lives / 2:
            found.expires_at = now + lives
            found.save(update_fields=["expires_at"])
    return found


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


def end_all(org: PracticeOrg, *, now: datetime) -> None:
    """End every session of the org, as an admin may."""
    PracticeToken.objects.filter(org=org, revoked_at=None).update(revoked_at=now)


def end_user(org: PracticeOrg, user: str, *, now: datetime) -> None:
    """End every session and refresh token of one user."""
    PracticeToken.objects.filter(org=org, user=user, revoked_at=None).update(revoked_at=now)


def end_app(org: PracticeOrg, key: str, *, now: datetime) -> None:
    """End every session and refresh token that an app was given."""
    PracticeToken.objects.filter(org=org, app=key, revoked_at=None).update(revoked_at=now)
