"""Attempts to log in: counted by the username as it was typed, so that a locked user and one
who doesn't exist look the same from outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from connections.practice.models import PracticeLogin, PracticeOrg
from connections.practice.rules.access import Access

from .orgs import locked as locked_org

OK, WRONG, LOCKED = "ok", "wrong password", "locked"
KEPT = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A past attempt. `status`: "ok", "wrong password" or "locked"."""

    username: str
    status: str
    at: datetime


def _named(username: str) -> str:
    return username.strip().lower().replace("\x00", "")[:80]


def begin_attempt(
    org: PracticeOrg, access: Access, username: str, *, now: datetime
) -> PracticeLogin | None:
    """A new attempt, wrong until `succeed`; None when the user is locked.

    One at a time, and stored before the password is looked at: parallel guesses can't outrun
    the count. For a short transaction of its own.
    """
    locked_org(org.pk)
    PracticeLogin.objects.filter(org=org, at__lt=now - KEPT).delete()
    locked = _is_locked(org, access, username, now=now)
    attempt = PracticeLogin.objects.create(
        tenant_id=org.tenant_id,
        org=org,
        username=_named(username),
        status=LOCKED if locked else WRONG,
        at=now,
    )
    return None if locked else attempt


def _is_locked(org: PracticeOrg, access: Access, username: str, *, now: datetime) -> bool:
    mine = PracticeLogin.objects.filter(org=org, username=_named(username))
    recent = mine.filter(at__gt=now - timedelta(minutes=access.locked_minutes))
    success = recent.filter(status=OK).order_by("-at").first()
    wrong = recent.filter(status=WRONG)
    if success:
        wrong = wrong.filter(at__gt=success.at)
    return wrong.count() >= access.wrong_passwords


def succeed(attempt: PracticeLogin) -> None:
    """The password was right."""
    PracticeLogin.objects.filter(pk=attempt.pk).update(status=OK)


def count_login(org: PracticeOrg, username: str, *, now: datetime) -> None:
    """A login without a password: by token, assertion or client credentials."""
    mine = PracticeLogin.objects.filter(org=org, username=_named(username))
    mine.filter(at__lt=now - KEPT).delete()
    PracticeLogin.objects.create(
        tenant_id=org.tenant_id, org=org, username=_named(username), status=OK, at=now
    )


def logins_this_hour(org: PracticeOrg, username: str, *, now: datetime) -> int:
    """How often the user logged in within the last hour."""
    mine = PracticeLogin.objects.filter(org=org, username=_named(username), status=OK)
    return mine.filter(at__gt=now - HOUR).count()


def last_attempts(org: PracticeOrg, limit: int) -> list[Attempt]:
    """The last attempts, newest first."""
    found = PracticeLogin.objects.filter(org=org).order_by("-at")[:limit]
    return [Attempt(one.username, one.status, one.at) for one in found]


def unlock(org: PracticeOrg, username: str) -> None:
    """Forget the wrong passwords of a user."""
    PracticeLogin.objects.filter(org=org, username=_named(username)).exclude(status=OK).delete()
