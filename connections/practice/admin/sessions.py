"""Sessions of an org: ended, expired, or grown older."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from connections.practice import opening
from connections.practice.models import PracticeOrg, PracticeToken
from connections.practice.store.tokens import ACCESS
from tenants import walls

from .asking import Asked, wrong

Result = tuple[int, Any]
_YEAR = 366 * 24 * 60


def end(org: PracticeOrg, asked: Asked) -> Result:
    """POST sessions/end: access and refresh tokens are revoked; clients have to connect anew."""
    asked.only()
    opening.end_sessions(org)
    return 200, {"ended": True}


def expire(org: PracticeOrg, asked: Asked) -> Result:
    """POST sessions/expire: every access token is over; clients may refresh."""
    asked.only()
    return 200, {"expired": expire_access(org)}


def advance(org: PracticeOrg, asked: Asked) -> Result:
    """POST sessions/advance {"minutes": 90}: every token becomes so much older."""
    asked.only("minutes")
    minutes = asked.get("minutes", int)
    if not 0 < minutes <= _YEAR:
        raise wrong(f"minutes: 1 to {_YEAR} are possible.")
    earlier = timedelta(minutes=minutes)
    names = ("issued_at", "began_at", "touched_at", "expires_at")
    with walls.inside(org.tenant_id):
        found = PracticeToken.objects.filter(org=org)
        return 200, {"aged": found.update(**{name: F(name) - earlier for name in names})}


def expire_access(org: PracticeOrg) -> int:
    """Every living access token is over from now; how many there were."""
    now = timezone.now()
    with walls.inside(org.tenant_id):
        living = PracticeToken.objects.filter(
            org=org, kind=ACCESS, revoked_at=None, expires_at__gt=now
        )
        return living.update(expires_at=now)
